"""A service is offered only if it can be finished, and the reason is one that a person can act on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drivers.status import CameraStatus, CardReaderStatus, DeviceState, IdCardReaderStatus, Paper, PrinterStatus, Status
from kiosk.catalogue.plan import is_offered
from kiosk.health import Conditions, obstacle
from kiosk.words import LANGUAGES, say
from tests.kiosk.stand import sample

ON = DeviceState.ONLINE
DEVICES: dict[str, Status] = {
    "id_card_reader": IdCardReaderStatus(ON),
    "card_reader": CardReaderStatus(ON),
    "receipt_printer": PrinterStatus(ON, Paper.FULL),
    "document_camera": CameraStatus(ON),
    "face_camera": CameraStatus(ON),
}
GOOD = Conditions(DEVICES, platform=True, outbox=True)


def reason(short: str, conditions: Conditions) -> str | None:
    item = sample().find(short)
    assert item is not None
    found = obstacle(item, conditions)
    if found is not None:
        assert all(say(found, language) for language in LANGUAGES)
    return found.key.removeprefix("devices.") if found is not None else None


def with_device(name: str, status: Status | None) -> Conditions:
    devices = {**DEVICES, name: status} if status is not None else {k: v for k, v in DEVICES.items() if k != name}
    return replace(GOOD, devices=devices)  # type: ignore[arg-type]


@pytest.mark.parametrize("short", ["SB03", "YB03", "YB04"])
def test_all_is_well(short: str) -> None:
    assert reason(short, GOOD) is None


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (None, "missing"),
        (PrinterStatus(ON, Paper.OUT), "paper_out"),
        (PrinterStatus(DeviceState.HARDWARE_ERROR, Paper.JAMMED), "paper_jam"),
        (PrinterStatus(DeviceState.USER_ERROR, Paper.FULL), "attention"),
        (PrinterStatus(DeviceState.OFFLINE), "offline"),
        (PrinterStatus(DeviceState.NO_DEVICE), "unplugged"),
        (PrinterStatus(DeviceState.STARTING), "starting"),
        (PrinterStatus(DeviceState.HARDWARE_ERROR), "broken"),
        (PrinterStatus(ON, Paper.LOW), None),
        (PrinterStatus(DeviceState.DEVICE_BUSY, Paper.FULL), None),
    ],
)
def test_the_printer_says_what_to_do(status: Status | None, key: str | None) -> None:
    assert reason("SB03", with_device("receipt_printer", status)) == key


def test_only_what_may_wait_is_taken_while_the_platform_is_away() -> None:
    away = replace(GOOD, platform=False)
    assert reason("SB03", away) == "platform_away"
    assert reason("YB04", away) is None
    assert reason("YB04", replace(GOOD, outbox=False)) == "outbox_full"
    assert reason("SB03", replace(GOOD, outbox=False)) is None


def test_every_item_is_offered_or_says_that_it_is_not() -> None:
    for item in sample().items:
        assert (reason(item.short, GOOD) == "not_offered") is not is_offered(item)
    assert reason("GY01", replace(GOOD, platform=False)) == "platform_away"  # nothing is paid while it is away
    assert sum(is_offered(item) for item in sample().items) >= 50
