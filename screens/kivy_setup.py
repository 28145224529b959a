"""Kivy's configuration, set before anything else of Kivy is imported.

Kivy's defaults read a touch panel twice (the window's mouse events and the panel's own device), write a log
file, quit on Escape and smooth edges at the price of two thirds of the frames. None of that belongs on a kiosk.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import logging
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FRAMES_PER_S = 30  # of what moves by itself; a touch and a new page are drawn at once (`screens/loop.py`)


class BadGeometry(Exception):
    """One sentence about what was given and what is expected."""


@dataclass(frozen=True, slots=True)
class Geometry:
    width: int
    height: int
    left: int = 0
    top: int = 0


def parse_geometry(size: str, position: str = "0,0") -> Geometry:
    """`1080x1920` and `X,Y`. Raises `BadGeometry`."""
    pixels = re.fullmatch(r"(\d{3,5})x(\d{3,5})", size)
    if not pixels or not all(320 <= int(n) <= 16384 for n in pixels.groups()):
        raise BadGeometry(f"geometry {size!r} is not of the form WIDTHxHEIGHT in pixels, as in 1080x1920")
    place = re.fullmatch(r"(-?\d{1,5}),(-?\d{1,5})", position)
    if not place:
        raise BadGeometry(f"position {position!r} is not of the form X,Y in pixels, as in 0,0")
    return Geometry(int(pixels[1]), int(pixels[2]), int(place[1]), int(place[2]))


def configure(geometry: Geometry, run_folder: Path) -> None:
    """Must run before the first other import of Kivy. Writes only below `run_folder`."""
    home = run_folder / "kivy"
    home.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        KIVY_HOME=str(home),
        KIVY_NO_ARGS="1",
        KIVY_NO_FILELOG="1",
        KIVY_NO_ENV_CONFIG="1",
        KIVY_WINDOW="sdl2",  # the next in its list ends the process where there is no X server
        KIVY_LOG_MODE="PYTHON",
        SDL_VIDEO_ALLOW_SCREENSAVER="0",
    )
    # Without an X server SDL would take a screen that nobody sees, and the terminal would say that it serves.
    os.environ.setdefault("SDL_VIDEODRIVER", "x11")
    logging.getLogger("kivy").setLevel(logging.ERROR)  # until `kiosk.logs.begin`: it tells of its own first file
    _spare(home)
    from kivy.config import Config  # noqa: PLC0415 - only now, with the environment set

    for name, _ in list(Config.items("input")):
        Config.remove_option("input", name)  # Linux' own reader of the panel would press everything twice
    Config.set("input", "mouse", "mouse,disable_multitouch")
    settings = {
        "width": geometry.width,
        "height": geometry.height,
        "position": "custom",
        "left": geometry.left,
        "top": geometry.top,
        "borderless": 1,
        "fullscreen": 0,
        "resizable": 0,
        "multisamples": 0,  # edges are smoothed in the pictures themselves
        "maxfps": 0,  # Kivy does not sleep between frames: `screens/loop.py` does
        "show_cursor": 0,
        "allow_screensaver": 0,
    }
    for name, value in settings.items():
        Config.set("graphics", name, str(value))
    Config.set("kivy", "exit_on_escape", "0")
    Config.set("kivy", "log_enable", "0")
    Config.set("kivy", "log_level", "warning")
    Config.set("kivy", "keyboard_mode", "")
    # the double-tap and retain filters would delay or merge touches
    Config.set("postproc", "double_tap_time", "0")
    Config.set("postproc", "retain_time", "0")
    from screens import kivy_clock  # noqa: PLC0415 - the same

    kivy_clock.install()
    _without_styles(home)


def x_server_answers() -> bool:
    """Whether there is a screen to open a window on, asked without a word of a library on standard error."""
    if os.environ.get("SDL_VIDEODRIVER") != "x11":
        return True  # somebody has chosen another way, and SDL knows best
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return True
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    if display:
        x11.XCloseDisplay(display)
    return bool(display)


def _spare(home: Path) -> None:
    """What is read at the start and used by nobody here: a quarter of a second of the processor before the first page.

    Pillow takes in numpy for the name of a type; Kivy's clock starts `ldconfig` to find the C library.
    """
    modules: dict[str, Any] = sys.modules
    there = "numpy" in modules
    modules.setdefault("numpy", None)  # the import system's word for "is not there"
    try:
        import PIL.Image  # noqa: F401, PLC0415
    finally:
        if not there:
            del modules["numpy"]
    find, ctypes.util.find_library = ctypes.util.find_library, lambda name: "libc.so.6" if name == "c" else find(name)
    try:
        import kivy.clock  # noqa: F401, PLC0415
    finally:
        ctypes.util.find_library = find


def _without_styles(home: Path) -> None:
    """Kivy's looks for its own buttons and lists (`style.kv`): none of them is used."""
    import kivy  # noqa: PLC0415

    (home / "style.kv").write_text("# none\n", encoding="utf-8")
    data, kivy.kivy_data_dir = kivy.kivy_data_dir, str(home)
    try:
        import kivy.lang  # noqa: PLC0415
    finally:
        kivy.kivy_data_dir = data
