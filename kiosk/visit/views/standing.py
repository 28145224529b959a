"""What a terminal shows while nobody uses it, or while a technician does."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Text
from kiosk.visit.views import Picture, View


@dataclass(frozen=True)
class AttractView(View):
    """One slide, changed every few seconds; it moves at no other time. Said in every language at once.

    `picture`: the platform's own slides may have one, in the icon's place.
    """

    title: Text
    body: Text
    icon: str
    slide: int  # from 0
    slides: int
    picture: Picture | None = None


@dataclass(frozen=True)
class DeviceRow:
    title: Text
    state: Text
    ready: bool


@dataclass(frozen=True)
class TechnicianView(View):
    """Nothing of any citizen: devices, counts, versions."""

    devices: tuple[DeviceRow, ...]
    facts: tuple[tuple[Text, str], ...]
    out_of_service: bool
    training: bool = False
    can_train: bool = False  # training can be switched here
    sure: bool = False  # asked once more, before it is switched
    answer: Text | None = None  # what came of the last action
    busy: bool = False
