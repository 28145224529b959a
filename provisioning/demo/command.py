"""`kiosk demo`: everything on this machine."""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import signal
import sys
from pathlib import Path

from provisioning.demo.child import Recipe, StartFailed

SITE = {"KIOSK_SITE_NAME": "杨家坪步行街", "KIOSK_SITE_NAME_EN": "Yangjiaping Street", "KIOSK_DISTRICT": "500107"}
WATCHDOG_S = 30.0  # as the terminal's systemd units will have it
UNIX_PATH_LIMIT = 107  # sun_path of unix(7), less its end mark


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "demo",
        help="start a whole terminal on this machine, with virtual devices and a sandbox platform",
        epilog="example: kiosk demo --home .kiosk --geometry 1080x1920",
    )
    parser.add_argument("--home", help="folder for all state (default: KIOSK_HOME, or .kiosk)")
    parser.add_argument("--geometry", default="1080x1920", help="of the window: 1080x1920 (default) or 1920x1080")
    parser.add_argument("--headless", action="store_true", help="use an own screen even if there is a display")
    parser.add_argument("--terminal", default="JLP-0137", help="the terminal's number (default JLP-0137)")
    parser.add_argument("--port", type=int, default=0, help="of the device bench (default: a free one)")
    parser.add_argument("--directory", type=int, metavar="N", help="publish a directory of N entries (385073: all)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from provisioning.home import BadHome, claimed

    if not re.fullmatch(r"[1-9]\d{2,3}x[1-9]\d{2,3}", args.geometry):
        raise SystemExit(f"kiosk demo: {args.geometry!r} is not a geometry such as 1080x1920")
    if not 0 <= args.port < 65536:
        raise SystemExit(f"kiosk demo: {args.port} is not a port (0 to 65535)")
    home = Path(args.home or os.environ.get("KIOSK_HOME") or ".kiosk").absolute()
    if len(str(home / "run/outline.sock").encode()) > UNIX_PATH_LIMIT:
        raise SystemExit(f"kiosk demo: the path {home} is too long for sockets in it; choose a shorter --home")
    try:
        for folder in (home, home / "run", home / "log", home / "authority"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        running = claimed(home / "run/demo.lock")
    except BadHome as error:
        raise SystemExit(f"kiosk demo: {error}") from error
    except OSError as error:
        raise SystemExit(f"kiosk demo: {home} cannot be used: {error.strerror}") from error
    with running:
        return asyncio.run(_demo(args, home))


async def _demo(args: argparse.Namespace, home: Path) -> int:
    from drivers.card_reader import pcscd
    from drivers.loopback import free_ports
    from provisioning.demo.display import NoDisplay, real_screen, virtual_screen
    from provisioning.demo.supervisor import Supervisor
    from provisioning.home import BadHome, tell_terminal

    stopped = _told_to_stop()
    ports = free_ports(7)
    try:
        screen = (None if args.headless else real_screen()) or virtual_screen(args.geometry, ports[0], ports[1])
    except NoDisplay as error:
        raise SystemExit(f"kiosk demo: {error}") from error
    bench = f"127.0.0.1:{args.port or ports[2]}"
    platform, operators, heartbeats, board = (f"127.0.0.1:{port}" for port in ports[3:7])
    fleet_url = f"https://{heartbeats}"
    try:
        tell_terminal(home, {**SITE, "KIOSK_FLEET_URL": fleet_url})
    except BadHome as error:
        raise SystemExit(f"kiosk demo: {error}") from error

    kiosk = [sys.executable, "-m", "kiosk"]
    here = {"KIOSK_HOME": str(home), **pcscd.environment(home / "run")}
    window = {**here, "DISPLAY": screen.number}
    outline = ["--outline-socket", str(home / "run/outline.sock")]
    bench_command = [*kiosk, "bench", "--home", str(home), "--listen", bench, "--all-devices"]
    bench_command += ["--operators", f"http://{operators}", "--board", f"http://{board}"]
    if screen.address:
        width, height = map(int, args.geometry.split("x"))
        bench_command += ["--screen", screen.address, *(["--wide"] if width > height else [])]
    sandbox = [*kiosk, "sandbox", "serve", "--listen", platform, "--operator-listen", operators, "--home", str(home)]
    if args.directory is not None:
        sandbox += ["--directory", str(args.directory)]
    fleet = [*kiosk, "fleet", "serve", "--listen", heartbeats, "--board", board]
    recipes = [
        *screen.recipes,
        Recipe("bench", bench_command, here),
        Recipe("sandbox", [*sandbox, "--terminal", args.terminal]),
        Recipe("fleet", [*fleet, "--complaints", f"http://{operators}", "--home", str(home)]),
        Recipe("agent", [*kiosk, "agent"], here, watchdog_s=WATCHDOG_S),
        Recipe("ui", [*kiosk, "ui", "--geometry", args.geometry, *outline], window, watchdog_s=WATCHDOG_S),
    ]
    supervisor = Supervisor(home / "log", home / "run/demo.sock", lambda line: print(line, flush=True))
    print("starting", flush=True)
    starting = asyncio.create_task(supervisor.start(recipes))
    stopping = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            await starting
            print(_welcome(screen.address, bench, operators, board, home), flush=True)
            await stopped.wait()
    except StartFailed as failed:
        raise SystemExit(f"kiosk demo: {failed}") from failed
    finally:
        starting.cancel()
        stopping.cancel()
        print("stopping", flush=True)
        await supervisor.stop()
    return 0


def _told_to_stop() -> asyncio.Event:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped


def _welcome(screen: str | None, bench: str, operators: str, board: str, home: Path) -> str:
    where = f"  the screen      {screen}\n" if screen else "  the screen      the window on your display\n"
    return (
        f"\nready\n{where}"
        f"  device bench    http://{bench}/   cards, codes, paper: what a person does with the hands\n"
        f"  platform        http://{operators}/   what the sandbox platform has stored\n"
        f"  fleet           http://{board}/   the terminals and their state\n"
        f"  state and logs  {home}\n\nCtrl-C stops everything."
    )
