"""Words that cannot be read on their ground; a type scale that opens too many fonts."""

import pytest

from screens.shades import contrast
from screens.theme import DRAWN_AT, SIZES, STYLES, Theme, category_tint


@pytest.mark.parametrize("mode", ["standard", "senior", "contrast"])
def test_contrast(mode):
    p = Theme(mode, 4.03, 1080, 1920).palette
    body = [(p.ink, p.ground), (p.ink, p.paper), (p.soft, p.paper), (p.on_primary, p.primary), (p.ink, p.key)]
    for words, ground in body:
        assert contrast(words, ground) >= 7, (words, ground)
    large = [(p.soft, p.ground), (p.on_primary_soft, p.primary), (p.primary, p.pale), (p.disabled, p.disabled_ground)]
    large += [(tint.ink, tint.ground) for tint in p.tints.values()]
    for words, ground in large:
        assert contrast(words, ground) >= 4.5, (words, ground)
    assert contrast(p.edge, p.paper) >= 3  # WCAG 1.4.11: the border of a control


@pytest.mark.parametrize("mode", ["standard", "senior", "contrast"])
def test_ten_sizes_and_no_other(mode):
    """Each open size of a CJK font costs several MB, and Kivy keeps them all."""
    theme = Theme(mode, DRAWN_AT, 1080, 1920)
    assert len(SIZES) == 10
    assert {theme.size(style) for style in STYLES} | set(theme.smaller) <= set(SIZES)
    assert max(theme.smaller) < theme.size("caption")


def test_millimetres_follow_the_glass():
    small, wide = Theme("standard", 4.03, 1080, 1920), Theme("standard", 4.03, 2160, 3840)
    assert small.target == 60
    assert wide.target == pytest.approx(60 * 2**0.5, abs=1), "as many pixels a millimetre, on twice the glass"


def test_a_large_screen_is_not_empty():
    """43 inch: everything stays as large as on 21.5 inch or larger, and takes the room that there is by its root."""
    theme = Theme("standard", 2.02, 1080, 1920)
    assert theme.target >= 15 * 2.02
    assert theme.size("body") / 2.02 == pytest.approx(40 / 4.03 * 2**0.5, rel=0.02)
    assert theme.ample == pytest.approx(2**0.5 - 1, abs=0.02)
    assert Theme("standard", 4.03, 1080, 1920).ample == pytest.approx(0, abs=1e-3), "nothing is stretched at 21.5 inch"


def test_a_new_category_has_a_steady_colour():
    assert category_tint("养犬") == category_tint("养犬") in Theme("standard", 4.03, 1080, 1920).palette.tints
