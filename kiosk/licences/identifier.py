"""Identifiers of e-licences (电子证照标识, GB/T 36904): five parts behind a root, the last of them a check character.

    1.2.156.3005.2 . type (21) . issuer (18) . serial . version (3) . check

The check is ISO 7064 MOD 37,36 over type, issuer, serial and version without their dots and without the root.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ROOT = "1.2.156.3005.2"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PART = re.compile(r"[0-9A-Z]+", re.ASCII)
LONGEST_SERIAL = 32  # 11, 20 and 32 characters are in use


@dataclass(frozen=True)
class Identifier:
    """`type_code`: 18 characters of the organ that owns the type, and 3 of its own; `issuer`: a social credit code."""

    type_code: str
    issuer: str
    serial: str
    version: str

    def __str__(self) -> str:
        parts = (self.type_code, self.issuer, self.serial, self.version)
        return ".".join((ROOT, *parts, check_character("".join(parts))))


def check_character(text: str) -> str:
    """ISO 7064 MOD 37,36 of digits and capital letters. Raises `ValueError` for any other sign."""
    rest = 36
    for sign in text:
        rest = (rest + _ALPHABET.index(sign)) % 36 or 36
        rest = rest * 2 % 37
    return _ALPHABET[(37 - rest) % 36]


def fault(text: str, root: str = ROOT) -> str | None:
    """Why this is no identifier of the root: "root", "parts", "characters" or "check"; None: it is one."""
    if not text.startswith(root + "."):
        return "root"
    parts = text.removeprefix(root + ".").split(".")
    if len(parts) != 5:
        return "parts"
    type_code, issuer, serial, version, check = parts
    if not all(_PART.fullmatch(part) for part in parts):
        return "characters"
    lengths = (len(type_code), len(issuer), len(version), len(check))
    if lengths != (21, 18, 3, 1) or not 0 < len(serial) <= LONGEST_SERIAL:
        return "parts"
    return None if check_character(type_code + issuer + serial + version) == check else "check"
