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
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image

from drivers.receipt_printer.character_row import Dots
from drivers.receipt_printer.interpreter import WIDTH, Interpreter, OutOfPaper
from drivers.receipt_printer.knobs import KNOBS
from drivers.receipt_printer.machine_state import MachineState
from drivers.receipt_printer.real_time import RECOVER, STATUS, taken_out
from drivers.status import Paper
from drivers.twin import Twin

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


class Machine(Twin):
    """`rows_per_second`: 0 prints at once; a real one makes about 1200. `dots`: of the head, 576 or 384."""

    KNOBS = KNOBS

    def __init__(self, rows_per_second: int = 0, fonts: Path | None = None, dots: int = WIDTH) -> None:
        self.rows_per_second: float = rows_per_second
        self._changed = threading.Condition()
        self._wires: list[Wire] = []
        self._closed = False
        self._answer_to: Wire | None = None
        self._machine = Interpreter(self._roll, self._slip, self._answer, dots)
        face = (fonts or Path(sys.prefix) / "share/kiosk/fonts") / "NotoSansSC-Regular.otf"
        if face.exists():
            self._machine.use_face(face)
        self._state = MachineState()
        self._mute_status = self._mute_end = self._mute_reports = self._reading_stopped = False
        self._reports = 0
        self._reported = b""
        self._cut_after: int | None = None
        self.receipts: list[bytes] = []
        """Slips in the tray, oldest first, as PNG."""
        self.received = bytearray()
        """All bytes that came, real-time commands included; the newest megabyte."""

    # ---- life -----------------------------------------------------------------------------------
    def start(self) -> None:
        self._closed = False
        self.replug()
        threading.Thread(target=self._run, name="printer-twin", daemon=True).start()

    def close(self) -> None:
        self.unplug()
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _drop_wires(self) -> None:
        with self._changed:
            wires, self._wires = self._wires, []
            self._changed.notify_all()
        for wire in wires:
            wire.hang_up()

    # ---- what a person does to it -----------------------------------------------------------------
    @property
    def paper(self) -> Paper:
        return self._state.paper

    def load_paper(self, paper: Paper = Paper.FULL) -> None:
        """FULL, LOW or OUT."""
        self._be(paper=paper, rows_left=None)

    def paper_out_after(self, rows: int | None) -> None:
        """The roll ends after so many more rows; None: it does not."""
        self._be(rows_left=rows)

    def open_cover(self, is_open: bool = True) -> None:
        self._be(cover_open=is_open)

    def jam_cutter(self, jammed: bool = True) -> None:
        self._be(cutter_error=jammed)

    def go_offline(self, offline: bool = True) -> None:
        """Offline for no reason that the status tells."""
        self._be(offline=offline)

    def overheat(self, hot: bool = True) -> None:
        """The head is hot: it stops, and goes on when it has cooled."""
        self._be(hot=hot)

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

    def cut_connection_after(self, count: int | None) -> None:
        """The connection breaks when so many more bytes of jobs have come; None: it does not."""
        self._set(_cut_after=count)

    def take(self) -> list[bytes]:
        """Take all slips out of the tray."""
        with self._changed:
            taken, self.receipts = self.receipts, []
        return taken

    def tear_off(self) -> None:
        """What hangs from the head is torn off by hand, as at a printer without a knife."""
        with self._changed:
            self._machine.tear_off()
            self._changed.notify_all()

    def wait_for_receipt(self, limit: float = 5.0) -> bytes:
        """The newest slip, as soon as there is one. Raises `TimeoutError`."""
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self.receipts), limit):
                raise TimeoutError(f"no receipt within {limit:g} s")
            return self.receipts[-1]

    def _be(self, **state: object) -> None:
        with self._changed:
            self._state = replace(self._state, **state)  # type: ignore[arg-type]
            self._report_change()
            self._changed.notify_all()

    def _set(self, **state: object) -> None:
        with self._changed:
            self.__dict__.update(state)
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
                for_paper, commands, held = taken_out(held + data)
                for command in commands:
                    self._obey(command, wire)
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

    def _obey(self, command: bytes, wire: Wire) -> None:
        if command[0] == STATUS and 1 <= command[1] <= 4 and not self._mute_status:
            wire.send(bytes([self._state.status_byte(command[1])]))
        if command == RECOVER:
            with self._changed:
                if self._state.stopped:
                    self._machine.forget()
                    self._changed.notify_all()

    def _report_change(self) -> None:
        if self._reports and not self._mute_reports and self._reported != (report := self._state.report()):
            self._say(report)

    # ---- the mechanism ----------------------------------------------------------------------------
    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._closed or (bool(self._machine.pending) and not self._state.stopped)
                )
                if self._closed:
                    return
                before = self._machine.hanging
                try:
                    more = self._machine.step()
                except OutOfPaper:
                    self._state.paper, more = Paper.OUT, True
                    self._report_change()
                self._changed.notify_all()
                if not more:
                    size = len(self._machine.pending)
                    self._changed.wait_for(lambda: self._closed or len(self._machine.pending) != size)  # noqa: B023
                grown = self._machine.hanging - before
            if self.rows_per_second and grown > 0:
                time.sleep(grown / self.rows_per_second)

    def _roll(self) -> None:
        if self._state.rows_left is not None:
            if self._state.rows_left == 0:
                raise OutOfPaper
            self._state.rows_left -= 1

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
                self._say(self._state.report())
        elif not self._mute_end:
            self._say(bytes([0x03 if self._state.paper is Paper.LOW and parameter in (1, 49) else 0]))

    def _say(self, data: bytes) -> None:
        if len(data) == 4:
            self._reported = data
        if self._answer_to is not None:
            with contextlib.suppress(OSError):
                self._answer_to.send(data)
