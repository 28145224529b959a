"""A ticket for the queue of a hall (排队取号)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Text
from kiosk.visit.views import GuideRow, View


@dataclass(frozen=True)
class TicketView(View):
    """Next: the citizen has it; Do("cancel") gives it back; Print, where it did not come out or is drawn again."""

    number: str  # as it is called out
    rows: tuple[GuideRow, ...]  # before you, minutes, counter, matter, hall
    code: str  # what a QR code for the telephone says
    paper: (
        str  # "printing", "printed", "unprinted" or "unsure"; empty: it was drawn before, and nothing was printed now
    )
    problem: Text | None = None  # of the paper
    again: bool = False  # the citizen had it already
