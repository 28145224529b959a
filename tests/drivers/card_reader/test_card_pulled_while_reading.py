"""The card is pulled in the middle of the dialogue."""

from __future__ import annotations

from drivers.card_reader import connection
from drivers.card_reader.social_security_card import SocialSecurityCard
from drivers.outcome import Failure
from drivers.status import Media
from tests.drivers.card_reader.hands import EVENT_S, insert
from tests.limits import LIMIT_S


async def test_a_card_pulled_while_it_is_read(reader, slot, monkeypatch):
    monkeypatch.setattr(connection, "_GONE_WITHIN_S", LIMIT_S)  # until pcscd has seen it, however busy the machine is
    await insert(reader, slot, "yi")
    slot.pull_at(6)
    outcome = await reader.read_social_security_card()
    assert isinstance(outcome, Failure)
    assert outcome.error == "mediaRemoved"
    assert await reader.wait_media(Media.NOT_PRESENT, EVENT_S) is None

    await insert(reader, slot, "yi")  # and put back
    assert isinstance(await reader.read_social_security_card(), SocialSecurityCard)
