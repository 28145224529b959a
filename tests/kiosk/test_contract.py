"""The declarations of the interface, as a document and as both ends use them."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator

from kiosk.contract.every import OPERATIONS
from kiosk.contract.openapi import document


def test_no_two_calls_share_a_name_or_a_place() -> None:
    assert len({one.name for one in OPERATIONS}) == len(OPERATIONS)
    assert len({(one.verb, one.path) for one in OPERATIONS}) == len(OPERATIONS)


def test_every_reference_of_the_document_leads_somewhere_and_every_schema_is_one() -> None:
    """A generator of clients would stop there."""
    made = document(OPERATIONS, "1")
    schemas = made["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    assert {ref.rpartition("/")[2] for ref in _refs(made)} <= schemas.keys()


def _refs(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if "$ref" in part else []
        return own + [ref for value in part.values() for ref in _refs(value)]
    return [ref for value in part for ref in _refs(value)] if isinstance(part, list) else []
