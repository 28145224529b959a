"""The line adds noise, cuts answers in pieces, damages or loses bytes."""

from __future__ import annotations

import pytest

from drivers.id_card_reader.card import ResidentCard
from drivers.id_card_reader.frames import Request
from drivers.id_card_reader.twin import NOISE
from drivers.outcome import Completion, Failure
from tests.drivers.id_card_reader.hands import READ_S, gives_up_soon


async def test_noise_and_answers_in_pieces_do_no_harm(reader, module):
    module.noise, module.split = NOISE, True
    module.place("jia")
    assert isinstance(await reader.read(READ_S), ResidentCard)


@pytest.mark.parametrize("how", ["checksum", "short"])
async def test_a_garbled_answer_is_asked_for_again(reader, module, how, monkeypatch):
    if how == "short":
        gives_up_soon(monkeypatch)
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
