"""Once a card has been asked for, the status says whether one lies there, although nobody asks again."""

from __future__ import annotations

import pytest

from drivers.id_card_reader.card import ResidentCard
from drivers.status import IdCardReaderStatus, Media
from tests.drivers.id_card_reader.hands import READ_S


@pytest.fixture(autouse=True)
def _often(monkeypatch):
    monkeypatch.setattr("drivers.id_card_reader.reader._PROBE_EVERY_S", 0.02)


def tells(media: Media):
    def told(status: IdCardReaderStatus) -> bool:
        return status.media is media

    return told


async def test_a_card_that_was_read_is_seen_until_it_is_taken(reader, module):
    module.place("jia")
    assert isinstance(await reader.read(READ_S), ResidentCard)
    assert not await reader.wait_status(lambda status: status.media is not Media.PRESENT, 0.3)
    module.remove()
    assert await reader.wait_status(tells(Media.NOT_PRESENT), READ_S)
    assert not await reader.wait_status(lambda status: status.media is not Media.NOT_PRESENT, 0.1)


async def test_a_card_that_is_laid_down_again_is_seen(reader, module):
    module.place("jia")
    assert isinstance(await reader.read(READ_S), ResidentCard)
    module.remove()
    assert await reader.wait_status(tells(Media.NOT_PRESENT), READ_S)
    module.place("jia")
    assert await reader.wait_status(tells(Media.PRESENT), READ_S)


async def test_a_card_that_lay_there_before_it_was_asked_for_is_told_anew_and_read(reader, module):
    """The page says "reading" when it is told of a card."""
    assert await reader.wait_removed(READ_S) is None
    module.place("jia")
    assert await reader.wait_status(tells(Media.PRESENT), READ_S)
    told: list[Media] = []
    reader.subscribe(lambda status: told.append(status.media))
    assert isinstance(await reader.read(READ_S), ResidentCard)
    assert told[:2] == [Media.UNKNOWN, Media.PRESENT]


async def test_nobody_looks_for_cards_that_nobody_asked_for(reader, module):
    module.place("jia")
    assert not await reader.wait_status(lambda status: status.media is not Media.UNKNOWN, 0.2)


async def test_a_module_that_goes_while_a_card_is_watched_says_so_and_comes_back(reader, module):
    module.place("jia")
    assert isinstance(await reader.read(READ_S), ResidentCard)
    module.unplug()
    assert await reader.wait_status(lambda status: not status.ready, READ_S)
    assert reader.status.media is Media.UNKNOWN
    module.replug()
    assert await reader.wait_status(tells(Media.PRESENT), READ_S)
