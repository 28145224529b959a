"""`kiosk bench`: the virtual devices of a terminal, and the page that works them."""

from __future__ import annotations

import argparse
import asyncio
import os
from pathlib import Path

DEVICES = """# Written by `kiosk bench`: the virtual devices of this machine.
[card_reader]
reader = "Virtual PCD 00 00"
[id_card_reader]
path = "{serial}"
[receipt_printer]
host = "127.0.0.1"
port = {printer}
[document_camera]
source = "{document_camera}"
[face_camera]
source = "{face_camera}"
[scanner]
source = "{scanner}"
"""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "bench",
        help="run the virtual devices of a terminal and a page that works them",
        epilog="example: kiosk bench --home .kiosk --listen 127.0.0.1:8090",
    )
    parser.add_argument("--home", help="folder of the terminal's state (default: KIOSK_HOME, or .kiosk)")
    parser.add_argument(
        "--listen", default="127.0.0.1:0", metavar="HOST:PORT", help="on loopback (default: a free port)"
    )
    parser.add_argument(
        "--screen", default="", metavar="URL", help="page with the live screen, shown beside the devices"
    )
    parser.add_argument("--wide", action="store_true", help="the live screen is wider than high")
    parser.add_argument("--operators", default="", metavar="URL", help="operator page of the sandbox platform")
    parser.add_argument("--board", default="", metavar="URL", help="board of the fleet service")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from provisioning.home import BadHome, prepare
    from provisioning.serving import BadAddress, bind_loopback

    home = Path(args.home or os.environ.get("KIOSK_HOME") or ".kiosk").absolute()
    try:
        prepare(home, "run")
        listener = bind_loopback(args.listen)
    except (BadHome, BadAddress) as error:
        raise SystemExit(f"kiosk bench: {error}") from error
    return asyncio.run(_bench(args, home, listener))


async def _bench(args: argparse.Namespace, home: Path, listener: object) -> int:
    import socket

    from kiosk.notify import notify
    from kiosk.settings import BadSettings, Settings
    from provisioning.bench.hands import Hands
    from provisioning.bench.phone import Phone
    from provisioning.bench.platform_switch import PlatformSwitch
    from provisioning.bench.server import build
    from provisioning.files import write_whole
    from provisioning.serving import Service, serve, url_of

    assert isinstance(listener, socket.socket)
    try:
        settings = Settings.load(str(home))
    except BadSettings as error:
        raise SystemExit(f"kiosk bench: {error}") from error
    hands = Hands(home / "run/id-card-reader", settings.fonts)
    await asyncio.to_thread(hands.start)
    try:
        devices = DEVICES.format(serial=hands.serial, printer=hands.printer.port, **hands.cameras.addresses())
        write_whole(home / "devices.toml", devices.encode())
        links = [
            {"title": title, "href": href}
            for title, href in (("平台 · platform", args.operators), ("机群 · fleet", args.board))
            if href
        ]
        platform = PlatformSwitch(args.operators, home / "run/demo.sock")
        phone = Phone(args.operators, hands.cameras)
        page = build(hands, platform, phone, screen=args.screen, links=links, wide=args.wide)

        def started() -> None:
            print(f"device bench: {url_of(listener, 'http')}/", flush=True)
            notify("READY=1")

        await serve([Service(page, listener)], started)
    finally:
        hands.close()
    return 0
