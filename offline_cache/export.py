"""Sealed records on a USB stick, for a terminal that will not be online again.

    manifest.json       what there is, with the digest of each; written last: without it nothing was exported
    manifest.sig        the terminal's signature of it (ECDSA with SHA-256, DER)
    terminal.pem        the terminal's certificate
    records/KEY         envelopes, as they lie in the outbox
    pages/DIGEST        sealed pages

The outbox keeps its own copy: a stick may be lost. Whichever way a record comes first, the platform stores it
once, by its key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from offline_cache import clock
from offline_cache.durable_files import DurableFiles
from offline_cache.faults import DiskFailed, named
from offline_cache.outbox import Outbox
from offline_cache.progress import Progress
from offline_cache.records import Record, page_path
from offline_cache.states import State
from offline_cache.upkeep import Damaged, Unreadable, read_page

FORMAT = "KSX1"
MANIFEST, SIGNATURE, CERTIFICATE = "manifest.json", "manifest.sig", "terminal.pem"
RECORDS, PAGES = "records", "pages"


SETTLED = (State.ACKNOWLEDGED, State.SHREDDED, State.EXPIRED)  # meanwhile, by the agent


class NotExported(Exception):
    """One sentence; the outbox is as it was."""


@dataclass(frozen=True)
class Exported:
    records: int
    damaged: tuple[str, ...]  # keys, or numbers, of records that are not whole; they were left out
    not_noted: str = ""  # why the outbox could not write down that they were exported


def export(
    outbox: Outbox, folder: Path, terminal: str, *, key: Path, certificate: Path, progress: Progress
) -> Exported:
    """Put every record that waits or is parked into `folder`; durable when it returns.

    Of a damaged database goes what can still be read. `key`, `certificate`: the terminal's own, PEM. Raises
    `NotExported`; `DiskFailed` where nothing at all can be read.
    """
    signer, pem = _pair(key, certificate, terminal)
    if (folder / MANIFEST).exists():
        raise NotExported(f"{folder} holds an export already; name another folder")
    listed: list[dict[str, object]] = []
    numbers, lost = outbox.to_export()
    damaged = [f"record {number}" for number in lost]
    stick = _Stick(folder)
    for done, number in enumerate(numbers, 1):
        try:
            if (described := stick.take(outbox, record := outbox.numbered(number))) is not None:
                listed.append(described)
            elif outbox.numbered(number).state not in SETTLED:
                damaged.append(record.key)
        except DiskFailed:  # the database is damaged just there; the others go
            damaged.append(f"record {number}")
        progress(done, len(numbers))
    manifest = {"format": FORMAT, "terminal": terminal, "created_at": clock.utc_text(), "records": listed}
    stick.finish(json.dumps(manifest, indent=1).encode(), signer, pem)
    try:
        outbox.exported([str(one["key"]) for one in listed])
    except DiskFailed as error:  # the stick is whole all the same
        return Exported(len(listed), tuple(damaged), str(error))
    return Exported(len(listed), tuple(damaged))


class _Stick:
    """A folder, perhaps of a file system that knows neither owners nor links. Raises `NotExported`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = DurableFiles()
        with _writing(folder), named():
            missing = [one for one in (folder, *folder.parents) if not one.exists()]
            for each in (*reversed(missing), folder / RECORDS, folder / PAGES):
                each.mkdir(exist_ok=True)
        with _writing(folder):
            for each in (*missing, folder / RECORDS, folder / PAGES):
                self._files.sync_folder(each.parent)

    def _write(self, path: Path, content: bytes) -> None:
        with _writing(self._folder):
            self._files.write(path, content)

    def take(self, outbox: Outbox, record: Record) -> dict[str, object] | None:
        """Its lines in the manifest; None: it is not whole."""
        sealed = outbox.sealed(record.number)
        if sealed is None or hashlib.sha256(sealed).hexdigest() != record.digest:
            return None
        paths = [page_path(outbox.pages, record.key, page.digest) for page in record.attachments]
        for page, path in zip(record.attachments, paths, strict=True):
            try:
                content = read_page(path, page.digest)
            except (Damaged, Unreadable):  # or, meanwhile, acknowledged and shredded
                return None
            self._write(self._folder / PAGES / page.digest, content)
        self._write(self._folder / RECORDS / record.key, sealed)
        return {
            "key": record.key,
            "lane": record.lane,
            "digest": record.digest,
            "not_after": record.not_after,
            "pages": [page.digest for page in record.attachments],
        }

    def finish(self, manifest: bytes, signer: ec.EllipticCurvePrivateKey, certificate: bytes) -> None:
        self._write(self._folder / CERTIFICATE, certificate)
        self._write(self._folder / SIGNATURE, signer.sign(manifest, ec.ECDSA(hashes.SHA256())))
        self._write(self._folder / MANIFEST, manifest)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except DiskFailed as error:
        raise NotExported(f"{folder} cannot be written: {error.detail}") from error


def _pair(path: Path, certificate: Path, terminal: str) -> tuple[ec.EllipticCurvePrivateKey, bytes]:
    """The key, and the certificate's PEM. That they belong together is seen here: at the platform it is too late."""
    try:
        key = serialization.load_pem_private_key(_read(path), None)
    except (ValueError, TypeError) as error:
        raise NotExported(f"{path} is not a private key without a password") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise NotExported(f"{path} is not a key of an elliptic curve")
    pem = _read(certificate)
    try:
        certified = x509.load_pem_x509_certificate(pem)
        names = {str(one.value) for one in certified.subject.get_attributes_for_oid(NameOID.COMMON_NAME)}
    except ValueError as error:
        raise NotExported(f"{certificate} is not a certificate") from error
    if certified.public_key() != key.public_key():
        raise NotExported(f"{certificate} is not the certificate of {path}")
    if names != {terminal}:
        raise NotExported(f"{certificate} is not the certificate of terminal {terminal}")
    return key, pem


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotExported(f"{path} cannot be read: {error.strerror}") from error
