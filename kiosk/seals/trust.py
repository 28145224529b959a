"""Whose seals count here: as the platform publishes it, signed (docs/api.md, "Content", `seal-trust`)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import msgspec

from kiosk.catalogue.source import content_of
from kiosk.seals.certificates import Certificate, read_certificate
from kiosk.seals.structures import BadSeal
from kiosk.settings import Settings

SEAL_TRUST, TRUST_PART = "seal-trust", "seal-trust.json"  # the document, and its one part
MOST = 10_000  # seals taken back: a city has some thousand organs

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SealTrust:
    """`makers`: public keys of those who make seals (制章者); `issuers`: who certifies the organs that seal with them;
    `revoked`: numbers (esID) of seals that were taken back."""

    makers: frozenset[bytes]
    issuers: tuple[Certificate, ...]
    revoked: frozenset[str] = frozenset()


class Listed(msgspec.Struct, frozen=True):
    """The part, as JSON; certificates are DER in base64."""

    version: str
    makers: Annotated[tuple[bytes, ...], msgspec.Meta(max_length=20)]
    issuers: Annotated[tuple[bytes, ...], msgspec.Meta(max_length=20)]
    revoked: Annotated[tuple[str, ...], msgspec.Meta(max_length=MOST)]


class BadTrust(Exception):
    """A list that this release cannot read. One short reason."""


@lru_cache(maxsize=2)
def read_trust(content: bytes) -> SealTrust:
    """Raises `BadTrust`."""
    try:
        raw = msgspec.json.decode(content, type=Listed)
        return SealTrust(
            frozenset(read_certificate(one).point for one in raw.makers),
            tuple(read_certificate(one) for one in raw.issuers),
            frozenset(raw.revoked),
        )
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadTrust("no list of seal makers, issuers and seals taken back") from error
    except BadSeal as error:
        raise BadTrust(str(error)) from error


def trust_in_use(settings: Settings) -> SealTrust | None:
    """What the platform published last; None: nothing whole is here, so no seal can be checked. Blocks."""
    content = content_of(settings)
    document = content.current(SEAL_TRUST) if content is not None else None
    part = content.part(document, TRUST_PART) if content is not None and document is not None else None
    try:
        return read_trust(part) if part is not None else None
    except BadTrust as error:
        _log.error("the published list of seals cannot be used: %s", error)
        return None
