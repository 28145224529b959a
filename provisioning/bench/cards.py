"""The two card readers of the bench: identity cards on a SAM_V module, chip cards at pcscd."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from drivers.card_reader import card_application, pcscd
from drivers.card_reader.twin import VirtualCard
from drivers.id_card_reader import twin as id_card
from provisioning.bench.orders import Clumsy
from provisioning.bench.station import Choice, Station

log = logging.getLogger(__name__)

ID_FAULTS: list[Choice] = [
    {"id": "none", "zh": "没有问题", "en": "nothing"},
    {"id": "unreadable", "zh": "读不出来(三次)", "en": "cannot be read"},
    {"id": "pulled", "zh": "读的时候拿走", "en": "taken away while read"},
    {"id": "noise", "zh": "线路有杂音", "en": "noise on the line"},
    {"id": "silent", "zh": "读卡器不回答", "en": "the reader does not answer"},
]
CHIP_FAULTS: list[Choice] = [
    {"id": "none", "zh": "没有问题", "en": "nothing"},
    {"id": "upside_down", "zh": "插反了", "en": "upside down"},
    {"id": "pulled", "zh": "读的时候拔出", "en": "pulled while read"},
]
ORDER = ["jia", "yi", "bing"]  # of the people on the page; then all others by name


class IdCards(Station):
    PLIGHTS = {  # noqa: RUF012 - a mapping that nobody changes
        "none": {},
        "unreadable": {"fail_next": "41x9"},
        "pulled": {"remove_at": "3"},
        "noise": {"noise": "noise"},
        "silent": {"silent": "on"},
    }

    def __init__(self, link: Path) -> None:
        self.twin = id_card.VirtualIdCardReader()
        self.link = link
        super().__init__("id_card_reader", self.twin, self.twin.KNOBS)
        self.actions |= {"put": self._put, "take": lambda _: self.twin.remove(), "fault": self.suffer}

    def start(self) -> None:
        self.twin.start(self.link)

    def close(self) -> None:
        self.twin.close()

    def plug(self) -> None:
        self.twin.replug()

    def unplug(self) -> None:
        self.twin.unplug()

    @property
    def plugged_in(self) -> bool:
        return self.twin.plugged_in

    def _put(self, person: str) -> None:
        self.rearm()
        try:
            self.twin.place(person)
        except KeyError:
            raise Clumsy(f"没有这张身份证 · There is no ID card {person!r}") from None

    def state(self) -> dict[str, Any]:
        lying = self.twin.person
        return {
            "id_cards": [_card("blue", name, id_card.load(name).title) for name in _ordered(id_card.names())],
            "id_card": lying.key if lying else None,
            "id_faults": ID_FAULTS,
            "id_fault": self.plight,
        }


class ChipCards(Station):
    """Its plug is pcscd: a vpcd reader has no cable, but its service can go away."""

    PLIGHTS = {  # noqa: RUF012 - a mapping that nobody changes
        "none": {},
        "upside_down": {"upside_down_next": "on"},
        "pulled": {"pull_at": "5"},
    }

    def __init__(self) -> None:
        self.twin = VirtualCard()
        self._inserted: str | None = None
        self._pcscd: pcscd.Pcscd | None = None
        super().__init__("card_reader", self.twin, self.twin.KNOBS)
        self.actions |= {
            "put": self._put,
            "take": lambda _: self._pull(),
            "fault": self.suffer,
            "crash": lambda _: self._crash(),
        }

    def start(self) -> None:
        self.plug()

    def close(self) -> None:
        self.twin.close()
        self.unplug()

    def plug(self) -> None:
        if self._pcscd is None:
            try:
                self._pcscd = pcscd.start()
            except pcscd.PcscdUnavailable as error:  # the rest of the terminal works without cards
                log.warning("no contact cards: %s", error)

    def unplug(self) -> None:
        if self._pcscd is not None:
            self._pcscd.stop()
            self._pcscd = None

    def _crash(self) -> None:
        """pcscd dies without notice, and is started again as systemd does."""
        if self._pcscd is not None:
            self._pcscd.kill()
            self._pcscd = None
        self.plug()

    @property
    def plugged_in(self) -> bool:
        return self._pcscd is not None

    def _put(self, card: str) -> None:
        self.rearm()
        try:
            self.twin.insert(card)
        except KeyError:
            raise Clumsy(f"没有这张卡 · There is no card {card!r}") from None
        self._inserted = card

    def _pull(self) -> None:
        self.twin.pull()
        self._inserted = None

    def state(self) -> dict[str, Any]:
        names = _ordered(card_application.names())
        return {
            "chip_cards": [_card("green", name, card_application.load(name).title) for name in names],
            "chip_card": self._inserted if self.twin.card is not None else None,
            "chip_faults": CHIP_FAULTS,
            "chip_fault": self.plight,
        }


def _ordered(names: list[str]) -> list[str]:
    return [name for name in ORDER if name in names] + [name for name in names if name not in ORDER]


def _card(colour: str, name: str, title: str) -> dict[str, Any]:
    holder, _, note = title.partition(" · ")
    return {"id": name, "colour": colour, "title": {"zh": holder, "en": note}}
