"""Who someone is: the platform's judgement of what a card gave (docs/api.md, "Evidence")."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from drivers.identity_number import is_valid
from provisioning.problem import Problem, malformed

EVIDENCE = {
    "id_card": frozenset(
        ("name", "sex", "nation", "birth", "address", "id_number", "authority", "valid_from", "valid_to", "sam_id")
    ),
    "social_security_card": frozenset(
        ("id_number", "name", "card_number", "identification_code", "region", "version", "valid_to")
    ),
    "bank_card": frozenset(("scheme", "token", "pan_masked", "expiry", "name", "id_number", "id_kind")),
    "number": frozenset(("id_number",)),
}
ASSERTED = "number"
"""Anybody can type a number: it is no proof."""
FOREVER = "长期"
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class Person:
    """Who somebody is to the platform; lives in memory for one identity session."""

    number: str = field(repr=False)  # 公民身份号码
    name: str = field(repr=False)
    uscc: str = ""  # of the enterprise that this person acts for, with its name and the role
    organisation: str = ""
    role: str = ""


def recognise(method: Any, evidence: Any, today: date) -> Person:
    """The person of this evidence.

    Raises `Problem`: 400 `malformed` where fields are missing or no strings; 401 `card-lost`, `card-expired`
    or `not-recognised`. No title says what was on the card.
    """
    if method not in EVIDENCE:
        raise malformed(f"method is one of {', '.join(EVIDENCE)}, qr_code")
    if not isinstance(evidence, dict) or not all(isinstance(value, str) for value in evidence.values()):
        raise malformed("evidence is an object of strings")
    missing = EVIDENCE[method] - evidence.keys()
    if missing:
        raise malformed(f"evidence lacks {', '.join(sorted(missing))}")
    if method == ASSERTED:
        return _asserted(evidence["id_number"].strip().upper())
    if method == "bank_card":
        return _bank_card(evidence, today)
    number, name = evidence["id_number"].strip().upper(), evidence["name"].strip()
    if not name or not well_formed(number):
        raise _not_recognised("the number's check digit or birth date is wrong, or the name is empty")
    card = evidence["card_number"].strip() if method == "social_security_card" else number
    if card in _lost()[method]:
        raise Problem(401, "card-lost", "the card was reported lost")
    if method == "id_card":
        _agrees(evidence, number)
        begins = _day(evidence["valid_from"])
        if begins is None or begins > today:
            raise _not_recognised("the card is not valid yet, or its first day is no date")
    _not_expired(evidence["valid_to"].strip(), today, may_be_empty=method == "social_security_card")
    return Person(number, name)


def _asserted(number: str) -> Person:
    if not well_formed(number):
        raise _not_recognised("the number's check digit or birth date is wrong")
    return Person(number, _names().get(number, "测试员"))


def _bank_card(evidence: Mapping[str, str], today: date) -> Person:
    """The card says whose it is (PBOC 9F61, 9F62); a bank would be asked by the token, here it says yes."""
    number, name = evidence["id_number"].strip().upper(), evidence["name"].strip()
    if evidence["id_kind"] != "id_card" or not name or not well_formed(number) or not evidence["token"]:
        raise _not_recognised("the card does not say whose it is, or what it says is wrong")
    if evidence["pan_masked"] in _lost()["bank_card"]:
        raise Problem(401, "card-lost", "the card was reported lost")
    expiry = evidence["expiry"].strip()
    last = expiry if len(expiry) == 10 else f"{expiry}-28"
    if expiry and (_day(last) is None or last[:7] < today.isoformat()[:7]):
        raise Problem(401, "card-expired", "the card is past its last month")
    return Person(number, name)


def permit_of(number: str) -> str:
    """The exit-entry permit that a test person holds."""
    return "C" + number[-8:].replace("X", "0")


def well_formed(number: str) -> bool:
    """Form, birth date and check digit of a citizen's number (GB 11643-1999)."""
    return is_valid(number) and birth_of(number) is not None


def birth_of(number: str) -> date | None:
    return _day(number[6:14])


def phone_of(number: str) -> str | None:
    """The telephone that is registered for a test person; the numbers are of no carrier's customer. Nobody may have
    one (`data/people.json`, `without_phone`)."""
    digits = number[-4:].replace("X", "0")
    return None if number in _without_phone() else f"1390000{digits}"


def masked(name: str) -> str:
    """`张三丰` becomes `张*丰`, `李四` becomes `李*`: as much as a citizen needs to see that it is they."""
    return name[0] + "*" * (len(name) - 2) + name[-1] if len(name) > 2 else name[0] + "*" * (len(name) - 1)


def _agrees(evidence: Mapping[str, str], number: str) -> None:
    """What a resident card says twice must be the same: its number holds the birth date and the sex."""
    if _day(evidence["birth"]) != birth_of(number):
        raise _not_recognised("the card's birth date and number do not agree")
    sex = evidence["sex"].strip()
    if sex in ("1", "2") and int(number[16]) % 2 != int(sex) % 2:
        raise _not_recognised("the card's sex and number do not agree")


def _not_expired(valid_to: str, today: date, may_be_empty: bool) -> None:
    if valid_to == FOREVER or (may_be_empty and not valid_to):
        return
    ends = _day(f"{valid_to}-12-31" if _YEAR.fullmatch(valid_to) else valid_to)  # cards of 2012 hold a year
    if ends is None:
        raise _not_recognised("the card's last day is no date")
    if ends < today:
        raise Problem(401, "card-expired", "the card is past its last day")


def _not_recognised(title: str) -> Problem:
    return Problem(401, "not-recognised", title)


def _day(text: str) -> date | None:
    """A day from `YYYY-MM-DD` or, as cards write it, `YYYYMMDD`."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


@cache
def _without_phone() -> frozenset[str]:
    raw = json.loads((Path(__file__).parent / "data/people.json").read_text(encoding="utf-8"))
    return frozenset(raw["without_phone"])


@cache
def _names() -> Mapping[str, str]:
    raw = json.loads((Path(__file__).parent / "data/people.json").read_text(encoding="utf-8"))
    return {one["id_number"]: one["name"] for one in raw["people"].values()}


@cache
def _lost() -> Mapping[str, frozenset[str]]:
    raw = json.loads((Path(__file__).parent / "data/lost_cards.json").read_text(encoding="utf-8"))
    return {method: frozenset(numbers) for method, numbers in raw.items() if method in EVIDENCE}
