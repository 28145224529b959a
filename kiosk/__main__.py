"""The command `kiosk`: gathers each room's sub-commands by entry point, so that no import runs back up."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from configparser import ConfigParser
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NoReturn, cast

GROUP = "kiosk.commands"
HTTPX_COMMAND_LINE = "httpx._main"
"""httpx takes this module along where click and rich are installed, and does without it else: 70 ms and 2.5 MB."""


class OneLineParser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong, and where to read more."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def build_parser(named: str = "") -> argparse.ArgumentParser:
    """With the one sub-command that is named, or all of them: a command need not wait for the others' imports."""
    parser = OneLineParser(prog="kiosk", description="Self-service terminal for government services.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    if (register := _registered(named)) is not None:
        register(commands)
        return parser
    from importlib.metadata import entry_points  # noqa: PLC0415  (a twentieth of a second that the window's start spares)

    points = entry_points(group=GROUP)
    for point in sorted(points.select(name=named) or points, key=lambda point: point.name):
        point.load()(commands)
    return parser


def _registered(named: str) -> Callable[[object], None] | None:
    """What the entry point of this command names (the entry points specification of packaging.python.org)."""
    for folder in filter(None, sys.path):
        for path in Path(folder).glob("yukuaiban_kiosk-*.dist-info/entry_points.txt"):
            written = ConfigParser(delimiters="=")
            written.read_string(path.read_text(encoding="utf-8"))
            module, _, name = written.get(GROUP, named, fallback="").partition(":")
            if module:
                return cast(Callable[[object], None], getattr(import_module(module), name))
    return None


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. A command returns its exit code, or raises `SystemExit` with one sentence."""
    sys.modules.setdefault(HTTPX_COMMAND_LINE, cast(ModuleType, None))
    words = sys.argv[1:] if argv is None else list(argv)
    args = build_parser(words[0] if words else "").parse_args(words)
    run = cast(Callable[[argparse.Namespace], int], args.run)
    try:
        return run(args)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output went away, as in `kiosk … | head`
        sys.stderr.close()
        return 1


if __name__ == "__main__":
    sys.exit(main())
