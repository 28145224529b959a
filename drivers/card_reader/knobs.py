"""What can go wrong with a virtual card, for a person who turns it."""

from __future__ import annotations

from drivers.twin import Knob, Option, amount

KNOBS = (
    Knob(
        "upside_down_next",
        "插反了",
        "put in upside down",
        (Option("off", "否", "off", (False,)), Option("on", "下一张", "the next card", (True,))),
    ),
    Knob(
        "pull_at",
        "读的时候拔出",
        "pulled while it is read",
        (
            Option("never", "不会", "no", (None,)),
            Option("1", "第 1 条指令", "at the 1st command", (1,)),
            Option("5", "第 5 条指令", "at the 5th command", (5,)),
        ),
        once=True,
    ),
    Knob(
        "fail_next",
        "下面几条指令出错",
        "the next commands fail",
        (
            Option("none", "没有", "none", (0x6F00, 0)),
            Option("6F00", "6F00 一次", "6F00, once", (0x6F00,)),
            Option("6A82", "6A82 一次", "6A82, once", (0x6A82,)),
            Option("6982", "6982 三十次", "6982, thirty times", (0x6982, 30)),
        ),
        once=True,
    ),
    amount("delay", "每条指令前等", "waits before each answer", unit="s", values=(0, 0.2, 1, 15)),
    Knob(
        "more_data",
        "用 61xx 回答(下一张)",
        "answers by 61xx (the next card)",
        (Option("off", "否", "off", (False,)), Option("on", "是", "on", (True,))),
    ),
    Knob(
        "exact_le",
        "长度要对,否则 6Cxx(下一张)",
        "wants the right length, else 6Cxx (the next card)",
        (Option("on", "是", "on", (True,)), Option("off", "否", "off", (False,))),
    ),
)
