"""Checks a platform seal, and says in one word what came out; the window says it in a sentence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.contract.signatures import Seal, Sealed, Sealing
from kiosk.text import Localized


class SealState(StrEnum):
    VALID = "valid"
    CHANGED = "changed"  # the seal is genuine, but not of this document
    NOT_GENUINE = "not_genuine"  # nobody who may seal has sealed this
    OUT_OF_TIME = "out_of_time"  # sealed before the seal was valid, or after it had ended
    UNKNOWN = "unknown"  # this terminal was given no key to check with


@dataclass(frozen=True)
class SealVerdict:
    """`organ` and `at` are told only where the seal itself is genuine."""

    state: SealState
    organ: Localized | None = None
    at: str = ""


def verify(document: bytes, sealed: Sealed, authority: Ed25519PublicKey | None) -> SealVerdict:
    """Every link, in the order in which one leans on the other: authority, seal, signature, document, time."""
    if authority is None:
        return SealVerdict(SealState.UNKNOWN)
    try:
        authority.verify(sealed.endorsed, sealed.seal)
        seal = msgspec.json.decode(sealed.seal, type=Seal)
        Ed25519PublicKey.from_public_bytes(seal.public_key).verify(sealed.signature, sealed.sealing)
        sealing = msgspec.json.decode(sealed.sealing, type=Sealing)
    except (InvalidSignature, msgspec.DecodeError, ValueError, RecursionError):
        return SealVerdict(SealState.NOT_GENUINE)
    if sealing.seal != hashlib.sha256(sealed.seal).hexdigest():
        return SealVerdict(SealState.NOT_GENUINE)
    if sealing.document != hashlib.sha256(document).hexdigest():
        return SealVerdict(SealState.CHANGED, seal.organ, sealing.at)
    if not seal.valid_from <= sealing.at[:10] <= seal.valid_to:
        return SealVerdict(SealState.OUT_OF_TIME, seal.organ, sealing.at)
    return SealVerdict(SealState.VALID, seal.organ, sealing.at)
