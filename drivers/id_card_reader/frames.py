"""The line protocol of a SAM_V module (居民身份证验证安全控制模块; GA/T 467 and the makers' protocol notes).

Both ways: preamble `AA AA AA 96 69`, a 2-byte big-endian length of all that follows, a body, a check byte. A
request's body is command, parameter, data; a response's is SW1 SW2 SW3, data. The check byte is the XOR of
everything between the preamble and itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from functools import reduce
from operator import xor

PREAMBLE = bytes.fromhex("AAAAAA9669")
_SHORTEST, _LONGEST = 4, 0x0A00  # SW1 SW2 SW3 CHK; text, photo and both fingerprints are 0x090A


class Status(IntEnum):
    """SW3, the module's own status. SW1 SW2 are the card's, and vary: only SW3 is looked at."""

    OK = 0x90
    FOUND = 0x9F
    ABSENT = 0x91  # the card does not hold what was asked for
    NO_CARD = 0x80
    SELECT_FAILED = 0x81
    READ_FAILED = 0x41
    CHECKSUM_WRONG = 0x10  # of the request
    LENGTH_WRONG = 0x11
    BAD_COMMAND = 0x21
    NOT_PERMITTED = 0x23
    UNKNOWN_COMMAND = 0x24
    CARD_REJECTED_SAM = 0x31
    SAM_REJECTED_CARD = 0x32
    DATA_NOT_VERIFIED = 0x33
    UNKNOWN_CARD = 0x40
    RANDOM_FAILED = 0x47
    SELF_TEST_FAILED = 0x60
    NOT_AUTHORISED = 0x66


class Request(IntEnum):
    """Command and parameter as one number."""

    STATUS = 0x11FF
    SAM_ID = 0x12FF
    FIND = 0x2001
    SELECT = 0x2002
    READ = 0x3001  # text and photo
    READ_PRINTS = 0x3010  # text, photo and fingerprints
    NEWEST_ADDRESS = 0x3003


@dataclass(frozen=True)
class Response:
    sw3: int
    data: bytes = field(repr=False, default=b"")
    sw1: int = 0
    sw2: int = 0


def encode_request(request: int) -> bytes:
    return _frame(request.to_bytes(2, "big"))


def encode_response(response: Response) -> bytes:
    return _frame(bytes((response.sw1, response.sw2, response.sw3)) + response.data)


def _frame(body: bytes) -> bytes:
    checked = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + checked + bytes((check_byte(checked),))


def check_byte(data: bytes) -> int:
    return reduce(xor, data, 0)


class Parser:
    """Bytes in any portions -> bodies of the frames in them. Noise is skipped; `rejected` counts broken frames."""

    def __init__(self) -> None:
        self._buffer = b""
        self.rejected = 0

    def feed(self, data: bytes) -> list[bytes]:
        self._buffer += data
        bodies = []
        while self._to_preamble():
            if len(self._buffer) < 7:
                break
            length = int.from_bytes(self._buffer[5:7], "big")
            if not 3 <= length <= _LONGEST:  # a request's shortest is 3: command, parameter, check byte
                self._reject()
                continue
            end = 7 + length
            if len(self._buffer) < end:
                break
            if check_byte(self._buffer[5:end]) != 0:
                self._reject()
                continue
            bodies.append(self._buffer[7 : end - 1])
            self._buffer = self._buffer[end:]
        return bodies

    def _to_preamble(self) -> bool:
        """Drop what stands before the next preamble, but for what may be its beginning."""
        at = self._buffer.find(PREAMBLE)
        self._buffer = self._buffer[at:] if at >= 0 else self._buffer[-(len(PREAMBLE) - 1) :]
        return at >= 0

    def _reject(self) -> None:
        """A whole frame may lie within a broken one's length: go on right after the preamble."""
        self.rejected += 1
        self._buffer = self._buffer[len(PREAMBLE) :]


def decode_response(body: bytes) -> Response | None:
    """None for a body that is too short to be a response."""
    if len(body) < _SHORTEST - 1:
        return None
    return Response(sw3=body[2], data=body[3:], sw1=body[0], sw2=body[1])
