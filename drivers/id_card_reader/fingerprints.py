"""Which fingers a card holds, and how well. The prints themselves are never kept: nothing here needs them."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

BLOCK_LENGTH = 512  # one finger
LENGTHS = (0, BLOCK_LENGTH, 2 * BLOCK_LENGTH)

_RESULTS = MappingProxyType({1: "registered", 2: "failed", 3: "not_registered", 9: "unknown"})
_FINGERS = ("thumb", "index", "middle", "ring", "little")
_NAMES = MappingProxyType(
    {0x0B + at: f"right_{finger}" for at, finger in enumerate(_FINGERS)}
    | {0x10 + at: f"left_{finger}" for at, finger in enumerate(_FINGERS)}
)


@dataclass(frozen=True)
class Fingerprint:
    finger: str  # "right_thumb" … "left_little", or "unspecified"
    result: str  # "registered", "failed", "not_registered", "unknown"
    quality: int  # 0 to 100


def summary(blocks: bytes) -> tuple[Fingerprint, ...]:
    """0, 512 or 1024 bytes -> what each block says of its print. A block that is none is left out."""
    found = []
    for at in range(0, len(blocks), BLOCK_LENGTH):
        block = blocks[at : at + BLOCK_LENGTH]
        if len(block) == BLOCK_LENGTH and block[:1] == b"C":
            result, finger, quality = _RESULTS.get(block[4], "unknown"), _NAMES.get(block[5], "unspecified"), block[6]
            found.append(Fingerprint(finger, result, min(quality, 100)))
    return tuple(found)
