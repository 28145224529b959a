"""Slides that the sandbox publishes while they are switched on (`kiosk sandbox slides on`): words from a file, pictures
drawn here, so that none has an owner. What lies in `<home>/sandbox/slides` is published in their place.
"""

from __future__ import annotations

import base64
import io
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from kiosk.slides import SLIDES
from provisioning.files import write_whole

DATA = Path(__file__).parent / "data/slides.toml"
SWITCH = "slides.json"
SIZE = (1080, 720)


def slide_parts(folder: Path) -> tuple[str, dict[str, bytes]]:
    """Version and parts, by name; none while they are switched off. `folder`: of the sandbox."""
    own = sorted((folder / SLIDES).glob("*.json"))
    if own:
        return "own", {path.name: path.read_bytes() for path in own}
    return "sample", dict(_samples()) if slides_are_on(folder) else {}


def slides_are_on(folder: Path) -> bool:
    path = folder / SWITCH
    return path.exists() and json.loads(path.read_bytes()) == {"enabled": True}


def switch_slides(folder: Path, on: bool) -> None:
    write_whole(folder / SWITCH, json.dumps({"enabled": on}).encode())


@cache
def _samples() -> tuple[tuple[str, bytes], ...]:
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return tuple((f"slide-{number:02d}.json", _part(one)) for number, one in enumerate(raw["slide"], 1))


def _part(one: dict[str, Any]) -> bytes:
    picture = base64.b64encode(sample_picture(tuple(one["sky"]), tuple(one["hills"]))).decode()
    fields = {name: one[name] for name in ("title", "body")} | {"picture": picture}
    return json.dumps(fields, ensure_ascii=False).encode()


def sample_picture(
    sky: tuple[str, ...] = ("#1B6FD8", "#CFE6FF"), hills: tuple[str, ...] = ("#7FA9D9", "#4E80C4", "#2A5DA8")
) -> bytes:
    """JPEG."""
    held = io.BytesIO()
    _drawn(sky, hills).save(held, "JPEG", quality=82)
    return held.getvalue()


def _drawn(sky: tuple[str, ...], hills: tuple[str, ...]) -> Image.Image:
    """A sky, a sun and hills over water: a city between mountains."""
    wide, high = SIZE
    above, below = (tuple(int(one[at : at + 2], 16) for at in (1, 3, 5)) for one in sky)
    column = Image.new("RGB", (1, high))
    for y in range(high):
        column.putpixel((0, y), tuple(round(a + (b - a) * y / high) for a, b in zip(above, below, strict=True)))
    image = column.resize(SIZE)
    pen = ImageDraw.Draw(image)
    pen.ellipse((wide * 0.68, high * 0.14, wide * 0.82, high * 0.35), fill="#FFE9B0")
    for layer, colour in enumerate(hills):
        base = high * (0.52 + 0.16 * layer)
        points = [(0.0, float(high))]
        for step in range(10):
            lift = high * (0.20 - 0.045 * layer) * (((step * 7 + layer * 3) % 5) / 4)
            points.append((wide * step / 9, base - lift))
        pen.polygon([*points, (float(wide), float(high))], fill=colour)
    return image
