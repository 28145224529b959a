"""What pcscd says -> `CardReaderStatus`. State bits and error codes are those of PC/SC (winscard, pcsc-lite)."""

from __future__ import annotations

from drivers.status import CardReaderStatus, ChipPower, DeviceState, Media

SUCCESS = 0

# SCARD_STATE_…: bits of an event state; its high 16 bits count insertions and removals.
STATE_CHANGED = 0x0002
STATE_UNKNOWN = 0x0004
STATE_UNAVAILABLE = 0x0008
STATE_PRESENT = 0x0020
STATE_MUTE = 0x0200
STATE_UNPOWERED = 0x0400

# SCARD_E_… and SCARD_W_…
INVALID_HANDLE = 0x80100003
CANCELLED = 0x80100002
UNKNOWN_READER = 0x80100009
TIMEOUT = 0x8010000A
SHARING_VIOLATION = 0x8010000B
NO_SMARTCARD = 0x8010000C
PROTO_MISMATCH = 0x8010000F
COMM_ERROR = 0x80100013
NOT_TRANSACTED = 0x80100016
READER_UNAVAILABLE = 0x80100017
NO_SERVICE = 0x8010001D
SERVICE_STOPPED = 0x8010001E
NO_READERS_AVAILABLE = 0x8010002E
UNRESPONSIVE_CARD = 0x80100066
UNPOWERED_CARD = 0x80100067
RESET_CARD = 0x80100068
REMOVED_CARD = 0x80100069
SECURITY_VIOLATION = 0x8010006A

READER_GONE = frozenset({UNKNOWN_READER, READER_UNAVAILABLE, NO_READERS_AVAILABLE})
NO_CARD = frozenset({NO_SMARTCARD, REMOVED_CARD})
CARD_DUMB = frozenset({UNRESPONSIVE_CARD, UNPOWERED_CARD, PROTO_MISMATCH})


def of_error(code: int) -> CardReaderStatus:
    """The reader is missing, or else pcscd cannot be reached: then nothing is known of the reader."""
    state = DeviceState.NO_DEVICE if code in READER_GONE else DeviceState.OFFLINE
    return CardReaderStatus(state, Media.UNKNOWN, ChipPower.UNKNOWN)


def of_state(state: int) -> CardReaderStatus:
    """From the event state of `SCardGetStatusChange`."""
    if state & STATE_UNKNOWN:
        return of_error(UNKNOWN_READER)
    if state & STATE_UNAVAILABLE:
        return of_error(READER_UNAVAILABLE)
    if not state & STATE_PRESENT:
        return CardReaderStatus(DeviceState.ONLINE, Media.NOT_PRESENT, ChipPower.NO_CARD)
    if state & STATE_MUTE:
        return CardReaderStatus(DeviceState.ONLINE, Media.PRESENT, ChipPower.HARDWARE_ERROR)
    power = ChipPower.POWERED_OFF if state & STATE_UNPOWERED else ChipPower.ONLINE
    return CardReaderStatus(DeviceState.ONLINE, Media.PRESENT, power)


def swapped(before: int, now: int) -> bool:
    """A card was taken and another put between two looks: the counter went on by two or more."""
    both_present = bool(before & now & STATE_PRESENT)
    return both_present and ((now >> 16) - (before >> 16)) & 0xFFFF >= 2
