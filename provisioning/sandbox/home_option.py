"""Where a sandbox stores everything, as its commands are told."""

from __future__ import annotations

import argparse
from pathlib import Path

PART = "sandbox"
DATABASE = "platform.sqlite"


def add_home(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", required=True, metavar="DIR", help="folder for everything that it stores")


def named(args: argparse.Namespace) -> str:
    """The command, as its sentences begin."""
    return f"kiosk sandbox {args.action}"


def existing(args: argparse.Namespace) -> Path:
    """The sandbox's own folder in the home. Raises `SystemExit` where there is none."""
    folder = Path(args.home) / PART
    if not (folder / DATABASE).is_file():
        raise SystemExit(f"{named(args)}: {args.home} holds no sandbox")
    return folder
