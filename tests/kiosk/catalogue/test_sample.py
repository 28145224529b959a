"""Guards against an item of the sample that cannot be shown, asked, answered or found at the end of a visit."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kiosk.catalogue.answers import check_answers, settled, show_answer
from kiosk.catalogue.check import check
from kiosk.catalogue.fields import FieldKind, asked, questions
from kiosk.catalogue.files import SAMPLE, read
from kiosk.catalogue.model import Item, Kind, Step
from tests.kiosk.catalogue.people import TODAY, answers
from tests.kiosk.stand import sample

CATALOGUE = sample()
EVERY_ITEM = pytest.mark.parametrize("item", CATALOGUE.items, ids=lambda item: item.short)


def test_the_checker_finds_nothing() -> None:
    assert [str(finding) for finding in check(read(SAMPLE))] == []


def test_it_is_54_items_and_says_that_it_is_a_sample() -> None:
    assert len(CATALOGUE.items) == 54
    assert CATALOGUE.sample
    assert "示例" in CATALOGUE.source_note.zh and "Sample" in CATALOGUE.source_note.en
    kinds = [item.kind for item in CATALOGUE.items]
    assert {kind: kinds.count(kind) for kind in Kind} == {
        "query": 9, "certificate": 12, "application": 24, "appointment": 3, "payment": 4, "package": 2,
    }  # fmt: skip


@EVERY_ITEM
def test_answers_that_may_stand_pass_the_words_and_the_schema(item: Item) -> None:
    """Through every branch of the form: each value of each choice that another question hangs on."""
    fields = questions(item)
    drivers = {name for field in fields for name in field.when}
    options = {field.name: [one.value for one in field.options] for field in fields if field.name in drivers}
    for values in product(*options.values()):
        steer = dict(zip(options, values, strict=True))
        reached = {one.name for one in asked(fields, answers(item, steer))}
        given = answers(item, {name: value for name, value in steer.items() if name in reached})
        given = settled(item, given)
        assert check_answers(item, given, TODAY) == {}
        assert [error.message for error in Draft202012Validator(item.form).iter_errors(given)] == []


@EVERY_ITEM
def test_a_missing_answer_is_told_at_its_question_and_refused_by_the_schema(item: Item) -> None:
    given = settled(item, answers(item))
    for field in asked(questions(item), given):
        if not field.required:
            continue
        less = {name: value for name, value in given.items() if name != field.name}
        assert field.name in check_answers(item, settled(item, less), TODAY)
        assert not Draft202012Validator(item.form).is_valid(less)


@EVERY_ITEM
def test_every_answer_can_be_read_back_in_both_languages(item: Item) -> None:
    given: dict[str, Any] = answers(item)
    for field in asked(questions(item), given):
        for language in ("zh", "en"):
            shown = show_answer(field, given[field.name], language)
            assert shown
            if field.kind in (FieldKind.PHONE, FieldKind.ID_NUMBER, FieldKind.BANK_CARD):
                assert given[field.name] not in shown


@EVERY_ITEM
def test_steps_and_devices_follow_from_the_data(item: Item) -> None:
    steps, devices = item.steps, item.devices
    assert steps[0] is Step.GUIDE and steps[-1] is Step.RATE
    assert len(set(steps)) == len(steps)
    assert (Step.IDENTIFY in steps) == bool(item.identity.means)
    assert (Step.FACE in steps) == item.identity.face
    assert (Step.MATERIALS in steps) == bool(item.asked_materials)
    assert (Step.SUBMIT in steps) == (item.kind in (Kind.APPLICATION, Kind.APPOINTMENT, Kind.PACKAGE))
    assert ("document_printer" in devices) == (item.instant and "certificate_print" in item.outputs)
    assert (Step.PRINT in steps) == bool({"document_printer", "endorsement_printer"} & devices)
    assert item.offline <= bool(item.identity.means)


def test_the_three_items_of_a_first_visit() -> None:
    sb03, yb03, yb04 = (CATALOGUE.find(short) for short in ("SB03", "YB03", "yb04"))
    assert sb03 and yb03 and yb04
    assert sb03.steps == ("guide", "identify", "form", "query", "receipt", "rate")
    assert sb03.devices == {"id_card_reader", "receipt_printer"}
    assert yb03.devices == {"card_reader", "receipt_printer"}
    assert yb04.devices == {"id_card_reader", "document_camera", "receipt_printer"}
    assert [one for one in yb04.steps if one in ("materials", "sign", "submit")] == ["materials", "sign", "submit"]
    assert yb04.offline and yb04.instant and yb04.title.zh == "异地就医备案"
    assert [field.name for field in questions(yb04)] == ["type", "dest", "start", "end", "phone"]
    assert CATALOGUE.find(yb04.code) is yb04


def test_the_most_used_come_first_and_a_category_holds_its_own() -> None:
    items = CATALOGUE.of(None)
    assert [item.popularity for item in items] == sorted((item.popularity for item in items), reverse=True)
    listed = sum(len(CATALOGUE.of(category.name)) for category in CATALOGUE.categories)
    assert listed == 54 + len(CATALOGUE.further)
    assert {item.category for item in CATALOGUE.of("household")} == {"household"}


def test_what_is_indicative_is_marked() -> None:
    for item in CATALOGUE.items:
        assert "guide.basis" in item.verify_before_use
        if not item.instant:
            assert "commitment_days" in item.verify_before_use
        if item.legal_days is not None and item.short != "CR01":
            assert "legal_days" in item.verify_before_use, item.short
