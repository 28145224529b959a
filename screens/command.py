"""`kiosk ui`: the window with the visit and the devices behind it."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
from pathlib import Path
from typing import Any

from kiosk.faults import describe

_LOG = logging.getLogger(__name__)


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "ui",
        help="the citizen's window",
        description="Opens the window, the devices and the visit. Ends on SIGTERM.",
        epilog="example: kiosk ui --home /var/lib/kiosk --geometry 1080x1920",
    )
    parser.add_argument("--home", metavar="DIR", help="state folder (default: KIOSK_HOME)")
    parser.add_argument("--geometry", default="1080x1920", metavar="WxH", help="size of the window in pixels")
    parser.add_argument("--position", default="0,0", metavar="X,Y", help="place of its upper left corner")
    parser.add_argument("--outline-socket", metavar="PATH", help="serve what is shown as JSON on this UNIX socket")
    parser.add_argument(
        "--guest",
        action="store_true",
        help="beside another program: serve one visit, give screen and devices back, end with 0",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from kiosk import logs
    from kiosk.settings import BadSettings, Settings
    from screens import heap, kivy_setup
    from screens.fonts import MissingFonts, font_files
    from screens.keypad import BadKeypad

    heap.steady()
    try:
        settings = Settings.load(args.home)
        geometry = kivy_setup.parse_geometry(args.geometry, args.position)
        font_files(settings.fonts)
        kivy_setup.configure(geometry, settings.home / "run")
    except (BadSettings, kivy_setup.BadGeometry, MissingFonts) as error:
        raise SystemExit(f"kiosk ui: {error}") from error
    except OSError as error:
        raise SystemExit(f"kiosk ui: {error.filename} cannot be written: {error.strerror}") from error
    if not kivy_setup.x_server_answers():
        raise SystemExit(
            f"kiosk ui: no X server answers on DISPLAY={os.environ.get('DISPLAY', '')}: no window can be opened"
        )
    logs.begin()
    socket = Path(args.outline_socket).absolute() if args.outline_socket else None
    try:
        return asyncio.run(_serve(settings, geometry, socket, guest=args.guest))
    except BadSettings as error:
        raise SystemExit(f"kiosk ui: {error}") from error
    except BadKeypad as error:
        raise SystemExit(f"kiosk ui: {error}") from error


async def _serve(settings: Any, geometry: Any, socket: Path | None, *, guest: bool = False) -> int:
    """Window and visits on one loop, until a signal or until either ends."""
    try:
        from kivy.core.window import Window
    except SystemExit:
        Window = None
    if Window is None:
        raise SystemExit("kiosk ui: no window can be opened")

    from kiosk.terminal import open_terminal
    from kiosk.typing.typist import Typist
    from screens import fonts
    from screens.app import KioskApp
    from screens.outline import OutlineSocket
    from screens.painted import Painted
    from screens.picture_store import PictureStore
    from screens.senses import senses

    fonts.register(settings.fonts)
    terminal = await open_terminal(settings, guest=guest)
    voice, keypad = senses(settings, lambda: terminal.sound)
    painted = Painted(settings.home / "run", Window.canvas.ask_update)
    typist = Typist(settings.typing)
    app = KioskApp(terminal.stage, (geometry.width, geometry.height), settings.px_per_mm, painted, typist)
    app.textures.store = PictureStore(settings.home / "run")
    app.hear_and_feel(voice, keypad, settings.screen_bottom_mm, settings.site_profile == "mall")
    server = OutlineSocket(socket, app.outline, app.settled) if socket else None
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    visits = asyncio.create_task(terminal.run(), name="visits")
    work = {
        visits,
        asyncio.create_task(app.async_run(async_lib="asyncio"), name="window"),
    }
    asked = asyncio.create_task(stop.wait(), name="signal")
    try:
        if server:
            await server.start()
        await asyncio.wait({asked, *work}, return_when=asyncio.FIRST_COMPLETED)
        handed_back = guest and visits.done() and not visits.cancelled() and visits.exception() is None
    except OSError as error:
        raise SystemExit(f"kiosk ui: outline socket {socket}: {error.strerror}") from error
    finally:
        if server:
            await server.close()
        app.stop()
        asked.cancel()
        failed = await _finish(work)
        await voice.close()
        typist.forget()
        await terminal.close()
    return 0 if (stop.is_set() or handed_back) and not failed else 1  # ended by itself: the supervisor starts it again


async def _finish(work: set[asyncio.Task[Any]]) -> bool:
    """Let the window close, end the visit (its wipe runs), and say what crashed."""
    window = {task for task in work if task.get_name() == "window"}
    for task in work - window:
        task.cancel()
    await asyncio.wait(work, timeout=5)
    failed = False
    for task in work:
        task.cancel()
        if task.done() and not task.cancelled() and (error := task.exception()) is not None:
            failed = True
            _LOG.error("%s crashed: %s", task.get_name(), describe(error))
    return failed
