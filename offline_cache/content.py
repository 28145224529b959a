"""What the platform publishes for all terminals, kept here: verified before each use, the last good one kept.

A document (`catalogue` with its guides, `sealing-keys`) is a manifest, signed by the platform's content key
(Ed25519), that names its parts by their SHA-256. So a new one costs only the parts that have changed.

    content/DOCUMENT/manifest        signature in base64, a line break, the manifest's bytes; written last
    content/DOCUMENT/DIGEST/NAME     its parts, in a folder named after the manifest
    content/DOCUMENT/confirmed       when the platform last said that this is the newest
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from offline_cache import clock
from offline_cache.durable_files import DurableFiles

FORMAT = "KSC1"
CATALOGUE, SEALING_KEYS = "catalogue", "sealing-keys"
DOCUMENTS = (SEALING_KEYS, CATALOGUE)  # the first protects citizens, and is small
MANIFEST, CONFIRMED = "manifest", "confirmed"
NAME = re.compile(r"[a-z][a-z0-9_-]{0,60}\.json")
DIGEST = re.compile(r"[0-9a-f]{64}")
MOST_PARTS = 200
LARGEST_PART = 8 * 2**20  # bytes; a hundred times the usual


class NotGenuine(Exception):
    """A document is not the platform's, is not whole, or is older than what is here. One sentence."""


@dataclass(frozen=True)
class Document:
    """A verified manifest. `serial` rises with each change; `version` is for people."""

    name: str
    serial: int
    version: str
    parts: Mapping[str, str]  # name -> SHA-256, hex
    digest: str  # of the manifest
    signed: bytes = b""  # signature and manifest, as they are kept
    groups: frozenset[str] = frozenset()  # of terminals that it is for (试点); empty: all


def load_key(path: Path) -> Ed25519PublicKey:
    """The platform's content key, PEM. Raises `NotGenuine`."""
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except OSError as error:
        raise NotGenuine(f"{path}, the platform's content key, cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise NotGenuine(f"{path} is not the platform's content key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise NotGenuine(f"{path} is not an Ed25519 key")
    return key


def verify(name: str, manifest: bytes, signature: str, key: Ed25519PublicKey) -> Document:
    """The document `name`, when the platform has signed this manifest of it. Raises `NotGenuine`."""
    try:
        key.verify(base64.b64decode(signature, validate=True), manifest)
    except (ValueError, InvalidSignature) as error:
        raise NotGenuine(f"{name}: not signed by the platform") from error
    try:
        fields = json.loads(manifest)
        parts = {part["name"]: part["sha256"] for part in fields["parts"]}
        serial, version = fields["serial"], fields["version"]
        groups = fields.get("groups", [])
        good = (fields["format"], fields["document"]) == (FORMAT, name) and 0 < len(parts) <= MOST_PARTS
        good = good and type(serial) is int and isinstance(version, str)
        good = good and isinstance(groups, list) and all(isinstance(one, str) for one in groups)
        good = good and all(NAME.fullmatch(one) and DIGEST.fullmatch(digest) for one, digest in parts.items())
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotGenuine(f"{name}: not a manifest") from error
    if not good:
        raise NotGenuine(f"{name}: not a manifest of this document in the form {FORMAT}")
    kept = signature.encode() + b"\n" + manifest
    return Document(name, serial, version, parts, hashlib.sha256(manifest).hexdigest(), kept, frozenset(groups))


class Content:
    """The documents of one terminal. `folder` need not exist; reading never writes."""

    def __init__(self, folder: Path, key: Ed25519PublicKey, group: str = "") -> None:
        """`group`: the group of terminals that tries new content first, where this one is of it."""
        self.group = group
        self._folder = folder
        self._key = key
        self._files = DurableFiles()

    @property
    def authority(self) -> Ed25519PublicKey:
        """The platform's content key, which also endorses the seals of its organs."""
        return self._key

    def verified(self, name: str, manifest: bytes, signature: str) -> Document:
        """Raises `NotGenuine`, also for what is meant for other terminals."""
        document = verify(name, manifest, signature, self._key)
        if not self.is_for_us(document):
            raise NotGenuine(f"{name}: on trial with other terminals")
        return document

    def is_for_us(self, document: Document) -> bool:
        return not document.groups or self.group in document.groups

    def kept(self, name: str) -> Document | None:
        """The document that is in use, as far as its manifest goes; None: there is none that is genuine."""
        try:
            signature, _, manifest = (self._folder / name / MANIFEST).read_bytes().partition(b"\n")
            return verify(name, manifest, signature.decode("ascii"), self._key)
        except (OSError, UnicodeDecodeError, NotGenuine):
            return None

    def current(self, name: str) -> Document | None:
        """The document that is in use, when all of it is genuine and whole."""
        document = self.kept(name)
        whole = document and all(self.part(document, part) is not None for part in document.parts)
        return document if whole else None

    def folder(self, document: Document) -> Path:
        """Where its parts lie, each under its name."""
        return self._folder / document.name / document.digest[:16]

    def part(self, document: Document, name: str, digest: str | None = None) -> bytes | None:
        """A part, when it is whole; `digest`: when it is of this content."""
        try:
            content = (self.folder(document) / name).read_bytes()
        except OSError:
            return None
        wanted = digest or document.parts.get(name)
        return content if hashlib.sha256(content).hexdigest() == wanted else None

    def put_parts(self, document: Document, parts: Mapping[str, bytes]) -> Path:
        """Write the parts of a document that is not in use yet. Blocks. Raises `DiskFailed`."""
        folder = self.folder(document)
        self._files.make_folder(folder)
        for name, content in parts.items():
            self._files.write(folder / name, content)
        return folder

    def use(self, document: Document) -> None:
        """From now on this is the one. What was before the one before it goes. Blocks. Raises `DiskFailed`."""
        before = self.kept(document.name)
        stay = {one.digest[:16] for one in (before, document) if one}  # somebody may be reading the one before
        self._files.write(self._folder / document.name / MANIFEST, document.signed)
        self.confirm(document.name)
        for folder in (self._folder / document.name).iterdir():
            if folder.is_dir() and folder.name not in stay:
                self._files.remove(*folder.iterdir())
                folder.rmdir()

    def confirm(self, name: str) -> None:
        """The platform has said that the document is the newest. Raises `DiskFailed`."""
        self._files.write(self._folder / name / CONFIRMED, clock.utc_text().encode())

    def age(self, name: str) -> float | None:
        """Seconds since the platform last confirmed the document, by the terminal's clock; None: not known."""
        try:
            return clock.seconds_since((self._folder / name / CONFIRMED).read_text(encoding="ascii"))
        except (OSError, ValueError, TypeError):
            return None


def open_content(folder: Path, key: Path | None, group: str = "") -> Content | None:
    """What is kept in `folder`; None: this terminal was given no key to check it with. Raises `NotGenuine`."""
    return None if key is None else Content(folder, load_key(key), group)
