"""A card is inserted, read and taken out, through the real pcscd and vpcd; only the card is virtual."""

from __future__ import annotations

import logging

from drivers.card_reader.reader import CardReader
from drivers.card_reader.social_security_card import SocialSecurityCard
from drivers.outcome import Failure
from drivers.status import ChipPower, Media
from tests.drivers.card_reader.hands import EVENT_S, insert


async def test_a_card_is_read_and_read_again_and_its_absence_is_no_media(reader, slot, caplog):
    caplog.set_level(logging.DEBUG)
    empty = await reader.read_social_security_card()
    assert isinstance(empty, Failure)
    assert empty.error == "noMedia"

    await insert(reader, slot, "jia")
    assert reader.status.chip_power is ChipPower.ONLINE
    for _ in range(2):
        card = await reader.read_social_security_card()
        assert isinstance(card, SocialSecurityCard)
        assert (card.name, card.id_number, card.version) == ("测试员甲", "999999199001010016", "3.00")
    # Guards against: a PIN try, or a payment command, on somebody's card.
    assert set(slot.instructions) == {0xA4, 0xB2}
    # Guards against: what was on the card stands in a log.
    assert "999999" not in caplog.text
    assert "测试员" not in caplog.text

    slot.pull()
    assert await reader.wait_media(Media.NOT_PRESENT, EVENT_S) is None
    assert reader.status.chip_power is ChipPower.NO_CARD


async def test_a_card_that_lay_there_before_is_reported(pcscd, slot, reader):
    # Guards against: a card in the reader at start-up is never announced.
    await insert(reader, slot, "jia")
    second = CardReader("Virtual PCD")
    await second.start()
    assert await second.wait_media(Media.PRESENT, EVENT_S) is None
    await second.close()
