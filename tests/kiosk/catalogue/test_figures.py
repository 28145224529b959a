"""The four figures of document A, recomputed by hand from a catalogue of five items."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from kiosk.catalogue.figures import figures
from kiosk.catalogue.load import load
from kiosk.catalogue.material import Material
from kiosk.catalogue.model import Item
from kiosk.text import Localized
from tests.kiosk.stand import sample

WORDS = Localized("样例", "sample")
ONE = sample().items[0]


def item(visits: int, instant: bool, promised: int, legal: int | None, *materials: Material) -> Item:
    guide = replace(ONE.guide, visits=visits)
    return replace(
        ONE, guide=guide, instant=instant, commitment_days=promised, legal_days=legal, materials=tuple(materials)
    )


def paper(source: str, *, required: bool = True) -> Material:
    return Material("x", WORDS, required, source, "A4")


BY_HAND = [
    item(0, True, 0, None),  # no law limits it: it is left out of the shortening
    item(0, True, 0, 10, paper("scan")),
    item(0, False, 15, 30, paper("office")),  # nobody comes, but a paper has to be handed over
    item(1, False, 20, 20, paper("office", required=False)),
    item(2, False, 5, 20),
]


def test_the_figures_by_hand() -> None:
    """Legal 10+30+20+20 = 80 days, promised 0+15+20+5 = 40; visits 0+0+0+1+2 of 5 items."""
    found = figures(BY_HAND)
    assert (found.items, found.limited) == (5, 4)
    assert found.shortened.percent == 50.0
    assert found.mean_visits == 0.6
    assert found.once_at_most.percent == 80.0
    assert found.instant.percent == 40.0
    assert found.online.percent == 40.0


def test_an_instant_item_takes_no_day_whatever_its_limit_says() -> None:
    assert figures([item(0, True, 3, 10)]).shortened.percent == 100.0


def test_a_paper_that_may_be_left_out_brings_nobody_to_an_office() -> None:
    may, must = paper("office", required=False), paper("office")
    assert figures([item(0, False, 1, 2, may)]).online.percent == 100.0
    assert figures([item(0, False, 1, 2, may, must)]).online.percent == 0.0


def test_what_takes_longer_than_the_law_makes_it_worse() -> None:
    assert figures([item(0, False, 15, 10)]).shortened.percent == -50.0


def test_nothing_is_divided_by_nothing() -> None:
    found = figures([])
    assert (found.shortened.percent, found.mean_visits, found.instant.percent) == (None, None, None)
    assert figures([item(0, False, 3, None)]).shortened.percent is None


def test_the_command_says_what_the_catalogue_holds() -> None:
    """Recounted here from the sample's items, not with the module's own formulae."""
    command = [sys.executable, "-m", "kiosk", "catalogue", "report"]
    told = json.loads(subprocess.run([*command, "--json"], check=True, capture_output=True, text=True).stdout)
    items = load().items
    assert (told["items"], told["sample"]) == (54, True)
    assert told["instant_percent"] == pytest.approx(100 * len([one for one in items if one.instant]) / 54, abs=0.01)
    assert told["mean_visits"] == pytest.approx(sum(one.guide.visits for one in items) / 54, abs=0.01)
    assert sum(one["items"] for one in told["departments"].values()) == 54
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert f"{told['instant_percent']:.2f} %" in text
    assert "示例" in text
