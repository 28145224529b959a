"""Simple TLV (ISO/IEC 7816-4, 5.2.1): a 1-byte tag, a length, a value. No nesting, unlike BER-TLV."""

from __future__ import annotations


class BadTlv(Exception):
    """The bytes are no simple TLV; says where, never what they hold."""


def decode(data: bytes) -> list[tuple[int, bytes]]:
    """All data objects in their order. A length byte FF is followed by two length bytes. Raises `BadTlv`."""
    objects = []
    at = 0
    while at < len(data):
        if at + 2 > len(data):
            raise BadTlv(f"a tag without a length at {at}")
        tag, length, start = data[at], data[at + 1], at + 2
        if length == 0xFF:
            length, start = int.from_bytes(data[start : start + 2], "big"), start + 2
        if start + length > len(data):
            raise BadTlv(f"{length} bytes announced at {at}, {max(0, len(data) - start)} there")
        objects.append((tag, data[start : start + length]))
        at = start + length
    return objects


def encode(tag: int, value: bytes) -> bytes:
    """One data object; `value` has at most 65535 bytes."""
    if len(value) < 0xFF:
        return bytes((tag, len(value))) + value
    return bytes((tag, 0xFF)) + len(value).to_bytes(2, "big") + value
