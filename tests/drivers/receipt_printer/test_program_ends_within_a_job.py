"""The program dies, or gives a receipt up, in the middle of it."""

from __future__ import annotations

import asyncio

from drivers.receipt_printer.printer import Printed
from tests.drivers.receipt_printer.printing import RECEIPT, assert_is_receipt


async def test_a_new_program_does_not_trust_what_the_one_before_left(twin, printer):
    # Guards against: a crash in a job makes the first receipt after it unreadable.
    _, writer = await asyncio.open_connection(twin.host, twin.port)
    writer.write(b"\x1dv0\x00" + bytes([72, 0, 96, 0]) + bytes(100))
    await writer.drain()
    writer.close()
    assert await printer.print(RECEIPT) == Printed(confirmed=True)
    assert_is_receipt(twin.take()[-1])


async def test_a_cancelled_job_leaves_the_next_one_whole(twin, printer):
    # Guards against: a visit that ends within a job takes the printer with it.
    twin.stop_reading()
    status_only = len(twin.received)
    job = asyncio.create_task(printer.print(RECEIPT))
    while len(twin.received) < status_only + 500:
        await asyncio.sleep(0.01)
    job.cancel()
    await asyncio.gather(job, return_exceptions=True)
    twin.stop_reading(False)
    assert await printer.print(RECEIPT) == Printed(confirmed=True)
    assert_is_receipt(twin.take()[-1])
