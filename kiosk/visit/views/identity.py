"""Pages on which somebody proves who they are, beyond the card and the face."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Text
from kiosk.visit.views import View


@dataclass(frozen=True)
class OtpView(View):
    """A one-time code was sent to a telephone, and is typed here."""

    sent_to: str  # masked; empty: none could be sent yet
    again_in: int  # seconds until another one may be sent
    others: tuple[str, ...]  # other ways: "face", "counter"
    attempt: int = 0  # rises when what was typed is to be forgotten
    problem: Text | None = None
