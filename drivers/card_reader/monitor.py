"""Watches one PC/SC reader, for as long as the device is open.

A loop of our own around `SCardGetStatusChange`. The library's `CardMonitor` is not used: when pcscd dies its
threads die too, nobody is told, and no card is ever reported again.
"""

from __future__ import annotations

import contextlib
import logging
import re
import threading
from collections.abc import Callable, Sequence
from typing import Any

from smartcard import scard

from drivers.card_reader import status as pcsc
from drivers.card_reader.status import of_error, of_state
from drivers.status import CardReaderStatus

log = logging.getLogger(__name__)

_PLUG_AND_PLAY = "\\\\?PnP?\\Notification"  # a name under which pcscd reports readers that come and go
_LOOK_MS = 2000  # a missed event is noticed this late at worst
_RETRY_S = 1.0  # between tries to reach a pcscd that is away
_RETRY_SOON_S = 0.05
_FAILURES = 2  # so often in a row must pcscd fail: one that is restarted is back at once
_LISTS_WITHOUT_IT = 2  # so often must a reader be missing: pcscd lists none while it starts, or resets a reader
_LIST_AGAIN_MS = 200
_INDEXED = re.compile(r"(.+) [0-9A-F]{2} ([0-9A-F]{2})")  # pcsc-lite: name, index of the reader, index of its slot


def code_of(result: int) -> int:
    """PC/SC codes are unsigned; the library gives them as signed numbers on some systems."""
    return result & 0xFFFFFFFF


def find_reader(context: Any, prefix: str) -> str | None:
    """The reader that is meant, see `choose`. Raises `PcscError` if pcscd cannot be asked."""
    result, readers = scard.SCardListReaders(context, [])
    code = code_of(result)
    if code == pcsc.NO_READERS_AVAILABLE:
        return None
    if code != pcsc.SUCCESS:
        raise PcscError(code)
    return choose(readers, prefix)


def choose(readers: Sequence[str], prefix: str) -> str | None:
    """The first reader whose name begins so; else the only one that differs by its index alone.

    pcsc-lite ends a name with the index of the reader, which changes with the order of plugging, and that of its slot,
    which does not: " 00 00". So a whole name that a technician copied still means the same reader.
    """
    if (exact := next((name for name in readers if name.startswith(prefix)), None)) is not None:
        return exact
    asked = _INDEXED.fullmatch(prefix)
    if asked is None:
        return None
    found = [name for name in readers if (told := _INDEXED.fullmatch(name)) and told.groups() == asked.groups()]
    return found[0] if len(found) == 1 else None


class PcscError(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(f"PC/SC error {code:08X}")
        self.code = code


def establish() -> Any:
    """A context, which one thread may use. Raises `PcscError`."""
    result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    if code_of(result) != pcsc.SUCCESS:
        raise PcscError(code_of(result))
    return context


class Monitor:
    """Calls `report` (in its own thread) with the first status, with each new one, and with the same now and then."""

    def __init__(self, prefix: str, report: Callable[[CardReaderStatus], None]) -> None:
        self._prefix = prefix
        self._report = report
        self._stopping = threading.Event()
        self._context: Any = None
        self._failures = 0

    def start(self) -> None:
        threading.Thread(target=self._run, name="card-monitor", daemon=True).start()

    def stop(self) -> None:
        """Returns at once; the thread ends by itself, at the latest when its present look is over."""
        self._stopping.set()
        context = self._context
        if context is not None:
            with contextlib.suppress(Exception):  # the thread may have released it in between
                scard.SCardCancel(context)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._context = establish()
                self._watch(self._context)
            except PcscError as error:
                self._failures += 1
                if self._failures >= _FAILURES:
                    self._tell(of_error(error.code))
            except Exception:  # a fault of ours must not blind the terminal for good
                log.exception("the card monitor failed and begins again")
                self._failures = _FAILURES
                self._tell(of_error(pcsc.COMM_ERROR))
            finally:
                self._release()
            self._stopping.wait(_RETRY_S if self._failures >= _FAILURES else _RETRY_SOON_S)

    def _release(self) -> None:
        context, self._context = self._context, None
        if context is not None:
            scard.SCardReleaseContext(context)

    def _watch(self, context: Any) -> None:
        known_reader, known_state, missing = "", 0, 0
        while not self._stopping.is_set():
            reader = find_reader(context, self._prefix)
            missing = missing + 1 if reader is None else 0
            if missing >= _LISTS_WITHOUT_IT:
                self._tell(of_error(pcsc.UNKNOWN_READER))
            if reader != known_reader:
                known_reader, known_state = reader or "", 0  # 0, SCARD_STATE_UNAWARE: tell me what is there now
            watched = [(_PLUG_AND_PLAY, 0)] + ([(reader, known_state)] if reader else [])
            look_ms = _LIST_AGAIN_MS if 0 < missing < _LISTS_WITHOUT_IT else _LOOK_MS
            result, events = scard.SCardGetStatusChange(context, look_ms, watched)
            code = code_of(result)
            if code in (pcsc.TIMEOUT, pcsc.UNKNOWN_READER):  # nothing new, or gone just now: list again
                self._failures = 0
                if known_state:
                    self._tell(of_state(known_state))
                continue
            if code != pcsc.SUCCESS:
                raise PcscError(code)
            self._failures = 0
            for name, state, _atr in events:
                if name == reader and state & pcsc.STATE_CHANGED:
                    if known_state and pcsc.swapped(known_state, state):
                        self._tell(of_state(state & ~pcsc.STATE_PRESENT))
                    known_state = state & ~pcsc.STATE_CHANGED
                    self._tell(of_state(state))

    def _tell(self, status: CardReaderStatus) -> None:
        if not self._stopping.is_set():
            self._report(status)
