"""What the platform shows on terminals that nobody uses (宣传): words and a picture each, as signed content.

Each part of the document `slides` is one slide (docs/api.md, "Slides"). Pictures stay encoded until one is shown, and
are decoded within bounds: a small file can be a huge picture.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import msgspec

from kiosk.catalogue.source import content_of
from kiosk.contract.model import Moment
from kiosk.settings import Settings
from kiosk.text import Localized

SLIDES = "slides"  # the document
MOST = 12  # of them: nobody stands there for two minutes
LARGEST = 600_000  # bytes of an encoded picture
LONGEST_SIDE = 2160  # pixels: twice the screen's width; 14 MB decoded
SHOWN_SIDE = 1080  # pixels: no larger than the screen is wide
TITLE, BODY = 40, 120  # characters that fit a slide in large print

_log = logging.getLogger(__name__)


class BadSlides(Exception):
    """One sentence that names the part and what is wrong with it."""


class Slide(msgspec.Struct, frozen=True):
    """`picture`: JPEG or PNG, base64. Shown between the two moments, where there are any; `districts`: only there."""

    title: Localized
    body: Localized
    picture: Annotated[bytes, msgspec.Meta(max_length=LARGEST)] | None = None
    begins: Moment | None = None
    ends: Moment | None = None
    districts: tuple[str, ...] = ()

    def holds(self, now: str, district: str) -> bool:
        """At `now` (RFC 3339, UTC), in this district."""
        begun = self.begins is None or self.begins <= now
        return begun and (self.ends is None or now < self.ends) and (not self.districts or district in self.districts)


@dataclass(frozen=True)
class Shown:
    """Pixels, as `Picture` of kiosk/visit/views."""

    width: int
    height: int
    rgb: bytes = field(repr=False)


def load(folder: Path) -> tuple[Slide, ...]:
    """In the order of the parts' names. Raises `BadSlides`."""
    paths = sorted(folder.glob("*.json"))
    if not 0 < len(paths) <= MOST:
        raise BadSlides(f"there are {len(paths)} slides; 1 to {MOST} are shown")
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Slide:
    try:
        slide = msgspec.json.decode(path.read_bytes(), type=Slide)
    except OSError as error:
        raise BadSlides(f"{path.name}: it cannot be read ({type(error).__name__})") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadSlides(f"{path.name}: {error}") from error
    for text, most in ((slide.title, TITLE), (slide.body, BODY)):
        if not text.zh.strip() or len(text.zh) > most or len(text.en) > 2 * most:
            raise BadSlides(f"{path.name}: a text is empty or longer than a slide takes")
    if slide.picture is not None:
        _opened(path.name, slide.picture)
    return slide


def _opened(name: str, picture: bytes):  # type: ignore[no-untyped-def]
    """The picture by its head alone. Raises `BadSlides`."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 (only where there is a picture)

    try:
        image = Image.open(io.BytesIO(picture), formats=("JPEG", "PNG"))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise BadSlides(f"{name}: its picture is neither a JPEG nor a PNG") from error
    if not 0 < max(image.size) <= LONGEST_SIDE:
        raise BadSlides(f"{name}: its picture is larger than {LONGEST_SIDE} pixels")
    return image


def pixels(slide: Slide) -> Shown | None:
    """The picture, no larger than it is shown; None: there is none, or it is broken behind its head."""
    if slide.picture is None:
        return None
    try:
        image = _opened(slide.title.zh, slide.picture)
        image.draft("RGB", (SHOWN_SIDE, SHOWN_SIDE))
        image.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
        image = image.convert("RGB")
        return Shown(image.width, image.height, image.tobytes())
    except (BadSlides, OSError, ValueError, SyntaxError) as error:  # Pillow says SyntaxError of a broken PNG
        _log.error("a slide's picture cannot be shown: %s", type(error).__name__)
        return None


def published(settings: Settings) -> tuple[Slide, ...]:
    """What is kept of the platform's slides; empty: none, and the program's own are shown. Blocks."""
    content = content_of(settings)
    document = content.current(SLIDES) if content is not None else None
    if content is None or document is None:
        return ()
    try:
        return load(content.folder(document))
    except BadSlides as error:  # published for a later release
        _log.error("the published slides cannot be used: %s", error)
        return ()
