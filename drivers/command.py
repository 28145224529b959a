"""`kiosk device`: which devices this terminal has, how they are, and whether they read.

Each verb is a module of `drivers/commands/` with a `register(actions)` of its own.
"""

from __future__ import annotations

import argparse
from typing import Any

from drivers.commands import list_devices, read, status

_VERBS = (
    list_devices,
    status,
    read,
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
