"""`/v1/content`: what the platform publishes for all terminals, signed (docs/api.md, "Content")."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.catalogue import packages
from kiosk.catalogue.files import SAMPLE
from kiosk.catalogue.files import read as read_catalogue
from kiosk.catalogue.packages import PACKAGES
from kiosk.catalogue.packages import read as read_packages
from kiosk.columns.model import COLUMNS
from kiosk.directory.index import DIRECTORY
from kiosk.rating_tags import OWN, RATING_TAGS, TAGS_PART
from kiosk.seals.trust import SEAL_TRUST, TRUST_PART
from kiosk.slides import SLIDES
from kiosk.working_days import FILE as DAYS_PART
from kiosk.working_days import WORKING_DAYS, WorkingDays
from offline_cache.content import CATALOGUE, FORMAT, SEALING_KEYS
from offline_cache.keyring import PART
from provisioning import clock
from provisioning.files import write_whole
from provisioning.problem import Problem
from provisioning.sandbox.columns import column_parts
from provisioning.sandbox.keys import OpeningKeys
from provisioning.sandbox.slides import slide_parts
from provisioning.sandbox.trial import trial_of

PATH = "/v1/content"


@dataclass(frozen=True)
class Part:
    """A part, read when it is asked for: a directory has some thirty megabytes of them."""

    sha256: str
    size: int
    read: Callable[[], bytes]


Parts = Mapping[str, Part]


def part_of(content: bytes) -> Part:
    return Part(hashlib.sha256(content).hexdigest(), len(content), lambda: content)


class Publisher:
    """Makes a new manifest, with a higher serial, when what it names has changed since the last one."""

    def __init__(self, folder: Path, key: Ed25519PrivateKey, keys: OpeningKeys, catalogue: Path | None) -> None:
        """`folder`: where manifests are kept; `catalogue`: None for the sample."""
        self._folder = folder
        self._key = key
        self._keys = keys
        self._catalogue = catalogue or SAMPLE
        self._makes: dict[str, Callable[[], tuple[str, Parts]]] = {
            SEALING_KEYS: self._of_keys,
            CATALOGUE: self._of_catalogue,
            PACKAGES: self._of_packages,
            COLUMNS: self._of_columns,
            SLIDES: self._of_slides,
            RATING_TAGS: self._of_tags,
            DIRECTORY: self._of_directory,
            SEAL_TRUST: self._of_seals,
            WORKING_DAYS: self._of_working_days,
        }
        self.seal_trust: Callable[[], tuple[str, bytes]] | None = None  # version and list; nothing before it is set
        self.calendar: WorkingDays | None = None  # the same
        self._days: dict[int, Part] = {}  # by the year in which they are published
        self._known: dict[Path, tuple[int, Part]] = {}  # files by the time of their last change

    def routes(self) -> list[Route]:
        return [
            Route(PATH + "/parts/{digest}", self.part, methods=["GET"]),
            Route(PATH + "/{document}", self.manifest, methods=["GET"]),
        ]

    async def manifest(self, request: Request) -> Response:
        document = request.path_params["document"]
        trial = trial_of(self._folder.parent) if document == CATALOGUE else None
        group = trial.group if trial is not None and request.headers.get("Kiosk-Group") == trial.group else ""
        make = self._makes.get(document)
        version, parts = make() if make is not None else ("", {})
        if trial is not None and group:
            version, parts = self._of_catalogue(trial.catalogue)
        if not parts:
            raise Problem(404, "not-found", "no such document")
        manifest = self._written(document, version, parts, group)
        etag = f'"{hashlib.sha256(manifest).hexdigest()}"'
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match") == etag:
            return Response(status_code=304, headers=headers)
        headers["Kiosk-Signature"] = base64.b64encode(self._key.sign(manifest)).decode()
        return Response(manifest, headers=headers, media_type="application/json")

    async def part(self, request: Request) -> Response:
        digest = request.path_params["digest"]
        trial = trial_of(self._folder.parent)
        makes: list[Callable[[], tuple[str, Parts]]] = [
            *self._makes.values(),
            *([partial(self._of_catalogue, trial.catalogue)] if trial is not None else []),
        ]
        for make in makes:
            for part in make()[1].values():
                if part.sha256 == digest:
                    return Response(part.read(), media_type="application/json", headers={"Cache-Control": "immutable"})
        raise Problem(404, "not-found", "no such part; ask for the manifest again")

    def _of_catalogue(self, folder: Path | None = None) -> tuple[str, Parts]:
        folder = folder or self._catalogue
        head = read_catalogue(folder)
        names = ["catalogue.json", *(f"{category['name']}.json" for category in head["categories"])]
        return str(head["version"]), {name: self._file(folder / name) for name in names}

    def _of_keys(self) -> tuple[str, Parts]:
        keys = [key.public().fields() for key in self._keys.by_age()]
        return self._keys.newest.key_id, {PART: part_of(json.dumps({"keys": keys}).encode())}

    def _of_packages(self) -> tuple[str, Parts]:
        """The sample's: what the packages of the catalogue consist of, and further ones."""
        return str(read_packages(packages.SAMPLE)["version"]), {
            packages.FILE: self._file(packages.SAMPLE / packages.FILE)
        }

    def _of_columns(self) -> tuple[str, Parts]:
        version, parts = column_parts(self._folder.parent)
        return version, {name: part_of(content) for name, content in parts.items()}

    def _of_slides(self) -> tuple[str, Parts]:
        version, parts = slide_parts(self._folder.parent)
        return version, {name: part_of(content) for name, content in parts.items()}

    def _of_tags(self) -> tuple[str, Parts]:
        part = self._file(OWN)
        return str(json.loads(part.read())["version"]), {TAGS_PART: part}

    def _of_seals(self) -> tuple[str, Parts]:
        if self.seal_trust is None:
            return "", {}
        version, content = self.seal_trust()
        return version, {TRUST_PART: part_of(content)}

    def _of_working_days(self) -> tuple[str, Parts]:
        """Of this year and the next, as far as they are announced."""
        if self.calendar is None:
            return "", {}
        year = clock.china_day(clock.now()).year
        if year not in self._days:
            self._days[year] = part_of(self.calendar.listed((year, year + 1)))
        return str(year), {DAYS_PART: self._days[year]}

    def _of_directory(self) -> tuple[str, Parts]:
        """What `kiosk sandbox generate-directory` made; nothing where it did not."""
        files = sorted((self._folder.parent / DIRECTORY).glob("*.json"))
        return "sample", {path.name: self._file(path) for path in files}

    def _file(self, path: Path) -> Part:
        changed = path.stat().st_mtime_ns
        known = self._known.get(path)
        if known is None or known[0] != changed:
            content = path.read_bytes()
            known = changed, Part(hashlib.sha256(content).hexdigest(), len(content), path.read_bytes)
            self._known[path] = known
        return known[1]

    def _written(self, document: str, version: str, parts: Parts, group: str = "") -> bytes:
        """One serial for a document and its trial: what is published later is above all that was before, so that
        terminals take it over, also those on which a trial ended."""
        paths = {"": self._folder / f"{document}.json", "trial": self._folder / f"{document}.trial.json"}
        path = paths["trial" if group else ""]
        last = max(json.loads(one.read_bytes())["serial"] if one.exists() else 0 for one in paths.values())
        trial_ended = not group and paths["trial"].exists() and trial_of(self._folder.parent) is None
        listed = [{"name": name, "sha256": part.sha256, "size": part.size} for name, part in parts.items()]
        before: dict[str, Any] = json.loads(path.read_bytes()) if path.exists() else {"serial": 0}
        named = {"groups": [group]} if group else {}
        changed = (
            before.get("parts") != listed
            or before.get("version") != version
            or before.get("groups") != named.get("groups")
        )
        if changed or (trial_ended and before["serial"] < last):
            fields = {
                "format": FORMAT,
                "document": document,
                "serial": last + 1,
                "version": version,
                "issued_at": clock.rfc3339(clock.now()),
                **named,
                "parts": listed,
            }
            write_whole(path, json.dumps(fields, indent=1).encode())
        return path.read_bytes()
