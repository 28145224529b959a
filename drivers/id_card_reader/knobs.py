"""What can go wrong with the virtual SAM_V module and the card on it, for a person who turns it."""

from __future__ import annotations

from drivers.id_card_reader.frames import PREAMBLE
from drivers.twin import Knob, Option, amount, switch

NOISE = b"\x00\xaa\xaa" + PREAMBLE[:4] + b"\xff"  # what a loose plug may send: also half a preamble
_THREE_READS = 9  # answers: find, select and read, three times over
KNOBS = (
    switch("silent", "读卡器不回答", "does not answer"),
    switch("split", "回答断成几截", "answers come in pieces"),
    Knob(
        "noise",
        "线路有杂音",
        "noise on the line",
        (Option("none", "没有", "none", (b"",)), Option("noise", "每次回答前", "before each answer", (NOISE,))),
    ),
    amount("delay", "回答前等", "waits before it answers", unit="s", values=(0, 0.5, 2, 10)),
    Knob(
        "card_words",
        "卡片状态字",
        "SW1 SW2 of every answer",
        (Option("0000", "0000", "0000", (0,)), Option("6982", "6982", "6982", (0x6982,))),
    ),
    amount("print_bytes", "指纹", "fingerprints on the card", unit="bytes", values=(0, 512, 1024)),
    Knob(
        "fail_next",
        "下面几次不成",
        "the next answers fail",
        (
            Option("none", "没有", "none", (0x41, 0)),
            Option("41", "读卡失败一次 (41)", "read failed once (41)", (0x41,)),
            Option("41x9", "读卡失败三遍 (41)", "read failed, three whole tries (41)", (0x41, _THREE_READS)),
            Option("81", "选卡失败一次 (81)", "select failed once (81)", (0x81,)),
            Option("31", "卡不认安全模块 (31)", "the card rejects the module (31)", (0x31, _THREE_READS)),
            Option("32", "安全模块不认卡 (32)", "the module rejects the card (32)", (0x32, _THREE_READS)),
            Option("33", "数据校验失败 (33)", "the data do not verify (33)", (0x33, _THREE_READS)),
        ),
        once=True,
    ),
    Knob(
        "break_next",
        "下面几次传坏",
        "the next answers arrive broken",
        (
            Option("none", "没有", "none", ("short", 0)),
            Option("checksum", "校验和错一次", "wrong check byte, once", ("checksum",)),
            Option("checksum_x9", "校验和一直错", "wrong check byte, nine times", ("checksum", _THREE_READS)),
            Option("short", "只来一半,一次", "half an answer, once", ("short",)),
            Option("short_x9", "一直只来一半", "half an answer, nine times", ("short", _THREE_READS)),
        ),
        once=True,
    ),
    Knob(
        "remove_at",
        "读的时候拿走",
        "card taken away while it is read",
        (
            Option("never", "不会", "no", (None,)),
            Option("2", "选卡时", "at select", (2,)),
            Option("3", "读卡时", "at read", (3,)),
        ),
        once=True,
    ),
)
