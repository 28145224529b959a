"""Which kind of card lies there: by its answer to reset, then by which application it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import xor
from types import MappingProxyType

from drivers.card_reader import apdu, bank_card, social_security_card
from drivers.card_reader.apdu import NoAnswer, Transmit, exchange, select_by_name
from drivers.card_reader.bank_card_data import BankCard
from drivers.card_reader.emv import CONTACT_DIRECTORY
from drivers.card_reader.errors import OtherCard
from drivers.card_reader.social_security_card import SocialSecurityCard

_CONTACTLESS = bytes.fromhex("8001")  # TD1 80, TD2 01: what PC/SC part 3 puts before the historical bytes
_STORAGE = bytes.fromhex("804F0CA000000306")  # then: standard, name of the card (2 bytes), 4 zeros
_STORAGE_NAMES = MappingProxyType(
    {0x0001: "Mifare Classic 1K", 0x0002: "Mifare Classic 4K", 0x0003: "Mifare Ultralight"}
)


@dataclass(frozen=True)
class UnknownCard:
    """A card that answers and is none of ours.

    `looks_like`: "storage_card" (no applications: a door or transit card), "contactless_card" (of which a resident
    identity card is one: only the ID card reader reads it) or "chip_card". `model`: of a storage card, else empty.
    `uid`: of a contactless card, in hex. It may be random (4 bytes that begin with 08) and is no identity.
    """

    looks_like: str
    model: str = ""
    uid: str = field(default="", repr=False)


@dataclass(frozen=True)
class Reset:
    """What an answer to reset tells."""

    contactless: bool
    storage: bool = False
    model: str = ""


def of_reset(atr: bytes) -> Reset:
    """Any bytes; what is no answer to reset of a contactless reader is a contact card's."""
    if len(atr) < 5 or atr[0] != 0x3B or atr[1] >> 4 != 0x8 or atr[2:4] != _CONTACTLESS:
        return Reset(contactless=False)
    historical = atr[4:-1]
    if len(historical) != atr[1] & 0x0F or reduce(xor, atr[1:], 0) != 0:
        return Reset(contactless=False)
    if not (historical.startswith(_STORAGE) and len(historical) == 15):
        return Reset(contactless=True)
    number = int.from_bytes(historical[9:11], "big")
    return Reset(True, True, _STORAGE_NAMES.get(number, f"storage card {number:04X}"))


def read(transmit: Transmit, atr: bytes, token_key: bytes, today: date) -> SocialSecurityCard | BankCard | UnknownCard:
    """Read whichever card it is. Raises `NoAnswer`, `BadCard` or `BadCardData`.

    A social security card with a bank's application is a social security card where it has contacts. Over the air
    the bank's side is asked first: it is what such a card surely shows there.
    """
    reset = of_reset(atr)
    if not reset.storage:

        def bank() -> BankCard:
            return bank_card.read(transmit, token_key, today, reset.contactless)

        def social() -> SocialSecurityCard:
            return social_security_card.read(transmit)

        kinds: tuple[Callable[[], SocialSecurityCard | BankCard], ...]
        kinds = (bank, social) if reset.contactless else (social, bank)
        for kind in kinds:
            try:
                return kind()
            except OtherCard:
                continue
    return _unknown(transmit, reset)


def _unknown(transmit: Transmit, reset: Reset) -> UnknownCard:
    if not reset.contactless:
        return UnknownCard("chip_card")
    return UnknownCard("storage_card" if reset.storage else "contactless_card", reset.model, read_uid(transmit))


def read_uid(transmit: Transmit) -> str:
    """In hex; empty where the reader does not tell. Raises `NoAnswer`."""
    response = exchange(transmit, apdu.get_uid())
    return response.data.hex().upper() if response.ok else ""


def name_of_other(transmit: Transmit, atr: bytes) -> str:
    """In a word, what a card is that is no social security card; for the log."""
    reset = of_reset(atr)
    if reset.storage:
        return "a storage card"
    try:
        if exchange(transmit, select_by_name(CONTACT_DIRECTORY)).ok:
            return "a bank card"
    except NoAnswer:
        pass
    return "a contactless card" if reset.contactless else "another chip card"
