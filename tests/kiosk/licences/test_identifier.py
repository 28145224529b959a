"""Guards against a licence number that was mistyped, or checked by another rule than GB/T 36904's."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.licences.identifier import Identifier, check_character, fault

ALPHABET = string.digits + string.ascii_uppercase
TYPE, ISSUER = "11999999TE5T00016J001", "11999999TE5T00016J"


def test_the_check_is_iso_7064_mod_37_36() -> None:
    assert check_character("A12425GABC1234002") == "M"  # the example of the GRid standard, which takes the same check


@given(serial=st.text(ALPHABET, min_size=1, max_size=32))
def test_what_is_made_is_taken(serial: str) -> None:
    assert fault(str(Identifier(TYPE, ISSUER, serial, "001"))) is None


@given(st.text(ALPHABET, min_size=11, max_size=20), st.data())
def test_one_wrong_character_is_found(serial: str, data: st.DataObject) -> None:
    right = str(Identifier(TYPE, ISSUER, serial, "001"))
    place = data.draw(st.sampled_from([at for at in range(15, len(right)) if right[at] != "."]))
    other = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != right[place]]))
    assert fault(right[:place] + other + right[place + 1 :]) == "check"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "root"),
        ("1.2.156.3003.2.A.B.C.D.E", "root"),
        ("1.2.156.3005.2.A.B", "parts"),
        (f"1.2.156.3005.2.{TYPE}.{ISSUER}..001.A", "characters"),
        (f"1.2.156.3005.2.{TYPE}.{ISSUER}.{'1' * 33}.001.A", "parts"),
        (f"1.2.156.3005.2.{TYPE}.{ISSUER}.１２３.001.A", "characters"),
        (f"1.2.156.3005.2.{TYPE}.{ISSUER}.123\n.001.A", "characters"),
    ],
)
def test_what_is_none(text: str, why: str) -> None:
    assert fault(text) == why
