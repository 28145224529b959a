"""What the line and the module say -> `IdCardReaderStatus`."""

from __future__ import annotations

from drivers.id_card_reader.frames import Status
from drivers.status import DeviceState, IdCardReaderStatus, Media

ONLINE = IdCardReaderStatus(DeviceState.ONLINE)  # nobody has asked for a card, so nothing is known of one
NO_CARD = IdCardReaderStatus(DeviceState.ONLINE, Media.NOT_PRESENT)
CARD = IdCardReaderStatus(DeviceState.ONLINE, Media.PRESENT)
NO_DEVICE = IdCardReaderStatus(DeviceState.NO_DEVICE)  # its path is absent: unplugged
OFFLINE = IdCardReaderStatus(DeviceState.OFFLINE)  # its path is there, but cannot be opened or nobody answers
BROKEN = IdCardReaderStatus(DeviceState.HARDWARE_ERROR)

# The module itself is unfit: an engineer must come.
MODULE_FAULTS = frozenset({Status.SELF_TEST_FAILED, Status.NOT_AUTHORISED})
# It did not understand us: noise on the line, to be said again.
MISUNDERSTOOD = frozenset(
    {
        Status.CHECKSUM_WRONG,
        Status.LENGTH_WRONG,
        Status.BAD_COMMAND,
        Status.NOT_PERMITTED,
        Status.UNKNOWN_COMMAND,
    }
)


def of_probe(sw3: int) -> IdCardReaderStatus:
    """From the answer to the status request (11 FF)."""
    return BROKEN if sw3 in MODULE_FAULTS else ONLINE
