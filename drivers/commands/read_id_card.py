"""`kiosk device read-id-card`: a resident identity card or a permit on a SAM_V module."""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING, Any

from drivers.commands.common import Actions, finish, home, home_option, no_card, seconds, stopped
from drivers.commands.privacy import is_masked, mask

if TYPE_CHECKING:
    from drivers.id_card_reader.answers import Document


def register(actions: Actions) -> None:
    parser = actions.add_parser(
        "read-id-card",
        parents=[home_option()],
        help="read a resident identity card or a permit",
        description="Waits for a card on the module at PATH and reads it. On an enrolled terminal personal fields are "
        "masked, unless KIOSK_TRAINING is 1.",
        epilog="example: kiosk device read-id-card --port /dev/serial/by-id/usb-SAM_V-if00 --json",
    )
    parser.add_argument(
        "--port", required=True, metavar="PATH", help="serial device, or usb:VID:PID[:BUS-PORT] (usb: is the usual one)"
    )
    parser.add_argument("--baud", type=int, default=115200, metavar="N", help="of a serial line (default: 115200)")
    parser.add_argument("--limit", type=seconds, default=30.0, metavar="S", help="seconds to wait for it (default: 30)")
    parser.add_argument("--newest-address", action="store_true", help="also ask for the address written after a move")
    parser.add_argument("--fingerprints", action="store_true", help="also ask which fingers are on it")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    fields = asyncio.run(_read(args))
    return finish(mask(fields) if is_masked(home(args)) else fields, args.json)


async def _read(args: argparse.Namespace) -> dict[str, Any]:
    from drivers.id_card_reader.reader import IdCardReader
    from drivers.outcome import Failure

    try:
        reader = IdCardReader(args.port, args.baud)
    except ValueError as error:
        raise stopped(args, error) from None
    await reader.start()
    try:
        card = await reader.read_document(args.limit, args.newest_address, args.fingerprints)
    finally:
        await reader.close()
    if isinstance(card, Failure):
        raise no_card(card.error or str(card.code), card.detail, args)
    return fields_of(card)


def fields_of(card: Document) -> dict[str, Any]:
    """What the command prints; what a card lacks is left out."""
    from drivers.id_card_reader.card import ResidentCard
    from drivers.id_card_reader.layouts import LONG_TERM

    resident = isinstance(card, ResidentCard)
    names = ["name", "name_en", "sex", "nation", "birth", "address", "newest_address", "number", "authority"]
    names += ["valid_from", "valid_to", "country", "pass_number", "issue_count", "old_number", "sam_id"]
    fields: dict[str, Any] = {"kind": str(card.kind)}
    for name in names:
        fields[name] = getattr(card, "id_number" if resident and name == "number" else name, "")
    if fields["valid_to"] == LONG_TERM:
        fields["valid_to"] = "long_term"
    fields["photo_bytes"] = len(card.photo)
    fields["fingerprints"] = [f"{print_.finger} {print_.result} {print_.quality}" for print_ in card.fingerprints]
    fields["warnings"] = list(card.warnings)
    return {name: value for name, value in fields.items() if value not in ("", [])}
