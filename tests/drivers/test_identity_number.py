"""GB 11643."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import identity_number

seventeen = st.text(alphabet="0123456789", min_size=17, max_size=17)


@given(seventeen, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(first, at, by):
    # Guards against: a misread number passes as somebody else's.
    number = first + identity_number.check_character(first)
    assert identity_number.is_valid(number)
    wrong = str((int(number[at]) + by) % 10)
    assert not identity_number.is_valid(number[:at] + wrong + number[at + 1 :])


@pytest.mark.parametrize(
    "number",
    [
        "",
        "99999919900101001",
        "9999991990010100160",
        "99999919900101001X",
        "９９９９９９１９９００１０１００１６",
        "999999 9900101001 6",
    ],
)
def test_what_is_no_number(number):
    assert not identity_number.is_valid(number)
