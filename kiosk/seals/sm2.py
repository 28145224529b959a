"""SM2 signatures with SM3 (GB/T 32918.2, GB/T 32905), by the libcrypto of the system (OpenSSL 3, Apache-2.0).

The wheels of `cryptography` know SM3 but not SM2. Debian's OpenSSL has it and is kept safe by Debian's updates.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_size_t, c_void_p
from functools import cache
from typing import Any

LIBRARY = "libcrypto.so.3"
IDENTITY = b"1234567812345678"  # GM/T 0009: the signer's distinguishing identifier where none is agreed on
POINT = 65  # bytes of a public key: 04, x, y
_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
"""Of a SubjectPublicKeyInfo: ecPublicKey on the curve sm2p256v1 (1.2.156.10197.1.301); the point follows."""


class NoSm2(Exception):
    """The system has no libcrypto with SM2. One sentence."""


def verify(point: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the key made this signature (DER: r, s) of the message. Raises `NoSm2`; else nothing, whatever comes."""
    if len(point) != POINT:
        return False
    crypto = library()
    spki = _HEAD + point
    start = c_char_p(spki)
    key = crypto.d2i_PUBKEY(None, byref(start), len(spki))
    if not key:  # the point is not on the curve
        crypto.ERR_clear_error()
        return False
    try:
        context, extra = begun(crypto, key)
        try:
            good = crypto.EVP_DigestVerifyInit(context, None, crypto.EVP_sm3(), None, key) == 1
            return bool(
                good and crypto.EVP_DigestVerify(context, signature, len(signature), message, len(message)) == 1
            )
        finally:
            ended(crypto, context, extra)
    finally:
        crypto.EVP_PKEY_free(key)


def begun(crypto: Any, key: Any) -> tuple[Any, Any]:
    """A digest context in which the signer has the usual identifier. Raises `NoSm2`."""
    context, extra = crypto.EVP_MD_CTX_new(), crypto.EVP_PKEY_CTX_new(key, None)
    if not context or not extra or crypto.EVP_PKEY_CTX_set1_id(extra, IDENTITY, len(IDENTITY)) != 1:
        ended(crypto, context, extra)
        raise NoSm2(f"{LIBRARY} cannot work with SM2 keys")
    crypto.EVP_MD_CTX_set_pkey_ctx(context, extra)
    return context, extra


def ended(crypto: Any, context: Any, extra: Any) -> None:
    crypto.EVP_MD_CTX_free(context)
    crypto.EVP_PKEY_CTX_free(extra)
    crypto.ERR_clear_error()


@cache
def library() -> Any:
    """libcrypto with its functions declared. Raises `NoSm2`."""
    try:
        crypto = ctypes.CDLL(LIBRARY)
        for name, (result, *arguments) in _FUNCTIONS.items():
            function = getattr(crypto, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError) as error:
        raise NoSm2(f"{LIBRARY} with SM2 is not there") from error
    return crypto


_FUNCTIONS: dict[str, tuple[Any, ...]] = {
    "d2i_PUBKEY": (c_void_p, c_void_p, POINTER(c_char_p), c_long),
    "EVP_sm3": (c_void_p,),
    "EVP_MD_CTX_new": (c_void_p,),
    "EVP_MD_CTX_free": (None, c_void_p),
    "EVP_MD_CTX_set_pkey_ctx": (None, c_void_p, c_void_p),
    "EVP_PKEY_CTX_new": (c_void_p, c_void_p, c_void_p),
    "EVP_PKEY_CTX_free": (None, c_void_p),
    "EVP_PKEY_CTX_set1_id": (c_int, c_void_p, c_char_p, c_int),
    "EVP_PKEY_free": (None, c_void_p),
    "EVP_DigestVerifyInit": (c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p),
    "EVP_DigestVerify": (c_int, c_void_p, c_char_p, c_size_t, c_char_p, c_size_t),
    "ERR_clear_error": (None,),
}
