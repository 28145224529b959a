"""What checking a seal can find."""

from __future__ import annotations

from enum import StrEnum


class SealState(StrEnum):
    VALID = "valid"
    CHANGED = "changed"  # the seal is genuine, but not of this document
    NOT_GENUINE = "not_genuine"  # nobody who may seal has sealed this
    UNKNOWN_SIGNER = "unknown_signer"  # the seal names who may seal by digests, and none is of whoever sealed
    OUT_OF_TIME = "out_of_time"  # sealed before the seal was valid, or after it had ended
    REVOKED = "revoked"  # the platform has taken the seal back
    UNKNOWN = "unknown"  # there is nothing to check with
