"""`kiosk device read`: one card, masked."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from drivers.commands.common import Actions, home_option, reason, seconds, with_devices
from drivers.commands.privacy import masked

if TYPE_CHECKING:
    from drivers.configuration import Devices

_MEANS = ("id-card", "social-security-card")


def register(actions: Actions) -> None:
    read = actions.add_parser(
        "read",
        parents=[home_option()],
        help="read one card and show it, masked",
        epilog="example: kiosk device read id-card --limit 20",
    )
    read.add_argument("means", choices=_MEANS, metavar="CARD", help=" or ".join(_MEANS))
    read.add_argument("--limit", type=seconds, default=30.0, metavar="S", help="seconds to wait for it (default: 30)")
    read.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    only = "id_card_reader" if args.means == "id-card" else "card_reader"

    async def read(devices: Devices) -> int:
        card = await (_read_id_card if only == "id_card_reader" else _read_contact_card)(devices, args.limit)
        for name, value in card.items():
            print(f"{name:14} {value}")
        return 0

    return with_devices(args, only, read)


async def _read_id_card(devices: Devices, limit: float) -> dict[str, str]:
    from drivers.outcome import Failure

    assert devices.id_card_reader is not None
    card = await devices.id_card_reader.read(limit)
    if isinstance(card, Failure):
        raise SystemExit(f"kiosk device: no card was read: {reason(card)}")
    return {
        "name": masked(card.name, 1, 0),
        "id_number": masked(card.id_number, 2, 2),
        "valid_to": masked(card.valid_to, 4, 0),
        "photo": f"{len(card.photo)} bytes",
        "sam_id": card.sam_id,
    }


async def _read_contact_card(devices: Devices, limit: float) -> dict[str, str]:
    from drivers.outcome import Failure
    from drivers.status import Media

    assert devices.card_reader is not None
    await devices.card_reader.wait_media(Media.PRESENT, limit)
    card = await devices.card_reader.read_social_security_card()
    if isinstance(card, Failure):
        raise SystemExit(f"kiosk device: no card was read: {reason(card)}")
    return {
        "name": masked(card.name, 1, 0),
        "id_number": masked(card.id_number, 2, 2),
        "card_number": masked(card.card_number, 1, 2),
        "region": card.region,
        "version": card.version,
        "valid_to": masked(card.valid_to, 4, 0),
    }
