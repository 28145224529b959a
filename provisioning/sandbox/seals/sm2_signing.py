"""SM2 keys that sign, for organs that do not exist; terminals only verify (`kiosk/seals/sm2.py`)."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_size_t, c_void_p
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.seals import sm2

ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123  # n of sm2p256v1, GB/T 32918.5
_PKCS8 = bytes.fromhex("304102010030130607" + "2a8648ce3d0201" + "06082a811ccf5501822d" + "04273025020101" + "0420")
"""PrivateKeyInfo on the curve, without the public key; the scalar of 32 bytes follows."""


class Sm2Key:
    """Lives as long as the process."""

    def __init__(self, scalar: int) -> None:
        """`scalar`: 1 to n - 2 (GB/T 32918.1). Raises `NoSm2`."""
        self._crypto = _library()
        encoded = _PKCS8 + scalar.to_bytes(32)
        start = c_char_p(encoded)
        self._key = self._crypto.d2i_AutoPrivateKey(None, byref(start), len(encoded))
        if not self._key:
            raise sm2.NoSm2("the private key is not taken")
        spki = c_void_p()
        length = self._crypto.i2d_PUBKEY(self._key, byref(spki))
        self.point = ctypes.string_at(spki, length)[-sm2.POINT :]

    @classmethod
    def derived(cls, secret: bytes, name: str) -> Sm2Key:
        """One key for each name: a sandbox keeps one secret, not one an organ."""
        wide = HKDF(hashes.SHA256(), 48, None, b"sandbox seal " + name.encode()).derive(secret)
        return cls(int.from_bytes(wide) % (ORDER - 2) + 1)  # 128 bits more than the order: no bias

    def sign(self, message: bytes) -> bytes:
        """DER: r, s. Another one each time."""
        context, extra = sm2.begun(self._crypto, self._key)
        try:
            room = ctypes.create_string_buffer(80)
            length = c_size_t(len(room))
            begun = self._crypto.EVP_DigestSignInit(context, None, self._crypto.EVP_sm3(), None, self._key)
            if begun != 1 or self._crypto.EVP_DigestSign(context, room, byref(length), message, len(message)) != 1:
                raise sm2.NoSm2("the key does not sign")
            return room.raw[: length.value]
        finally:
            sm2.ended(self._crypto, context, extra)


@cache
def _library() -> Any:
    crypto = sm2.library()
    crypto.d2i_AutoPrivateKey.restype = c_void_p
    crypto.d2i_AutoPrivateKey.argtypes = [c_void_p, POINTER(c_char_p), c_long]
    crypto.i2d_PUBKEY.restype = c_int
    crypto.i2d_PUBKEY.argtypes = [c_void_p, POINTER(c_void_p)]
    crypto.EVP_DigestSignInit.restype = c_int
    crypto.EVP_DigestSignInit.argtypes = [c_void_p] * 5
    crypto.EVP_DigestSign.restype = c_int
    crypto.EVP_DigestSign.argtypes = [c_void_p, c_char_p, POINTER(c_size_t), c_char_p, c_size_t]
    return crypto
