"""The cable is pulled, and the reader comes back under another node."""

from __future__ import annotations

import asyncio

from drivers.id_card_reader.card import ResidentCard
from drivers.id_card_reader.twin import VirtualIdCardReader
from drivers.outcome import Completion, Failure
from drivers.status import DeviceState, IdCardReaderStatus, Media
from tests.drivers.id_card_reader.hands import READ_S
from tests.limits import LIMIT_S


async def test_unplugged_while_a_card_is_awaited_and_back_under_another_node(reader, module):
    # Guards against: after a plug was pulled, only a restart of the terminal helps.
    reading = asyncio.create_task(reader.read(READ_S))
    assert await reader.wait_status(lambda status: status.media is Media.NOT_PRESENT, READ_S)
    module.unplug()
    outcome = await reading
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.DEVICE_NOT_READY
    assert await reader.wait_status(lambda status: status == IdCardReaderStatus(DeviceState.NO_DEVICE), LIMIT_S)
    module.replug()
    assert await reader.wait_status(lambda status: status.ready, LIMIT_S)
    module.place("yi")
    assert isinstance(await reader.read(READ_S), ResidentCard)


async def test_replugged_between_two_questions_the_link_is_followed(reader, module):
    module.place("jia")
    module.replug()
    outcome = await reader.read(READ_S)
    if isinstance(outcome, Failure):  # the old node broke off under the first question
        assert outcome.code is Completion.DEVICE_NOT_READY
        assert await reader.wait_status(lambda status: status.ready, LIMIT_S)
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
