"""`kiosk device`: which devices this terminal has, how they are, and whether they read."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drivers.configuration import Configuration, Devices
    from drivers.outcome import Failure

_FIRST_STATUS_S = 5.0  # a silent device has been asked twice by then
_MEANS = ("id-card", "social-security-card")


def register(subparsers: argparse._SubParsersAction[Any]) -> None:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--home", help="the terminal's folder (default: $KIOSK_HOME)")
    device = subparsers.add_parser(
        "device",
        help="list the devices, ask how they are, try a card",
        description="The devices that devices.toml names.",
        epilog="example: kiosk device status --json",
    )
    actions = device.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser(
        "list", parents=[common], help="what is configured", epilog="example: kiosk device list --home ~/kiosk"
    )
    status = actions.add_parser(
        "status",
        parents=[common],
        help="how each device is now; exit code 1 if one is not ready",
        epilog="example: kiosk device status --json",
    )
    for parser in (listing, status):
        parser.add_argument("--json", action="store_true", help="a line of JSON for each device")
    read = actions.add_parser(
        "read",
        parents=[common],
        help="read one card and show it, masked",
        epilog="example: kiosk device read id-card --limit 20",
    )
    read.add_argument("means", choices=_MEANS, metavar="CARD", help=" or ".join(_MEANS))
    read.add_argument("--limit", type=_seconds, default=30.0, metavar="S", help="seconds to wait for it (default: 30)")
    listing.set_defaults(run=_list)
    status.set_defaults(run=_status)
    read.set_defaults(run=_read)


def _seconds(raw: str) -> float:
    try:
        value = float(raw)
    except ValueError:
        value = 0.0
    if not 0 < value <= 3600:
        raise argparse.ArgumentTypeError(f"{raw!r} is no number of seconds between 0 and 3600")
    return value


def _configuration(args: argparse.Namespace) -> Configuration:
    from drivers.configuration import BadConfiguration, load

    home = Path(args.home or os.environ.get("KIOSK_HOME") or Path.home() / ".local/share/kiosk")
    try:
        return load(home / "devices.toml")
    except BadConfiguration as error:
        raise SystemExit(f"kiosk device: {error}") from None


def _list(args: argparse.Namespace) -> int:
    import json
    from dataclasses import asdict

    for name, entry in asdict(_configuration(args)).items():
        if entry is None:
            continue
        if args.json:
            print(json.dumps({"name": name, **entry}, ensure_ascii=False))
        else:
            print(f"{name:16} " + "  ".join(f"{key}={value}" for key, value in entry.items()))
    return 0


def _with_devices(args: argparse.Namespace, only: str | None, use: Callable[[Devices], Awaitable[int]]) -> int:
    """Open the devices (or `only` one), wait until the first statuses have come, use them and close them again."""
    from dataclasses import replace

    from drivers.configuration import BadConfiguration, Configuration, open_devices
    from drivers.status import DeviceState

    configuration = _configuration(args)
    if only is not None:
        if getattr(configuration, only) is None:
            raise SystemExit(f"kiosk device: devices.toml names no [{only}]")
        configuration = replace(Configuration(), **{only: getattr(configuration, only)})
    fonts = Path(os.environ.get("KIOSK_FONTS") or Path(sys.prefix) / "share/kiosk/fonts")

    async def run() -> int:
        try:
            devices = open_devices(configuration, fonts)
        except BadConfiguration as error:
            raise SystemExit(f"kiosk device: {error}") from None
        await devices.start()
        try:
            known = (
                device.wait_status(lambda status: status.device is not DeviceState.STARTING, _FIRST_STATUS_S)
                for device in devices.all()
            )
            await asyncio.gather(*known)
            return await use(devices)
        finally:
            await devices.close()

    return asyncio.run(run())


def _status(args: argparse.Namespace) -> int:
    async def show(devices: Devices) -> int:
        import json
        from dataclasses import asdict

        from drivers.device import describe

        for device in devices.all():
            if args.json:
                values = {"name": device.name, **asdict(device.status), "ready": device.status.ready}
                print(json.dumps(values, ensure_ascii=False))
            else:
                print(f"{device.name:16} {describe(device.status)}")
        return 0 if all(device.status.ready for device in devices.all()) else 1

    return _with_devices(args, None, show)


def _read(args: argparse.Namespace) -> int:
    only = "id_card_reader" if args.means == "id-card" else "card_reader"

    async def read(devices: Devices) -> int:
        card = await (_read_id_card if only == "id_card_reader" else _read_contact_card)(devices, args.limit)
        for name, value in card.items():
            print(f"{name:14} {value}")
        return 0

    return _with_devices(args, only, read)


async def _read_id_card(devices: Devices, limit: float) -> dict[str, str]:
    from drivers.outcome import Failure

    assert devices.id_card_reader is not None
    card = await devices.id_card_reader.read(limit)
    if isinstance(card, Failure):
        raise SystemExit(f"kiosk device: no card was read: {_reason(card)}")
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
        raise SystemExit(f"kiosk device: no card was read: {_reason(card)}")
    return {
        "name": masked(card.name, 1, 0),
        "id_number": masked(card.id_number, 2, 2),
        "card_number": masked(card.card_number, 1, 2),
        "region": card.region,
        "version": card.version,
        "valid_to": masked(card.valid_to, 4, 0),
    }


def _reason(failure: Failure) -> str:
    return str(failure.error or failure.code) + (f" ({failure.detail})" if failure.detail else "")


def masked(value: str, first: int, last: int) -> str:
    """`masked("999999199001010016", 2, 2)` -> `"99**************16"`; too short a value is masked whole."""
    hidden = len(value) - first - last
    if hidden <= 0:
        return "*" * len(value)
    return value[:first] + "*" * hidden + value[len(value) - last :]
