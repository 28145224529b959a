"""The card lies there and answers with an error where it must not."""

from __future__ import annotations

from drivers.card_reader.social_security_card import SocialSecurityCard
from drivers.outcome import Failure
from tests.drivers.card_reader.hands import insert


async def test_a_fault_of_the_card_in_the_middle_is_unreadable_not_removed(reader, slot):
    await insert(reader, slot, "jia")
    slot.fail_next(0x6F00)
    outcome = await reader.read_social_security_card()
    assert isinstance(outcome, Failure)
    assert outcome.error == "mediaUnreadable"
    assert isinstance(await reader.read_social_security_card(), SocialSecurityCard)
