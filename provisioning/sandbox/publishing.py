"""`/v1/content`: what the platform publishes for all terminals, signed (docs/api.md, "Content")."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.catalogue.load import SAMPLE
from kiosk.catalogue.load import read as read_catalogue
from offline_cache.content import CATALOGUE, FORMAT, SEALING_KEYS
from offline_cache.keyring import PART
from provisioning import clock
from provisioning.files import write_whole
from provisioning.problem import Problem
from provisioning.sandbox.keys import OpeningKeys

PATH = "/v1/content"


class Publisher:
    """Makes a new manifest, with a higher serial, when what it names has changed since the last one."""

    def __init__(self, folder: Path, key: Ed25519PrivateKey, keys: OpeningKeys, catalogue: Path | None) -> None:
        """`folder`: where manifests are kept; `catalogue`: None for the sample."""
        self._folder = folder
        self._key = key
        self._keys = keys
        self._catalogue = catalogue or SAMPLE

    def routes(self) -> list[Route]:
        return [
            Route(PATH + "/parts/{digest}", self.part, methods=["GET"]),
            Route(PATH + "/{document}", self.manifest, methods=["GET"]),
        ]

    async def manifest(self, request: Request) -> Response:
        make = {CATALOGUE: self._of_catalogue, SEALING_KEYS: self._of_keys}.get(request.path_params["document"])
        if make is None:
            raise Problem(404, "not-found", "no such document")
        version, parts = make()
        manifest = self._written(request.path_params["document"], version, parts)
        etag = f'"{hashlib.sha256(manifest).hexdigest()}"'
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match") == etag:
            return Response(status_code=304, headers=headers)
        headers["Kiosk-Signature"] = base64.b64encode(self._key.sign(manifest)).decode()
        return Response(manifest, headers=headers, media_type="application/json")

    async def part(self, request: Request) -> Response:
        digest = request.path_params["digest"]
        for make in (self._of_keys, self._of_catalogue):
            for content in make()[1].values():
                if hashlib.sha256(content).hexdigest() == digest:
                    return Response(content, media_type="application/json", headers={"Cache-Control": "immutable"})
        raise Problem(404, "not-found", "no such part; ask for the manifest again")

    def _of_catalogue(self) -> tuple[str, Mapping[str, bytes]]:
        head = read_catalogue(self._catalogue)
        names = ["catalogue.json", *(f"{category['name']}.json" for category in head["categories"])]
        return str(head["version"]), {name: (self._catalogue / name).read_bytes() for name in names}

    def _of_keys(self) -> tuple[str, Mapping[str, bytes]]:
        keys = [key.public().fields() for key in self._keys.by_age()]
        return self._keys.newest.key_id, {PART: json.dumps({"keys": keys}).encode()}

    def _written(self, document: str, version: str, parts: Mapping[str, bytes]) -> bytes:
        path = self._folder / f"{document}.json"
        listed = [
            {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in parts.items()
        ]
        before: dict[str, Any] = json.loads(path.read_bytes()) if path.exists() else {"serial": 0}
        if before.get("parts") != listed or before.get("version") != version:
            fields = {
                "format": FORMAT,
                "document": document,
                "serial": before["serial"] + 1,
                "version": version,
                "issued_at": clock.rfc3339(clock.now()),
                "parts": listed,
            }
            write_whole(path, json.dumps(fields, indent=1).encode())
        return path.read_bytes()
