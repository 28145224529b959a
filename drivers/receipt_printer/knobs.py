"""What can go wrong with a virtual receipt printer, for a person who turns it."""

from __future__ import annotations

from drivers.status import Paper
from drivers.twin import Knob, Option, amount, switch

KNOBS = (
    Knob(
        "load_paper",
        "纸卷",
        "paper",
        (
            Option("full", "充足", "full", (Paper.FULL,)),
            Option("low", "快用完", "low", (Paper.LOW,)),
            Option("out", "用完", "out", (Paper.OUT,)),
        ),
    ),
    Knob(
        "paper_out_after",
        "打到一半没纸",
        "runs out half-way",
        (
            Option("never", "不会", "no", (None,)),
            Option("100", "再打 100 行", "in 100 rows", (100,)),
            Option("300", "再打 300 行", "in 300 rows", (300,)),
        ),
        once=True,
    ),
    switch("open_cover", "盖子开着", "cover open"),
    switch("jam_cutter", "切刀卡住", "cutter jammed"),
    switch("overheat", "打印头过热", "head overheated"),
    switch("go_offline", "不说原因地脱机", "offline for no reason told"),
    switch("mute_status", "不回答状态", "no answer to the status"),
    switch("mute_end", "不说打完没有", "never says that it has ended"),
    switch("mute_end_question", "只用 GS a 说打完", "tells the end by GS a only"),
    switch("stop_reading", "缓存已满", "takes no more bytes"),
    Knob(
        "cut_connection_after",
        "中途断线",
        "connection breaks",
        (
            Option("never", "不会", "no", (None,)),
            Option("100", "再收 100 字节", "after 100 bytes", (100,)),
            Option("9000", "再收 9000 字节", "after 9000 bytes", (9000,)),
        ),
        once=True,
    ),
    amount("rows_per_second", "打印速度(0:立刻)", "speed (0: at once)", unit="rows/s", values=(1200, 0, 300)),
)
