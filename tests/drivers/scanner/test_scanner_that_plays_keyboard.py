"""A keyboard wedge in the kernel: its node is grabbed, read, lost and found again."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from drivers.scanner.payload import Scanned
from drivers.scanner.uinput_twin import KeyboardScannerTwin, why_not
from drivers.scanner.wedge import EVIOCGRAB, WedgeScanner
from drivers.status import DeviceState
from tests.drivers.scanner.wire import asked
from tests.limits import LIMIT_S

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "it can be made here")


@pytest.fixture
async def both(tmp_path: Path):
    with KeyboardScannerTwin(tmp_path / "scanner") as twin:
        scanner = WedgeScanner(str(twin.link))
        await scanner.start()
        assert await scanner.wait_status(lambda status: status.ready, LIMIT_S)
        yield twin, scanner
        await scanner.close()


async def test_what_it_types_is_a_code_and_reaches_nobody_else(both):
    # Guards against: a code typed into a citizen's form, or into the desktop.
    twin, scanner = both
    other = os.open(twin.link, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(OSError, match="busy"):
        fcntl.ioctl(other, EVIOCGRAB, 1)
    reading = await asked(scanner)
    twin.type("Test-0001/a\r")
    assert await reading == Scanned(b"Test-0001/a", "Test-0001/a", "qrCode")
    with pytest.raises(BlockingIOError):
        os.read(other, 24)
    os.close(other)


async def test_pulled_and_back_under_another_node(both):
    # Guards against: ENODEV from a read that select called ready, and a scanner lost for the day.
    twin, scanner = both
    twin.unplug()
    assert await scanner.wait_status(lambda status: status.device is DeviceState.NO_DEVICE, LIMIT_S)
    twin.replug()
    assert await scanner.wait_status(lambda status: status.ready, LIMIT_S)
    reading = await asked(scanner)
    twin.type("again\r")
    assert (await reading).data == b"again"


async def test_after_close_the_node_is_free_again(both):
    # Guards against: a scanner that stays grabbed by a program which has ended its use.
    twin, scanner = both
    await scanner.close()
    fd = os.open(twin.link, os.O_RDONLY | os.O_NONBLOCK)
    fcntl.ioctl(fd, EVIOCGRAB, 1)
    os.close(fd)
