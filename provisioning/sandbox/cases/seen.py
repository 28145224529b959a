"""A case as its citizen sees it, and as whoever holds its receipt does."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from sqlite3 import Row
from typing import Any, TypeVar

import msgspec

from kiosk.contract import cases as contract
from kiosk.text import Localized
from provisioning.sandbox.cases.rows import CaseRows

PLACE = Localized("沙箱政务服务中心 1 号综合窗口", "Sandbox service centre, counter 1")
LOCKER = Localized("沙箱政务服务中心大门内 24 小时取件柜", "Sandbox service centre, 24-hour locker at the entrance")
ALWAYS = Localized("全天", "Day and night")
HOURS = Localized("工作日 9:00 至 17:00", "Working days, 9:00 to 17:00")
CARRIER = Localized("邮政速递（沙箱）", "Postal express (sandbox)")
M = TypeVar("M")


def seen(cases: CaseRows, row: Row) -> contract.Case:
    """A case as its citizen sees it."""
    children = cases.children(row["number"])
    return contract.Case(
        **_summary(row),
        version=str(row["version"]),
        days=row["days"],
        timeline=_timeline(cases.steps(row["number"])),
        parent=row["parent"],
        children=tuple(contract.CaseSummary(**_summary(child)) for child in children),
        correction=_maybe(contract.Correction, row["correction"]),
        decision=_maybe(contract.Decision, row["decision"]),
        result=_maybe(contract.Result, row["result"]),
        ways=tuple(json.loads(row["ways"])),
        delivery=_maybe(contract.Delivery, row["delivery"]),
        signed=cases.signed(row["number"]),
    )


def summary(row: Row) -> contract.CaseSummary:
    return contract.CaseSummary(**_summary(row))


def public(cases: CaseRows, row: Row) -> contract.PublicCase:
    """A case as whoever holds its receipt sees it."""
    whole = seen(cases, row)
    return contract.PublicCase(
        **_summary(row),
        days=whole.days,
        timeline=whole.timeline,
        correction_until=whole.correction.until if whole.correction else _first_until(cases, row),
        approved=whole.decision.approved if whole.decision else None,
        way=whole.delivery.way if whole.delivery else None,
        children=whole.children,
    )


def new_delivery(way: contract.Way, address: contract.PostalAddress | None) -> contract.Delivery:
    """What the platform makes of a wish; the tracking number comes when the post takes it."""
    if way == "post":
        assert address is not None
        return contract.Delivery(way="post", carrier=CARRIER, address=_masked(address))
    if way == "pickup":
        code = f"{secrets.randbelow(10**6):06d}"
        return contract.Delivery(way="pickup", pickup_code=code, place=PLACE, hours=HOURS)
    if way == "locker":
        return contract.Delivery(way="locker", place=LOCKER, hours=ALWAYS)
    return contract.Delivery(way=way)


def _masked(address: contract.PostalAddress) -> str:
    name = address.name[0] + "*" * (len(address.name) - 1)
    return f"{name}，{address.phone[:3]}****{address.phone[-4:]}，{address.address[:6]}…"


def _summary(row: Row) -> dict[str, Any]:
    running = row["state"] in ("received", "accepted", "deciding")
    return {
        "number": row["number"],
        "item_code": row["item"],
        "title": _of(Localized, row["title"]),
        "state": row["state"],
        "submitted_at": row["submitted_at"],
        "due": row["due"] if running else None,
    }


def _timeline(steps: Iterable[Row]) -> tuple[contract.Reached, ...]:
    return tuple(
        contract.Reached(state=one["state"], at=one["at"], note=_maybe(Localized, one["note"])) for one in steps
    )


def _of(kind: type[M], text: str) -> M:
    return msgspec.json.decode(text, type=kind)


def _maybe(kind: type[M], text: str | None) -> M | None:
    return None if text is None else _of(kind, text)


def _first_until(cases: CaseRows, row: Row) -> str | None:
    """Of a package: the earliest day by which one of its parts waits for something."""
    asked = [one["correction"] for one in cases.children(row["number"]) if one["correction"] is not None]
    return min((msgspec.json.decode(one, type=contract.Correction).until for one in asked), default=None)
