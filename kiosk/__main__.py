"""The command `kiosk`: gathers each room's sub-commands by entry point, so that no import runs back up."""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
from collections.abc import Callable, Sequence
from configparser import ConfigParser
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn, cast

GROUP = "kiosk.commands"
HTTPX_COMMAND_LINE = "httpx._main"
"""httpx takes this module along where click and rich are installed, and does without it else: 70 ms and 2.5 MB."""
DISTRIBUTION = "yukuaiban-kiosk"
FOR_PROGRAMS = ("json", "csv", "schema", "exchange")  # options for what another program reads: UTF-8 in every locale
OF_A_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)


class _Described(argparse._SubParsersAction):  # type: ignore[type-arg]  # generic for type checkers alone
    """Sub-commands whose own help begins with what the list of them says."""

    def add_parser(self, name: str, **more: Any) -> Any:
        return super().add_parser(name, **{"description": more.get("help"), **more})


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415  (as below)

        sys.stdout.write(f"kiosk {version(DISTRIBUTION)}\n")
        parser.exit()


class OneLineParser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong, and where to read more."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.register("action", "parsers", _Described)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def build_parser(named: str = "") -> argparse.ArgumentParser:
    """With the one sub-command that is named, or all of them: a command need not wait for the others' imports."""
    parser = OneLineParser(
        prog="kiosk", description="Self-service terminal for government services.", epilog="example: kiosk demo"
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="the release that is installed")
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
    """Run one command. A command returns its exit code, or raises `SystemExit` with one sentence.

    What a disk, a file or whoever reads the output can cause and no command has named, ends with one sentence as well.
    """
    sys.modules.setdefault(HTTPX_COMMAND_LINE, cast(ModuleType, None))
    words = sys.argv[1:] if argv is None else list(argv)
    _open_streams()
    try:
        try:
            code = _run(words)
        except SystemExit:
            _flush()  # what was found goes before the sentence about it
            raise
        _flush()  # here and not when the interpreter ends, which may say nothing of what it could not write
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output went away, as in `kiosk … | head`
        _drop_output()
        return 1
    except OSError as error:
        if error.filename is None and error.errno not in OF_A_DISK:
            raise
        _drop_output()
        where = f"{error.filename}: " if error.filename else ""
        raise SystemExit(f"kiosk {words[0]}: {where}{error.strerror}") from error
    return code


def _run(words: Sequence[str]) -> int:
    args = build_parser(words[0] if words else "").parse_args(words)
    if any(getattr(args, name, False) for name in FOR_PROGRAMS) and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict")
    return cast(Callable[[argparse.Namespace], int], args.run)(args)


def _open_streams() -> None:
    """None is missing, so that no file of ours gets the number of one; none fails at a character that it lacks."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):  # 0, 1, 2: each takes the lowest free one
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as standard error is


def _flush() -> None:
    if not sys.stdout.closed:
        sys.stdout.flush()


def _drop_output() -> None:
    """The interpreter would try once more to write what is left, and say so."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
