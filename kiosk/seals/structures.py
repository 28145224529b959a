"""What a seal and a sealing consist of: ASN.1 of GB/T 38540-2020 (version 4 of the structures), strict DER.

A seal (SESeal, 电子印章) says whose it is, how long it is good, and which certificates may seal with it; its maker
(制章者) has signed that. A sealing (SES_Signature, 电子签章) holds a seal, a time and the digest of what was sealed.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

from cryptography import x509
from cryptography.hazmat import asn1

HEADER, VERSION = "ES", 4
CERTIFICATES, DIGESTS = 1, 2  # certListType: whole certificates (certs), or their digests (certDigestList)
SM2_WITH_SM3 = x509.ObjectIdentifier("1.2.156.10197.1.501")
LARGEST = 256 * 1024  # bytes of a sealing; its picture is the most of it
T = TypeVar("T")


class BadSeal(Exception):
    """These bytes are no sealing, or one of a form that is not read here. A few words."""


@asn1.sequence
class Extension:
    """ExtData"""

    extn_id: x509.ObjectIdentifier
    critical: Annotated[bool, asn1.Default(False)]
    extn_value: bytes


@asn1.sequence
class Header:
    """SES_Header"""

    id: asn1.IA5String
    version: int
    vid: asn1.IA5String


@asn1.sequence
class CertDigest:
    """CertDigestObj. `type` is the maker's own word for the kind of digest; `value` that of a certificate's DER."""

    type: asn1.PrintableString
    value: bytes


@asn1.sequence
class Property:
    """SES_ESPropertyInfo. `type`: 1 an organ's seal, 2 a person's; `certs`: those that may seal with it, X.509
    (SES_CertList, a choice between two lists that only their elements tell apart)."""

    type: int
    name: str
    cert_list_type: int
    certs: list[bytes | CertDigest]
    create_date: asn1.GeneralizedTime
    valid_start: asn1.GeneralizedTime
    valid_end: asn1.GeneralizedTime


@asn1.sequence
class Picture:
    """SES_ESPictureInfo. Width and height in millimetres."""

    type: asn1.IA5String
    data: bytes
    width: int
    height: int


@asn1.sequence
class SealInfo:
    """SES_SealInfo: what the maker signs."""

    header: Header
    es_id: asn1.IA5String
    property: Property
    picture: Picture
    ext_datas: Annotated[list[Extension] | None, asn1.Explicit(0)]


@asn1.sequence
class Seal:
    """SESeal. `cert`: the maker's."""

    info: SealInfo
    cert: bytes
    sign_alg_id: x509.ObjectIdentifier
    signed_value: asn1.BitString


@asn1.sequence
class ToSign:
    """TBS_Sign: what the organ signs. `property_info`: what was sealed; in OFD the path of its Signature.xml."""

    version: int
    seal: Seal
    time_info: asn1.GeneralizedTime
    data_hash: asn1.BitString
    property_info: asn1.IA5String
    ext_datas: Annotated[list[Extension] | None, asn1.Explicit(0)]


@asn1.sequence
class Sealing:
    """SES_Signature. `cert`: the organ's, one of those that the seal names."""

    to_sign: ToSign
    cert: bytes
    signature_alg_id: x509.ObjectIdentifier
    signature: asn1.BitString
    time_stamp: Annotated[asn1.BitString | None, asn1.Explicit(0)]


@asn1.sequence
class KeyAlgorithm:
    algorithm: x509.ObjectIdentifier
    parameters: x509.ObjectIdentifier


@asn1.sequence
class KeyInfo:
    """SubjectPublicKeyInfo of a key on a named curve (RFC 5480)."""

    algorithm: KeyAlgorithm
    key: asn1.BitString


@asn1.sequence
class Certified:
    """TBSCertificate (RFC 5280), as far as its key: what stands before it is read by `cryptography`'s own parser."""

    version: Annotated[int, asn1.Explicit(0)]
    serial: int
    signature: asn1.TLV
    issuer: asn1.TLV
    validity: asn1.TLV
    subject: asn1.TLV
    key: KeyInfo
    extensions: Annotated[list[Extension] | None, asn1.Explicit(3)]


def read_sealing(content: bytes) -> Sealing:
    """Raises `BadSeal`."""
    if len(content) > LARGEST:
        raise BadSeal("too large")
    sealing = decoded(Sealing, content)
    seal = sealing.to_sign.seal
    if (seal.info.header.id.as_str(), seal.info.header.version, sealing.to_sign.version) != (HEADER, VERSION, VERSION):
        raise BadSeal("of another version")
    if {seal.sign_alg_id, sealing.signature_alg_id} != {SM2_WITH_SM3}:
        raise BadSeal("not SM2 with SM3")
    known = seal.info.property
    kind = {CERTIFICATES: bytes, DIGESTS: CertDigest}.get(known.cert_list_type)
    if kind is None or not known.certs or not all(isinstance(one, kind) for one in known.certs):
        raise BadSeal("names its certificates in no way that is known")
    return sealing


def decoded(kind: type[T], content: bytes) -> T:
    """Raises `BadSeal`, also for bytes that DER would write otherwise: what was signed is what stands here."""
    try:
        value = asn1.decode_der(kind, content)
        same = asn1.encode_der(value) == content
    except (ValueError, OverflowError, TypeError) as error:  # a number that is too large, a text that is none
        raise BadSeal("not DER of this form") from error
    if not same:
        raise BadSeal("not DER of this form")
    return value
