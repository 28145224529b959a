"""Reading at the terminal (guides, columns, the directory): a list to choose from, page by page, and a sentence
where there is nothing to choose."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.text import Text, message
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.views import NoticeView
from kiosk.visit.views.reading import EntriesView, EntryAction, EntryRow

ROWS = {"standard": 6, "contrast": 6, "senior": 4}  # a page that needs no scrolling


async def choose(
    visit: Visit,
    title: Text,
    rows: Sequence[EntryRow],
    *,
    hint: Text | None = None,
    notice: Text | None = None,
    kept: Text | None = None,
    actions: tuple[EntryAction, ...] = (),
    empty: Text | None = None,
    page: int = 0,
) -> str | None:
    """The value of the row or action that was touched; None: back."""
    stage = visit.stage
    offered = {row.value for row in rows} | {action.value for action in actions}
    while True:
        size = ROWS[stage.snapshot.preferences.mode]
        pages = max(1, -(-len(rows) // size))
        page = min(page, pages - 1)
        shown = tuple(rows[page * size : (page + 1) * size])
        view = EntriesView(title, hint, shown, page, pages, notice, kept, actions, empty)
        touched = await stage.ask(view, i.Choose, i.TurnPage, i.Back)
        match touched:
            case i.Back():
                return None
            case i.TurnPage(by):
                page = max(0, page + by)
            case i.Choose(value) if value in offered:
                return value


async def tell(visit: Visit, subject: str, icon: str, **params: Text | str) -> None:
    """Words from `reading.<subject>`: title and body. Until the citizen goes back."""
    title, body = message(f"reading.{subject}.title", **params), message(f"reading.{subject}.body", **params)
    await visit.stage.ask(NoticeView(icon, title, body, None), i.Back)
