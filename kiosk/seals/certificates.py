"""X.509 certificates with SM2 keys (GM/T 0015), as far as a seal needs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509 import ExtensionNotFound

from kiosk.seals import sm2
from kiosk.seals.structures import SM2_WITH_SM3, BadSeal, Certified, decoded

LARGEST = 8 * 1024  # bytes


@dataclass(frozen=True)
class Certificate:
    """`point`: its public key; `subject` and `issuer` as DER; `tbs` is what its issuer signed."""

    point: bytes
    subject: bytes
    issuer: bytes
    serial: int
    begins: datetime
    ends: datetime
    signs: bool  # its key may sign documents
    tbs: bytes
    signature: bytes

    def good_at(self, moment: datetime) -> bool:
        return self.begins <= moment <= self.ends

    def issued_by(self, other: Certificate) -> bool:
        """Raises `NoSm2`."""
        return self.issuer == other.subject and sm2.verify(other.point, self.tbs, self.signature)


def read_certificate(content: bytes) -> Certificate:
    """Raises `BadSeal`."""
    if len(content) > LARGEST:
        raise BadSeal("a certificate is too large")
    try:
        cert = x509.load_der_x509_certificate(content)
        if cert.signature_algorithm_oid != SM2_WITH_SM3:
            raise BadSeal("a certificate is not signed by SM2 with SM3")
        tbs = cert.tbs_certificate_bytes
        return Certificate(
            point=decoded(Certified, tbs).key.key.as_bytes(),
            subject=cert.subject.public_bytes(),
            issuer=cert.issuer.public_bytes(),
            serial=cert.serial_number,
            begins=cert.not_valid_before_utc,
            ends=cert.not_valid_after_utc,
            signs=_signs(cert),
            tbs=tbs,
            signature=cert.signature,
        )
    except (ValueError, OverflowError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion) as error:
        raise BadSeal("a certificate cannot be read") from error


def _signs(cert: x509.Certificate) -> bool:
    try:
        return cert.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    except ExtensionNotFound:
        return True  # RFC 5280, 4.2.1.3: without the extension nothing is ruled out
    except x509.DuplicateExtension as error:
        raise BadSeal("a certificate cannot be read") from error
