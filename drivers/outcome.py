"""How a command ends: with its value, or with a `Failure` that has a name.

What a citizen, a cable or a daemon can cause is a value. A programming error is an exception.
Completion codes and error names are those of XFS4IoT (CEN CWA 17852), common and per interface.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Completion(StrEnum):
    COMMAND_ERROR_CODE = "commandErrorCode"  # see `error`
    CANCELED = "canceled"
    DEVICE_NOT_READY = "deviceNotReady"
    HARDWARE_ERROR = "hardwareError"
    INTERNAL_ERROR = "internalError"
    TIME_OUT = "timeOut"
    UNSUPPORTED_COMMAND = "unsupportedCommand"
    INVALID_DATA = "invalidData"
    USER_ERROR = "userError"
    FRAUD_ATTEMPT = "fraudAttempt"
    SEQUENCE_ERROR = "sequenceError"


@dataclass(frozen=True)
class Failure:
    """`error` is the command's own error name ("noMedia", "mediaRemoved", "paperOut", …), or empty.

    `detail` is for the log: status words, errno, library text. It never holds what was on a card.
    """

    code: Completion
    error: str = ""
    detail: str = ""
