"""The module is plugged in and says nothing."""

from __future__ import annotations

from drivers.outcome import Completion, Failure
from drivers.status import DeviceState
from tests.drivers.id_card_reader.hands import READ_S, gives_up_soon, waits_for_answers
from tests.limits import LIMIT_S


async def test_a_silent_module_is_offline_and_comes_back_by_itself(reader, module, monkeypatch):
    gives_up_soon(monkeypatch)
    module.silent = True
    assert await reader.wait_status(lambda status: status.device is DeviceState.OFFLINE, READ_S)
    outcome = await reader.read(READ_S)
    assert isinstance(outcome, Failure)
    assert outcome.code is Completion.DEVICE_NOT_READY
    waits_for_answers(monkeypatch)
    module.silent = False
    assert await reader.wait_status(lambda status: status.ready, LIMIT_S)
