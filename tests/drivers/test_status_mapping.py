"""From raw observations to words: the whole mapping, a row a case, through each driver's own function."""

from __future__ import annotations

import pytest

from drivers.camera.status import Seen
from drivers.camera.status import summarize as camera
from drivers.card_reader import status as pcsc
from drivers.document_printer.status import summarize as document_printer
from drivers.id_card_reader import status as id_card_reader
from drivers.receipt_printer.status import UNHEARD, UNPLUGGED, RawStatus
from drivers.receipt_printer.status import summarize as receipt_printer
from drivers.scanner.status import of_camera, of_wire
from drivers.status import CameraState, ChipPower, DeviceState, Head, Media, Paper, ScannerState, Status

FINE, OFF = 0x12, 0x1A  # DLE EOT 1, of a printer that is online, and of one that is not


@pytest.mark.parametrize(
    ("seen", "device", "secondary"),
    [
        # a configured path is absent; it is there and does not open
        (UNPLUGGED, DeviceState.NO_DEVICE, {"paper": Paper.UNKNOWN}),
        (id_card_reader.NO_DEVICE, DeviceState.NO_DEVICE, {"media": Media.UNKNOWN}),
        (id_card_reader.OFFLINE, DeviceState.OFFLINE, {"media": Media.UNKNOWN}),
        (of_wire(False, False), DeviceState.NO_DEVICE, {"scanner": ScannerState.UNKNOWN}),
        (of_wire(True, False), DeviceState.OFFLINE, {"scanner": ScannerState.INOPERATIVE}),
        (of_wire(True, True), DeviceState.ONLINE, {"scanner": ScannerState.ON}),
        # ESC/POS: cover open (EOT 2 bit 2), unrecoverable (EOT 3 bit 5), cutter (EOT 3 bit 3), hot (EOT 3 bit 6)
        (receipt_printer(RawStatus(FINE, None, 0x12, 0x12)), DeviceState.ONLINE, {"paper": Paper.FULL}),
        (receipt_printer(RawStatus(OFF, 0x16, 0x12, 0x12)), DeviceState.USER_ERROR, {"paper": Paper.FULL}),
        (receipt_printer(RawStatus(OFF, 0x52, 0x32, 0x12)), DeviceState.HARDWARE_ERROR, {"paper": Paper.FULL}),
        (receipt_printer(RawStatus(OFF, 0x52, 0x1A, 0x12)), DeviceState.HARDWARE_ERROR, {"paper": Paper.JAMMED}),
        (receipt_printer(RawStatus(OFF, 0x52, 0x52, 0x12)), DeviceState.OFFLINE, {"head": Head.OVERHEATED}),
        # paper: EOT 4 bits 2 and 3, bits 5 and 6, the latter also while it is offline for it
        (receipt_printer(RawStatus(FINE, None, 0x12, 0x1E)), DeviceState.ONLINE, {"paper": Paper.LOW}),
        (receipt_printer(RawStatus(FINE, None, 0x12, 0x7E)), DeviceState.ONLINE, {"paper": Paper.OUT}),
        (receipt_printer(RawStatus(OFF, 0x32, 0x12, 0x72)), DeviceState.OFFLINE, {"paper": Paper.OUT}),
        (receipt_printer(RawStatus(OFF, 0x12, 0x12, 0x12)), DeviceState.OFFLINE, {"paper": Paper.FULL}),
        # no reply: never "out", never "full"; a wire that brings none takes bytes and no more is known
        (receipt_printer(None), DeviceState.OFFLINE, {"paper": Paper.UNKNOWN}),
        (UNHEARD, DeviceState.ONLINE, {"paper": Paper.UNKNOWN}),
        (document_printer({}), DeviceState.OFFLINE, {"paper": Paper.UNKNOWN}),
        # pcscd does not run; its list lacks the reader; a card that does not speak
        (pcsc.of_error(pcsc.NO_SERVICE), DeviceState.OFFLINE,
         {"media": Media.UNKNOWN, "chip_power": ChipPower.UNKNOWN}),
        (pcsc.of_error(pcsc.UNKNOWN_READER), DeviceState.NO_DEVICE, {"media": Media.UNKNOWN}),
        (pcsc.of_state(pcsc.STATE_PRESENT | pcsc.STATE_MUTE), DeviceState.ONLINE,
         {"media": Media.PRESENT, "chip_power": ChipPower.HARDWARE_ERROR}),
        # a camera's node is absent; it does not open; frames stop, or repeat
        (camera(Seen(there=False)), DeviceState.NO_DEVICE, {"camera": CameraState.INOP}),
        (camera(Seen(opens=False)), DeviceState.OFFLINE, {"camera": CameraState.INOP}),
        (camera(Seen(reads=False)), DeviceState.HARDWARE_ERROR, {"camera": CameraState.INOP}),
        (camera(Seen(reads=False, network=True)), DeviceState.OFFLINE, {"camera": CameraState.INOP}),
        (camera(Seen(changes=False)), DeviceState.HARDWARE_ERROR, {"camera": CameraState.INOP}),
        (camera(Seen()), DeviceState.ONLINE, {"camera": CameraState.OK}),
        (of_camera(camera(Seen(changes=False))), DeviceState.HARDWARE_ERROR, {"scanner": ScannerState.INOPERATIVE}),
        (of_camera(camera(Seen())), DeviceState.ONLINE, {"scanner": ScannerState.ON}),
    ],
)  # fmt: skip
def test_what_is_seen_becomes_these_words(seen: Status, device: DeviceState, secondary: dict):
    # Guards against: "no paper" of a printer that is switched off, "insert a card" at a reader that is gone.
    assert seen.device is device
    assert {name: getattr(seen, name) for name in secondary} == secondary


def test_the_words_are_the_standard_s():
    assert {str(state) for state in DeviceState} == {
        "online", "offline", "powerOff", "noDevice", "hardwareError",
        "userError", "deviceBusy", "fraudAttempt", "potentialFraud", "starting",
    }  # fmt: skip
