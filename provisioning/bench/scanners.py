"""The scanners at the end of a wire: on a serial line, as a keyboard, as a HID point-of-sale device."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from drivers.scanner.twin import PipeScannerTwin, SerialScannerTwin
from provisioning.bench.orders import Clumsy
from provisioning.bench.station import TwinStation

Kind = Literal["serial", "wedge", "hidpos"]
KINDS: tuple[Kind, ...] = ("serial", "wedge", "hidpos")
LONGEST_CODE = 1200  # bytes; a pipe takes 2700 characters' key strokes before somebody reads them


class WireScanner(TwinStation):
    def __init__(self, kind: Kind, path: Path) -> None:
        self.kind = kind
        self.path = path
        self.twin: SerialScannerTwin | PipeScannerTwin
        self.twin = SerialScannerTwin(path) if kind == "serial" else PipeScannerTwin(path)
        super().__init__(f"{kind}_scanner", self.twin)
        self.actions |= {"show": self._show}

    def start(self) -> None:
        self.path.unlink(missing_ok=True)  # of a bench that was killed
        self.twin.start()

    def _show(self, text: str) -> None:
        if not text or len(text.encode()) > LONGEST_CODE:
            raise Clumsy(f"码里要有 1 到 {LONGEST_CODE} 字节 · a code holds 1 to {LONGEST_CODE} bytes")
        if not self.twin.plugged_in:
            raise Clumsy("扫码枪没有插上 · The scanner is not plugged in")
        if isinstance(self.twin, SerialScannerTwin):
            self.twin.show(text.encode())
        elif self.kind == "hidpos":
            self.twin.report(text.encode())
        else:
            try:
                self.twin.type(text + "\r")
            except KeyError:
                raise Clumsy("键盘式扫码枪只能打英文字符 · A keyboard scanner types ASCII only") from None

    def state(self) -> dict[str, Any]:
        return {}
