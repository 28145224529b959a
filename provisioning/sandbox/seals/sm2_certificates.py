"""X.509 certificates for SM2 keys (RFC 5280, GM/T 0015): `cryptography` makes none, so they are written here."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.x509.oid import NameOID

from kiosk.seals.certificates import read_certificate
from kiosk.seals.structures import SM2_WITH_SM3, Certified, Extension, KeyAlgorithm, KeyInfo
from provisioning.sandbox.seals.sm2_signing import Sm2Key

EC_PUBLIC_KEY = x509.ObjectIdentifier("1.2.840.10045.2.1")
SM2_CURVE = x509.ObjectIdentifier("1.2.156.10197.1.301")
V3 = 2


@asn1.sequence
class _Algorithm:
    algorithm: x509.ObjectIdentifier


@asn1.sequence
class _Validity:
    begins: asn1.UTCTime
    ends: asn1.UTCTime


@asn1.sequence
class _Signed:
    tbs: Certified
    algorithm: _Algorithm
    signature: asn1.BitString


@dataclass(frozen=True)
class Named:
    """Whose certificate it is. Times are before 2050."""

    name: str
    point: bytes
    begins: datetime
    ends: datetime


def certified(whose: Named, issuer: bytes | None, issuer_key: Sm2Key) -> bytes:
    """A certificate as DER. `issuer`: the issuer's certificate; None: one's own."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, whose.name)]).public_bytes()
    authority = issuer is None
    tbs = Certified(
        version=V3,
        serial=secrets.randbits(120) | 1 << 119,
        signature=_tlv(asn1.encode_der(_Algorithm(algorithm=SM2_WITH_SM3))),
        issuer=_tlv(subject if issuer is None else read_certificate(issuer).subject),
        validity=_tlv(asn1.encode_der(_Validity(begins=asn1.UTCTime(whose.begins), ends=asn1.UTCTime(whose.ends)))),
        subject=_tlv(subject),
        key=KeyInfo(
            algorithm=KeyAlgorithm(algorithm=EC_PUBLIC_KEY, parameters=SM2_CURVE), key=asn1.BitString(whose.point, 0)
        ),
        extensions=[
            _extension(x509.BasicConstraints(ca=authority, path_length=None)),
            _extension(_usage(signs=not authority, certifies=authority)),
        ],
    )
    signature = issuer_key.sign(asn1.encode_der(tbs))
    signed = _Signed(tbs=tbs, algorithm=_Algorithm(algorithm=SM2_WITH_SM3), signature=asn1.BitString(signature, 0))
    return asn1.encode_der(signed)


def _tlv(encoded: bytes) -> asn1.TLV:
    return asn1.decode_der(asn1.TLV, encoded)


def _extension(value: x509.BasicConstraints | x509.KeyUsage) -> Extension:
    return Extension(extn_id=value.oid, critical=True, extn_value=value.public_bytes())


def _usage(*, signs: bool, certifies: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certifies,
        crl_sign=certifies,
        encipher_only=False,
        decipher_only=False,
    )
