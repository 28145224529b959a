"""Every certificate and every payment walked to its end against the real sandbox platform, its touches counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from provisioning import clock
from tests.kiosk.catalogue.people import id_number
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.walker import Walker

PRINTED = ("SB01", "SB02", "SB04", "YB02", "GJ02", "GJ03", "HZ01", "BD01", "BD02", "SW01", "SW02", "SC02", "RH01")
PAID = ("SW03", "SW04", "GY01", "CJ02")
SUBMITTED = ("CJ03", "CJ04", "CR01", "WJ01", "HZ04")
ANSWERS: dict[str, dict[str, Any]] = {
    "GY01": {"kind": "gas", "account": "12345678"},
    "SW03": {"for_whom": "self"},
    "SW04": {"months": "2"},
    "CJ02": {"decision_no": "123456789012345"},
    "CR01": {"permit_digits": "12345678"},
    "BD01": {"area": "city"},
    "BD02": {"family_count": "0"},
    "WJ01": {"spouse.id_number": id_number("99999919900101002"), "spouse.name": "测试员乙"},
}
MOST_TOUCHES = {"print": 12, "pay": 12}  # a query, home to result: 5, with what one page each asks for on top
SUBMISSION = 12  # with everything prefilled; each question that is asked adds its own


@pytest.mark.parametrize("short", PRINTED)
async def test_a_certificate_to_its_end(tmp_path: Path, short: str) -> None:
    async with sandbox_stand(tmp_path, second=1.0) as (one, far):
        walked = await Walker(one, ANSWERS.get(short)).walk(short)
        assert walked.done is not None and walked.done.outcome == "certified"
        (document,) = one.document_printer.tray
        assert len(pypdfium2.PdfDocument(document)) >= 1
        await one.eventually(lambda: [kept.state for kept in far.sandbox.certificates.newest(2)] == ["printed"])
        questions = walked.views.count("QuestionView")
        assert walked.to_result is not None and walked.to_result - questions <= 5, walked
        assert walked.touches <= MOST_TOUCHES["print"], walked


@pytest.mark.parametrize("short", PAID)
async def test_a_payment_to_its_end(tmp_path: Path, short: str) -> None:
    async with sandbox_stand(tmp_path, second=0.2) as (one, far):

        async def pay() -> None:
            far.sandbox.payments.pay(far.sandbox.payments.newest(1, clock.now())[0]["key"], clock.now())

        walked = await Walker(one, ANSWERS.get(short), pay).walk(short)
        assert walked.done is not None and (walked.done.outcome, walked.done.paper) == ("paid", "printed")
        assert [entry.state for entry in one.payments.journal.entries()] == ["paid"]
        assert walked.touches <= MOST_TOUCHES["pay"], walked


@pytest.mark.parametrize("short", SUBMITTED)
async def test_a_submission_with_its_fee_or_its_certificate_to_the_end(tmp_path: Path, short: str) -> None:
    async with sandbox_stand(tmp_path, second=0.5) as (one, far):
        item = one.catalogue.find(short)
        assert item is not None

        async def pay() -> None:
            far.sandbox.payments.pay(far.sandbox.payments.newest(1, clock.now())[0]["key"], clock.now())

        walked = await Walker(one, ANSWERS.get(short), pay).walk(short)
        assert walked.done is not None
        assert walked.done.outcome == ("decided" if item.instant else "submitted")
        assert walked.done.paper == "printed"
        assert len(one.document_printer.tray) == (1 if short == "WJ01" else 0)
        states = [entry.state for entry in one.payments.journal.entries()]
        assert states == (["paid"] if item.pays_here else [])
        if item.pays_here:
            amount = far.sandbox.store.database.execute("SELECT sum(amount) FROM movements").fetchone()[0]
            assert amount == {"CJ03": 1000, "CJ04": 1000, "CR01": 6000}[short]
        questions = walked.views.count("QuestionView")
        assert walked.touches - questions <= SUBMISSION, walked
