"""`kiosk device`: which devices this terminal has, how they are, and whether they read.

Each verb is a module of `drivers/commands/` with a `register(actions)` of its own. Other packages add theirs as entry
points of the group `kiosk.device_commands`: functions that take `actions` likewise.
"""

from __future__ import annotations

import argparse
from importlib.metadata import entry_points
from typing import Any

from drivers.commands import decode, list_devices, print_receipt, read_card, read_id_card, scan_page, status

_VERBS = (
    list_devices,
    status,
    read_card,
    read_id_card,
    decode,
    scan_page,
    print_receipt,
)


def register(subparsers: argparse._SubParsersAction[Any]) -> None:
    device = subparsers.add_parser(
        "device",
        help="list the devices, ask how they are, try a card",
        description="The devices that devices.toml names.",
        epilog="example: kiosk device status --json",
    )
    actions = device.add_subparsers(dest="action", metavar="ACTION", required=True)
    for verb in _VERBS:
        verb.register(actions)
    for point in sorted(entry_points(group="kiosk.device_commands"), key=lambda point: point.name):
        point.load()(actions)
