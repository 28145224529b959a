"""日扫描: how every terminal is now, and what must be seen to today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kiosk.text import Localized
from provisioning.fleet.areas import name_of
from provisioning.fleet.follow_up.page import deadline
from provisioning.fleet.follow_up.store import Listed
from provisioning.fleet.reports.common import (
    AREA,
    DISTRICT,
    NOT_CONNECTED,
    TERMINAL,
    TERMINALS,
    area_cell,
    place,
    terminal_cell,
)
from provisioning.fleet.reports.report import Cell, Column, Report, Table
from provisioning.fleet.standing import STATE_WORDS, State
from provisioning.fleet.store import Terminal

CERTIFICATE_DAYS = 14  # a technician's visit is planned for within two weeks
OLDEST_S = 24 * 3600.0  # what waits for longer than a day was promised to a citizen yesterday
DISK_MB = 1024  # room for some hundred submissions

SUBJECT = Column("subject", Localized("事由", "What"))


def scan(terminals: list[Terminal], calls: int, overdue: Sequence[Listed], day: str, *, connected: bool) -> Report:
    """`overdue`: problems that are; `connected`: the platform tells of its complaints."""
    states = {one.id: one.standing.state for one in terminals}
    by_district: dict[str, Counter[State]] = {}
    for one in terminals:
        by_district.setdefault(one.district, Counter())[states[one.id]] += 1
    columns = tuple(Column(str(state), STATE_WORDS[state]) for state in (State.ONLINE, *list(State)[:-1]))
    rows = tuple(
        (*place(district), sum(found.values()), *(found[State(column.name)] for column in columns))
        for district, found in sorted(by_district.items(), key=lambda pair: (str(area_cell(pair[0]).zh), pair[0]))
    )
    todo: list[tuple[Cell, ...]] = [
        (terminal_cell(one.id), name_of(one.district), subject) for one in terminals for subject in _subjects(one)
    ]
    where = {one.id: one.district for one in terminals}
    for late in overdue:
        terminal, by = late.problem.terminal, deadline(late)
        title = late.problem.title
        subject = Localized(f"{title.zh}（{by.zh}，{late.number}）", f"{title.en} ({by.en}, {late.number})")
        at = terminal_cell(terminal) if terminal in where else terminal
        todo.append((at, name_of(late.problem.district or where.get(terminal, "")), subject))
    return Report(
        "daily",
        day,
        day,
        (
            Table("to_do", Localized("今天要处理", "To be seen to today"), (TERMINAL, DISTRICT, SUBJECT), tuple(todo)),
            Table("districts", Localized("各区县", "Districts"), (AREA, DISTRICT, TERMINALS, *columns), rows),
        ),
        (
            Localized(
                f"{len(terminals)} 台终端最近一次心跳；{calls} 个呼叫无人处理。",
                f"The last heartbeat of {len(terminals)} terminals; {calls} calls wait for a person.",
            ),
        ),
        (
            Localized(
                "从未报告过的终端不在其中；失联的终端现在怎样，不知道。",
                "A terminal that was never heard is not in it; how one that is silent is now, nobody knows.",
            ),
            *([] if connected else [NOT_CONNECTED]),
        ),
    )


def _subjects(one: Terminal) -> Iterator[Localized]:
    yield from one.standing.causes
    fields = one.heartbeat.fields
    days, disk = fields.get("certificate_days"), fields.get("disk_free_mb")
    if isinstance(days, (int, float)) and days < CERTIFICATE_DAYS:
        yield Localized(f"证书还有 {days:.0f} 天到期", f"Its certificate ends in {days:.0f} days")
    if isinstance(disk, (int, float)) and disk < DISK_MB:
        yield Localized(f"磁盘只剩 {disk:.0f} MB", f"{disk:.0f} MB are left on its disk")
    if one.heartbeat.oldest_s > OLDEST_S:
        hours = one.heartbeat.oldest_s / 3600
        yield Localized(f"有申报等了 {hours:.0f} 小时没有上传", f"A submission has waited for {hours:.0f} h")
    content = str(fields.get("catalogue") or "")
    if "never confirmed" in content or content.endswith(" d ago"):
        yield Localized(f"目录没有更新：{content}", f"Its catalogue is old: {content}")
