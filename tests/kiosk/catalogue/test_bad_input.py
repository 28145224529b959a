"""Whatever is entered, pasted or sent: a value or a calm sentence, never a crash; nothing that no register takes."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.catalogue.answers import check_answers, settled, show
from kiosk.catalogue.fields import Choice, Field, FieldKind, NewerForm, is_readable, questions
from kiosk.catalogue.load import load
from kiosk.catalogue.plan import is_offered
from kiosk.catalogue.validators import check_answer, tidy
from kiosk.text import Localized, Message
from kiosk.visit.asking import question_view
from tests.kiosk.stand import sample

TODAY = date(2026, 11, 22)
WORDS = Localized("问", "Ask")
YB04 = next(item for item in sample().items if item.short == "YB04")
PARTS = (Field("name", FieldKind.NAME, WORDS, WORDS), Field("id_number", FieldKind.ID_NUMBER, WORDS, WORDS))


def field(kind: FieldKind) -> Field:
    options = (Choice("a", WORDS), Choice("b", WORDS))
    return Field("it", kind, WORDS, WORDS, options=options, max_length=60, max_items=5, parts=PARTS)


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(
        [
            "", " ", "\x00", "\u202e渝A12345", "测试\n员", "👵🏽", "𠮷", "\ud800", "长" * 10_000,
            "2026-02-30", "2026-13", "2026-11-22/pm", "99999919900101001X", "１３８００００１２３４",
            "-1", "1e9", "0x10", "٣", "<script>", "'; DROP TABLE",
        ]
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=6,
)  # fmt: skip


@pytest.mark.parametrize("kind", list(FieldKind))
@given(value=JUNK)
def test_any_answer_is_a_value_or_a_sentence(kind: FieldKind, value: Any) -> None:
    """What a screen, a scanner or a draft from another terminal sends ends in the visit as it is."""
    one = field(kind)
    kept = tidy(one, value)
    said = check_answer(one, kept, TODAY)
    assert said is None or isinstance(said, Message)
    if said is None and kept not in (None, "", []):
        show(one, kept)
        question_view(one, value=kept, answers={}, evidence={}, today=TODAY)


@pytest.mark.parametrize("kind", [FieldKind.TEXT, FieldKind.ADDRESS, FieldKind.NAME])
@pytest.mark.parametrize(
    "value", ["测试\n员", "测试\x00员", "测试\u202e员", "测试👵🏽员", "测试☎员", "测试\u200b员", "\ud800测试"]
)
def test_no_register_takes_these_characters(kind: FieldKind, value: str) -> None:
    assert check_answer(field(kind), value, TODAY) is not None


@pytest.mark.parametrize(
    "name", ["𠮷野", "㐀㐁", "\u9fa6测试", "\U0002ceb0测试", "\U000308fc测试", "\uf92c测试", "测试·测试"]
)
def test_rare_characters_of_names_are_taken(name: str) -> None:
    """GB 18030-2022, level 3: who is called so must not be turned away."""
    assert check_answer(field(FieldKind.NAME), name, TODAY) is None
    assert check_answer(field(FieldKind.ADDRESS), name, TODAY) is None


@pytest.mark.parametrize("day", ["2026-02-29", "2026-00-01", "2026-11-31", "0000-01-01", "2026-1-1", "२०२६-०१-०१"])
def test_days_that_do_not_exist(day: str) -> None:
    assert check_answer(field(FieldKind.DATE), day, TODAY) is not None


@settings(deadline=None)
@given(answers=st.dictionaries(st.sampled_from(["type", "dest", "start", "end", "phone", "x"]), JUNK, max_size=5))
def test_a_whole_form_of_anything(answers: dict[str, Any]) -> None:
    item = YB04
    kept = settled(item, answers)
    assert all(isinstance(one, Message) for one in check_answers(item, kept, TODAY).values())


# ---- forms that are newer than the terminal ------------------------------------------------------------------------
def newer(**form: Any) -> Any:
    return dataclasses.replace(YB04, form={**YB04.form, **form})


UNREADABLE: list[dict[str, Any]] = [
    {"x-schema": 2},
    {"properties": {"type": {"type": "string", "x-kiosk": {"kind": "hologram", "label": {}, "title": {}}}}},
    {"properties": {"type": {"type": "string"}}, "x-order": ["type"]},
    {"properties": {}, "x-order": ["missing"]},
    {"properties": {"type": {"type": "string", "x-kiosk": {"kind": "choice"}}}, "x-order": ["type"]},
]


@pytest.mark.parametrize("form", UNREADABLE)
def test_a_newer_form_is_known_as_one(form: dict[str, Any]) -> None:
    """The platform publishes for a mixed fleet: an old terminal greys the item and does not fall."""
    item = newer(**form)
    assert not is_readable(item)
    assert not is_offered(item)
    with pytest.raises(NewerForm):
        questions(item)


def test_every_item_of_the_sample_is_readable() -> None:
    assert all(map(is_readable, load().items))
