"""The reader holds a command and gives it back to nobody."""

from __future__ import annotations

from drivers.card_reader.social_security_card import SocialSecurityCard
from drivers.outcome import Completion, Failure
from drivers.status import DeviceState
from tests.drivers.card_reader.hands import EVENT_S, insert


async def test_a_reader_that_hangs_is_left_behind_and_comes_back_when_it_answers(reader, slot):
    # Guards against: a reader that holds a command for minutes freezes the terminal, or stays "broken" afterwards.
    await insert(reader, slot, "jia")
    slot.delay = 3.0
    outcome = await reader.read_social_security_card(limit=0.5)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.TIME_OUT
    assert reader.status.device is DeviceState.HARDWARE_ERROR
    slot.delay = 0.0
    assert await reader.wait_status(lambda status: status.ready, EVENT_S)
    assert isinstance(await reader.read_social_security_card(), SocialSecurityCard)
