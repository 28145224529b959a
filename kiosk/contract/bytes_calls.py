"""The calls whose bodies are bytes, as OpenAPI describes them: sealed records, resumable uploads, signed content.

They are no `Operation`: what travels is an envelope, a part of a file or a manifest that is verified byte by byte.
"""

from __future__ import annotations

from typing import Any

ACKNOWLEDGEMENT = {
    "type": "object",
    "required": ["key", "digest", "number", "state", "received_at"],
    "properties": {
        "key": {"type": "string"},
        "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "number": {"type": ["string", "null"]},
        "state": {"const": "accepted"},
        "received_at": {"type": "string"},
    },
}
MANIFEST = {
    "type": "object",
    "required": ["format", "document", "serial", "version", "issued_at", "parts"],
    "properties": {
        "format": {"const": "KSC1"},
        "document": {"type": "string"},
        "serial": {"type": "integer", "minimum": 1},
        "version": {"type": "string"},
        "issued_at": {"type": "string"},
        "parts": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "sha256", "size"],
                "properties": {
                    "name": {"type": "string"},
                    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                    "size": {"type": "integer"},
                },
            },
        },
    },
}
SCHEMAS = {"Acknowledgement": ACKNOWLEDGEMENT, "ContentManifest": MANIFEST}

_KEY = '^"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"$'
_DIGESTS = "^[0-9a-f]{64}(, ?[0-9a-f]{64})*$"
_BINARY = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_WHOLE_NUMBER = "^[0-9]{1,15}$"


def paths() -> dict[str, dict[str, Any]]:
    return {
        "/v1/submissions": {"post": _record("submit", "Hand in a sealed submission, once for its key")},
        "/v1/ratings": {"post": _record("rate", "Hand in a sealed rating, once for its key")},
        "/v1/uploads": {"options": _tus_options(), "post": _tus_create()},
        "/v1/uploads/{upload}": {"head": _tus_head(), "patch": _tus_patch(), "delete": _tus_delete()},
        "/v1/content/{document}": {"get": _manifest()},
        "/v1/content/parts/{digest}": {"get": _part()},
    }


def _header(name: str, pattern: str, required: bool = True) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, "schema": {"type": "string", "pattern": pattern}}


def _path(name: str, pattern: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": pattern}}


def _refused(**refusals: str) -> dict[str, Any]:
    """`s409="in-progress"`: by status, the types of its problems."""
    common = {"s401": "terminal-unknown", "s403": "terminal-blocked"}
    return {name[1:]: {"description": kinds, "content": _PROBLEM} for name, kinds in (common | refusals).items()}


def _record(name: str, summary: str) -> dict[str, Any]:
    answer = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Acknowledgement"}}}}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [
            _header("Idempotency-Key", _KEY),
            _header("Content-Digest", "^sha-256=:[A-Za-z0-9+/]{43}=:$", required=False),
            _header("Kiosk-Attachments", _DIGESTS, required=False),
            _header("Kiosk-Record", "^[0-9a-f]{64}$", required=False),
        ],
        "requestBody": {"required": False, "content": _BINARY},
        "responses": {
            "200": {"description": "it came before; the same acknowledgement", **answer},
            "201": {"description": "taken in", **answer},
            **_refused(
                s400="malformed",
                s409="in-progress, attachments-missing",
                s413="too-large",
                s422="key-reused, unreadable",
            ),
        },
    }


def _tus(name: str, summary: str, status: str, parameters: list[dict[str, Any]], **refusals: str) -> dict[str, Any]:
    version = _header("Tus-Resumable", "^1\\.0\\.0$")
    return {
        "operationId": name,
        "summary": f"{summary} (tus 1.0.0)",
        "parameters": [version, *parameters],
        "responses": {status: {"description": summary}, **_refused(s400="malformed", s412="other-version", **refusals)},
    }


def _tus_options() -> dict[str, Any]:
    described = _tus("uploadOptions", "What is spoken here", "204", [])
    return described | {"parameters": []}


def _tus_create() -> dict[str, Any]:
    parameters = [_header("Upload-Length", _WHOLE_NUMBER), _header("Upload-Metadata", "^.*$", required=False)]
    described = _tus(
        "createUpload", "Begin an upload", "201", parameters, s413="too-large", s415="malformed", s460="digest-differs"
    )
    body = {"application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return described | {"requestBody": {"required": False, "content": body}}


def _tus_head() -> dict[str, Any]:
    return _tus("seeUpload", "How far it is", "200", [_path("upload", "^[A-Za-z0-9_-]+$")], s404="not-found")


def _tus_patch() -> dict[str, Any]:
    parameters = [_path("upload", "^[A-Za-z0-9_-]+$"), _header("Upload-Offset", _WHOLE_NUMBER)]
    refusals = {"s404": "not-found", "s409": "other-offset", "s413": "too-large", "s415": "malformed"}
    described = _tus("continueUpload", "Go on from an offset", "204", parameters, s460="digest-differs", **refusals)
    body = {"application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return described | {"requestBody": {"required": True, "content": body}}


def _tus_delete() -> dict[str, Any]:
    return _tus("endUpload", "Give an upload up", "204", [_path("upload", "^[A-Za-z0-9_-]+$")], s404="not-found")


def _manifest() -> dict[str, Any]:
    answer = {"application/json": {"schema": {"$ref": "#/components/schemas/ContentManifest"}}}
    signature = {"Kiosk-Signature": {"description": "Ed25519 of the body, base64", "schema": {"type": "string"}}}
    return {
        "operationId": "contentManifest",
        "summary": "What is published, signed",
        "parameters": [_path("document", "^[a-z-]+$"), _header("If-None-Match", '^"[0-9a-f]{64}"$', required=False)],
        "responses": {
            "200": {"description": "the newest manifest", "headers": signature, "content": answer},
            "304": {"description": "it is the one that is known"},
            **_refused(s404="not-found"),
        },
    }


def _part() -> dict[str, Any]:
    return {
        "operationId": "contentPart",
        "summary": "A part of what is published, by its SHA-256",
        "parameters": [_path("digest", "^[0-9a-f]{64}$")],
        "responses": {
            "200": {"description": "the part's bytes", "content": {"application/json": {"schema": {}}}},
            **_refused(s404="not-found"),
        },
    }
