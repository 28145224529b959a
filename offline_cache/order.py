"""Which records belong to the same citizen, without saying which citizen.

A citizen's records reach the platform in the order in which they were handed in. The outbox therefore needs
to know that two records have the same owner, and nothing else about them.
"""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from offline_cache.durable_files import DurableFiles

SECRET_BYTES = 32
# The secret lies on the same disk as the hashes, and ID numbers are few (some 10^11), so a thief could try
# them all. Two things are in the way: a guess costs 16 MiB and some 40 ms, and the hash is so short that
# some 25 of all ID numbers share each value. Two citizens of a queue of 1,000 share one with 1 in 10,000;
# all that follows is that one waits for the other.
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**14, 8, 1
HASH_BYTES = 4


def order_key(secret: bytes, text: str) -> str:
    """The opaque key of whoever `text` (an ID number, say) names; hex. Takes some 40 ms."""
    hashed = hashlib.scrypt(text.encode(), salt=secret, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P, dklen=HASH_BYTES)
    return hashed.hex()


def order_secret(files: DurableFiles, path: Path) -> bytes:
    """This terminal's own secret; made at the first call. Raises `DiskFailed`."""
    return files.write_once(path, secrets.token_bytes(SECRET_BYTES))
