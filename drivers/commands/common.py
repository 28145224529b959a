"""What the verbs of `kiosk device` share: the terminal's folder, its devices, and how a failure is said."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from drivers.configuration import Configuration
    from drivers.opening import Devices

Actions: TypeAlias = "argparse._SubParsersAction[Any]"

_FIRST_STATUS_S = 5.0  # a silent device has been asked twice by then


def home_option() -> argparse.ArgumentParser:
    """A parent parser with `--home`."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--home", help="the terminal's folder (default: $KIOSK_HOME)")
    return common


def seconds(raw: str) -> float:
    """An argument's type: a limit in seconds."""
    try:
        value = float(raw)
    except ValueError:
        value = 0.0
    if not 0 < value <= 3600:
        raise argparse.ArgumentTypeError(f"{raw!r} is no number of seconds between 0 and 3600")
    return value


def home(args: argparse.Namespace) -> Path:
    return Path(args.home or os.environ.get("KIOSK_HOME") or Path.home() / ".local/share/kiosk")


def fonts() -> Path:
    return Path(os.environ.get("KIOSK_FONTS") or Path(sys.prefix) / "share/kiosk/fonts")


def configuration(args: argparse.Namespace) -> Configuration:
    from drivers.configuration import BadConfiguration, load

    try:
        return load(home(args) / "devices.toml")
    except BadConfiguration as error:
        raise stopped(args, error) from None


def optional_configuration(args: argparse.Namespace) -> Configuration | None:
    """None where nobody has set up a terminal: a device can be tried without one."""
    if args.home is None and not (home(args) / "devices.toml").exists():
        return None
    return configuration(args)


def with_devices(args: argparse.Namespace, only: str | None, use: Callable[[Devices], Awaitable[int]]) -> int:
    """Open the devices (or `only` one), wait until the first statuses have come, use them and close them again."""
    from dataclasses import replace

    from drivers.configuration import BadConfiguration, Configuration
    from drivers.opening import open_devices
    from drivers.status import DeviceState

    configured = configuration(args)
    if only is not None:
        if getattr(configured, only, None) is None:
            raise stopped(args, f"devices.toml names no [{only}]")
        configured = replace(Configuration(), **{only: getattr(configured, only)})

    async def run() -> int:
        try:
            devices = open_devices(configured, fonts())
        except BadConfiguration as error:
            raise stopped(args, error) from None
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


def json_line(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)


def stopped(args: argparse.Namespace, why: object) -> SystemExit:
    """To be raised: the sentence with which the verb ends."""
    return SystemExit(f"kiosk device {args.action}: {why}")


def no_card(code: str, detail: str, args: argparse.Namespace) -> SystemExit:
    """To be raised: the sentence for a person, and with --json one line that a program reads: `error`, `detail`."""
    if args.json:
        print(json_line({"error": code, "detail": detail}))
    return stopped(args, f"no card was read: {code}" + (f" ({detail})" if detail else ""))


def finish(fields: Mapping[str, Any], as_json: bool) -> int:
    """Print one answer: a line of JSON, or a line for each field."""
    if as_json:
        print(json_line(fields))
    else:
        for name, value in fields.items():
            shown = ", ".join(map(str, value)) if isinstance(value, list) else value
            print(f"{name:18} {shown}")
    return 0
