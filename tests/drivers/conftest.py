"""One private pcscd for the tests of the drivers. Where it cannot start, they fail."""

from __future__ import annotations

import pytest

from drivers.card_reader import pcscd as service


class OnePcscd:
    """The running pcscd; a test may kill it and must start it again."""

    def __init__(self) -> None:
        self._pcscd: service.Pcscd | None = None

    def start(self) -> None:
        # Not a shared one: its slot may hold somebody's card. Where it has to be the machine's only one, another
        # run of these tests may have it: wait.
        self._pcscd = service.start(limit=60.0, share=False)

    def kill(self) -> None:
        assert self._pcscd is not None
        self._pcscd.kill()
        self._pcscd = None

    def stop(self) -> None:
        if self._pcscd is not None:
            self._pcscd.stop()

    @property
    def pid(self) -> int | None:
        return None if self._pcscd is None else self._pcscd.pid


@pytest.fixture(scope="session")
def pcscd():
    running = OnePcscd()
    running.start()
    yield running
    running.stop()
