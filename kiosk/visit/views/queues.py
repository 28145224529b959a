"""A number to take along: a ticket for the queue of a hall (排队取号), a code that opens a locker's box (开柜码)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Text
from kiosk.visit.views import GuideRow, View


@dataclass(frozen=True)
class TicketView(View):
    """Next: the citizen has it; Do("cancel") gives it back, where `give_back` names that; Print, where it is not on
    paper yet."""

    title: Text
    number: str  # as it is called out, or typed
    rows: tuple[GuideRow, ...]
    code: str  # what its QR code says
    paper: str  # "printing", "printed", "unprinted" or "unsure"; empty: nothing was printed
    problem: Text | None = None  # of the paper
    hint: Text | None = None
    give_back: Text | None = None
    follow: Text | None = None  # what the QR code is for
    again: bool = False  # the citizen had it already
