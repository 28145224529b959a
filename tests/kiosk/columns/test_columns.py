"""Guards against columns that contradict themselves, that show what is over, or an emergency nobody switched on."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from kiosk.catalogue.load import load as load_catalogue
from kiosk.columns.check import check
from kiosk.columns.model import BadColumns, Columns, load
from provisioning.sandbox.columns import column_parts, switch_emergency


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path)
    return tmp_path


def write(folder: Path) -> Columns:
    for name, content in column_parts(folder)[1].items():
        (folder / "parts").mkdir(exist_ok=True)
        (folder / "parts" / name).write_bytes(content)
    return load(folder / "parts")


def test_what_is_published_has_nothing_to_find_fault_with(folder: Path) -> None:
    columns = load(folder / "parts")
    assert check(columns, load_catalogue()) == []
    assert len(columns.districts) == 38
    assert all(len(one.features) == 50 for one in columns.districts)


def test_a_policy_without_its_interpretation_or_items_is_found(folder: Path) -> None:
    columns = load(folder / "parts")
    alone = msgspec.structs.replace(columns.policies[0], interpretation=None, items=("XX99",))
    lost = msgspec.structs.replace(columns.indicators[0], policies=("nowhere",), items=())
    found = check(msgspec.structs.replace(columns, policies=(alone,), indicators=(lost,)), load_catalogue())
    assert {one.path for one in found} == {"interpretation", "items", "policies"}


def test_an_indicator_without_an_item_is_found(folder: Path) -> None:
    """The column would lead to nothing that can be done: each indicator on its own, also with items of no catalogue."""
    columns, catalogue = load(folder / "parts"), load_catalogue()
    for place, indicator in enumerate(columns.indicators):
        for items in ((), ("XX99",)):
            bare = msgspec.structs.replace(indicator, items=items)
            others = (*columns.indicators[:place], bare, *columns.indicators[place + 1 :])
            found = check(msgspec.structs.replace(columns, indicators=others), catalogue)
            assert [(one.item, one.path) for one in found] == [(indicator.id, "items")]


def test_a_policy_with_an_item_of_no_catalogue_is_found(folder: Path) -> None:
    columns = load(folder / "parts")
    astray = msgspec.structs.replace(columns.policies[0], items=(*columns.policies[0].items, "XX99"))
    found = check(msgspec.structs.replace(columns, policies=(astray, *columns.policies[1:])), load_catalogue())
    assert [(one.item, one.path) for one in found] == [(astray.id, "items")]


def test_announcements_begin_end_and_stay_in_their_district(folder: Path) -> None:
    columns = load(folder / "parts")
    names = [one.id for one in columns.current("2026-11-22T00:00:00Z", "500107")]
    assert names == ["medical-upgrade", "year-end-hours", "jiulongpo-hall"]
    assert "jiulongpo-hall" not in [one.id for one in columns.current("2026-11-22T00:00:00Z", "500103")]
    assert columns.current("2026-08-01T00:00:00Z", "500107")[0].id == "summer-heat"
    assert columns.current("2028-01-01T00:00:00Z", "500107") == ()


def test_the_emergency_column_is_off_until_it_is_switched_on(folder: Path) -> None:
    assert load(folder / "parts").emergency.enabled is False
    switch_emergency(folder, True)
    assert write(folder).emergency.enabled is True
    switch_emergency(folder, False)
    assert write(folder).emergency.enabled is False


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'[{"id": "A B"}]', b"\xff", b"[" * 100_000])
def test_content_of_another_form_is_refused(folder: Path, content: bytes) -> None:
    (folder / "parts/policies.json").write_bytes(content)
    with pytest.raises(BadColumns):
        load(folder / "parts")


def test_newer_content_is_read(folder: Path) -> None:
    """A member that this release does not know is no reason to show nothing."""
    path = folder / "parts/business.json"
    raw = json.loads(path.read_bytes())
    path.write_text(json.dumps([one | {"colour": "red"} for one in raw]), encoding="utf-8")
    assert len(load(folder / "parts").indicators) == len(raw)
