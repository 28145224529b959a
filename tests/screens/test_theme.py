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
    small, large = Theme("standard", 4.03, 1080, 1920), Theme("standard", 2.02, 1080, 1920)
    assert small.target == 60
    assert large.target == 30
    assert large.size("body") == pytest.approx(small.size("body") / 2, abs=1)


def test_a_new_category_has_a_steady_colour():
    assert category_tint("养犬") == category_tint("养犬") in Theme("standard", 4.03, 1080, 1920).palette.tints
