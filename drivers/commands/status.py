"""`kiosk device status`: how each device is now."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from drivers.commands.common import Actions, home_option, json_line, with_devices

if TYPE_CHECKING:
    from drivers.opening import Devices


def register(actions: Actions) -> None:
    parser = actions.add_parser(
        "status",
        parents=[home_option()],
        help="how each device is now; exit code 1 if one is not ready",
        epilog="example: kiosk device status --json",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="only this device (as devices.toml names it)")
    parser.add_argument("--json", action="store_true", help="a line of JSON for each device")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    async def show(devices: Devices) -> int:
        from dataclasses import asdict

        from drivers.capabilities import wire
        from drivers.device import describe

        for device in devices.all():
            if args.json:
                state = {"name": device.name, **asdict(device.status), "ready": device.status.ready}
                print(json_line(state | {"capabilities": wire(device.capabilities)}))
            else:
                print(f"{device.name:16} {describe(device.status)}")
        return 0 if all(device.status.ready for device in devices.all()) else 1

    return with_devices(args, args.name, show)
