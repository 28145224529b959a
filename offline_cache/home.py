"""Where this terminal keeps its things, and what it is told about itself: `KIOSK_HOME` and its `terminal.env`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TERMINAL_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,39}")


class BadHome(Exception):
    """One sentence that names the file or variable and what is wrong with it."""


@dataclass(frozen=True)
class Home:
    folder: Path
    variables: Mapping[str, str]

    @classmethod
    def find(cls, home: str | None, environ: Mapping[str, str] = os.environ) -> Home:
        """`home` (a command's `--home`) goes before `KIOSK_HOME`; the environment goes before `terminal.env`."""
        folder = Path(home or environ.get("KIOSK_HOME") or Path.home() / ".local/share/kiosk").absolute()
        written = _lines(folder / "terminal.env")
        return cls(folder, written | {name: value for name, value in environ.items() if name.startswith("KIOSK_")})

    @property
    def outbox(self) -> Path:
        return self.folder / "outbox"

    @property
    def terminal_id(self) -> str:
        found = self._needed("KIOSK_TERMINAL_ID")
        if not TERMINAL_ID.fullmatch(found):
            raise BadHome(f"KIOSK_TERMINAL_ID is {found!r}; it takes up to 40 letters, digits and hyphens")
        return found

    @property
    def platform_url(self) -> str:
        return self._needed("KIOSK_PLATFORM_URL")

    @property
    def sealing_key(self) -> Path:
        return self.folder / self._needed("KIOSK_SEALING_KEY")

    def path(self, name: str) -> Path | None:
        """The file that a variable names; a relative one lies in the home folder."""
        value = self.variables.get(name)
        return self.folder / value if value else None

    def _needed(self, name: str) -> str:
        if value := self.variables.get(name):
            return value
        raise BadHome(f"{name} is not set, neither in the environment nor in {self.folder / 'terminal.env'}")


def _lines(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadHome(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadHome(f"{path} is not UTF-8") from error
    values = {}
    for number, line in enumerate(map(str.strip, lines), 1):
        name, sign, value = line.partition("=")
        if line and not line.startswith("#"):
            if not sign or not name.strip():
                raise BadHome(f"{path}, line {number}: not of the form NAME=value")
            values[name.strip()] = value.strip()
    return values
