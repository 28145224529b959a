"""The one status vocabulary of all devices.

Device states and secondary states are those of XFS4IoT (CEN CWA 17852): `Common.Status.device`,
`CardReader.Status.media` and `.chipPower`, `Printer.Status.paper`, `BarcodeReader.Status.scanner`,
`Camera.Status.cameras`. Values are their wire names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DeviceState(StrEnum):
    ONLINE = "online"  # works
    OFFLINE = "offline"  # there, but not reachable: cable, service
    POWER_OFF = "powerOff"  # detected as switched off
    NO_DEVICE = "noDevice"  # never there, or unplugged
    HARDWARE_ERROR = "hardwareError"  # broken: an engineer is needed
    USER_ERROR = "userError"  # a person can mend it: cover open, jam
    DEVICE_BUSY = "deviceBusy"  # at work
    FRAUD_ATTEMPT = "fraudAttempt"
    POTENTIAL_FRAUD = "potentialFraud"
    STARTING = "starting"  # not known yet


class Media(StrEnum):
    UNKNOWN = "unknown"
    PRESENT = "present"
    NOT_PRESENT = "notPresent"
    JAMMED = "jammed"
    ENTERING = "entering"
    LATCHED = "latched"


class ChipPower(StrEnum):
    UNKNOWN = "unknown"
    ONLINE = "online"
    BUSY = "busy"
    POWERED_OFF = "poweredOff"
    NO_DEVICE = "noDevice"
    HARDWARE_ERROR = "hardwareError"
    NO_CARD = "noCard"


class Paper(StrEnum):
    UNKNOWN = "unknown"
    FULL = "full"
    LOW = "low"
    OUT = "out"
    JAMMED = "jammed"


class Head(StrEnum):
    """The head of a thermal printer; not in XFS4IoT, which knows its lamp only."""

    OK = "ok"
    OVERHEATED = "overheated"  # it pauses, and goes on by itself


class ScannerState(StrEnum):
    ON = "on"
    OFF = "off"
    INOPERATIVE = "inoperative"
    UNKNOWN = "unknown"


class CameraState(StrEnum):
    OK = "ok"
    INOP = "inop"
    UNKNOWN = "unknown"


class Headset(StrEnum):
    """XFS4IoT `Auxiliaries.Status.enhancedAudioControl` knows more; here counts whether somebody listens in private."""

    UNKNOWN = "unknown"
    PRESENT = "present"
    NOT_PRESENT = "notPresent"


@dataclass(frozen=True)
class Status:
    device: DeviceState = DeviceState.STARTING

    @property
    def ready(self) -> bool:
        """A command may be given."""
        return self.device in (DeviceState.ONLINE, DeviceState.DEVICE_BUSY)


@dataclass(frozen=True)
class CardReaderStatus(Status):
    media: Media = Media.UNKNOWN
    chip_power: ChipPower = ChipPower.UNKNOWN


@dataclass(frozen=True)
class IdCardReaderStatus(Status):
    media: Media = Media.UNKNOWN


@dataclass(frozen=True)
class PrinterStatus(Status):
    paper: Paper = Paper.UNKNOWN
    head: Head = Head.OK

    @property
    def ready(self) -> bool:
        return super().ready and self.paper is not Paper.OUT and self.paper is not Paper.JAMMED


@dataclass(frozen=True)
class ScannerStatus(Status):
    scanner: ScannerState = ScannerState.UNKNOWN


@dataclass(frozen=True)
class CameraStatus(Status):
    camera: CameraState = CameraState.UNKNOWN


@dataclass(frozen=True)
class HeadphonesStatus(Status):
    headset: Headset = Headset.UNKNOWN


@dataclass(frozen=True)
class SoundStatus(Status):
    """Whether the sound card takes what is said."""
