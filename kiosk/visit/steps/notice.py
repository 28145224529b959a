"""One calm sentence that says what to do."""

from __future__ import annotations

from kiosk.text import Text, message
from kiosk.visit import intents as i
from kiosk.visit.stage import Stage
from kiosk.visit.views import NoticeView


async def notice(
    stage: Stage,
    subject: str,
    *,
    icon: str,
    words: str = "visit",
    go_on: str | None = None,
    back: bool = False,
    **params: Text | str,
) -> bool:
    """Words from `visit.<subject>` (or another file than visit): title, body and, with `go_on`, the button's.
    True: go on; False: back.

    Without `go_on` and `back` only exit or time ends it.
    """
    view = NoticeView(
        icon,
        message(f"{words}.{subject}.title", **params),
        message(f"{words}.{subject}.body", **params),
        message(f"{words}.button.{go_on}") if go_on else None,
    )
    asked: tuple[type[i.Intent], ...] = ((i.Next,) if go_on else ()) + ((i.Back,) if back else ())
    return isinstance(await stage.ask(view, *asked), i.Next)
