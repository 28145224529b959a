"""The inside of a virtual receipt printer: paper, a cover, a knife and a memory of limited size.

It is strict where cheap printers are: it looks for real-time commands in the raw stream, also within
a picture; its buffer outlives a connection; it stops in the middle of a row when the paper ends.
`twin.py` and `serial_twin.py` put a wire to it.
"""

from __future__ import annotations

import contextlib
import io
import sys
import threading
import time
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from PIL import Image

from drivers.receipt_printer.character_row import Dots
from drivers.receipt_printer.interpreter import Interpreter, OutOfPaper
from drivers.status import Paper

BUFFER = 16 * 1024  # bytes, as small boards have
BORDER = 24  # dots of paper beside the head's 576 in the picture of a receipt
KEPT_BYTES = 1 << 20


class Wire(Protocol):
    """The printer's end of one connection. Methods may raise `OSError`."""

    def receive(self) -> bytes:
        """Waits; empty: the other side hung up."""

    def send(self, data: bytes) -> None: ...

    def is_broken(self) -> bool: ...

    def hang_up(self) -> None: ...


class Machine(ABC):
    """Use as a context manager, or `start` and `close`. All methods may be called from any thread.

    `rows_per_second`: 0 prints at once; a real one makes about 1200.
    """

    def __init__(self, rows_per_second: int = 0, fonts: Path | None = None) -> None:
        self.rows_per_second = rows_per_second
        self._changed = threading.Condition()
        self._wires: list[Wire] = []
        self._closed = False
        self._answer_to: Wire | None = None
        self._machine = Interpreter(self._roll, self._slip, self._answer)
        face = (fonts or Path(sys.prefix) / "share/kiosk/fonts") / "NotoSansSC-Regular.otf"
        if face.exists():
            self._machine.use_face(face)
        self._paper = Paper.FULL
        self._rows_left: int | None = None
        self._cover_open = self._cutter_error = self._offline = self._hot = False
        self._mute_status = self._mute_end = self._mute_reports = self._reading_stopped = False
        self._reports = 0
        self._reported = b""
        self._cut_after: int | None = None
        self.receipts: list[bytes] = []
        """Slips in the tray, oldest first, as PNG."""
        self.received = bytearray()
        """All bytes that came, real-time commands included; the newest megabyte."""

    # ---- life -----------------------------------------------------------------------------------
    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        self._closed = False
        self.replug()
        threading.Thread(target=self._run, name="printer-twin", daemon=True).start()

    def close(self) -> None:
        self.unplug()
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @abstractmethod
    def unplug(self) -> None:
        """The cable is pulled: no connection. What was received stays in the buffer."""

    @abstractmethod
    def replug(self) -> None: ...

    @property
    @abstractmethod
    def plugged_in(self) -> bool: ...

    def _drop_wires(self) -> None:
        with self._changed:
            wires, self._wires = self._wires, []
            self._changed.notify_all()
        for wire in wires:
            wire.hang_up()

    # ---- what a person does to it -----------------------------------------------------------------
    @property
    def paper(self) -> Paper:
        return self._paper

    def load_paper(self, paper: Paper = Paper.FULL) -> None:
        """FULL, LOW or OUT."""
        self._set(_paper=paper, _rows_left=None)

    def paper_out_after(self, rows: int) -> None:
        """The roll ends after so many more rows."""
        self._set(_rows_left=rows)

    def open_cover(self, is_open: bool = True) -> None:
        self._set(_cover_open=is_open)

    def jam_cutter(self, jammed: bool = True) -> None:
        self._set(_cutter_error=jammed)

    def go_offline(self, offline: bool = True) -> None:
        """Offline for no reason that the status tells."""
        self._set(_offline=offline)

    def overheat(self, hot: bool = True) -> None:
        """The head is hot: it stops, and goes on when it has cooled."""
        self._set(_hot=hot)

    def mute_status(self, mute: bool = True) -> None:
        """DLE EOT is not answered, as on some Ethernet boards."""
        self._set(_mute_status=mute)

    def mute_end(self, mute: bool = True) -> None:
        """Neither GS r nor GS a is answered."""
        self._set(_mute_end=mute, _mute_reports=mute)

    def mute_end_question(self, mute: bool = True) -> None:
        """GS r is not answered; GS a is."""
        self._set(_mute_end=mute, _mute_reports=False)

    def stop_reading(self, stopped: bool = True) -> None:
        """The buffer is full and nothing empties it; real-time questions are still answered."""
        self._set(_reading_stopped=stopped)

    def cut_connection_after(self, count: int) -> None:
        """The connection breaks when so many more bytes of jobs have come."""
        self._set(_cut_after=count)

    def take(self) -> list[bytes]:
        """Take all slips out of the tray."""
        with self._changed:
            taken, self.receipts = self.receipts, []
        return taken

    def wait_for_receipt(self, limit: float = 5.0) -> bytes:
        """The newest slip, as soon as there is one. Raises `TimeoutError`."""
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self.receipts), limit):
                raise TimeoutError(f"no receipt within {limit:g} s")
            return self.receipts[-1]

    def _set(self, **state: object) -> None:
        with self._changed:
            self.__dict__.update(state)
            self._report_change()
            self._changed.notify_all()

    # ---- the line ---------------------------------------------------------------------------------
    def _connect(self, wire: Wire) -> None:
        with self._changed:
            self._wires.append(wire)
        threading.Thread(target=self._listen, args=(wire,), name="printer-twin-line", daemon=True).start()

    def _listen(self, wire: Wire) -> None:
        held = b""  # a DLE whose meaning the next byte tells
        with contextlib.suppress(OSError):
            while data := wire.receive():
                with self._changed:
                    self.received += data
                    del self.received[:-KEPT_BYTES]
                for_paper, held = self._real_time(held + data, wire)
                if not self._store(for_paper, wire):
                    break
        with self._changed:
            if wire in self._wires:
                self._wires.remove(wire)
        wire.hang_up()

    def _store(self, data: bytes, wire: Wire) -> bool:
        """Into the buffer, waiting for room; False: the line was cut."""
        with self._changed:
            while data and self._full() and wire in self._wires and not self._closed:
                self._changed.wait(0.05)
                if wire.is_broken():  # the other side gave up: so do its bytes
                    return False
            if wire not in self._wires or self._closed:
                return False
            if self._cut_after is not None:
                self._cut_after -= len(data)
                if self._cut_after <= 0:
                    self._cut_after = None
                    return False
            if data:
                self._answer_to = wire
            self._machine.pending += data
            self._changed.notify_all()
        return True

    def _full(self) -> bool:
        return len(self._machine.pending) > BUFFER or self._reading_stopped

    def _real_time(self, data: bytes, wire: Wire) -> tuple[bytes, bytes]:
        """Answer and take out real-time commands; returns what remains, and a command that is not whole yet."""
        kept = bytearray()
        at = 0
        while at < len(data):
            command = data[at : at + 3]
            if command[0] != 0x10 or (len(command) > 1 and command[1] not in (0x04, 0x05, 0x14)):
                kept.append(command[0])
                at += 1
                continue
            if len(command) < 3:
                return bytes(kept), command
            if command[1] == 0x04 and 1 <= command[2] <= 4 and not self._mute_status:
                wire.send(bytes([self._status_byte(command[2])]))
            if command[1:] == b"\x05\x02":
                with self._changed:
                    if self._stopped():
                        self._machine.forget()
                        self._changed.notify_all()
            at += 3
        return bytes(kept), b""

    def _status_byte(self, question: int) -> int:
        out, low = self._paper is Paper.OUT, self._paper in (Paper.OUT, Paper.LOW)
        bits = {
            1: 0x08 * self._stopped(),
            2: 0x04 * self._cover_open | 0x20 * out | 0x40 * (self._cutter_error or self._hot),
            3: 0x08 * self._cutter_error | 0x40 * self._hot,
            4: 0x0C * low | 0x60 * out,
        }
        return 0x12 | bits[question]

    def _report(self) -> bytes:
        """The four bytes of the automatic status."""
        out, low = self._paper is Paper.OUT, self._paper in (Paper.OUT, Paper.LOW)
        first = 0x10 | 0x08 * self._stopped() | 0x20 * self._cover_open
        return bytes([first, 0x08 * self._cutter_error | 0x40 * self._hot, 0x03 * low | 0x0C * out, 0])

    def _report_change(self) -> None:
        if self._reports and not self._mute_reports and self._reported != (report := self._report()):
            self._say(report)

    # ---- the mechanism ----------------------------------------------------------------------------
    def _stopped(self) -> bool:
        return self._cover_open or self._cutter_error or self._offline or self._hot or self._paper is Paper.OUT

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or (bool(self._machine.pending) and not self._stopped()))
                if self._closed:
                    return
                before = self._machine.hanging
                try:
                    more = self._machine.step()
                except OutOfPaper:
                    self._paper, more = Paper.OUT, True
                    self._report_change()
                self._changed.notify_all()
                if not more:
                    size = len(self._machine.pending)
                    self._changed.wait_for(lambda: self._closed or len(self._machine.pending) != size)  # noqa: B023
                grown = self._machine.hanging - before
            if self.rows_per_second and grown > 0:
                time.sleep(grown / self.rows_per_second)

    def _roll(self) -> None:
        if self._rows_left is not None:
            if self._rows_left == 0:
                raise OutOfPaper
            self._rows_left -= 1

    def _slip(self, dots: Dots) -> None:
        paper = np.full((dots.shape[0] + 2 * BORDER, dots.shape[1] + 2 * BORDER), 255, np.uint8)
        paper[BORDER:-BORDER, BORDER:-BORDER][dots] = 0
        png = io.BytesIO()
        Image.fromarray(paper).save(png, "PNG")
        self.receipts.append(png.getvalue())

    def _answer(self, command: bytes, parameter: int) -> None:
        """GS r (paper, when all before it is printed) and GS a (automatic status)."""
        if command == b"\x1da":
            self._reports = parameter
            if parameter and not self._mute_reports:
                self._say(self._report())
        elif not self._mute_end:
            self._say(bytes([0x03 if self._paper is Paper.LOW and parameter in (1, 49) else 0]))

    def _say(self, data: bytes) -> None:
        if len(data) == 4:
            self._reported = data
        if self._answer_to is not None:
            with contextlib.suppress(OSError):
                self._answer_to.send(data)
