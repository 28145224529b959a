"""Checks a platform seal, and says in one word what came out; the window says it in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.asn1 import GeneralizedTime, encode_der
from cryptography.hazmat.primitives import hashes

from kiosk.seals import sm2
from kiosk.seals.certificates import read_certificate
from kiosk.seals.ofd import BadOfd, read_ofd
from kiosk.seals.states import SealState
from kiosk.seals.structures import CERTIFICATES, DIGESTS, BadSeal, CertDigest, Property, Sealing, read_sealing
from kiosk.seals.trust import SealTrust

__all__ = ["SealState", "SealVerdict", "sm3", "verify", "verify_digest", "verify_ofd"]


@dataclass(frozen=True)
class SealVerdict:
    """`organ`, `at` (RFC 3339) and `seal` (its number) are told only where the seal itself is genuine."""

    state: SealState
    organ: str = ""
    at: str = ""
    seal: str = ""


def sm3(content: bytes) -> bytes:
    """GB/T 32905."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize()


def verify(content: bytes, sealing: bytes, trust: SealTrust | None, about: str | None = None) -> SealVerdict:
    """A sealing that travels beside what it seals. `about`: what the sealing must say that it is of; None: anything."""
    digest = sm3(content)
    return verify_digest(digest, sealing, trust, about)


def verify_digest(digest: bytes, sealing: bytes, trust: SealTrust | None, about: str | None = None) -> SealVerdict:
    """The same, where only the SM3 digest of the content is known."""
    try:
        read = read_sealing(sealing)
        of_this = about is None or read.to_sign.property_info.as_str() == about
        return _judge(read, trust, lambda signed: of_this and signed == digest)
    except BadSeal:
        return SealVerdict(SealState.NOT_GENUINE)


def verify_ofd(document: bytes, trust: SealTrust | None) -> SealVerdict:
    """An OFD document, whose sealing is of its Signature.xml, which names the digest of every other file."""
    try:
        ofd = read_ofd(document)
        read = read_sealing(ofd.sealing)
        at = read.to_sign.property_info.as_str().removeprefix("/")
        return _judge(
            read, trust, lambda signed: at == ofd.manifest_path and signed == sm3(ofd.manifest) and ofd.whole(sm3)
        )
    except (BadOfd, BadSeal):
        return SealVerdict(SealState.NOT_GENUINE)


def _judge(sealing: Sealing, trust: SealTrust | None, holds: Callable[[bytes], bool]) -> SealVerdict:
    """Every link, in the order in which one leans on the other: maker, seal, signer, signature, document, time."""
    if trust is None:
        return SealVerdict(SealState.UNKNOWN)
    to_sign, seal = sealing.to_sign, sealing.to_sign.seal
    maker, signer = read_certificate(seal.cert), read_certificate(sealing.cert)
    try:
        made = maker.point in trust.makers and sm2.verify(
            maker.point, encode_der(seal.info), seal.signed_value.as_bytes()
        )
        issued = any(signer.issued_by(issuer) for issuer in trust.issuers)
        signed = sm2.verify(signer.point, encode_der(to_sign), sealing.signature.as_bytes())
    except sm2.NoSm2:
        return SealVerdict(SealState.UNKNOWN)
    if not (made and issued and signed and signer.signs):
        return SealVerdict(SealState.NOT_GENUINE)
    known = seal.info.property
    if not _names(known, sealing.cert):
        by_digest = known.cert_list_type == DIGESTS
        return SealVerdict(SealState.UNKNOWN_SIGNER if by_digest else SealState.NOT_GENUINE)
    when = _utc(to_sign.time_info)
    number = seal.info.es_id.as_str()

    def told(state: SealState) -> SealVerdict:
        return SealVerdict(state, seal.info.property.name, when.isoformat().replace("+00:00", "Z"), number)

    if not holds(to_sign.data_hash.as_bytes()):
        return told(SealState.CHANGED)
    in_time = _utc(known.valid_start) <= when <= _utc(known.valid_end) and signer.good_at(when)
    if not (in_time and maker.good_at(_utc(known.create_date))):
        return told(SealState.OUT_OF_TIME)
    return told(SealState.REVOKED if number in trust.revoked else SealState.VALID)


def _names(known: Property, cert: bytes) -> bool:
    """Whether the seal names this certificate as one that may seal with it: whole, or by its SM3 digest. A digest of
    another kind is nobody's that is known here."""
    if known.cert_list_type == CERTIFICATES:
        return cert in known.certs
    digest = sm3(cert)
    return any(isinstance(one, CertDigest) and one.value == digest for one in known.certs)


def _utc(time: GeneralizedTime) -> datetime:
    return time.as_datetime().replace(tzinfo=UTC)
