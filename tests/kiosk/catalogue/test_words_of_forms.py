"""Guards against a message of a form that has no words, and words that no check can say any more."""

from __future__ import annotations

import re
from pathlib import Path

import kiosk.catalogue
from kiosk.catalogue.fields import YES_NO, FieldKind, questions
from kiosk.words import LANGUAGES, words_of
from tests.kiosk.stand import sample

FAULTS = {"id_number": ("length", "region", "date", "check"), "uscc": ("length", "characters", "check")}
KINDS = ("date", "month", "year")


def test_words_and_checks_fit() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(kiosk.catalogue.__path__[0]).glob("*.py"))
    said = set(re.findall(r'"form\.((?:error|warning)\.[a-z_]+)"', code))
    said |= {f"error.{number}_{fault}" for number, faults in FAULTS.items() for fault in faults}
    said |= {f"error.{kind}" for kind in KINDS}
    for language in LANGUAGES:
        assert set(words_of("form", language)) == said


def test_a_question_is_answered_in_its_own_words() -> None:
    """A question for 有 or 没有, "您有居住证吗？" answered by 是 or 否."""
    catalogue = sample()
    for item in (*catalogue.items, *catalogue.further):
        for field in questions(item):
            if field.kind is FieldKind.BOOLEAN and "是" not in field.title.zh:
                assert field.yes_no != YES_NO, (item.short, field.name)
