"""What is one's own is not open for longer than one looks at it: shown for ten seconds, covered after a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from kiosk.catalogue.answers import show
from kiosk.catalogue.fields import Field
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.snapshot import Snapshot
from kiosk.visit.views import CheckRow, View

I = TypeVar("I", bound=i.Intent)  # noqa: E741


OWN = "own:"
"""Before the names of rows about the citizen: a form may ask for a name, too, and mean a business by it."""


def clear_values(visit: Visit, fields: Sequence[Field]) -> Mapping[str, str]:
    """By row, what stands masked on the check page. Looked at when a row is to be shown, and kept nowhere."""
    visitor = visit.visitor
    values = {OWN + "name": visitor.name, OWN + "id_number": visitor.id_number}
    for field in fields:
        value = visitor.answers.get(field.name)
        if isinstance(value, str) and value and show(field, value).zh != value and "*" in show(field, value).zh:
            values[field.name] = value
    return {name: value for name, value in values.items() if value}


def with_reveal(rows: Sequence[CheckRow], clear: Mapping[str, str], shown: str | None) -> tuple[CheckRow, ...]:
    """The rows as they are published: all but one masked, and those marked that may be shown."""
    return tuple(
        replace(row, hidden=row.name != shown, value=clear[row.name] if row.name == shown else row.value)
        if row.name in clear
        else row
        for row in rows
    )


async def ask_for(visit: Visit, seconds: float, view: View, *types: type[I]) -> I | None:
    """As `Stage.ask`; None after so many seconds of the terminal's."""

    async def work() -> None:
        visit.stage.show(view)
        await asyncio.sleep(seconds * visit.kit.pace.second)

    return await visit.stage.race(work(), *types)


async def ask_watched(visit: Visit, view: View, *types: type[I]) -> I | None:
    """As `Stage.ask`; None when nobody has touched anything for a minute."""

    async def work() -> None:
        visit.stage.show(view)
        await visit.stage.quiet(cover_after(visit.stage.snapshot) * visit.kit.pace.second)

    return await visit.stage.race(work(), *types)


def cover_after(snapshot: Snapshot) -> int:
    """Seconds of nobody touching a page with figures, by the place; twice that for who reads slowly, or listens."""
    slow = snapshot.listening or snapshot.preferences.mode == "senior"
    return snapshot.site.profile.cover_s * (2 if slow else 1)
