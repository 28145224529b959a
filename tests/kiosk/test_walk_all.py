"""All 54 items, each from home to its end, in Chinese and in English, against the real sandbox platform."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.model import Kind
from kiosk.text import Localized, Message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.steps import decision
from kiosk.words import say
from provisioning import clock
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import sample
from tests.kiosk.test_walk_money import ANSWERS
from tests.kiosk.walker import Walker

HAN = re.compile(r"[㐀-鿿]")
ENDS = {
    Kind.QUERY: {"answered", "certified"},
    Kind.CERTIFICATE: {"certified"},
    Kind.PAYMENT: {"paid"},
    Kind.APPLICATION: {"submitted", "decided", "declined"},  # by rules, with the reason
    Kind.APPOINTMENT: {"submitted", "decided"},
    Kind.PACKAGE: {"submitted"},
}
QUERY_TOUCHES = 5  # from home to the result, what is typed or chosen on question pages apart
SUBMISSION_TOUCHES = 12


def test_there_are_54() -> None:
    """The number that document A names; a test that walks all of them must not lose one unnoticed."""
    assert len(sample().items) == 54


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("short", [item.short for item in sample().items])
async def test_an_item_from_home_to_its_end(
    tmp_path: Path, short: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decision, "WAIT_S", 4.0)  # rules decide at once; who waits for a person's word has its own test
    async with sandbox_stand(tmp_path, second=0.5) as (one, far):
        item = one.catalogue.find(short)
        assert item is not None

        async def pay() -> None:
            far.sandbox.payments.pay(far.sandbox.payments.newest(1, clock.now())[0]["key"], clock.now())

        await one.sees(v.HomeView)
        one.touch(i.SetLanguage(language))
        walked = await Walker(one, ANSWERS.get(short), pay).walk(short)
        assert walked.done is not None
        assert walked.done.outcome in ENDS[item.kind], walked
        assert walked.done.number
        asked = walked.views.count("QuestionView")
        if item.kind is Kind.QUERY:
            assert walked.to_result is not None and walked.to_result - asked <= QUERY_TOUCHES, walked
        elif item.kind not in (Kind.CERTIFICATE, Kind.PAYMENT):
            assert walked.touches - asked <= SUBMISSION_TOUCHES, walked
        one.touch(i.Next())
        await one.sees(v.RateView)
        one.touch(i.Skip())
        await one.sees(v.FarewellView)
        for text in (text for view in one.seen for text in _texts(view)):
            said = say(text, language)
            if language == "en" and isinstance(text, Message) and not text.params:
                assert not HAN.search(said), text.key


def _texts(part: Any) -> Iterator[Any]:
    if isinstance(part, (Message, Localized)):
        yield part
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from _texts(getattr(part, field.name))
    elif isinstance(part, (tuple, list)):
        for one in part:
            yield from _texts(one)
