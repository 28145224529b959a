"""`kiosk device list`: what is configured, and what else is plugged in."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from drivers.commands.common import Actions, fonts, home_option, json_line, optional_configuration

if TYPE_CHECKING:
    from drivers.configuration import Configuration
    from drivers.discovery import Present


def register(actions: Actions) -> None:
    parser = actions.add_parser(
        "list",
        parents=[home_option()],
        help="what is configured, and what else is plugged in",
        description="The devices of devices.toml, then what is plugged in but not configured: with the path that "
        "devices.toml takes, and whether a driver here is for it.",
        epilog="example: kiosk device list --home ~/kiosk --json",
    )
    parser.add_argument("--json", action="store_true", help="a line of JSON for each device")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from drivers.card_reader.readers import reader_names
    from drivers.configuration import Configuration
    from drivers.discovery import present

    configured = optional_configuration(args) or Configuration()
    able = _capabilities(configured) if args.json else {}
    for name, entry in asdict(configured).items():
        if entry is not None:
            _show(args, {"name": name, "configured": True, **entry, **able.get(name, {})})
    others = [device for device in present(reader_names()) if not is_configured(device, configured)]
    for device in others:
        _show(args, fields_of(device))
    if configured == Configuration() and not others and not args.json:
        print("no device is configured, and none is plugged in", file=sys.stderr)
    return 0


def _capabilities(configured: Configuration) -> dict[str, dict[str, Any]]:
    """By name; nothing of a terminal whose devices cannot be opened, for which `status` says why."""
    from drivers.capabilities import wire
    from drivers.configuration import BadConfiguration
    from drivers.opening import open_devices

    try:
        devices = open_devices(configured, fonts()).all()
    except BadConfiguration:
        return {}
    return {device.name: {"capabilities": wire(device.capabilities)} for device in devices}


def fields_of(device: Present) -> dict[str, Any]:
    fields = {
        "name": device.name,
        "configured": False,
        "supported": device.supported,
        "device": device.model.device if device.model else "",
        "connection": device.connection,
        "path": device.path,
        "node": device.node,
        "usb": device.usb,
    }
    return {name: value for name, value in fields.items() if value != ""}


def is_configured(device: Present, configured: Configuration) -> bool:
    """Whether a device of devices.toml is this one."""
    from pathlib import Path

    if device.connection == "pcsc":
        cards = configured.card_reader
        return cards is not None and device.path.startswith(cards.reader)
    paths = [str(value) for entry in asdict(configured).values() if entry for value in entry.values()]
    if device.connection == "usb":
        usual = ["usb:"] if device.model is not None and device.model.device == "id_card_reader" else []
        return any(path.lower() in (device.path, f"usb:{device.usb}", *usual) for path in paths)
    nodes = {str(Path(path).resolve()) for path in paths if path.startswith("/")}
    return device.node in nodes or str(Path(device.path).resolve()) in nodes


def _show(args: argparse.Namespace, fields: dict[str, Any]) -> None:
    if args.json:
        print(json_line(fields))
        return
    state = "configured" if fields["configured"] else "not configured" if fields["supported"] else "not supported"
    rest = "  ".join(f"{key}={value}" for key, value in fields.items() if key not in ("name", "configured"))
    print(f"{fields['name']:24} {state:16} {rest}")
