"""How a virtual receipt printer is, and the bytes in which it says so (DLE EOT n, GS a)."""

from __future__ import annotations

from dataclasses import dataclass

from drivers.status import Paper


@dataclass
class MachineState:
    paper: Paper = Paper.FULL
    rows_left: int | None = None  # on the roll; None: enough
    cover_open: bool = False
    cutter_error: bool = False
    offline: bool = False
    hot: bool = False

    @property
    def stopped(self) -> bool:
        return self.cover_open or self.cutter_error or self.offline or self.hot or self.paper is Paper.OUT

    @property
    def low(self) -> bool:
        return self.paper in (Paper.OUT, Paper.LOW)

    def status_byte(self, question: int) -> int:
        """The answer to DLE EOT 1, 2, 3 or 4."""
        out = self.paper is Paper.OUT
        bits = {
            1: 0x08 * self.stopped,
            2: 0x04 * self.cover_open | 0x20 * out | 0x40 * (self.cutter_error or self.hot),
            3: 0x08 * self.cutter_error | 0x40 * self.hot,
            4: 0x0C * self.low | 0x60 * out,
        }
        return 0x12 | bits[question]

    def report(self) -> bytes:
        """The four bytes of the automatic status."""
        first = 0x10 | 0x08 * self.stopped | 0x20 * self.cover_open
        out = self.paper is Paper.OUT
        return bytes([first, 0x08 * self.cutter_error | 0x40 * self.hot, 0x03 * self.low | 0x0C * out, 0])
