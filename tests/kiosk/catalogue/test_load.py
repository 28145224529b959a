"""Guards against a catalogue folder that ends in a traceback instead of one sentence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kiosk.catalogue.files import SAMPLE, BadCatalogue
from kiosk.catalogue.load import load
from kiosk.catalogue.packages import with_packages


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "catalogue"))


def refused(folder: Path) -> str:
    with pytest.raises(BadCatalogue) as caught:
        load(folder)
    sentence = str(caught.value)
    assert "\n" not in sentence and len(sentence) < 400
    return sentence


def test_a_folder_elsewhere_loads_like_the_sample(folder: Path) -> None:
    assert with_packages(load(folder)) == load()


def test_no_folder(tmp_path: Path) -> None:
    assert "there is no such file" in refused(tmp_path / "nowhere")


def test_a_missing_category(folder: Path) -> None:
    (folder / "tax.json").unlink()
    assert "tax.json: there is no such file" in refused(folder)


def test_not_json(folder: Path) -> None:
    (folder / "tax.json").write_text('{"items": [\n  {,\n', encoding="utf-8")
    assert "tax.json, line 2: not JSON" in refused(folder)


def test_not_text(folder: Path) -> None:
    (folder / "tax.json").write_bytes(b"\xff\xfe\x00")
    assert "tax.json: it is not UTF-8" in refused(folder)


@pytest.mark.parametrize("content", ["[]", '{"items": {}}', "null", "7"])
def test_json_of_another_form(folder: Path, content: str) -> None:
    (folder / "tax.json").write_text(content, encoding="utf-8")
    assert "tax.json: it holds no list of items" in refused(folder)


@pytest.mark.parametrize("content", ["[" * 100_000, '{"a":' * 100_000, '{"items": ' + "9" * 5000 + "}", '"\\ud800"'])
def test_json_that_ends_its_reader(folder: Path, content: str) -> None:
    """Whoever publishes it would end the window and the agent at each of their starts."""
    (folder / "tax.json").write_text(content, encoding="utf-8")
    assert "tax.json" in refused(folder)


@pytest.mark.parametrize("part", [{"categories": 5}, {"categories": {"name": "tax"}}])
def test_a_head_of_another_form(folder: Path, part: dict[str, object]) -> None:
    head = json.loads((folder / "catalogue.json").read_text(encoding="utf-8"))
    (folder / "catalogue.json").write_text(json.dumps(head | part), encoding="utf-8")
    assert "its categories are no list" in refused(folder)


def test_an_item_of_no_department(folder: Path) -> None:
    part = json.loads((folder / "tax.json").read_text(encoding="utf-8"))
    part["items"][0]["department"] = "nothing"
    (folder / "tax.json").write_text(json.dumps(part), encoding="utf-8")
    assert "SW01 is of no department" in refused(folder)


@pytest.mark.parametrize("name", ["../secret", "", None, "a/b"])
def test_a_category_cannot_name_a_file_outside_the_folder(folder: Path, name: str | None) -> None:
    head = json.loads((folder / "catalogue.json").read_text(encoding="utf-8"))
    head["categories"][0]["name"] = name
    (folder / "catalogue.json").write_text(json.dumps(head), encoding="utf-8")
    assert "a category without a plain name" in refused(folder)


def test_an_item_with_a_wrong_type_names_item_and_place(folder: Path) -> None:
    part = json.loads((folder / "tax.json").read_text(encoding="utf-8"))
    part["items"][0]["minutes"] = "two"
    (folder / "tax.json").write_text(json.dumps(part), encoding="utf-8")
    assert "SW01 minutes:" in refused(folder)
