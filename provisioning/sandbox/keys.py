"""The platform's keys: those that open what terminals seal, and the one that signs what it publishes.

<sandbox>/opening.key               the newest; its public half is sealing.key, which terminals begin with
<sandbox>/opening-<key id>.key      older ones: what was sealed to them still opens
<sandbox>/content.key               signs the catalogue and the list of sealing keys (Ed25519)
<sandbox>/content.pub               with which terminals check that
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from offline_cache.sealing import BadKey, OpeningKey, Unreadable, read_header
from offline_cache.suites import DEFAULT_SUITE
from provisioning.files import only_one, write_whole

NEWEST = "opening.key"


class OpeningKeys:
    """All of a folder. A key that another process has added meanwhile is found when it is needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys: dict[str, OpeningKey] = {}
        self._load()

    @classmethod
    def open(cls, folder: Path, suite: str = DEFAULT_SUITE) -> OpeningKeys:
        """Make the first key if there is none. Raises `BadKey` or `OSError`."""
        with only_one(folder / ".keys.lock"):
            if not (folder / NEWEST).exists():
                _put(folder, OpeningKey.generate(suite))
        return cls(folder)

    @property
    def newest(self) -> OpeningKey:
        return OpeningKey.load(self._folder / NEWEST)

    def by_age(self) -> list[OpeningKey]:
        """The newest first."""
        older = sorted(self._folder.glob("opening-*.key"), key=lambda path: -path.stat().st_mtime)
        found = {key.key_id: key for key in (self.newest, *map(OpeningKey.load, older))}
        return list(found.values())

    def rotate(self, suite: str = DEFAULT_SUITE) -> OpeningKey:
        """A new key is the newest from now on; the one before goes on opening. Raises `BadKey` or `OSError`."""
        with only_one(self._folder / ".keys.lock"):
            before, key = self.newest, OpeningKey.generate(suite)
            before.save(self._folder / f"opening-{before.key_id}.key")  # first, so that no cut of power loses it
            _put(self._folder, key)
        self._load()
        return key

    def seal(self, plaintext: bytes, context: Mapping[str, str]) -> bytes:
        """What comes in by another way than from a terminal, and is no more anybody's business."""
        return self.newest.public().seal(plaintext, context)

    def open_envelope(self, envelope: bytes) -> tuple[Mapping[str, str], bytes]:
        """The context and what was sealed. Raises `Unreadable`."""
        key_id = read_header(envelope).key_id
        if key_id not in self._keys:
            self._load()
        if (key := self._keys.get(key_id)) is None:
            raise Unreadable("other-key")
        return key.open_envelope(envelope)

    def _load(self) -> None:
        found = [OpeningKey.load(path) for path in self._folder.glob("opening*.key")]
        self._keys = {key.key_id: key for key in found}


def _put(folder: Path, key: OpeningKey) -> None:
    key.save(folder / NEWEST)
    key.public().save(folder / "sealing.key")


def content_key(folder: Path) -> Ed25519PrivateKey:
    """The signing key; made at the first call. Raises `BadKey` or `OSError`."""
    path = folder / "content.key"
    with only_one(folder / ".keys.lock"):
        if not path.exists():
            write_whole(
                path,
                Ed25519PrivateKey.generate().private_bytes(
                    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
                ),
            )
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), None)
        except ValueError as error:
            raise BadKey(f"{path} cannot be read") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise BadKey(f"{path} is not an Ed25519 key")
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        write_whole(folder / "content.pub", public)
    return key
