"""After a certificate or a payment nothing of the citizen is left in the terminal: no page, no account, no bill."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.visit import intents as i
from kiosk.visit import views as v
from provisioning import clock
from tests.kiosk.catalogue.people import id_number
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import ID_NUMBER, NAME, Stand
from tests.kiosk.test_wipe import holds, reachable
from tests.kiosk.walker import Walker

FAMILY = {"for_whom": "family", "payee_name": "测试员丙", "payee_id": id_number("99999919900101005")}
ACCOUNT = "87654321"


@pytest.fixture(autouse=True)
def _all_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG):
        yield


async def leave(one: Stand) -> None:
    one.touch(i.Next())
    await one.sees(v.RateView)
    one.touch(i.Skip())
    await one.sees(v.FarewellView)
    one.touch(i.Next())
    await one.sees(v.HomeView)


def assert_forgotten(one: Stand, caplog: pytest.LogCaptureFixture, planted: tuple[str, ...]) -> None:
    kit_without_paper: list[Any] = [one.payments, one.errands, one.stage, one.conductor, one._task]
    for text in planted:
        assert text not in caplog.text
        assert not [thing for thing in reachable(kit_without_paper) if holds(thing, text)], text
    terminal_files = [path for path in one.home.rglob("*") if path.is_file() and "sandbox" not in path.parts]
    assert terminal_files
    for path in terminal_files:
        content = path.read_bytes()
        assert not [text for text in planted if text.encode() in content], path.name


async def test_a_certificate_is_in_memory_for_the_visit_only(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with sandbox_stand(tmp_path, second=1.0) as (one, _):
        walked = await Walker(one).walk("HZ01")
        assert walked.done is not None
        document = one.document_printer.tray.pop()  # what lies in the tray is the citizen's
        one.printer.receipts.clear()
        await leave(one)
        assert_forgotten(one, caplog, (ID_NUMBER, NAME, "%PDF-"))
        held = reachable([one.kit, one.stage, one.conductor, one._task])
        assert not [thing for thing in held if isinstance(thing, bytes) and thing == document]


async def test_an_account_and_a_family_member_are_forgotten(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with sandbox_stand(tmp_path, second=0.3) as (one, far):

        async def pay() -> None:
            far.sandbox.payments.pay(far.sandbox.payments.newest(1, clock.now())[0]["key"], clock.now())

        await Walker(one, FAMILY, pay).walk("SW03")
        one.printer.receipts.clear()
        await leave(one)
        await Walker(one, {"account": ACCOUNT}, pay).walk("GY01")
        one.printer.receipts.clear()
        await leave(one)
        planted = (ID_NUMBER, NAME, FAMILY["payee_id"], FAMILY["payee_name"], ACCOUNT)
        assert_forgotten(one, caplog, planted)
        assert [entry.state for entry in one.payments.journal.entries()] == ["paid", "paid"]
