"""Packages (一件事): one form that covers every part, each datum and each paper once, in every situation."""

from __future__ import annotations

import dataclasses
import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.agent.content import _check_packages
from kiosk.catalogue.check_digits import implementation_code_fault
from kiosk.catalogue.check_forms import check_item_form
from kiosk.catalogue.fields import questions
from kiosk.catalogue.files import BadCatalogue
from kiosk.catalogue.model import Item
from kiosk.catalogue.packages import FILE, SAMPLE, asking_situations, child_item, read, shaped, with_packages
from kiosk.catalogue.plan import is_offered
from kiosk.settings import Settings
from offline_cache.fetching import NotFetched
from tests.kiosk.stand import sample

CATALOGUE = sample()
PACKAGES = [item for item in (*CATALOGUE.items, *CATALOGUE.further) if item.package is not None]
NAMED = {  # the ten that the newspaper's review names
    "出生一件事", "我要办工程建设许可（老旧住宅增设电梯）", "我要开便利店", "我要开餐馆", "申领社会保障卡", "职工退休",
    "我要申请立项用地（社会投资小型低风险项目）", "我要办理施工许可", "我要开面馆（企业）", "我要开办职业中介机构",
}  # fmt: skip


def situations(item: Item) -> list[dict[str, Any]]:
    """Every combination of answers to the questions that decide what there is to do."""
    assert item.package is not None
    choices: list[list[Any]] = []
    for name in item.package.situations:
        schema = item.package.fields[name]
        choices.append([True, False] if schema["type"] == "boolean" else list(schema["enum"]))
    return [dict(zip(item.package.situations, one, strict=True)) for one in product(*choices)]


EVERY = [(item, answers) for item in PACKAGES for answers in situations(item)]


def test_the_ten_that_are_named_and_the_two_of_the_catalogue() -> None:
    """The number of items stays what it is said to be."""
    assert len(CATALOGUE.items) == 54
    assert {item.name.zh for item in CATALOGUE.further} == NAMED
    assert [item.short for item in CATALOGUE.items if item.package is not None] == ["YJ01", "YJ02"]
    assert len(CATALOGUE.of("packages")) == 12
    assert all(CATALOGUE.find(item.code) is item for item in CATALOGUE.further)
    codes = [item.code for item in PACKAGES] + [child.code for item in PACKAGES for child in item.package.children]  # type: ignore[union-attr]
    assert all(implementation_code_fault(code) is None for code in codes)


@pytest.mark.parametrize(("item", "answers"), EVERY, ids=lambda one: one.short if isinstance(one, Item) else "")
def test_the_one_form_covers_every_part_and_nothing_else(item: Item, answers: dict[str, Any]) -> None:
    """A datum that no part needs is not asked for; one that a part needs is required, and asked once."""
    package = item.package
    assert package is not None
    now = shaped(item, answers)
    children = package.wanted(answers)
    asked = [one.name for one in questions(now)]
    assert len(asked) == len(set(asked))
    required = {one.name for one in questions(now) if one.required}
    for child in children:
        assert set(child.needs) <= required
        assert set(child.may_have) <= set(asked)
        papers = {one.name: one.required for one in now.materials}
        assert all(papers[name] for name in child.papers)
        assert set(child.may_bring) <= set(papers)
    named = set(package.situations).union(*(one.needs for one in children), *(one.may_have for one in children))
    assert set(asked) == named
    needed = set().union(*(one.papers for one in children), *(one.may_bring for one in children))
    assert [one.name for one in now.materials] == [name for name in package.materials if name in needed]


@pytest.mark.parametrize("item", PACKAGES, ids=lambda item: item.short)
def test_in_some_situation_there_is_each_part(item: Item) -> None:
    package = item.package
    assert package is not None
    seen = {child.name for answers in situations(item) for child in package.wanted(answers)}
    assert seen == {child.name for child in package.children}
    assert all(package.wanted(answers) for answers in situations(item))
    assert [one.name for one in questions(asking_situations(item))] == list(package.situations)


@pytest.mark.parametrize("item", PACKAGES, ids=lambda item: item.short)
def test_a_part_can_be_asked_for_alone(item: Item) -> None:
    """A correction of one part asks with that part's own questions."""
    assert item.package is not None
    for child in item.package.children:
        alone = child_item(CATALOGUE, child.code)
        assert alone is not None
        assert {one.name for one in questions(alone)} >= set(child.needs)


@pytest.mark.parametrize("item", PACKAGES, ids=lambda item: item.short)
def test_its_questions_are_well_formed(item: Item) -> None:
    raw = {"short": item.short, "form": {**item.form, "$schema": item.form["$schema"]}, "offline": True}
    assert [str(one) for one in check_item_form(raw)] == []


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(sorted(PACKAGES[0].package.situations)), st.none() | st.text() | st.booleans()))  # type: ignore[union-attr]
def test_any_answers_make_a_form(answers: dict[str, Any]) -> None:
    for item in PACKAGES:
        assert questions(shaped(item, answers))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw["children"]["food"]["needs"].append("nothing"),
        lambda raw: raw["children"]["food"]["papers"].append("nothing"),
        lambda raw: raw["packages"][4]["children"].append({"child": "nothing"}),
        lambda raw: raw["packages"][4]["children"][1].update(after=["birth_card"]),
        lambda raw: raw["packages"][4]["children"][1].update(when={"nothing": [True]}),
        lambda raw: raw.update(format="kiosk-packages/2"),
        lambda raw: raw["packages"][4].pop("who"),
        lambda raw: raw["packages"][4].update(department="nothing"),
        lambda raw: raw["packages"][4].update(aliases=7),
        lambda raw: raw["packages"][0].update(item=7),
        lambda raw: raw["packages"][4]["situations"].append("nothing"),
        lambda raw: raw["packages"][0]["children"][0].update(after=["birth_card"]),
        lambda raw: raw["packages"][0]["children"][0].update(after=["birth_register"]),
    ],
)
def test_a_document_that_names_what_is_not_there_is_refused(tmp_path: Path, spoil: Any) -> None:
    raw = read(SAMPLE)
    spoil(raw)
    (tmp_path / FILE).write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(BadCatalogue):
        read(tmp_path)


def test_a_package_whose_item_asks_for_other_things_is_refused_before_it_is_used(tmp_path: Path) -> None:
    """The document alone looks whole; it would end window and agent when they build the catalogue at their start."""
    raw = read(SAMPLE)
    raw["packages"][0]["of_item"].append("gone")
    raw["packages"][0]["situations"].append("gone")
    (tmp_path / FILE).write_text(json.dumps(raw), encoding="utf-8")
    read(tmp_path)
    with pytest.raises(NotFetched, match="gone"):
        _check_packages(Settings(home=tmp_path), tmp_path)
    _check_packages(Settings(home=tmp_path), SAMPLE)


def test_children_that_all_wait_for_all_before_them_are_counted_at_once() -> None:
    """Each path through them is not: forty children have a hundred thousand million of them."""
    package = PACKAGES[0].package
    assert package is not None
    one, names = package.children[0], [f"child-{place}" for place in range(40)]
    many = tuple(dataclasses.replace(one, name=name, days=1, after=tuple(names[:at])) for at, name in enumerate(names))
    assert package.days(many) == 40


def test_a_catalogue_without_the_document_greys_its_packages() -> None:
    item = CATALOGUE.find("YJ01")
    assert item is not None
    assert is_offered(item)
    assert not is_offered(dataclasses.replace(item, package=None))
    assert with_packages(dataclasses.replace(CATALOGUE, items=())).items == ()
