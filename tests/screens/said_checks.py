"""What a page may not leave out, however little room there is: it would cost the reader money or a way."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.text import Text
from kiosk.visit.views import DoneView
from kiosk.visit.views.payments import BillsView
from kiosk.words import say
from screens.typesetting import narrow
from tests.screens.rig import Rig


def said(rig: Rig) -> Iterator[str]:
    """One line for each sentence that is not there, or in letters below the small size."""
    assert rig.stage.snapshot is not None
    language = rig.stage.snapshot.preferences.language
    shown = " ".join(text.text for text in rig.app.screen.texts)
    squeezed = "".join(narrow(shown).split())
    for text in _owed(rig.stage.snapshot.view):
        if "".join(narrow(say(text, language)).split()) not in squeezed:
            yield f"left out: {say(text, language)}"


def _owed(view: object) -> Iterator[Text]:
    if isinstance(view, BillsView):
        yield from (row.detail for row in view.rows if row.state == "overdue")
    if isinstance(view, DoneView) and view.heed is not None:
        yield from (view.heed.title, view.heed.body)
