"""An icon that the catalogue names and nobody has drawn; an icon that draws nothing."""

import logging
import re
from pathlib import Path

import pytest

from screens.painting import icons

ROOT = Path(__file__).parents[2]


def named_in_the_catalogue():
    for path in (ROOT / "kiosk/catalogue/sample").rglob("*"):
        if path.suffix in (".json", ".toml", ".yaml"):
            yield from re.findall(r"""["']?\bicon["']?\s*[:=]\s*["']([a-z0-9-]+)["']""", path.read_text("utf-8"))


def named_in_the_code():
    for room in ("screens", "kiosk/visit"):
        for path in (ROOT / room).rglob("*.py"):
            yield from re.findall(r"""\bicon=["']([a-z0-9-]+)["']""", path.read_text("utf-8"))


def test_every_named_icon_is_there():
    missing = (set(named_in_the_catalogue()) | set(named_in_the_code())) - icons.names()
    assert not missing


@pytest.mark.parametrize("name", ["shield-check", "stethoscope", "id", "wheelchair", "mood-happy"])
def test_an_icon_has_ink_within_its_square(name):
    mask = icons.mask(name, 96)
    box = mask.getbbox()
    assert box is not None
    assert box[2] - box[0] > 40
    assert mask.getextrema()[1] > 240


def test_an_unknown_icon_is_replaced_and_logged(caplog):
    with caplog.at_level(logging.WARNING):
        assert icons.outline_of("no-such-icon") == icons.outline_of(icons.FALLBACK)
    assert "no-such-icon" in caplog.text
