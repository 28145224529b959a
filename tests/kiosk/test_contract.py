"""The declarations of the interface, as a document and as both ends use them."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from jsonschema import Draft202012Validator

from kiosk.contract.every import OPERATIONS
from kiosk.contract.model import Model, Moment
from kiosk.contract.openapi import document
from kiosk.contract.payments import Order
from kiosk.contract.queries import QueryResult

GOOD = "2026-11-22T10:00:00Z"
KEY = "01940000-0000-7000-8000-000000000000"


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


@pytest.mark.parametrize("moment", ["2026-02-30T10:00:00Z", "2026-01-01T24:61:00Z", "9999-12-31T23:59:59Z"])
def test_a_moment_of_no_calendar_is_refused_at_the_wire(moment: str) -> None:
    """Else it is noticed where it is read: at every start of an agent whose journal holds it, or before a citizen."""
    order = {"key": KEY, "number": "JK1", "state": "paid", "amount": 1, "pay_code": "", "expires_at": GOOD}
    answer = {"headline": None, "columns": [], "rows": [], "note": None}
    msgspec.convert({**order, "paid_at": GOOD}, Order)
    msgspec.convert({**answer, "as_of": GOOD}, QueryResult)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**order, "paid_at": moment}, Order)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**answer, "as_of": moment}, QueryResult)


def test_no_body_with_a_moment_forgets_to_look_at_it() -> None:
    """One with a check of its own has to call the common one."""
    for one in _every(Model):
        if any(Moment in (hint, *get_args(hint)) for hint in get_type_hints(one, include_extras=True).values()):
            assert one is QueryResult or "__post_init__" not in vars(one), one


def _every(of: type[Model]) -> list[type[Model]]:
    return [one for below in of.__subclasses__() for one in (below, *_every(below))]
