"""The folder that the services of a demo or a sandbox share.

<home>/authority/     certificates (`provisioning/authority.py`)
<home>/sandbox/       what the sandbox platform stores
<home>/fleet/         what the fleet service stores
<home>/terminal.env   every variable with which a terminal trusts them and is known to them
"""

from __future__ import annotations

import fcntl
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from provisioning.files import only_one, write_whole


class BadHome(Exception):
    """One sentence that names the folder and what is wrong with it."""


def prepare(home: Path, part: str) -> Path:
    """The folder of one service, made if it is missing. Raises `BadHome`."""
    folder = home.absolute() / part
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        probe = folder / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise BadHome(f"{home} cannot be used as a home: {error.strerror or error}") from error
    return folder


def claimed(mark: Path) -> IO[bytes]:
    """A file below a home that says, until it is closed or the process ends, that what it names runs. Raises `BadHome`.

    A second one would take the first one's devices, and write its own addresses into `terminal.env`.
    """
    try:
        file = mark.open("ab")
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BadHome(f"one runs in {mark.parent.parent} already; end it, or choose another --home") from error
    except OSError as error:
        raise BadHome(f"{mark} cannot be used: {error.strerror}") from error
    return file


def tell_terminal(home: Path, variables: Mapping[str, str]) -> Path:
    """Write the variables into `terminal.env`; what others wrote into it stays. Raises `BadHome`."""
    path = home.absolute() / "terminal.env"
    try:
        with only_one(home.absolute() / "authority" / ".lock"):  # two services start together
            lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
            write_whole(path, merged(lines, variables).encode())
    except OSError as error:
        raise BadHome(f"{path} cannot be written: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadHome(f"{path} is not UTF-8: what others wrote into it would be lost") from error
    return path


def merged(lines: list[str], variables: Mapping[str, str]) -> str:
    """The lines with each variable replaced where it stands, once, or added at the end."""
    left = dict(variables)
    kept = []
    for line in lines:
        name = line.partition("=")[0].strip()
        if line.lstrip().startswith("#") or name not in variables:
            kept.append(line)
        elif name in left:
            kept.append(f"{name}={left.pop(name)}")
    kept += [f"{name}={value}" for name, value in left.items()]
    return "\n".join(kept) + "\n"
