"""Electronic seals (电子签章) after the structure of GB/T 38540: who may seal, what was sealed, when.

A seal authority endorses an organ's seal; the organ's seal signs the digest of a document. Both travel as the very
bytes that were signed, so that neither has to be made again to be checked. The sandbox signs by Ed25519 and takes
digests by SHA-256; GB/T 38540 itself has ASN.1 with SM2 and SM3.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from kiosk.contract.model import Day, Model, Moment, Sha256
from kiosk.text import Localized

Ed25519Key = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32, description="Ed25519 public key, base64")]
Ed25519Signature = Annotated[bytes, msgspec.Meta(min_length=64, max_length=64, description="Ed25519, base64")]


class Seal(Model, frozen=True):
    """An organ's seal (SESeal), as the authority endorses it."""

    number: str
    organ: Localized
    valid_from: Day
    valid_to: Day
    public_key: Ed25519Key


class Sealing(Model, frozen=True):
    """What the seal signed (TBS of SES_Signature)."""

    document: Sha256
    seal: Sha256
    at: Moment


class Sealed(Model, frozen=True):
    """`seal` and `sealing` are JSON of the two classes above."""

    seal: Annotated[bytes, msgspec.Meta(max_length=4096)]
    endorsed: Ed25519Signature  # of `seal`, by the seal authority
    sealing: Annotated[bytes, msgspec.Meta(max_length=4096)]
    signature: Ed25519Signature  # of `sealing`, by the seal
