"""What a code says: bytes first, words only where they are certain.

A code has no reliable mark of its encoding. Decoders that guess take Chinese UTF-8 for Big5 now and
then; so the bytes are asked for, and read by one rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field

LARGEST = 4096  # bytes; a QR code holds 2953, and a serial scanner may run two records together


@dataclass(frozen=True)
class Scanned:
    """`text` is None where the bytes are not text. An address in it is text: it is never opened."""

    data: bytes = field(repr=False)
    text: str | None = field(repr=False)
    symbology: str  # XFS4IoT BarcodeReader: "qrCode"


def scanned(data: bytes, symbology: str = "qrCode") -> Scanned | None:
    """None for nothing, and for more than any code can hold."""
    if not 0 < len(data) <= LARGEST:
        return None
    return Scanned(data, text_of(data), symbology)


def text_of(data: bytes) -> str | None:
    """UTF-8 (a byte order mark is dropped), else GB 18030, else None: strictly, so that nothing is made up."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if _is_text(text) else None
    return None


def _is_text(text: str) -> bool:
    """Binary data may decode by chance, but then holds control characters."""
    return all(character.isprintable() or character in "\t\r\n" or character.isspace() for character in text)
