"""A reader of resident identity cards (居民身份证) and permits: a SAM_V module on a serial line or on USB."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from drivers.capabilities import IdCardReaderCapabilities
from drivers.device import Device
from drivers.id_card_reader import photo, status
from drivers.id_card_reader.answers import Document
from drivers.id_card_reader.card import ResidentCard
from drivers.id_card_reader.line import Garbled, LineError, NoDevice
from drivers.id_card_reader.lines import open_line
from drivers.id_card_reader.module import BadTry, Module, NoCard, Outcome, Wanted, failed
from drivers.outcome import Completion, Failure
from drivers.status import IdCardReaderStatus, Media
from drivers.worker import Worker

T = TypeVar("T")

_PROBE_EVERY_S = 1.0  # so that a replugged reader is back within 3 s
_FIND_EVERY_S = 0.25
_REMOVED_EVERY_S = 0.4
_LOOK_AFTER_S = 900.0  # a visit is over by then: nobody asks any more whether a card still lies there
_BAD_TRIES = 3  # a card held askew is often read at the second try
_HANG_S = 30.0  # nothing on the worker thread takes as long, unless the serial driver hangs


class IdCardReader(Device[IdCardReaderStatus]):
    """The module at `path`: a symbolic link that follows the device (/dev/kiosk/id-card), or `usb:VID:PID[:PORT]`.

    Errors of reading: "noMedia" (no card within the limit), "mediaUnreadable" (a card, but three times it could not
    be selected or read), "mediaRemoved" (taken away before it was read), "invalidMedia" (a document of another
    kind), "dataInvalid" (what it says cannot be true). Not plugged in, or silent: `DEVICE_NOT_READY`.
    `media` is known from the first command that looks for a card until 15 minutes after the last one, and for as long
    as a card lies there; before and after nobody looks, and it is unknown.
    """

    def __init__(self, path: str, baud: int = 115200, name: str = "id_card_reader") -> None:
        super().__init__(name, IdCardReaderStatus())
        self._path = path
        self._baud = baud
        self._module = self._new_module()
        self._worker: Worker | None = None
        self._watching: asyncio.Task[None] | None = None
        self._look_until = float("-inf")  # time.monotonic(): so long the watch looks whether a card lies there

    def _new_module(self) -> Module:
        return Module(open_line(self._path, self._baud), self._publish_from_thread)

    @property
    def capabilities(self) -> IdCardReaderCapabilities:
        return IdCardReaderCapabilities(
            commands=("read", "readDocument", "waitRemoved"),
            documents=(
                "resident",
                "hmt_residence_permit",
                "permanent_residence_2017",
                "permanent_residence_2023",
            ),
            newest_address=True,
            fingerprints=True,
            photo="decoded" if photo.decoder() is not None else "opaque",
        )

    async def _start(self) -> None:
        self._worker = Worker(self.name, on_abandoned=self._hung)
        self._watching = asyncio.create_task(self._watch(), name=f"{self.name} watch")

    async def _stop(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watching
        if self._worker is not None:
            await self._worker.call(self._module.close, limit=1.0)
            self._worker.close()

    def _hung(self) -> None:
        self._module = self._new_module()  # the old one belongs to the thread that was left behind
        self._publish(status.BROKEN)

    async def read(self, limit: float = 30.0) -> ResidentCard | Failure:
        """Wait for a resident identity card (or a permit of type "J") and read it, at most `limit` seconds.

        A card that was read before is not seen again until it has been lifted.
        """
        read = await self.read_document(limit)
        if isinstance(read, ResidentCard | Failure):
            return read
        return failed("invalidMedia", read.kind)

    async def read_document(
        self, limit: float = 30.0, newest_address: bool = False, fingerprints: bool = False
    ) -> Document | Failure:
        """The same for every document that the module reads.

        `newest_address`: also ask a resident card for the address that was written after a move (up to 2 s more).
        `fingerprints`: also ask which fingers are on it (up to 1 s more); the prints are dropped.
        """
        wanted = Wanted(newest_address, fingerprints)
        bad: list[BadTry] = []
        self._look_after()

        def try_card(given_up: threading.Event) -> Outcome:
            return self._module.try_card(given_up, wanted)

        async def work() -> Document | Failure:
            if self.status.media is Media.PRESENT:  # found before it was asked for: it is told anew
                self._publish(replace(self.status, media=Media.UNKNOWN))
            while True:
                outcome: Outcome = await self._on_line(try_card)
                if not isinstance(outcome, BadTry | NoCard):
                    return outcome
                if isinstance(outcome, BadTry):
                    bad.append(outcome)
                    if len(bad) >= _BAD_TRIES:
                        return failed("mediaUnreadable", outcome.detail)
                elif bad:
                    return failed("mediaRemoved", bad[-1].detail)
                await asyncio.sleep(_FIND_EVERY_S)

        ended: Document | Failure = await self._command(work, limit)
        if isinstance(ended, Failure) and ended.code is Completion.TIME_OUT:
            if bad:
                return failed("mediaUnreadable", bad[-1].detail)
            if self.status.media is Media.NOT_PRESENT:
                return failed("noMedia", ended.detail)
        return ended

    async def wait_removed(self, limit: float) -> Failure | None:
        """Until no card lies on the reader, at most `limit` seconds."""
        self._look_after()

        async def work() -> Failure | None:
            while True:
                lies_there = await self._on_line(self._module.card_lies_there)
                if isinstance(lies_there, Failure):
                    return lies_there
                if not lies_there:
                    return None
                await asyncio.sleep(_REMOVED_EVERY_S)

        return await self._command(work, limit)

    async def _watch(self) -> None:
        """Ask for the status while nothing else is asked: that is also how a lost reader comes back.

        Whoever laid a card there may leave without it: so it is watched, and whoever must know need not wait for it.
        """
        while True:
            async with self._one_at_a_time:
                if self.status.media is Media.PRESENT:
                    self._look_after()
                looking = time.monotonic() < self._look_until
                await self._on_line(self._module.look if looking else self._module.probe)
            await asyncio.sleep(_PROBE_EVERY_S)

    def _look_after(self) -> None:
        self._look_until = time.monotonic() + _LOOK_AFTER_S

    async def _on_line(self, function: Callable[[threading.Event], T]) -> T | Failure:
        """Run on the worker thread; a line that fails becomes the status and a failure."""
        worker = self._worker
        assert worker is not None
        given_up = threading.Event()
        try:
            return await worker.call(function, given_up, limit=_HANG_S)
        except Garbled as error:
            self._publish(status.BROKEN)
            return Failure(Completion.HARDWARE_ERROR, detail=f"the line is garbled: {error}")
        except NoDevice as error:
            self._publish(status.NO_DEVICE)
            return Failure(Completion.DEVICE_NOT_READY, detail=str(error))
        except LineError as error:
            self._publish(status.OFFLINE)
            return Failure(Completion.DEVICE_NOT_READY, detail=str(error))
        finally:
            given_up.set()  # cancelled: the thread stops listening, and nothing more is asked
