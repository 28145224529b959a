"""The code that opens the technician's page: kept as a scrypt hash (RFC 7914), tried a few times only."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import time
from collections.abc import Callable
from enum import Enum, auto

LEAST_DIGITS = 6
TRIES = 5  # with six digits: one chance in 200,000
LOCKED_S = 600.0

_N, _R, _P = 2**14, 8, 1  # 16 MB and some 50 ms on a small machine


class Verdict(Enum):
    RIGHT = auto()
    WRONG = auto()
    LOCKED = auto()


def hash_of(code: str) -> str:
    """What stands in `KIOSK_TECHNICIAN_CODE`. Raises `ValueError` where the code is none."""
    if not (code.isascii() and code.isdigit() and len(code) >= LEAST_DIGITS):
        raise ValueError(f"a technician's code is at least {LEAST_DIGITS} digits")
    salt = os.urandom(16)
    return f"{_text(salt)}.{_text(_scrypt(code, salt))}"


class Door:
    """One for the life of the window: wrong codes are counted over visits."""

    def __init__(self, code_hash: str, now: Callable[[], float] = time.monotonic) -> None:
        self._hash = code_hash
        self._now = now
        self._wrong = 0
        self._locked_until = float("-inf")

    @property
    def exists(self) -> bool:
        return bool(self._hash)

    def try_code(self, code: str) -> Verdict:
        """Takes some 50 ms when it compares."""
        if not self._hash or self._now() < self._locked_until:
            return Verdict.LOCKED
        if _matches(self._hash, code):
            self._wrong = 0
            return Verdict.RIGHT
        self._wrong += 1
        if self._wrong < TRIES:
            return Verdict.WRONG
        self._wrong = 0
        self._locked_until = self._now() + LOCKED_S
        return Verdict.LOCKED


def _matches(code_hash: str, code: str) -> bool:
    salt, _, wanted = code_hash.partition(".")
    try:
        return hmac.compare_digest(_scrypt(code, base64.b64decode(salt)), base64.b64decode(wanted))
    except ValueError:
        return False


def _scrypt(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, n=_N, r=_R, p=_P, maxmem=2 * 128 * _N * _R, dklen=32)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
