"""Bank cards and others, through the real pcscd and vpcd; only the card is virtual."""

from __future__ import annotations

import logging

import pytest

from drivers.card_reader import connection
from drivers.card_reader.bank_card_data import BankCard
from drivers.card_reader.reader import CardReader
from drivers.card_reader.recognition import UnknownCard
from drivers.card_reader.social_security_card import SocialSecurityCard
from drivers.outcome import Failure
from drivers.status import Media
from tests.drivers.card_reader.hands import EVENT_S, insert
from tests.limits import LIMIT_S


@pytest.mark.parametrize(
    ("card", "kind"),
    [
        ("jia", SocialSecurityCard),
        ("bank_card", BankCard),
        ("bank_card_contactless", BankCard),
        ("transit_card", UnknownCard),
        ("unknown_chip_card", UnknownCard),
    ],
)
async def test_whichever_card_lies_there_is_told_by_its_kind(reader, slot, caplog, card, kind):
    caplog.set_level(logging.DEBUG)
    await insert(reader, slot, card)
    found = await reader.read_card()
    assert isinstance(found, kind)
    if isinstance(found, BankCard):
        assert found.pan_masked.startswith("620000******00")
        assert found.contactless is card.endswith("less")
    # Guards against: a PIN try, or a payment command, on somebody's card.
    assert set(slot.instructions) <= {0xA4, 0xB2, 0xC0, 0xA8, 0xCA}
    # Guards against: what was on the card stands in a log.
    assert all(secret not in caplog.text for secret in ("6200", "999999", "测试员"))


async def test_a_uid_is_read_of_a_contactless_card_only(reader, slot):
    await insert(reader, slot, "bank_card_contactless")
    assert await reader.read_uid() == "08A1B2C3"
    slot.pull()
    assert await reader.wait_media(Media.NOT_PRESENT, EVENT_S) is None
    await insert(reader, slot, "bank_card")
    assert await reader.read_uid() == ""


@pytest.mark.parametrize("nth", [1, 4, 6])
async def test_a_bank_card_pulled_while_it_is_read(reader, slot, nth, monkeypatch):
    monkeypatch.setattr(connection, "_GONE_WITHIN_S", LIMIT_S)  # until pcscd has seen it, however busy the machine is
    await insert(reader, slot, "bank_card")
    slot.pull_at(nth)
    outcome = await reader.read_card()
    assert isinstance(outcome, Failure)
    assert outcome.error == "mediaRemoved"


async def test_a_bank_card_that_contradicts_itself_is_refused_without_telling_what_it_says(reader, slot):
    await insert(reader, slot, "bank_card_contradicts")
    outcome = await reader.read_card()
    assert isinstance(outcome, Failure)
    assert outcome.error == "dataInvalid"
    assert "pan" in outcome.detail
    assert "6200" not in outcome.detail


async def test_the_first_reader_will_do_where_none_is_named(slot, reader):
    await insert(reader, slot, "bank_card")
    first = CardReader("")
    await first.start()
    assert await first.wait_status(lambda status: status.ready, EVENT_S)
    assert isinstance(await first.read_card(), BankCard)
    await first.close()


async def test_a_bank_card_where_a_social_security_card_is_due_is_named_in_the_log(reader, slot):
    await insert(reader, slot, "bank_card")
    outcome = await reader.read_social_security_card()
    assert isinstance(outcome, Failure)
    assert outcome.error == "invalidMedia"
    assert "a bank card" in outcome.detail
