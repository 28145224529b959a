"""Sealing to the platform: what is sealed here cannot be opened here.

The envelope `KSE1` is described in docs/api.md. Its JSON header is bound, byte for byte, to the sealed content
(`suites.py`), so that no part of it can be changed, nor a sealed page be passed off as another record's.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag

from offline_cache.durable_files import DurableFiles
from offline_cache.suites import DEFAULT_SUITE, SUITES

MAGIC = b"KSE1"
LENGTH_BYTES = 4
HEADER_LIMIT = 16 * 1024  # a context is a handful of short texts; more is somebody's attempt


class BadKey(Exception):
    """A key file cannot be used. One sentence, without the key."""


class Unreadable(Exception):
    """An envelope cannot be opened. `reason` is a stable short name; nothing of the content is in it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Header:
    suite: str
    key_id: str
    context: Mapping[str, str]


class Prepared:
    """An envelope of which all but the content is there. It takes one content: its key must not be used twice."""

    def __init__(self, seal: Callable[[bytes], bytes]) -> None:
        self._seal = [seal]

    @property
    def used(self) -> bool:
        return not self._seal

    def seal(self, plaintext: bytes) -> bytes:
        """The whole envelope. A second call is a mistake of the caller's and raises RuntimeError."""
        try:
            seal = self._seal.pop()  # at one stroke, so that of two threads one gets it
        except IndexError:
            raise RuntimeError("a prepared envelope takes one content") from None
        return seal(plaintext)


class Sealer(Protocol):
    """A `SealingKey`, or a ring of them that knows the newest (`keyring.py`)."""

    def seal(self, plaintext: bytes, context: Mapping[str, str]) -> bytes:
        """An envelope that only the platform opens, and only with this very context."""

    def prepare(self, context: Mapping[str, str]) -> Prepared:
        """The expensive half of `seal`, before there is anything to seal."""


@dataclass(frozen=True)
class SealingKey:
    """The platform's public key, as it lies on each terminal."""

    key_id: str
    suite: str
    public_key: bytes

    @classmethod
    def load(cls, path: Path) -> SealingKey:
        """Read the JSON file (`key_id`, `suite`, `public_key` in base64). Raises `BadKey`."""
        return cls.read(_json_of(path), str(path))

    @classmethod
    def read(cls, fields: object, where: str) -> SealingKey:
        """From the fields of such a file; `where` is named in a `BadKey`."""
        key = cls(*_key_fields(fields, "public_key", where))
        try:
            key.seal(b"", {})  # also refuses points of small order, to which nothing can be sealed
        except ValueError as error:
            raise BadKey(f"{where}: public_key is not a key of {key.suite}") from error
        return key

    def fields(self) -> dict[str, str]:
        return _fields(self.key_id, self.suite, "public_key", self.public_key)

    def save(self, path: Path) -> None:
        _save(path, self.fields())

    def prepare(self, context: Mapping[str, str]) -> Prepared:
        header = json.dumps(
            {"suite": self.suite, "key_id": self.key_id, "context": dict(context)},
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()
        if len(header) > HEADER_LIMIT:
            raise ValueError("the context is too long for an envelope")
        start = b"".join((MAGIC, len(header).to_bytes(LENGTH_BYTES, "big"), header))
        kem, cipher = SUITES[self.suite].kem, SUITES[self.suite].content
        if cipher is None:
            return Prepared(lambda plaintext: start + kem.seal(plaintext, self.public_key, header))
        key = secrets.token_bytes(cipher.key_bytes)
        return Prepared(cipher.sealer(start + kem.seal(key, self.public_key, header), key, header))

    def seal(self, plaintext: bytes, context: Mapping[str, str]) -> bytes:
        return self.prepare(context).seal(plaintext)


@dataclass(frozen=True)
class OpeningKey:
    """The private half. It belongs to the platform; no terminal has it."""

    key_id: str
    suite: str
    private_key: bytes = field(repr=False)

    @classmethod
    def generate(cls, suite: str = DEFAULT_SUITE) -> OpeningKey:
        kem = SUITES[suite].kem
        private = kem.generate()
        return cls(hashlib.sha256(kem.public_bytes(private)).hexdigest()[:16], suite, private)

    @classmethod
    def load(cls, path: Path) -> OpeningKey:
        """Raises `BadKey`."""
        key = cls(*_key_fields(_json_of(path), "private_key", str(path)))
        try:
            key.public()
        except ValueError as error:
            raise BadKey(f"{path}: private_key is not a key of {key.suite}") from error
        return key

    def save(self, path: Path) -> None:
        _save(path, _fields(self.key_id, self.suite, "private_key", self.private_key))

    def public(self) -> SealingKey:
        return SealingKey(self.key_id, self.suite, SUITES[self.suite].kem.public_bytes(self.private_key))

    def open_envelope(self, envelope: bytes) -> tuple[Mapping[str, str], bytes]:
        """The context and what was sealed. Raises `Unreadable`."""
        header, info, sealed = _split(envelope)
        if header.suite != self.suite:
            raise Unreadable("other-suite")
        if header.key_id != self.key_id:
            raise Unreadable("other-key")
        algorithms = SUITES[self.suite]
        cut = algorithms.wrapped_bytes
        try:
            if algorithms.content is None:
                return header.context, algorithms.kem.open(sealed, self.private_key, info)
            key = algorithms.kem.open(sealed[:cut], self.private_key, info)
            return header.context, algorithms.content.open(key, sealed[cut:], info)
        except (InvalidTag, ValueError) as error:
            raise Unreadable("not-sealed-so") from error


def read_header(envelope: bytes) -> Header:
    """What an envelope says of itself, not yet proven: which key to open it with. Raises `Unreadable`."""
    return _split(envelope)[0]


def _split(envelope: bytes) -> tuple[Header, bytes, bytes]:
    start = len(MAGIC) + LENGTH_BYTES
    if len(envelope) < start or envelope[: len(MAGIC)] != MAGIC:
        raise Unreadable("not-an-envelope")
    length = int.from_bytes(envelope[len(MAGIC) : start], "big")
    if length > HEADER_LIMIT or len(envelope) < start + length:
        raise Unreadable("cut-off")
    info = envelope[start : start + length]
    try:
        fields = json.loads(info.decode("utf-8"), object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as error:
        raise Unreadable("bad-header") from error
    if not isinstance(fields, dict) or fields.keys() != {"suite", "key_id", "context"}:
        raise Unreadable("bad-header")
    context = fields["context"]
    texts = [fields["suite"], fields["key_id"]]
    if not isinstance(context, dict):
        raise Unreadable("bad-header")
    texts += [*context.keys(), *context.values()]
    if not all(isinstance(text, str) and _is_unicode(text) for text in texts):
        raise Unreadable("bad-header")
    if fields["suite"] not in SUITES:
        raise Unreadable("unknown-suite")
    return Header(fields["suite"], fields["key_id"], context), info, envelope[start + length :]


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):  # two readers could take different ones
        raise ValueError("a name comes twice")
    return fields


def _is_unicode(text: str) -> bool:
    """JSON can spell half a character, which no file or database takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fields(key_id: str, suite: str, name: str, key: bytes) -> dict[str, str]:
    return {"key_id": key_id, "suite": suite, name: base64.b64encode(key).decode()}


def _save(path: Path, fields: Mapping[str, str]) -> None:
    DurableFiles().write(path, (json.dumps(fields, indent=1) + "\n").encode())


def _json_of(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise BadKey(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise BadKey(f"{path} is not a key file: it is not JSON") from error


def _key_fields(fields: object, name: str, where: str) -> tuple[str, str, bytes]:
    values = [fields.get(one) for one in ("key_id", "suite", name)] if isinstance(fields, dict) else []
    texts = [value for value in values if isinstance(value, str)]
    try:
        key_id, suite, key = texts
        decoded = base64.b64decode(key, validate=True)
    except ValueError as error:
        raise BadKey(f"{where} is not a key with key_id, suite and {name}") from error
    if suite not in SUITES:
        raise BadKey(f"{where}: the suite {suite!r} is not known")
    return key_id, suite, decoded
