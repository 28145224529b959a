"""Sealing to the platform: what is sealed here cannot be opened here.

HPKE (RFC 9180), base mode, single shot. The envelope `KSE1` is described in docs/api.md: its JSON header is
HPKE's `info`, byte for byte, so that no part of it can be changed, nor a sealed page be passed off as
another record's.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from offline_cache.durable_files import DurableFiles

MAGIC = b"KSE1"
LENGTH_BYTES = 4
HEADER_LIMIT = 16 * 1024  # a context is a handful of short texts; more is somebody's attempt


@dataclass(frozen=True)
class Algorithms:
    """One row a suite: a new one is added here and is then selected by name in each envelope."""

    suite: Suite
    generate: Callable[[], X25519PrivateKey]
    public: Callable[[bytes], X25519PublicKey]
    private: Callable[[bytes], X25519PrivateKey]


DEFAULT_SUITE = "DHKEM(X25519)-HKDF-SHA256-AES-256-GCM"
SUITES = {
    DEFAULT_SUITE: Algorithms(
        Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM),
        X25519PrivateKey.generate,
        X25519PublicKey.from_public_bytes,
        X25519PrivateKey.from_private_bytes,
    ),
}


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


@dataclass(frozen=True)
class SealingKey:
    """The platform's public key, as it lies on each terminal."""

    key_id: str
    suite: str
    public_key: bytes

    @classmethod
    def load(cls, path: Path) -> SealingKey:
        """Read the JSON file (`key_id`, `suite`, `public_key` in base64). Raises `BadKey`."""
        key = cls(*_key_file(path, "public_key"))
        try:
            key.seal(b"", {})  # also refuses points of small order, to which nothing can be sealed
        except ValueError as error:
            raise BadKey(f"{path}: public_key is not a key of {key.suite}") from error
        return key

    def save(self, path: Path) -> None:
        _save(path, self.key_id, self.suite, "public_key", self.public_key)

    def seal(self, plaintext: bytes, context: Mapping[str, str]) -> bytes:
        """An envelope that only the platform opens, and only with this very context."""
        header = json.dumps(
            {"suite": self.suite, "key_id": self.key_id, "context": dict(context)},
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()
        if len(header) > HEADER_LIMIT:
            raise ValueError("the context is too long for an envelope")
        algorithms = SUITES[self.suite]
        sealed = algorithms.suite.encrypt(plaintext, algorithms.public(self.public_key), header)
        return b"".join((MAGIC, len(header).to_bytes(LENGTH_BYTES, "big"), header, sealed))


@dataclass(frozen=True)
class OpeningKey:
    """The private half. It belongs to the platform; no terminal has it."""

    key_id: str
    suite: str
    private_key: bytes = field(repr=False)

    @classmethod
    def generate(cls, suite: str = DEFAULT_SUITE) -> OpeningKey:
        key = SUITES[suite].generate()
        public = key.public_key().public_bytes_raw()
        return cls(hashlib.sha256(public).hexdigest()[:16], suite, key.private_bytes_raw())

    @classmethod
    def load(cls, path: Path) -> OpeningKey:
        """Raises `BadKey`."""
        key = cls(*_key_file(path, "private_key"))
        try:
            key.public()
        except ValueError as error:
            raise BadKey(f"{path}: private_key is not a key of {key.suite}") from error
        return key

    def save(self, path: Path) -> None:
        _save(path, self.key_id, self.suite, "private_key", self.private_key)

    def public(self) -> SealingKey:
        public = SUITES[self.suite].private(self.private_key).public_key().public_bytes_raw()
        return SealingKey(self.key_id, self.suite, public)

    def open_envelope(self, envelope: bytes) -> tuple[Mapping[str, str], bytes]:
        """The context and what was sealed. Raises `Unreadable`."""
        header, info, sealed = _split(envelope)
        if header.suite != self.suite:
            raise Unreadable("other-suite")
        if header.key_id != self.key_id:
            raise Unreadable("other-key")
        algorithms = SUITES[self.suite]
        try:
            return header.context, algorithms.suite.decrypt(sealed, algorithms.private(self.private_key), info)
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


def _save(path: Path, key_id: str, suite: str, name: str, key: bytes) -> None:
    content = {"key_id": key_id, "suite": suite, name: base64.b64encode(key).decode()}
    DurableFiles().write(path, (json.dumps(content, indent=1) + "\n").encode())


def _key_file(path: Path, name: str) -> tuple[str, str, bytes]:
    try:
        fields = json.loads(path.read_bytes())
        values = [fields[one] for one in ("key_id", "suite", name)]
        if not all(isinstance(value, str) for value in values):
            raise TypeError
        key_id, suite, key = values
        decoded = base64.b64decode(key, validate=True)
    except OSError as error:
        raise BadKey(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadKey(f"{path} is not a key file with key_id, suite and {name}") from error
    if suite not in SUITES:
        raise BadKey(f"{path}: the suite {suite!r} is not known")
    return key_id, suite, decoded
