"""Rows that fall off a page, rectangles that overlap."""

from hypothesis import given
from hypothesis import strategies as st

from screens.geometry import Rect, pages_of


@given(st.lists(st.floats(1, 400), min_size=1, max_size=30), st.floats(50, 900), st.floats(0, 20))
def test_every_row_stands_on_exactly_one_page_and_fits(heights, available, gap):
    pages = pages_of(heights, available, gap)
    assert [i for page in pages for i in page] == list(range(len(heights)))
    for page in pages:
        used = sum(heights[i] for i in page) + gap * (len(page) - 1)
        assert len(page) == 1 or used <= available + 1e-6


def test_cutting_leaves_the_gap():
    top, rest = Rect(0, 0, 100, 100).top(30, 10)
    assert (top.bottom, rest.y, rest.bottom) == (30, 40, 100)
    assert [c.x for c in Rect(0, 0, 110, 10).columns(2, 10)] == [0, 60]
