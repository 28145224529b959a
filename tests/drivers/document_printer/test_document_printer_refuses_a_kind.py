"""A kind of document that the printer does not take."""

from __future__ import annotations

from drivers.print_jobs import NotPrinted
from tests.drivers.document_printer.documents import started
from tests.limits import LIMIT_S


async def test_a_kind_of_document_that_it_does_not_take_is_refused(twin):
    # Guards against: pages of raw PDF source.
    async with started(twin.address) as printer:
        outcome = await printer.print(b"x", media_type="text/x-unheard-of", limit=LIMIT_S)
    assert isinstance(outcome, NotPrinted)
    assert (outcome.error, outcome.proved) == ("refused", True)
