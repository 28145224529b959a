"""The identity card reader on a real pseudo terminal; only the module is virtual."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest

from drivers.id_card_reader.card import ResidentCard
from drivers.id_card_reader.frames import Request
from drivers.id_card_reader.reader import IdCardReader
from drivers.id_card_reader.twin import NOISE, VirtualIdCardReader
from drivers.outcome import Completion, Failure
from drivers.status import DeviceState, IdCardReaderStatus, Media

READ_S = 5.0


@pytest.fixture
def module(tmp_path):
    twin = VirtualIdCardReader()
    twin.start(tmp_path / "id-card")
    yield twin
    twin.close()


@pytest.fixture
async def reader(module, tmp_path):
    device = IdCardReader(str(tmp_path / "id-card"))
    await device.start()
    assert await device.wait_status(lambda status: status.ready, READ_S)
    yield device
    await device.close()


def error_of(outcome: object) -> str:
    assert isinstance(outcome, Failure), "read"
    return outcome.error


async def test_a_card_is_waited_for_and_read_once(reader, module, caplog):
    caplog.set_level(logging.DEBUG)
    reading = asyncio.create_task(reader.read(READ_S))
    assert await reader.wait_status(lambda status: status.media is Media.NOT_PRESENT, READ_S)
    module.place("jia")
    card = await reading
    assert isinstance(card, ResidentCard)
    assert (card.name, card.id_number, card.valid_to) == ("测试员甲", "999999199001010016", "2040-05-06")
    assert card.sam_id == "05.01-20260101-0000000001-0000000002"
    assert len(card.photo) == 1024
    # Guards against: the next citizen gets the card that the last one forgot.
    assert error_of(await reader.read(0.4)) == "noMedia"
    module.remove()
    module.place("yi")
    assert isinstance(await reader.read(READ_S), ResidentCard)
    assert "999999" not in caplog.text
    assert "测试员" not in caplog.text


async def test_no_card_within_the_limit(reader):
    before = time.monotonic()
    assert error_of(await reader.read(0.5)) == "noMedia"
    assert 0.4 < time.monotonic() - before < 0.8


async def test_a_card_that_lies_there_after_it_was_read_is_waited_for_until_it_is_gone(reader, module):
    module.place("jia")
    assert isinstance(await reader.read(READ_S), ResidentCard)
    still = await reader.wait_removed(0.3)
    assert isinstance(still, Failure)
    assert still.code is Completion.TIME_OUT
    waiting = asyncio.create_task(reader.wait_removed(READ_S))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    module.remove()
    assert await waiting is None


async def test_another_card_put_down_at_once_still_counts_as_a_card(reader, module):
    module.place("jia")
    assert isinstance(await reader.read(READ_S), ResidentCard)
    module.remove()
    module.place("yi")
    still = await reader.wait_removed(0.3)
    assert isinstance(still, Failure)


async def test_an_empty_reader_is_free_at_once(reader):
    assert await reader.wait_removed(READ_S) is None


async def test_a_wrong_check_digit_is_data_invalid(reader, module):
    module.place("wrong_check_digit")
    outcome = await reader.read(READ_S)
    assert error_of(outcome) == "dataInvalid"
    assert "9999" not in repr(outcome)


@pytest.mark.parametrize("sw3", [0x41, 0x32, 0x33, 0x81])
async def test_a_card_that_cannot_be_read_three_times_is_unreadable(reader, module, sw3):
    module.place("jia")
    module.fail_next(sw3, 3)
    assert error_of(await reader.read(READ_S)) == "mediaUnreadable"


async def test_a_card_that_fails_twice_is_read_the_third_time(reader, module):
    module.place("jia")
    module.fail_next(0x41, 2)
    assert isinstance(await reader.read(READ_S), ResidentCard)


@pytest.mark.parametrize("nth", [2, 3])
async def test_a_card_taken_away_before_it_was_read(reader, module, nth):
    module.place("jia")
    module.remove_at(nth)  # 2: as it is selected; 3: as it is read
    assert error_of(await reader.read(READ_S)) == "mediaRemoved"


@pytest.mark.parametrize("sw3", [0x60, 0x66])
async def test_a_module_that_is_unfit_is_a_hardware_error(reader, module, sw3):
    module.fail_next(sw3)
    outcome = await reader.read(READ_S)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.HARDWARE_ERROR


async def test_noise_and_answers_in_pieces_do_no_harm(reader, module):
    module.noise, module.split = NOISE, True
    module.place("jia")
    assert isinstance(await reader.read(READ_S), ResidentCard)


@pytest.mark.parametrize("how", ["checksum", "short"])
async def test_a_garbled_answer_is_asked_for_again(reader, module, how):
    # Guards against: the module has read, we have not, and it will not find the card again.
    module.place("jia")
    answered = []
    respond = module._respond

    def breaks_the_read(request: int):
        if request == Request.READ and not answered:
            answered.append(request)
            module.break_next(how)
        return respond(request)

    module._respond = breaks_the_read
    assert isinstance(await reader.read(READ_S), ResidentCard)
    assert answered


async def test_a_line_that_only_garbles_is_a_hardware_error(reader, module):
    module.break_next("checksum", 3)
    outcome = await reader.read(READ_S)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.HARDWARE_ERROR
    assert await reader.wait_status(lambda status: status.ready, READ_S)


async def test_a_silent_module_is_offline_and_comes_back_by_itself(reader, module):
    module.silent = True
    assert await reader.wait_status(lambda status: status.device is DeviceState.OFFLINE, READ_S)
    outcome = await reader.read(READ_S)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.DEVICE_NOT_READY
    module.silent = False
    assert await reader.wait_status(lambda status: status.ready, 3.0)


async def test_unplugged_while_a_card_is_awaited_and_back_under_another_node_within_three_seconds(reader, module):
    # Guards against: after a plug was pulled, only a restart of the terminal helps.
    reading = asyncio.create_task(reader.read(READ_S))
    assert await reader.wait_status(lambda status: status.media is Media.NOT_PRESENT, READ_S)
    module.unplug()
    outcome = await reading
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.DEVICE_NOT_READY
    assert await reader.wait_status(lambda status: status == IdCardReaderStatus(DeviceState.NO_DEVICE), 3.0)
    module.replug()
    assert await reader.wait_status(lambda status: status.ready, 3.0)
    module.place("yi")
    assert isinstance(await reader.read(READ_S), ResidentCard)


async def test_replugged_between_two_questions_the_link_is_followed(reader, module):
    module.place("jia")
    module.replug()
    outcome = await reader.read(READ_S)
    if isinstance(outcome, Failure):  # the old node broke off under the first question
        assert outcome.code is Completion.DEVICE_NOT_READY
        assert await reader.wait_status(lambda status: status.ready, 3.0)
        outcome = await reader.read(READ_S)
    assert isinstance(outcome, ResidentCard)


async def test_the_link_is_followed_although_the_old_node_is_still_open(reader, module, tmp_path):
    # Guards against: the reader was moved to another socket, and the terminal goes on asking the old one.
    other = VirtualIdCardReader()
    other.start(tmp_path / "other")
    (tmp_path / "new").symlink_to((tmp_path / "other").readlink())
    (tmp_path / "new").replace(tmp_path / "id-card")
    other.place("yi")
    assert isinstance(await reader.read(READ_S), ResidentCard)
    other.close()


async def test_a_cancelled_read_leaves_the_reader_usable(reader, module):
    module.delay = 0.2
    reading = asyncio.create_task(reader.read(READ_S))
    await asyncio.sleep(0.1)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    module.delay = 0.0
    module.place("jia")
    assert isinstance(await reader.read(READ_S), ResidentCard)


async def test_a_port_that_another_program_holds_is_offline(module, reader, tmp_path):
    second = IdCardReader(str(tmp_path / "id-card"))
    await second.start()
    assert await second.wait_status(lambda status: status.device is DeviceState.OFFLINE, READ_S)
    await second.close()
