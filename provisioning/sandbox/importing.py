"""Records that come on a stick (`offline_cache/export.py`): from a terminal of ours, unchanged, each stored once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from offline_cache.export import CERTIFICATE, FORMAT, MANIFEST, PAGES, RECORDS, SIGNATURE
from offline_cache.progress import Progress
from provisioning import clock
from provisioning.problem import Problem
from provisioning.sandbox.intake import Intake
from provisioning.sandbox.store import Record
from provisioning.sandbox.uploads import Uploads

LARGEST_MANIFEST = 256 * 1024 * 1024  # some 500,000 records
KINDS = {"submissions": "submission", "ratings": "rating"}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
SCHEMA = {
    "type": "object",
    "required": ["format", "terminal", "records"],
    "properties": {
        "format": {"const": FORMAT},
        "terminal": {"type": "string"},
        "records": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["key", "lane", "digest", "pages", "not_after"],
                "properties": {
                    "key": {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
                    "lane": {"enum": list(KINDS)},
                    "digest": DIGEST,
                    "not_after": {"type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$"},
                    "pages": {"type": "array", "items": DIGEST},
                },
            },
        },
    },
}


class BadExport(Exception):
    """One sentence: nothing of this folder was taken in."""


@dataclass(frozen=True)
class Outcome:
    key: str
    what: str  # "stored", "known" (it came before) or "refused"
    detail: str = ""  # case number, or why


def read_export(folder: Path, ca: Path) -> dict[str, Any]:
    """The manifest, when one of our terminals signed it. Raises `BadExport`.

    A certificate that has run out since does not count against it: a terminal that was away for long is what
    this is for.
    """
    if not (folder / MANIFEST).is_file():
        raise BadExport(f"{folder} holds no finished export (there is no {MANIFEST})")
    try:
        if (folder / MANIFEST).stat().st_size > LARGEST_MANIFEST:
            raise BadExport(f"{folder / MANIFEST} is too long to be one")
        manifest, signature = (folder / MANIFEST).read_bytes(), (folder / SIGNATURE).read_bytes()
        certificate = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())
        authority = x509.load_pem_x509_certificate(ca.read_bytes())
        certificate.verify_directly_issued_by(authority)
        key = certificate.public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise TypeError("another kind of key")
        key.verify(signature, manifest, ec.ECDSA(hashes.SHA256()))
    except OSError as error:
        raise BadExport(f"{folder} cannot be read: {error.strerror}") from error
    except (ValueError, TypeError, InvalidSignature) as error:
        raise BadExport(f"{folder} was not signed by a terminal of this platform, or was changed since") from error
    try:
        content: dict[str, Any] = json.loads(manifest)
        jsonschema.validate(content, SCHEMA)
    except (ValueError, RecursionError, jsonschema.ValidationError) as error:
        raise BadExport(f"{folder / MANIFEST} is not a manifest of the form {FORMAT}") from error
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    if [name.value for name in names] != [content["terminal"]]:
        raise BadExport(f"{folder} was signed by another terminal than it names")
    return content


def take_in(
    folder: Path, manifest: dict[str, Any], intake: Intake, uploads: Uploads, progress: Progress
) -> Iterator[Outcome]:
    """Store what the manifest lists; one record that cannot be taken holds up no other."""
    records = manifest["records"]
    for done, listed in enumerate(records, 1):
        try:
            yield _take(folder, listed, manifest["terminal"], intake, uploads)
        except Problem as problem:
            yield Outcome(listed["key"], "refused", f"{problem.name}: {problem.title}")
        progress(done, len(records))


def _take(folder: Path, listed: dict[str, Any], terminal: str, intake: Intake, uploads: Uploads) -> Outcome:
    key, digest, pages = listed["key"], listed["digest"], tuple(listed["pages"])
    if (before := intake.replay(key, digest, terminal)) is not None:
        return Outcome(key, "known", _number(before))
    if listed["not_after"] and datetime.fromisoformat(listed["not_after"]) < clock.now():
        return Outcome(key, "refused", f"it was to be handed in by {listed['not_after']}")
    body = _whole(folder / RECORDS / key, digest)
    contents = [_whole(folder / PAGES / page, page) for page in pages]
    if body is None or None in contents:
        return Outcome(key, "refused", "it is missing on the stick, or is not whole")
    for page, content in zip(pages, contents, strict=True):
        assert content is not None
        uploads.put(page, terminal, content)
    record = intake.checked(Record(key, KINDS[listed["lane"]], digest, terminal, "", pages, body))
    answer, is_new = intake.add(record)
    return Outcome(key, "stored" if is_new else "known", _number(answer))


def _whole(path: Path, digest: str) -> bytes | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None


def _number(answer: bytes) -> str:
    return json.loads(answer)["number"] or ""
