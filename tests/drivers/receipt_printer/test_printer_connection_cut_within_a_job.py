"""The connection breaks in the middle of a receipt, and the cable comes back."""

from __future__ import annotations

from drivers.outcome import Failure
from drivers.receipt_printer.printer import Printed
from drivers.status import DeviceState
from tests.drivers.receipt_printer.printing import RECEIPT, assert_is_receipt
from tests.limits import LIMIT_S


async def test_a_connection_cut_in_a_job_is_unconfirmed_and_the_next_receipt_is_whole(twin, printer):
    # Guards against: a blind second try; the rest of a strip swallowing the next receipt.
    twin.cut_connection_after(20_000)
    outcome = await printer.print(RECEIPT)
    assert isinstance(outcome, Failure)
    assert outcome.error == "unconfirmed"
    assert await printer.print(RECEIPT) == Printed(confirmed=True)
    *_, whole = twin.take()
    assert_is_receipt(whole)


async def test_a_cable_put_back_is_noticed(twin, printer):
    # Guards against: a terminal that needs a restart after a pulled cable.
    twin.unplug()
    assert await printer.wait_status(lambda status: status.device is DeviceState.OFFLINE, LIMIT_S)
    twin.replug()
    assert await printer.wait_status(lambda status: status.ready, LIMIT_S)
    assert await printer.print(RECEIPT) == Printed(confirmed=True)
