"""Where a sandbox stores everything, as its commands are told."""

from __future__ import annotations

import argparse
from pathlib import Path

from provisioning.one_sentence import in_one_sentence

PART = "sandbox"
DATABASE = "platform.sqlite"


def add_home(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", required=True, metavar="DIR", help="folder for everything that it stores")


def named(args: argparse.Namespace) -> str:
    """The command, as its sentences begin."""
    return f"kiosk sandbox {args.action}"


def existing(args: argparse.Namespace) -> Path:
    """The sandbox's own folder in the home. Raises `SystemExit` where there is none, or none for this user."""
    folder = Path(args.home) / PART
    with in_one_sentence(named(args), OSError):
        found = (folder / DATABASE).is_file()
    if not found:
        raise SystemExit(f"{named(args)}: {args.home} holds no sandbox")
    return folder
