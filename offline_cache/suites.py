"""The algorithms of an envelope, by the name that stands in its header.

Each suite but the first seals a random content key by HPKE (RFC 9180) and the content by that key. So the
expensive half can be done before there is any content, and a cipher that HPKE does not know, as SM4-GCM
(GB/T 32907, RFC 8998), is taken in the same way. The first hands the content itself to HPKE; it is kept for
what was sealed so before.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm, Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

TAG_BYTES = 16
MLKEM_PUBLIC_BYTES = 1184  # FIPS 203, table 3
MLKEM_SEED_BYTES = 64  # FIPS 203, §7.1: d and z
PAGE_BYTES = 64 * 1024  # from here on nothing is copied: copying a page would take longer than sealing it
NONCE = bytes(12)  # each content key is random and encrypts once, so that no nonce ever comes twice


@dataclass(frozen=True)
class Encapsulation:
    """A KEM with HKDF-SHA256 and AES-256-GCM, and its keys as plain bytes. Wrong bytes raise ValueError."""

    hpke: Suite
    enc_bytes: int
    generate: Callable[[], bytes]
    private: Callable[[bytes], Any]
    public: Callable[[bytes], Any]
    public_bytes: Callable[[bytes], bytes]  # from the private ones

    def seal(self, plaintext: bytes, public: bytes, info: bytes) -> bytes:
        return self.hpke.encrypt(plaintext, self.public(public), info)

    def open(self, sealed: bytes, private: bytes, info: bytes) -> bytes:
        return self.hpke.decrypt(sealed, self.private(private), info)


Seal = Callable[[bytes], bytes]


@dataclass(frozen=True)
class ContentCipher:
    """`sealer(start, key, bound)` gives a `seal(content)`, for one content: `start`, ciphertext and tag.

    `open(key, sealed, bound)` raises `InvalidTag`.
    """

    key_bytes: int
    sealer: Callable[[bytes, bytes, bytes], Seal]
    open: Callable[[bytes, bytes, bytes], bytes]


def _x25519_public(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _hybrid_private(key: bytes) -> MLKEM768X25519PrivateKey:
    seed, other = key[:MLKEM_SEED_BYTES], key[MLKEM_SEED_BYTES:]
    return MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(seed), X25519PrivateKey.from_private_bytes(other)
    )


def _hybrid_public(key: bytes) -> MLKEM768X25519PublicKey:
    first, other = key[:MLKEM_PUBLIC_BYTES], key[MLKEM_PUBLIC_BYTES:]
    return MLKEM768X25519PublicKey(MLKEM768PublicKey.from_public_bytes(first), X25519PublicKey.from_public_bytes(other))


def _hybrid_public_bytes(private: bytes) -> bytes:
    seed, other = private[:MLKEM_SEED_BYTES], private[MLKEM_SEED_BYTES:]
    return MLKEM768PrivateKey.from_seed_bytes(seed).public_key().public_bytes_raw() + _x25519_public(other)


def _hybrid_generate() -> bytes:
    return MLKEM768PrivateKey.generate().private_bytes_raw() + X25519PrivateKey.generate().private_bytes_raw()


def _gcm(algorithm: Callable[[bytes], BlockCipherAlgorithm]) -> Callable[[bytes, bytes, bytes], Seal]:
    """All that can be done before there is content is done before: key schedule, tables, and what is bound."""

    def sealer(start: bytes, key: bytes, bound: bytes) -> Seal:
        encryptor = Cipher(algorithm(key), modes.GCM(NONCE)).encryptor()
        encryptor.authenticate_additional_data(bound)

        def seal(content: bytes) -> bytes:
            if len(content) < PAGE_BYTES:
                return b"".join((start, encryptor.update(content), encryptor.finalize(), encryptor.tag))
            whole = io.BytesIO(bytes(len(start) + len(content) + TAG_BYTES))
            with whole.getbuffer() as room:
                room[: len(start)] = start
                encryptor.update_into(content, room[len(start) :])
                encryptor.finalize()
                room[-TAG_BYTES:] = encryptor.tag
            return whole.getvalue()

        return seal

    return sealer


def _aes_open(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    return AESGCM(key).decrypt(NONCE, sealed, bound)


def _sm4_open(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    if len(sealed) < TAG_BYTES:
        raise InvalidTag
    mode = modes.GCM(NONCE, sealed[-TAG_BYTES:])
    decryptor = Cipher(algorithms.SM4(key), mode).decryptor()
    decryptor.authenticate_additional_data(bound)
    return decryptor.update(sealed[:-TAG_BYTES]) + decryptor.finalize()


X25519 = Encapsulation(
    Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM),
    KEM.X25519.enc_length(),
    lambda: X25519PrivateKey.generate().private_bytes_raw(),
    X25519PrivateKey.from_private_bytes,
    X25519PublicKey.from_public_bytes,
    _x25519_public,
)
HYBRID = Encapsulation(
    Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM),
    KEM.MLKEM768_X25519.enc_length(),
    _hybrid_generate,
    _hybrid_private,
    _hybrid_public,
    _hybrid_public_bytes,
)
AES_256_GCM = ContentCipher(32, _gcm(algorithms.AES256), _aes_open)
SM4_GCM = ContentCipher(16, _gcm(algorithms.SM4), _sm4_open)


@dataclass(frozen=True)
class Algorithms:
    kem: Encapsulation
    content: ContentCipher | None  # None: HPKE seals the content itself

    @property
    def wrapped_bytes(self) -> int:
        """Length of the sealed content key."""
        return 0 if self.content is None else self.kem.enc_bytes + self.content.key_bytes + TAG_BYTES


SINGLE_SHOT = "DHKEM(X25519)-HKDF-SHA256-AES-256-GCM"
DEFAULT_SUITE = "X25519+AES-256-GCM"
SUITES = {
    SINGLE_SHOT: Algorithms(X25519, None),
    DEFAULT_SUITE: Algorithms(X25519, AES_256_GCM),
    "X25519+SM4-GCM": Algorithms(X25519, SM4_GCM),
    "MLKEM768-X25519+AES-256-GCM": Algorithms(HYBRID, AES_256_GCM),
    "MLKEM768-X25519+SM4-GCM": Algorithms(HYBRID, SM4_GCM),
}
"""One row a suite: a new one is added here and is then selected by the name in the platform's key file."""
