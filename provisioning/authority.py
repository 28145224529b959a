"""The private certificate authority of a demo's or a sandbox's home.

It signs the certificate of the services on this machine, and one for each terminal, whose common
name is the terminal's id (mutual TLS, docs/api.md). What is still good is used again, so that a
terminal goes on working when a service is started anew. Not meant for a fleet in the field: its
key lies in a file.

    <home>/authority/ca.pem, ca.key, server.pem, server.key, terminals/<id>.pem, terminals/<id>.key
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from provisioning.files import only_one, write_whole

TERMINAL_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")  # names a file and a common name
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
AUTHORITY_LIFE = timedelta(days=3650)
CERTIFICATE_LIFE = timedelta(days=397)  # the longest that browsers accept from a server
RENEW_BEFORE = timedelta(days=7)  # what ends sooner is made anew at the next start
BACKDATED = timedelta(hours=1)  # a terminal's clock may be behind


class AuthorityError(Exception):
    """One sentence that says which file cannot be used and why."""


@dataclass(frozen=True)
class Pair:
    """A certificate and its private key, PEM files."""

    certificate: Path
    key: Path


@dataclass(frozen=True)
class Authority:
    """Made by `open`; every method may be called again and gives the same files while they are good."""

    folder: Path

    @classmethod
    def open(cls, folder: Path) -> Authority:
        """Use the authority of a folder; make it if there is none.

        Raises `AuthorityError` if the folder cannot be written, or holds a broken one: replacing
        it silently would lock out the terminals that trust it.
        """
        authority = cls(folder)
        try:
            with only_one(folder / ".lock"):
                authority._make_if_missing()
        except OSError as error:
            raise AuthorityError(f"{folder} cannot be used for certificates: {error.strerror}") from error
        return authority

    @property
    def ca(self) -> Path:
        """The certificate that others trust, PEM."""
        return self.folder / "ca.pem"

    def server(self, hosts: Iterable[str] = ()) -> Pair:
        """A certificate for the services on this machine; `hosts` are added to the local names."""
        names = [_general_name(host) for host in dict.fromkeys((*LOCAL_HOSTS, *hosts))]
        pair = Pair(self.folder / "server.pem", self.folder / "server.key")
        return self._issue(pair, "localhost", names, ExtendedKeyUsageOID.SERVER_AUTH)

    def terminal(self, terminal_id: str) -> Pair:
        """A terminal's own certificate. Raises `AuthorityError` if the id is not of the form."""
        if not TERMINAL_ID.fullmatch(terminal_id):
            raise AuthorityError(f"{terminal_id!r} is no terminal id: letters, digits and '-', at most 40")
        folder = self.folder / "terminals"
        pair = Pair(folder / f"{terminal_id}.pem", folder / f"{terminal_id}.key")
        return self._issue(pair, terminal_id, [], ExtendedKeyUsageOID.CLIENT_AUTH)

    # -- making ---------------------------------------------------------------------------------------

    def _make_if_missing(self) -> None:
        if self.ca.exists():
            self._signer()
            return
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name("Sandbox authority")
        certificate = (
            _builder(name, name, key, AUTHORITY_LIFE)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_key_usage(signs_certificates=True), critical=True)
            .sign(key, hashes.SHA256())
        )
        write_whole(self.folder / "ca.key", _pem(key))
        write_whole(self.ca, certificate.public_bytes(serialization.Encoding.PEM))

    def _signer(self) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
        try:
            certificate, key = _read(Pair(self.ca, self.folder / "ca.key"))
        except (OSError, ValueError) as error:
            raise AuthorityError(
                f"the authority in {self.folder} cannot be read: {getattr(error, 'strerror', error)}"
            ) from error
        if certificate.not_valid_after_utc < datetime.now(UTC):
            raise AuthorityError(f"the authority in {self.folder} has expired; remove the folder to make a new one")
        return certificate, key

    def _issue(self, pair: Pair, common_name: str, names: list[x509.GeneralName], usage: x509.ObjectIdentifier) -> Pair:
        try:
            with only_one(self.folder / ".lock"):
                authority, signer = self._signer()
                if not _still_good(pair, authority, names):
                    key = ec.generate_private_key(ec.SECP256R1())
                    builder = (
                        _builder(_name(common_name), authority.subject, key, CERTIFICATE_LIFE)
                        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
                        .add_extension(_key_usage(signs_certificates=False), critical=True)
                        .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
                        .add_extension(
                            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
                        )
                    )
                    if names:
                        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
                    certificate = builder.sign(signer, hashes.SHA256())
                    write_whole(pair.key, _pem(key))
                    write_whole(pair.certificate, certificate.public_bytes(serialization.Encoding.PEM))
        except OSError as error:
            raise AuthorityError(f"{self.folder} cannot be used for certificates: {error.strerror}") from error
        return pair


def _still_good(pair: Pair, authority: x509.Certificate, names: list[x509.GeneralName]) -> bool:
    """Whether the pair on the disk belongs together, is from this authority, lasts, and covers the names."""
    try:
        certificate, _ = _read(pair)
        certificate.verify_directly_issued_by(authority)
        if names:
            covered = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
            if not set(names) <= set(covered):
                return False
    except (OSError, ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return certificate.not_valid_after_utc - RENEW_BEFORE > datetime.now(UTC)


def _read(pair: Pair) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Raises `OSError`, or `ValueError` if the two do not belong together."""
    certificate = x509.load_pem_x509_certificate(pair.certificate.read_bytes())
    key = serialization.load_pem_private_key(pair.key.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise ValueError(f"{pair.key.name} does not belong to {pair.certificate.name}")
    return certificate, key


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, life: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _key_usage(signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
