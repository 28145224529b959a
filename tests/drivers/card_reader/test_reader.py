"""The contact card reader through the real pcscd and vpcd; only the card is virtual."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import time

import pytest

from drivers.card_reader.pcscd import PcscdUnavailable, locate_network
from drivers.card_reader.pcscd import start as start_pcscd
from drivers.card_reader.reader import CardReader
from drivers.card_reader.social_security_card import SocialSecurityCard
from drivers.card_reader.twin import VirtualCard
from drivers.outcome import Completion, Failure
from drivers.status import ChipPower, DeviceState, Media

EVENT_S = 5.0  # pcscd looks every 0.4 s


@pytest.fixture
async def slot(pcscd):
    card = VirtualCard()
    yield card
    card.close()


@pytest.fixture
async def reader(pcscd, slot):
    device = CardReader("Virtual PCD 00 00")
    await device.start()
    assert await device.wait_media(Media.NOT_PRESENT, EVENT_S) is None
    yield device
    slot.pull()
    await device.wait_media(Media.NOT_PRESENT, EVENT_S)
    await device.close()


async def insert(reader: CardReader, slot: VirtualCard, card: str, upside_down: bool = False) -> None:
    slot.insert(card, upside_down)
    assert await reader.wait_media(Media.PRESENT, EVENT_S) is None


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


@pytest.mark.parametrize(
    ("card", "upside_down", "error"),
    [
        ("bank_card", False, "invalidMedia"),
        ("wrong_check_digit", False, "dataInvalid"),
        ("jia", True, "mediaUnreadable"),
    ],
)
async def test_cards_that_will_not_do_each_have_a_name(reader, slot, card, upside_down, error):
    await insert(reader, slot, card, upside_down)
    outcome = await reader.read_social_security_card()
    assert isinstance(outcome, Failure)
    assert (outcome.code, outcome.error) == (Completion.COMMAND_ERROR_CODE, error)
    assert reader.status.media is Media.PRESENT
    assert (reader.status.chip_power is ChipPower.HARDWARE_ERROR) is upside_down
    assert "9999" not in outcome.detail


async def test_a_card_pulled_while_it_is_read(reader, slot):
    await insert(reader, slot, "yi")
    slot.pull_at(6)
    outcome = await reader.read_social_security_card()
    assert isinstance(outcome, Failure)
    assert outcome.error == "mediaRemoved"
    assert await reader.wait_media(Media.NOT_PRESENT, EVENT_S) is None

    await insert(reader, slot, "yi")  # and put back
    assert isinstance(await reader.read_social_security_card(), SocialSecurityCard)


async def test_a_fault_of_the_card_in_the_middle_is_unreadable_not_removed(reader, slot):
    await insert(reader, slot, "jia")
    slot.fail_next(0x6F00)
    outcome = await reader.read_social_security_card()
    assert isinstance(outcome, Failure)
    assert outcome.error == "mediaUnreadable"
    assert isinstance(await reader.read_social_security_card(), SocialSecurityCard)


async def test_a_slow_card_ends_at_the_limit_and_a_cancelled_read_leaves_the_reader_usable(reader, slot):
    await insert(reader, slot, "jia")
    slot.delay = 0.1
    before = time.monotonic()
    outcome = await reader.read_social_security_card(limit=0.8)
    assert time.monotonic() - before < 1.0
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.TIME_OUT
    assert reader.status.ready

    cancelled = asyncio.create_task(reader.read_social_security_card())
    await asyncio.sleep(0.15)
    cancelled.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    slot.delay = 0.0
    assert isinstance(await reader.read_social_security_card(), SocialSecurityCard)


async def test_a_reader_that_hangs_is_left_behind_and_comes_back_when_it_answers(reader, slot):
    # Guards against: a reader that holds a command for minutes freezes the terminal, or stays "broken" afterwards.
    await insert(reader, slot, "jia")
    slot.delay = 1.2
    outcome = await reader.read_social_security_card(limit=0.5)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.TIME_OUT
    assert reader.status.device is DeviceState.HARDWARE_ERROR
    slot.delay = 0.0
    assert await reader.wait_status(lambda status: status.ready, EVENT_S)
    assert isinstance(await reader.read_social_security_card(), SocialSecurityCard)


async def test_a_card_that_lay_there_before_is_reported(pcscd, slot, reader):
    # Guards against: a card in the reader at start-up is never announced.
    await insert(reader, slot, "jia")
    second = CardReader("Virtual PCD")
    await second.start()
    assert await second.wait_media(Media.PRESENT, EVENT_S) is None
    await second.close()


async def test_pcscd_may_die_and_come_back(reader, slot, pcscd):
    # Guards against: after a restart of pcscd no card is ever noticed again.
    await insert(reader, slot, "jia")
    pcscd.kill()
    try:
        assert await reader.wait_status(lambda status: status.device is DeviceState.OFFLINE, EVENT_S)
        assert reader.status.media is Media.UNKNOWN
        outcome = await reader.read_social_security_card()
        assert isinstance(outcome, Failure)
        assert outcome.code is Completion.DEVICE_NOT_READY
    finally:
        await asyncio.to_thread(pcscd.start)
    assert await reader.wait_media(Media.PRESENT, EVENT_S) is None  # the card still lies there
    assert isinstance(await reader.read_social_security_card(), SocialSecurityCard)


async def test_pcscd_dies_while_a_card_is_read(reader, slot, pcscd):
    await insert(reader, slot, "jia")
    slot.delay = 0.2
    reading = asyncio.create_task(reader.read_social_security_card())
    await asyncio.sleep(0.3)
    pcscd.kill()
    try:
        outcome = await reading
        assert isinstance(outcome, Failure)
        assert outcome.code is Completion.DEVICE_NOT_READY
    finally:
        await asyncio.to_thread(pcscd.start)
    slot.delay = 0.0
    assert await reader.wait_media(Media.PRESENT, EVENT_S) is None


async def test_a_reader_that_is_not_there_is_no_device(pcscd):
    device = CardReader("Some Other Reader")
    await device.start()
    assert await device.wait_status(lambda status: status.device is DeviceState.NO_DEVICE, EVENT_S)
    outcome = await device.read_social_security_card()
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.DEVICE_NOT_READY
    waited = await device.wait_media(Media.PRESENT, 0.05)
    assert isinstance(waited, Failure)
    assert waited.code is Completion.TIME_OUT
    await device.close()


def test_a_second_private_pcscd_is_refused_in_one_sentence(pcscd):
    with pytest.raises(PcscdUnavailable):
        start_pcscd(limit=0.1, share=False)
    shared = start_pcscd(limit=1.0)
    assert shared.pid is None
    shared.stop()
    assert shared.running()  # what was there before stays


def test_vpcd_is_not_reachable_from_outside(pcscd):
    # Guards against: anyone on the network inserts a card.
    network = locate_network()
    assert network is not None
    assert network.parts[2] == str(pcscd.pid)


def test_a_process_without_the_variable_does_not_see_our_pcscd(pcscd):
    # Guards against: the tests' virtual cards go into the reader of a terminal that runs on the same machine.
    serving = locate_network()
    variables = {name: value for name, value in os.environ.items() if name != "PCSCLITE_CSOCK_NAME"}
    assert variables != dict(os.environ)
    program = "from drivers.card_reader.pcscd import locate_network; print(locate_network())"
    seen = subprocess.run(
        [sys.executable, "-c", program], env=variables, capture_output=True, text=True, timeout=20, check=True
    )
    assert seen.stdout.strip() != str(serving)
