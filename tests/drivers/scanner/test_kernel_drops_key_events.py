"""The kernel drops key events of a scanner that plays keyboard."""

from __future__ import annotations

import asyncio

from drivers.scanner.keys import EVENT, SYN, SYN_DROPPED, events
from drivers.scanner.payload import Scanned
from drivers.scanner.twin import PipeScannerTwin
from drivers.scanner.wedge import WedgeScanner
from tests.drivers.scanner.wire import asked, started


async def test_events_that_the_kernel_dropped_spoil_their_record_only(tmp_path):
    # Guards against: a number with a digit missing taken for a whole one.
    with PipeScannerTwin(tmp_path / "event3") as twin:
        async with started(WedgeScanner(str(twin.path))) as scanner:
            reading = await asked(scanner)
            twin.send(
                events("12") + EVENT.pack(0, 0, SYN, SYN_DROPPED, 0) + EVENT.pack(0, 0, SYN, 0, 0) + events("34\r")
            )
            await asyncio.sleep(0.2)
            assert not reading.done()
            twin.type("5678\r")
            assert await reading == Scanned(b"5678", "5678", "qrCode")
