"""A technician who knocks and is not let in; a citizen's taps that open the technician's page."""

import pytest

from screens.service_corner import SIDE_MM, TAPS, WITHIN_S, ServiceCorner

PX_PER_MM = 4.03
EDGE = SIDE_MM * PX_PER_MM


@pytest.mark.parametrize(
    ("taps", "between", "place", "opened"),
    [
        (TAPS, 0.2, (30, 30), 1),
        (TAPS - 1, 0.2, (30, 30), 0),
        (2 * TAPS, 0.2, (EDGE - 1, EDGE - 1), 2),
        (3 * TAPS, WITHIN_S + 0.1, (30, 30), 0),  # somebody who tries the screen
        (3 * TAPS, 0.2, (EDGE + 1, 30), 0),  # beside the corner
    ],
)
def test_only_quick_taps_in_the_corner_open_it(taps: int, between: float, place: tuple[int, int], opened: int) -> None:
    now, pages = [0.0], []
    corner = ServiceCorner(PX_PER_MM, lambda: pages.append(now[0]), lambda: now[0])
    for _ in range(taps):
        now[0] += between
        corner.tapped(*place)
    assert len(pages) == opened


def test_a_tap_elsewhere_begins_anew() -> None:
    now, pages = [0.0], []
    corner = ServiceCorner(PX_PER_MM, lambda: pages.append(1), lambda: now[0])
    for tap in range(2 * TAPS - 2):
        now[0] += 0.2
        corner.tapped(*((900, 900) if tap == TAPS - 1 else (30, 30)))
    assert pages == []
