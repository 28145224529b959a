"""IPP messages (RFC 8010) as pure functions between bytes and values.

Written here because the libraries at hand ask a printer how it is and little more (pyipp), or bind to
libcups and its own idea of a queue (pycups); printing, following and taking back a job needs seven operations.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

LARGEST = 1_000_000  # bytes of an answer; all attributes of a printer take some 10 000
CHARSET, LANGUAGE = "utf-8", "en"

Value = int | bool | str | bytes | tuple[int, int] | None
Attributes = dict[str, list[Value]]


class Operation(IntEnum):  # RFC 8011, 5.4.15
    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B
    RESUME_PRINTER = 0x0011


class Tag(IntEnum):  # RFC 8010, 3.5
    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    RANGE = 0x33
    BEGIN_COLLECTION = 0x34
    END_COLLECTION = 0x37
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49


class BadAnswer(ValueError):
    """Bytes that are no IPP answer."""


@dataclass(frozen=True)
class Answer:
    status: int
    operation: Attributes = field(default_factory=dict)
    printer: Attributes = field(default_factory=dict)
    jobs: tuple[Attributes, ...] = ()

    @property
    def ok(self) -> bool:
        """RFC 8011, 5.1.8 (appendix B): below 0x0100 it was done, perhaps with attributes left out."""
        return self.status < 0x0100


def request(
    operation: Operation,
    printer: str,
    number: int,
    attributes: Sequence[tuple[Tag, str, str | int | Sequence[str]]] = (),
    job: Sequence[tuple[Tag, str, str | int | Sequence[str]]] = (),
) -> bytes:
    """`printer`: its `ipp://` address. `attributes`: of the operation; `job`: of the job template."""
    head = struct.pack(">BBHI", 1, 1, operation, number) + bytes([Tag.OPERATION])
    fixed: list[tuple[Tag, str, str | int | Sequence[str]]] = [
        (Tag.CHARSET, "attributes-charset", CHARSET),
        (Tag.LANGUAGE, "attributes-natural-language", LANGUAGE),
        (Tag.URI, "printer-uri", printer),
    ]
    body = b"".join(_attribute(*each) for each in (*fixed, *attributes))
    if job:
        body += bytes([Tag.JOB]) + b"".join(_attribute(*each) for each in job)
    return head + body + bytes([Tag.END])


def _attribute(tag: Tag, name: str, value: str | int | Sequence[str]) -> bytes:
    values = [value] if isinstance(value, str | int) else list(value)
    written = b""
    for at, one in enumerate(values):
        data = struct.pack(">i", one) if isinstance(one, int) else one.encode()
        label = b"" if at else name.encode()
        written += struct.pack(">BH", tag, len(label)) + label + struct.pack(">H", len(data)) + data
    return written


def answer(data: bytes) -> Answer:
    """Raises `BadAnswer`, and nothing else."""
    if not 9 <= len(data) <= LARGEST:
        raise BadAnswer("its length is no answer's")
    _, _, status, _ = struct.unpack_from(">BBHI", data)
    groups: list[tuple[int, Attributes]] = []
    at, depth, name = 8, 0, ""
    while at < len(data):
        tag = data[at]
        at += 1
        if tag == Tag.END:
            return _sorted(status, groups)
        if tag < 0x10:
            groups.append((tag, {}))
            continue
        label, at = _piece(data, at)
        raw, at = _piece(data, at)
        if not groups:
            raise BadAnswer("an attribute outside of any group")
        if tag == Tag.END_COLLECTION:
            depth = max(0, depth - 1)
            continue
        if depth == 0:  # what is within a collection is passed over: nothing that is asked for is one
            name = label.decode("ascii", "replace") or name
            groups[-1][1].setdefault(name, []).append(_value(tag, raw))
        if tag == Tag.BEGIN_COLLECTION:
            depth += 1
    raise BadAnswer("it has no end")


def _piece(data: bytes, at: int) -> tuple[bytes, int]:
    if at + 2 > len(data):
        raise BadAnswer("it is cut short")
    end = at + 2 + int.from_bytes(data[at : at + 2])
    if end > len(data):
        raise BadAnswer("it is cut short")
    return data[at + 2 : end], end


def _value(tag: int, raw: bytes) -> Value:
    if tag in (Tag.INTEGER, Tag.ENUM):
        if len(raw) != 4:
            raise BadAnswer("a number of a wrong length")
        return int.from_bytes(raw, signed=True)
    if tag == Tag.BOOLEAN:
        return raw not in (b"", b"\x00")
    if tag == Tag.RANGE:
        if len(raw) != 8:
            raise BadAnswer("a range of a wrong length")
        return int.from_bytes(raw[:4], signed=True), int.from_bytes(raw[4:], signed=True)
    if 0x40 <= tag <= 0x5F:
        return raw.decode("utf-8", "replace")
    return None if 0x10 <= tag < 0x20 or tag == Tag.BEGIN_COLLECTION else raw


def _sorted(status: int, groups: Sequence[tuple[int, Attributes]]) -> Answer:
    def first(tag: Tag) -> Attributes:
        return next((attributes for kind, attributes in groups if kind == tag), {})

    jobs = tuple(attributes for kind, attributes in groups if kind == Tag.JOB)
    return Answer(status, first(Tag.OPERATION), first(Tag.PRINTER), jobs)


def number(attributes: Mapping[str, Sequence[Value]], name: str) -> int | None:
    value = next(iter(attributes.get(name, ())), None)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def words(attributes: Mapping[str, Sequence[Value]], name: str) -> list[str]:
    return [value for value in attributes.get(name, ()) if isinstance(value, str)]
