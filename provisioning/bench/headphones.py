"""Headphones at the bench: a plug that is put in and pulled, and the sound card that the terminal then speaks into."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from drivers.headphones.twin import JackTwin
from provisioning.bench.orders import Clumsy
from provisioning.bench.station import Choice, TwinStation

JACK_STATES: list[Choice] = [{"id": "out", "zh": "拔出", "en": "out"}, {"id": "in", "zh": "插入", "en": "in"}]
CARDS = Path("/proc/asound/cards")


class Headphones(TwinStation):
    def __init__(self, node: Path) -> None:
        self.twin = JackTwin(node)
        super().__init__("headphones", self.twin)
        self.actions |= {"jack": self._put}

    def state(self) -> dict[str, Any]:
        return {"jack_states": JACK_STATES, "jack": "in" if self.twin.inserted else "out"}

    def _put(self, where: str) -> None:
        if where not in {state["id"] for state in JACK_STATES}:
            raise Clumsy(f"没有这种情况 · There is no such thing as {where!r}")
        self.panel.turn("inserted", "on" if where == "in" else "off")


def sound_card() -> str:
    """This machine's own card where it has one, so that a person hears the terminal; else ALSA's nowhere."""
    try:
        there = "[" in CARDS.read_text(encoding="ascii", errors="replace")
    except OSError:
        there = False
    return "default" if there else "null"
