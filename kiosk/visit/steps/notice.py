"""One calm sentence that says what to do."""

from __future__ import annotations

from kiosk.text import Text, message
from kiosk.visit import intents as i
from kiosk.visit.busy import when
from kiosk.visit.stage import Stage
from kiosk.visit.views import NoticeView

AWAY = "cloud-off"


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
    title, body = message(f"{words}.{subject}.title", **params), message(f"{words}.{subject}.body", **params)
    if icon == AWAY and go_on == "again" and (left := stage.busy_for) > 0:  # it is there, and says when
        stage.untoast()
        icon, title, body = "clock-hour-4", message("busy.title"), message("busy.body", wait=when(left))
    view = NoticeView(
        icon,
        title,
        body,
        message(f"{words}.button.{go_on}") if go_on else None,
    )
    asked: tuple[type[i.Intent], ...] = ((i.Next,) if go_on else ()) + ((i.Back,) if back else ())
    return isinstance(await stage.ask(view, *asked), i.Next)
