"""`kiosk bench` beside a demo, `kiosk device bench` alone: the virtual devices, and the page that works them."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import socket

    from provisioning.bench.phone import Phone
    from provisioning.bench.platform_switch import PlatformSwitch

LISTEN = {"default": "127.0.0.1:0", "metavar": "HOST:PORT", "help": "on loopback (default: a free port)"}
LONGEST_HOME = 85  # bytes of its path: a socket of the document printer lies below it (sun_path of unix(7): 107)


def register(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser(
        "bench",
        help="run the virtual devices of a terminal and a page that works them",
        epilog="example: kiosk bench --home .kiosk --listen 127.0.0.1:8090",
    )
    parser.add_argument("--home", help="folder of the terminal's state (default: KIOSK_HOME, or .kiosk)")
    parser.add_argument("--listen", **LISTEN)
    parser.add_argument(
        "--screen", default="", type=_address, metavar="URL", help="page with the live screen, shown beside the devices"
    )
    parser.add_argument("--wide", action="store_true", help="the live screen is wider than high")
    parser.add_argument(
        "--operators", default="", type=_address, metavar="URL", help="operator page of the sandbox platform"
    )
    parser.add_argument("--board", default="", type=_address, metavar="URL", help="board of the fleet service")
    parser.add_argument(
        "--all-devices", action="store_true", help="also scanners on a wire and the A4 printer, as in `device bench`"
    )
    parser.set_defaults(run=run, scanner="camera", json=False)


def register_verb(actions: argparse._SubParsersAction[Any]) -> None:
    """`kiosk device bench`: an entry point of the group `kiosk.device_commands`."""
    parser = actions.add_parser(
        "bench",
        help="run every virtual device, and a page that works each of its faults",
        description="Runs the twin of every device and writes a devices.toml that leads to them, so that every other "
        "`kiosk device` command can be tried with --home, without hardware. Ctrl-C ends it.",
        epilog="example: kiosk device bench --home /tmp/bench, then kiosk device status --home /tmp/bench",
    )
    parser.add_argument("--home", help="folder for devices.toml and nodes (default: one for this run, in /tmp)")
    parser.add_argument("--listen", **LISTEN)
    parser.add_argument(
        "--scanner",
        choices=("camera", "serial", "wedge", "hidpos"),
        default="camera",
        help="which of the virtual scanners devices.toml names (default: camera)",
    )
    parser.add_argument(
        "--json", action="store_true", help='a line of JSON once it is ready: {"url", "home", "devices"}'
    )
    parser.set_defaults(run=run_alone, screen="", wide=False, operators="", board="", all_devices=True)


def run(args: argparse.Namespace) -> int:
    home = Path(args.home or os.environ.get("KIOSK_HOME") or ".kiosk").absolute()
    return _run(args, home, "kiosk bench")


def run_alone(args: argparse.Namespace) -> int:
    if args.home:
        home = Path(args.home).absolute()
        if len(bytes(home)) > LONGEST_HOME:
            raise SystemExit(
                f"kiosk device bench: the path {home} is too long for sockets in it; choose a shorter --home"
            )
        return _run(args, home, "kiosk device bench")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return _run(args, Path(folder), "kiosk device bench")


def _run(args: argparse.Namespace, home: Path, command: str) -> int:
    from provisioning.home import BadHome, claimed, prepare
    from provisioning.serving import BadAddress, bind_loopback

    try:
        running = claimed(prepare(home, "run") / "bench.lock")
        listener = bind_loopback(args.listen)
    except (BadHome, BadAddress) as error:
        raise SystemExit(f"{command}: {error}") from error
    with running:
        return asyncio.run(_bench(args, home, listener, command))


async def _bench(args: argparse.Namespace, home: Path, listener: socket.socket, command: str) -> int:
    from kiosk.notify import notify
    from kiosk.settings import BadSettings, Settings
    from provisioning.bench import devices_file
    from provisioning.bench.hands import Hands
    from provisioning.bench.server import build
    from provisioning.serving import Service, serve, url_of

    try:
        settings = Settings.load(str(home))
    except BadSettings as error:
        raise SystemExit(f"{command}: {error}") from error
    hands = Hands(home / "run", settings.fonts, everything=args.all_devices)
    try:
        await asyncio.to_thread(hands.start)
        path = home / "devices.toml"
        try:
            devices_file.write(path, devices_file.written(hands, args.scanner))
        except (devices_file.NotOurs, OSError) as error:
            raise SystemExit(f"{command}: {error}") from None
        platform, phone = _platform(args, home, hands.scanner)
        page = build(hands, platform, phone, screen=args.screen, links=_links(args), wide=args.wide)

        def started() -> None:
            url = f"{url_of(listener, 'http')}/"
            if args.json:
                print(json.dumps({"url": url, "home": str(home), "devices": str(path)}), flush=True)
            else:
                print(f"device bench: {url}", flush=True)
            if command == "kiosk device bench" and not args.json:
                print(f"its devices: {path}; in another window: kiosk device status --home {home}", flush=True)
            notify("READY=1")

        await serve([Service(page, listener)], started)
    finally:
        await asyncio.to_thread(hands.close)
    return 0


def _platform(args: argparse.Namespace, home: Path, scanner: Any) -> tuple[PlatformSwitch | None, Phone]:
    from provisioning.bench.phone import Phone
    from provisioning.bench.platform_switch import PlatformSwitch

    platform = PlatformSwitch(args.operators, home / "run/demo.sock") if args.operators else None
    return platform, Phone(args.operators, scanner)


def _address(text: str) -> str:
    """Of a page on show beside the devices, or linked to; empty: there is none."""
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no address") from error
    if text and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise argparse.ArgumentTypeError(f"{text!r} is no address of the form http://HOST:PORT")
    return text


def _links(args: argparse.Namespace) -> list[dict[str, str]]:
    pages = (("平台 · platform", args.operators), ("机群 · fleet", args.board))
    return [{"title": title, "href": href} for title, href in pages if href]
