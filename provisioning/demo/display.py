"""A screen where there is none: Xvfb, and the live picture in a browser by x11vnc and noVNC, on loopback only."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from provisioning.demo.child import Recipe

NOVNC = Path("/usr/share/novnc")
VNC_OPTIONS = ["-forever", "-shared", "-nopw", "-quiet", "-wait", "50"]
DISPLAYS = range(80, 200)  # numbers that a person's own X servers seldom have


class NoDisplay(Exception):
    """One sentence that names the missing program."""


@dataclass(frozen=True)
class Screen:
    """`number` is X's DISPLAY; `address` the page that shows it and takes touches, or None on a real display."""

    number: str
    address: str | None
    recipes: tuple[Recipe, ...]


def real_screen() -> Screen | None:
    """The display that this session has, if any."""
    number = os.environ.get("DISPLAY", "")
    return Screen(number, None, ()) if number else None


def virtual_screen(geometry: str, vnc_port: int, web_port: int) -> Screen:
    for program in ("Xvfb", "x11vnc", "websockify"):
        if shutil.which(program) is None:
            raise NoDisplay(f"{program} is not installed; make setup installs it")
    first = os.getpid() % len(DISPLAYS)  # two demos that start together look from different numbers on
    number = next(f":{n}" for n in [*DISPLAYS[first:], *DISPLAYS[:first]] if not _taken(n))
    return Screen(
        number,
        f"http://127.0.0.1:{web_port}/vnc.html?autoconnect=true&resize=scale&reconnect=true&show_dot=true",
        (
            Recipe(
                "screen",
                ["Xvfb", number, "-screen", "0", f"{geometry}x24", "-nolisten", "tcp", "-noreset"],
                notifies=False,
            ),
            Recipe(
                "screen-vnc",
                ["x11vnc", "-display", number, "-localhost", "-rfbport", str(vnc_port), *VNC_OPTIONS],
                notifies=False,
            ),
            Recipe(
                "screen-web",
                ["websockify", "--web", str(NOVNC), f"127.0.0.1:{web_port}", f"127.0.0.1:{vnc_port}"],
                notifies=False,
            ),
        ),
    )


def _socket_of(number: str) -> Path:
    return Path("/tmp/.X11-unix") / f"X{number[1:]}"  # noqa: S108  X's own place


def _taken(number: int) -> bool:
    return Path(f"/tmp/.X{number}-lock").exists() or _socket_of(f":{number}").exists()  # noqa: S108
