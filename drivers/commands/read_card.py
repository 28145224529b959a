"""`kiosk device read-card`: the card in a PC/SC reader, whichever kind it is."""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING, Any

from drivers.commands.common import Actions, finish, home, home_option, no_card, optional_configuration, seconds
from drivers.commands.privacy import is_masked, mask

if TYPE_CHECKING:
    from drivers.card_reader.bank_card_data import BankCard
    from drivers.card_reader.reader import CardReader
    from drivers.card_reader.recognition import UnknownCard
    from drivers.card_reader.social_security_card import SocialSecurityCard

_FIRST_STATUS_S = 3.0


def register(actions: Actions) -> None:
    parser = actions.add_parser(
        "read-card",
        parents=[home_option()],
        help="read a social security card or a bank card",
        description="Reads the card in a PC/SC reader, contact or contactless, and tells which kind it is. "
        "On an enrolled terminal personal fields are masked, unless KIOSK_TRAINING is 1.",
        epilog='example: kiosk device read-card --reader "ACS ACR39U" --json',
    )
    parser.add_argument("--reader", metavar="NAME", help="the beginning of the reader's name (default: the first one)")
    parser.add_argument("--limit", type=seconds, default=30.0, metavar="S", help="seconds to wait for it (default: 30)")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from drivers.card_reader.reader import CardReader

    configured = optional_configuration(args)
    named = args.reader
    if named is None:
        named = configured.card_reader.reader if configured and configured.card_reader else ""
    fields = asyncio.run(_read(CardReader(named), args))
    return finish(mask(fields) if is_masked(home(args)) else fields, args.json)


async def _read(reader: CardReader, args: argparse.Namespace) -> dict[str, Any]:
    from drivers.outcome import Failure
    from drivers.status import Media

    await reader.start()
    try:
        if not await reader.wait_status(lambda status: status.ready, min(args.limit, _FIRST_STATUS_S)):
            raise no_card("deviceNotReady", f"card reader: {reader.status.device}", args)
        waited = await reader.wait_media(Media.PRESENT, args.limit)
        if isinstance(waited, Failure):
            raise no_card("noMedia", f"no card within {args.limit:g} s", args)
        card = await reader.read_card()
        if isinstance(card, Failure):
            raise no_card(card.error or str(card.code), card.detail, args)
        return fields_of(card)
    finally:
        await reader.close()


def fields_of(card: SocialSecurityCard | BankCard | UnknownCard) -> dict[str, Any]:
    """What the command prints; what a card lacks is left out."""
    from drivers.card_reader.bank_card_data import BankCard
    from drivers.card_reader.social_security_card import SocialSecurityCard

    fields: dict[str, Any]
    if isinstance(card, SocialSecurityCard):
        fields = {
            "kind": "social_security_card",
            "name": card.name,
            "number": card.id_number,
            "card_number": card.card_number,
            "region": card.region,
            "version": card.version,
            "issued": card.issued,
            "valid_to": card.valid_to,
        }
    elif isinstance(card, BankCard):
        fields = {
            "kind": "bank_card",
            "scheme": card.scheme,
            "pan_masked": card.pan_masked,
            "expiry": card.expiry,
            "name": card.name,
            "holder_number": card.holder_number,
            "holder_number_kind": card.holder_number_kind,
            "aid": card.aid,
            "label": card.label,
            "contactless": card.contactless,
            "warnings": list(card.warnings),
        }
    else:
        fields = {"kind": "unknown", "looks_like": card.looks_like, "model": card.model, "uid": card.uid}
    return {name: value for name, value in fields.items() if value not in ("", [])}
