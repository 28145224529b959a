"""BER-TLV as payment cards use it (ISO/IEC 7816-4, 5.2.2; EMV Book 3, Annex B).

Data objects stay a list of pairs: a directory holds several templates 61, and a card may repeat a tag.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drivers.card_reader.tlv import BadTlv

Objects = list[tuple[int, bytes]]

_LONGEST_TAG = 3  # bytes; EMV needs two
_LONGEST_LENGTH = 3  # length bytes after 8n; an answer has at most 65536
_DEEPEST = 8  # templates within templates; EMV needs three
_CONSTRUCTED, _MORE_TAG_BYTES, _LONG_LENGTH = 0x20, 0x1F, 0x80
_PADDING = b"\x00\xff"  # may stand between data objects and means nothing


def decode(data: bytes) -> Objects:
    """The data objects on the outermost level, in their order. Raises `BadTlv`."""
    objects = []
    at = 0
    while at < len(data):
        if data[at] in _PADDING:
            at += 1
            continue
        tag, at = decode_tag(data, at)
        length, at = _length(data, at)
        if at + length > len(data):
            raise BadTlv(f"{length} bytes announced at {at}, {len(data) - at} there")
        objects.append((tag, data[at : at + length]))
        at += length
    return objects


def decode_tag(data: bytes, at: int) -> tuple[int, int]:
    """The tag at `at`, and where it ends. Raises `BadTlv`."""
    if at >= len(data):
        raise BadTlv(f"a tag is due at {at}")
    end = at + 1
    if data[at] & _MORE_TAG_BYTES == _MORE_TAG_BYTES:
        while end < len(data) and data[end] & 0x80:
            end += 1
        end += 1
    if end > len(data) or end - at > _LONGEST_TAG:
        raise BadTlv(f"no whole tag at {at}")
    return int.from_bytes(data[at:end], "big"), end


def _length(data: bytes, at: int) -> tuple[int, int]:
    if at >= len(data):
        raise BadTlv(f"a length is due at {at}")
    first = data[at]
    if first < _LONG_LENGTH:
        return first, at + 1
    count = first - _LONG_LENGTH
    if not 0 < count <= _LONGEST_LENGTH or at + 1 + count > len(data):
        raise BadTlv(f"a length of {count} bytes at {at}")
    return int.from_bytes(data[at + 1 : at + 1 + count], "big"), at + 1 + count


def is_constructed(tag: int) -> bool:
    """Whether the value is itself made of data objects."""
    return bool(tag.to_bytes((tag.bit_length() + 7) // 8 or 1, "big")[0] & _CONSTRUCTED)


def walk(objects: Iterable[tuple[int, bytes]], depth: int = 0) -> Iterator[tuple[int, bytes]]:
    """All data objects on all levels, a template before what it holds. Raises `BadTlv`."""
    for tag, value in objects:
        yield tag, value
        if is_constructed(tag):
            if depth >= _DEEPEST:
                raise BadTlv("too many templates within templates")
            yield from walk(decode(value), depth + 1)


def values(objects: Iterable[tuple[int, bytes]], tag: int) -> list[bytes]:
    """Every value of a tag on all levels, in order. Raises `BadTlv`."""
    return [value for found, value in walk(objects) if found == tag]


def decode_names(data: bytes) -> list[tuple[int, int]]:
    """A data object list (DOL): tags and the lengths in which their values are wanted. Raises `BadTlv`."""
    wanted = []
    at = 0
    while at < len(data):
        tag, at = decode_tag(data, at)
        if at >= len(data):
            raise BadTlv(f"a length is due at {at}")
        wanted.append((tag, data[at]))
        at += 1
    return wanted


def encode(tag: int, value: bytes) -> bytes:
    """One data object."""
    length = len(value)
    if length < _LONG_LENGTH:
        head = bytes((length,))
    else:
        size = (length.bit_length() + 7) // 8
        head = bytes((_LONG_LENGTH + size,)) + length.to_bytes(size, "big")
    return tag.to_bytes((tag.bit_length() + 7) // 8 or 1, "big") + head + value
