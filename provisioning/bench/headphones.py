"""Headphones at the bench: a plug that is put in and pulled, and the sound card that the terminal then speaks into."""

from __future__ import annotations

from pathlib import Path

from drivers.headphones.twin import JackTwin
from provisioning.bench.station import Station

CARDS = Path("/proc/asound/cards")


class Headphones(Station):
    def __init__(self, node: Path) -> None:
        self.twin = JackTwin(node)
        super().__init__("headphones", self.twin, self.twin.KNOBS)
        self.actions |= {"put": lambda _: self._set(True), "take": lambda _: self._set(False)}

    def start(self) -> None:
        self.twin.start()

    def close(self) -> None:
        self.twin.close()

    def plug(self) -> None:
        self.twin.replug()

    def unplug(self) -> None:
        self.twin.unplug()

    @property
    def plugged_in(self) -> bool:
        return self.twin.plugged_in

    def _set(self, inserted: bool) -> None:
        self.panel.turn("inserted", "on" if inserted else "off")


def sound_card() -> str:
    """This machine's own card where it has one, so that a person hears the terminal; else ALSA's nowhere."""
    try:
        there = "[" in CARDS.read_text(encoding="ascii", errors="replace")
    except OSError:
        there = False
    return "default" if there else "null"
