"""The inside of a printer: an ESC/POS byte stream becomes dots on paper. The far half of `twin.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import qrcode
from PIL import ImageFont

from drivers.receipt_printer.character_row import LINE, Dots, Look, rows

WIDTH = 576  # dots of an 80 mm head
MOST_STORED = 7089  # bytes of a QR code's data, as the manuals say
PARAMETERS = {  # bytes after the command's own two that it takes; those not listed here are taken to have one
    b"\x1b@": 0, b"\x1b2": 0, b"\x1ba": 1, b"\x1bE": 1, b"\x1b!": 1, b"\x1bt": 1, b"\x1b3": 1, b"\x1bd": 1, b"\x1bJ": 1,
    b"\x1bi": 0, b"\x1bm": 0, b"\x1c&": 0, b"\x1c.": 0, b"\x1c!": 1, b"\x1d!": 1, b"\x1dr": 1, b"\x1da": 1,
}  # fmt: skip


class OutOfPaper(Exception):
    """The end of the roll has passed the sensor."""


class Interpreter:
    """Consumes bytes; paper grows row by row.

    `roll` is asked for each row and raises `OutOfPaper`; `cut` gets the dots of a slip that was cut
    off; `answer` gets each command that asks for one. What is not whole yet waits in `pending`.
    """

    def __init__(
        self,
        roll: Callable[[], None],
        cut: Callable[[Dots], None],
        answer: Callable[[bytes, int], None],
        width: int = WIDTH,
    ) -> None:
        self._roll = roll
        self._cut = cut
        self._answer = answer
        self.width = width
        self._face: ImageFont.FreeTypeFont | ImageFont.ImageFont = ImageFont.load_default(22)
        self._rows: list[Dots] = []
        self._text: list[tuple[bytes, Look]] = []
        self._look, self._align = Look(), 0
        self._code, self._module = b"", 3
        self._raster: tuple[int, int] | None = None  # bytes a row, rows that are still to come
        self.pending = bytearray()

    @property
    def hanging(self) -> int:
        """Rows that hang from the head, not cut off."""
        return len(self._rows)

    def use_face(self, path: Path) -> None:
        self._face = ImageFont.truetype(path, 24)

    def forget(self) -> None:
        """Clear the receive and the print buffer; what is on paper stays."""
        self.pending.clear()
        self._text.clear()
        self._raster = None

    def tear_off(self) -> None:
        """What hangs from the head comes off, by the knife or by hand."""
        slip = np.array(self._rows, dtype=np.bool_).reshape(-1, self.width)
        self._rows.clear()
        self._cut(slip)

    def step(self) -> bool:
        """Execute one command, one character or one raster row; False: more bytes are needed."""
        if self._raster is not None:
            return self._raster_row(*self._raster)
        if not self.pending:
            return False
        first = self.pending[0]
        if first in (0x1B, 0x1C, 0x1D):
            return self._command()
        del self.pending[0]
        if first == 0x0A:
            self._print_text() if self._text else self._feed(LINE)
        elif first >= 0x20:
            self._add_character(first)
        return True  # other control characters do nothing

    def _add_character(self, byte: int) -> None:
        if self._text and self._text[-1][1] == self._look:
            self._text[-1] = (self._text[-1][0] + bytes([byte]), self._look)
        else:
            self._text.append((bytes([byte]), self._look))

    def _command(self) -> bool:
        if len(self.pending) < 2:
            return False
        name = bytes(self.pending[:2])
        if name == b"\x1dv":
            return self._raster_header()
        if name == b"\x1d(":
            return self._function()
        count = 1 if name != b"\x1dV" else (2 if len(self.pending) > 2 and self.pending[2] in (65, 66) else 1)
        count = PARAMETERS.get(name, count)
        if len(self.pending) < 2 + count:
            return False
        parameters = bytes(self.pending[2 : 2 + count])
        self._execute(name, parameters)
        del self.pending[: 2 + count]  # after it is done: paper that runs out in a feed leaves the command waiting
        return True

    def _execute(self, name: bytes, parameters: bytes) -> None:
        if name == b"\x1b@":
            self._text.clear()
            self._look, self._align = Look(), 0
        elif name == b"\x1d!":
            self._look = replace(self._look, wide=(parameters[0] >> 4 & 7) + 1, high=(parameters[0] & 7) + 1)
        elif name == b"\x1bE":
            self._look = replace(self._look, bold=bool(parameters[0] & 1))
        elif name == b"\x1ba":
            self._align = parameters[0] & 3
        elif name == b"\x1bJ":
            self._print_text()
            self._feed(parameters[0])
        elif name == b"\x1bd":
            self._print_text()
            self._feed(parameters[0] * LINE)
        elif name in (b"\x1dV", b"\x1bi", b"\x1bm"):
            self._feed(parameters[1] if len(parameters) > 1 else 0)
            self.tear_off()
        elif name in (b"\x1dr", b"\x1da"):
            self._answer(name, parameters[0])

    def _function(self) -> bool:
        """GS ( x pL pH …: of these the QR code (k, 49) is known, the others are passed over."""
        if len(self.pending) < 5:
            return False
        end = 5 + int.from_bytes(self.pending[3:5], "little")
        if len(self.pending) < end:
            return False
        function, parameters = bytes(self.pending[2:3] + self.pending[5:7]), bytes(self.pending[7:end])
        if function == b"k1C" and parameters:
            self._module = max(1, min(16, parameters[0]))
        elif function == b"k1P":
            self._code = parameters[1 : 1 + MOST_STORED]
        elif function == b"k1Q" and self._code:
            self._print_text()
            self._print_code()
        del self.pending[:end]
        return True

    def _print_code(self) -> None:
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
        code.add_data(self._code)
        try:
            code.make(fit=True)
        except ValueError:  # more than a QR code holds: nothing is printed
            return
        dots = np.kron(np.array(code.get_matrix(), np.uint8), np.ones((self._module, self._module), np.uint8))
        left = {1: (self.width - dots.shape[1]) // 2, 2: self.width - dots.shape[1]}.get(self._align, 0)
        for row in dots.astype(np.bool_):
            self._add(np.concatenate((np.zeros(max(0, left), np.bool_), row)))

    def _raster_header(self) -> bool:
        if len(self.pending) < 8:
            return False
        width = int.from_bytes(self.pending[4:6], "little")
        self._raster = (width, int.from_bytes(self.pending[6:8], "little"))
        del self.pending[:8]
        return True

    def _raster_row(self, width: int, rows: int) -> bool:
        if rows == 0:
            self._raster = None
            return True
        if len(self.pending) < width:
            return False
        row = np.unpackbits(np.frombuffer(bytes(self.pending[:width]), np.uint8)).astype(np.bool_)
        self._add(row)
        del self.pending[:width]
        self._raster = (width, rows - 1)
        return True

    def _add(self, row: Dots) -> None:
        self._roll()
        whole = np.zeros(self.width, np.bool_)
        whole[: min(self.width, row.size)] = row[: self.width]
        self._rows.append(whole)

    def _feed(self, rows: int) -> None:
        for _ in range(rows):
            self._add(np.zeros(self.width, np.bool_))

    def _print_text(self) -> None:
        pieces, self._text = self._text, []
        if not pieces:
            return
        for row in rows(pieces, self._face, self.width, self._align):
            self._add(row)
