"""The OpenAPI 3.1 document of the interface, made from the declarations that both ends use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import NoneType
from typing import Any

import msgspec

from kiosk.contract import bytes_calls
from kiosk.contract.model import Model
from kiosk.contract.operation import Operation

PROBLEM = "Problem"
_NAME = re.compile(r"\{(\w+)\}")


class Problem(Model, frozen=True):
    """RFC 9457. `type` is stable and short, such as `/problems/card-lost`; `title` is for operators."""

    type: str
    title: str
    status: int


def document(operations: Sequence[Operation[Any, Any]], version: str) -> dict[str, Any]:
    """`version`: of the program that the document describes."""
    kinds = [kind for one in operations for kind in (one.asked, one.answered) if kind is not NoneType] + [Problem]
    _, schemas = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    paths: dict[str, dict[str, Any]] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.verb.lower()] = _operation(one, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Platform interface of the self-service terminal", "version": version},
        "paths": paths | bytes_calls.paths(),
        "components": {
            "schemas": schemas | bytes_calls.SCHEMAS,
            "securitySchemes": {
                "terminal": {"type": "mutualTLS", "description": "the common name is the terminal id"},
                "session": {"type": "http", "scheme": "bearer", "description": "the token of an identity session"},
            },
        },
        "security": [{"terminal": []}],
    }


def _operation(one: Operation[Any, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "parameters": _parameters(one, schemas),
        "responses": _responses(one),
    }
    if one.asked is not NoneType and one.verb != "GET":
        content = {"application/json": {"schema": _ref(one.asked.__name__)}}
        described["requestBody"] = {"required": True, "content": content}
    if one.session:
        described["security"] = [{"terminal": [], "session": []}]
    return described


def _parameters(one: Operation[Any, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in _NAME.findall(one.path)
    ]
    if one.verb == "GET" and one.asked is not NoneType:
        asked = schemas[one.asked.__name__]
        required = set(asked.get("required", ()))
        parameters += [
            {"name": name, "in": "query", "required": name in required, "schema": schema}
            for name, schema in asked["properties"].items()
        ]
    if one.versioned:
        parameters.append({"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}})
    return parameters


def _responses(one: Operation[Any, Any]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": one.summary}
    if one.answered is not NoneType:
        good["content"] = {"application/json": {"schema": _ref(one.answered.__name__)}}
    refusals: dict[int, list[str]] = {}
    for status, kind in (*one.problems, *_common(one)):
        refusals.setdefault(status, []).append(kind)
    bad = {
        str(status): {
            "description": ", ".join(kinds),
            "content": {"application/problem+json": {"schema": _ref(PROBLEM)}},
        }
        for status, kinds in sorted(refusals.items())
    }
    return {str(one.status): good} | bad


def _common(one: Operation[Any, Any]) -> list[tuple[int, str]]:
    """The refusals that any call of its kind may get."""
    common = [(401, "terminal-unknown"), (403, "terminal-blocked")]
    if one.asked is not NoneType:
        common += [(400, "malformed"), (413, "too-large")]
    if one.session and one.answered is not NoneType:
        common.append((401, "session-expired"))
    if one.versioned:
        common += [(412, "changed-meanwhile"), (428, "version-required")]
    return common


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
