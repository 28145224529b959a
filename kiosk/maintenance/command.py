"""`kiosk maintenance`: take a terminal out of service and put it back."""

from __future__ import annotations

import argparse
import getpass
import sys

HELP = "code: asks for one, prints its hash; training-off: ends training from the next start on"


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "maintenance",
        help="take the terminal out of service, put it back, or make a technician's code",
        epilog="example: kiosk maintenance on --home /var/lib/kiosk",
    )
    parser.add_argument("action", choices=("on", "off", "status", "code", "training-off"), help=HELP)
    parser.add_argument("--home", metavar="DIR", help="default: KIOSK_HOME")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from kiosk.maintenance.flag import is_on, switch
    from kiosk.settings import BadSettings, Settings

    if args.action == "code":
        return _code()
    if args.action == "training-off":
        return _end_training(args.home)
    try:
        home = Settings.load(args.home).home
    except BadSettings as error:
        raise SystemExit(f"kiosk maintenance: {error}") from error
    if not home.is_dir():
        raise SystemExit(f"kiosk maintenance: {home} is no terminal's home")
    if args.action != "status":
        try:
            switch(home, args.action == "on")
        except OSError as error:
            raise SystemExit(f"kiosk maintenance: {home} cannot be written: {error.strerror}") from error
    print("out of service" if is_on(home) else "in service")
    return 0


def _end_training(home: str | None) -> int:
    """Also where training's own settings are wrong, so that nothing starts."""
    from kiosk.settings import home_of
    from kiosk.training.flag import NAME

    folder = home_of(home)
    try:
        if not folder.is_dir():
            raise SystemExit(f"kiosk maintenance: {folder} is no terminal's home")
        (folder / NAME).unlink(missing_ok=True)
    except OSError as error:
        raise SystemExit(f"kiosk maintenance: {folder} cannot be written: {error.strerror}") from error
    print("training is off from the next start on")
    return 0


def _code() -> int:
    from kiosk.maintenance.door import hash_of

    try:
        typed = getpass.getpass("new code: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    except (EOFError, UnicodeDecodeError):  # Ctrl-D; bytes that are no text
        raise SystemExit("kiosk maintenance: no code was typed") from None
    try:
        print(f"KIOSK_TECHNICIAN_CODE={hash_of(typed)}")
    except ValueError as error:
        raise SystemExit(f"kiosk maintenance: {error}") from error
    return 0
