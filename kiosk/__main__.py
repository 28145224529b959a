"""The command `kiosk`: gathers each room's sub-commands by entry point, so that no import runs back up."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from typing import NoReturn, cast


class OneLineParser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong, and where to read more."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def build_parser(named: str = "") -> argparse.ArgumentParser:
    """With the one sub-command that is named, or all of them: a command need not wait for the others' imports."""
    parser = OneLineParser(prog="kiosk", description="Self-service terminal for government services.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    points = entry_points(group="kiosk.commands")
    for point in sorted(points.select(name=named) or points, key=lambda point: point.name):
        point.load()(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. A command returns its exit code, or raises `SystemExit` with one sentence."""
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
