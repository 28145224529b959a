"""Guards against a sandbox whose citizens hold licences in other proportions than document A counts."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from provisioning.sandbox.identity import Person
from provisioning.sandbox.licence_holdings import counted, held_by, kinds, share

COUNTS = {  # document A, in ten thousands
    "social_security_card": 3598.5,
    "marriage_certificate": 2976.2,
    "divorce_certificate": 706.6,
    "business_licence": 449.3,
    "professional_qualification": 376.0,
    "property_certificate": 253.6,
    "employment_certificate": 223.6,
    "property_registration": 190.9,
    "transport_qualification": 92.8,
    "disability_certificate": 89.6,
}
CITIZENS = 700
DAY = date(2026, 11, 22)


def test_the_shares_are_those_of_the_counts() -> None:
    assert kinds()[:10] == tuple(COUNTS)
    assert len(set(kinds())) == 100  # document B's goal
    assert [kind for kind in kinds() if counted(kind)] == list(COUNTS)  # what is made up says so
    largest = max(COUNTS.values())
    assert {kind: share(kind) for kind in COUNTS} == {kind: pytest.approx(n / largest) for kind, n in COUNTS.items()}
    assert sum(COUNTS.values()) == pytest.approx(8957.1)


def test_citizens_hold_them_in_these_shares() -> None:
    """Drawn for each number: over seven hundred of them a share is met to within three standard deviations."""
    held: Counter[str] = Counter()
    for serial in range(CITIZENS):
        person = Person(f"99999919{serial:09d}0", "测试员")
        held.update(one.summary.kind for one in held_by(person, DAY))
    for kind in COUNTS:
        wanted = share(kind)
        deviation = (wanted * (1 - wanted) / CITIZENS) ** 0.5
        assert held[kind] / CITIZENS == pytest.approx(wanted, abs=3 * deviation + 1e-3), kind
