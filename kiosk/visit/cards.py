"""From a card on a reader, or a code before the scanner, to the evidence that the platform takes, or to the sentence
that says what to do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from drivers import identity_number
from drivers.card_reader.bank_card_data import BankCard
from drivers.outcome import Completion, Failure
from drivers.status import Media
from kiosk.devices import CardReader, Devices, IdCardReader
from kiosk.text import Message, message
from kiosk.visit.codes import read_code
from kiosk.visit.scanning import LOOK_S

READ_S = 8.0  # a card answers in one or two seconds; its slowest kind in five

ERRORS = {
    "mediaUnreadable": "unreadable",
    "invalidMedia": "wrong_card",
    "mediaRemoved": "pulled",
    "noMedia": "pulled",
    "dataInvalid": "bad_data",
}
Show = Callable[..., None]
Evidence = Mapping[str, str]


@dataclass(frozen=True)
class CardRead:
    """What a card said, or a code."""

    evidence: Mapping[str, str] = field(repr=False)  # docs/api.md, "Evidence"


async def read_card(
    devices: Devices,
    means: str,
    problem: Message | None,
    show: Show,
    today: str,
    *,
    refused: frozenset[int] = frozenset(),
) -> CardRead | Message:
    """Wait for a card or a code and read it. After a `problem` the same card must first be taken away.

    `show(phase, problem, take=…)` draws the page; `today` is an ISO date; `refused`: hashes of codes that the platform
    refused.
    """
    show("waiting", problem)
    if means == "qr_code" and devices.scanner is not None:
        code = await read_code(devices.scanner, refused, LOOK_S)
        if isinstance(code, Failure):
            return await _out_of_reach(means)
        return code if isinstance(code, Message) else CardRead(code)
    if means == "id_card" and devices.id_card_reader is not None:
        got = await _read_id_card(devices.id_card_reader, problem, show)
    elif means == "social_security_card" and devices.card_reader is not None:
        got = await _read_chip_card(devices.card_reader, problem, show, _social_security_card)
    elif means == "bank_card" and devices.card_reader is not None:
        got = await _read_chip_card(devices.card_reader, problem, show, _bank_card)
    else:
        return await _out_of_reach(means)
    if isinstance(got, Failure):
        if got.code in (Completion.DEVICE_NOT_READY, Completion.HARDWARE_ERROR):
            return await _out_of_reach(means)
        return message(f"visit.identify.{ERRORS.get(got.error, 'unreadable')}")
    if means == "bank_card" and not got["id_number"]:
        return message("identity.bank_card.nobody")
    if not identity_number.is_valid(got.get("id_number", "")):
        return message("visit.identify.bad_data")
    if _is_past(got.get("valid_to", got.get("expiry", "")), today):
        return message("visit.identify.card_expired")
    return CardRead(got)


async def _out_of_reach(means: str) -> Message:
    await asyncio.sleep(1.0)  # a reader that is away says so at once: ask again each second, not in a whirl
    return message(f"visit.identify.reader_away_{means}")


async def _read_id_card(reader: IdCardReader, problem: Message | None, show: Show) -> Mapping[str, str] | Failure:
    if problem is not None:
        with _taken_first(reader, problem, show):
            await reader.wait_removed(LOOK_S)
    unsubscribe = reader.subscribe(
        lambda status: show("reading") if getattr(status, "media", None) is Media.PRESENT else None
    )
    try:
        card = await reader.read(LOOK_S)
    finally:
        unsubscribe()
    if isinstance(card, Failure):
        return card
    return evidence_of(card)


@contextmanager
def _taken_first(reader: CardReader | IdCardReader, problem: Message, show: Show) -> Iterator[None]:
    """While the card is still there the page shows it coming out, and after that how the next one goes in."""
    there = getattr(reader.status, "media", None) is Media.PRESENT
    if there:
        show("waiting", problem, take=True)
    yield
    if there:
        show("waiting", problem)


async def _read_chip_card(
    reader: CardReader, problem: Message | None, show: Show, read: Callable[[CardReader], Awaitable[Evidence | Failure]]
) -> Evidence | Failure:
    if problem is not None:
        with _taken_first(reader, problem, show):
            await reader.wait_media(Media.NOT_PRESENT, LOOK_S)
    waited = await reader.wait_media(Media.PRESENT, LOOK_S)
    if isinstance(waited, Failure):
        return waited
    show("reading")
    return await read(reader)


async def _social_security_card(reader: CardReader) -> Evidence | Failure:
    card = await reader.read_social_security_card(READ_S)
    if isinstance(card, Failure):
        return card
    names = ("id_number", "name", "card_number", "identification_code", "region", "version", "valid_to")
    return {name: getattr(card, name) for name in names}


async def _bank_card(reader: CardReader) -> Evidence | Failure:
    """Never the card's number: a token of it and what may be shown; and whose it is (PBOC 9F61, 9F62)."""
    card = await reader.read_card(READ_S)
    if isinstance(card, Failure):
        return card
    if not isinstance(card, BankCard):
        return Failure(Completion.COMMAND_ERROR_CODE, "invalidMedia")
    if card.warnings:
        return Failure(Completion.COMMAND_ERROR_CODE, "dataInvalid")
    return {
        "scheme": card.scheme,
        "token": card.token,
        "pan_masked": card.pan_masked,
        "expiry": card.expiry,
        "name": card.name,
        "id_number": card.holder_number,
        "id_kind": card.holder_number_kind,
    }


def evidence_of(card: object) -> dict[str, str]:
    """A resident identity card's fields."""
    names = ("name", "sex", "nation", "birth", "address", "id_number", "authority", "valid_from", "valid_to", "sam_id")
    return {name: getattr(card, name) for name in names}


def _is_past(valid_to: str, today: str) -> bool:
    """Whether an ISO date (or a year or month alone) lies before today. What is no date never expires (`长期`)."""
    return valid_to[:4].isdigit() and len(valid_to) in (4, 7, 10) and valid_to < today[: len(valid_to)]
