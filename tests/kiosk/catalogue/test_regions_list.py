"""Guards against a city's list that is taken over half, under wrong names, or that leaves nobody a choice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.catalogue import regions
from kiosk.catalogue.regions_list import BadList, built, titles

STREETS = """code,name,areaCode
500107901000,测坪桥街道办事处,500107
500107902000,测镇,500107
500243901,测溪民族乡,500243
110101901000,测华门街道,110101
"""
VILLAGES = """500107901001,测兴社区居委会
500107902201,测田村村委会
500107902202,测坝村委会
110101901001,测巷社区居委会
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "streets.csv").write_text(STREETS, encoding="utf-8-sig")
    (tmp_path / "villages.csv").write_text(VILLAGES)
    return tmp_path / "streets.csv", tmp_path / "villages.csv"


@pytest.fixture(autouse=True)
def the_sample_again() -> Iterator[None]:
    yield
    regions._lists[:] = [regions.BELOW]
    regions._towns.cache_clear()
    regions._deep_by_code.cache_clear()


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("测坪桥街道办事处", "测坪桥街道", "Cepingqiao Subdistrict"),
        ("测溪土家族苗族民族乡", "测溪土家族苗族民族乡", "Cexitujiazumiaozu Ethnic Township"),
        ("测兴社区居委会", "测兴社区", "Cexing Community"),
        ("测田村村委会", "测田村", "Cetian Village"),
        ("测坝村委会", "测坝村", "Ceba Village"),
        ("测东居委会", "测东居委会", "Cedong Neighbourhood"),
        ("测工业园区", "测工业园区", "Cegongyeyuanqu"),
        ("村", "村", "Cun"),
    ],
)
def test_what_people_call_it(name: str, zh: str, en: str) -> None:
    assert titles(name) == {"zh": zh, "en": en}


def test_a_city_puts_its_own_list_in_the_samples_place(
    tmp_path: Path, files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    assert main(["catalogue", "regions", *map(str, files), "--home", str(home)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("3 towns and 3 villages in 2 districts; 2 lines are of places")
    regions.use(home)
    path = ["500000", "500107", "500107902"]
    assert [one.title.zh for one in regions.below(path, levels=4)] == ["测田村", "测坝村"]
    assert regions.is_complete([*path, "500107902202"], levels=4)
    assert regions.is_complete(["500000", "500243", "500243901"], levels=4)  # a town without villages ends there
    assert regions.show([*path, "500107902202"]).en == "Ceba Village, Ce Town, Jiulongpo, Chongqing"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("500107901001,测兴社区\n", "of a town that stands in no list"),
        ("500107901000,测镇\n500107901000,测乡\n", "twice"),
        ("500107901000,测镇\n50010790200,测乡\n", "line 2: no code"),
        ("500107901000,\n", "line 1: no code"),
        ("110101901000,测街道\n", "no town of a district"),
        ("", "no town of a district"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused_whole(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "list.csv").write_text(text)
    with pytest.raises(BadList, match=sentence):
        built([tmp_path / "list.csv"])
    with pytest.raises(SystemExit, match=sentence):
        main(["catalogue", "regions", str(tmp_path / "list.csv"), "--home", str(tmp_path)])
    assert not (tmp_path / regions.OWN).exists()


def test_a_list_that_was_damaged_leaves_the_sample(tmp_path: Path) -> None:
    (tmp_path / regions.OWN).write_text('{"districts": {"500107": [{"code": 1}]}}')
    regions.use(tmp_path)
    assert regions.below(["500000", "500107"], levels=4)
