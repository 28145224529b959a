"""How fast codes are decoded, pages judged and receipts begun: `python -m tests.benchmarks.codes_pages_receipts`.

Each figure stands beside what it is compared with, measured in the same run on the same pictures.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import cv2
import numpy as np
import qrcode
import zxingcpp
from pyzbar import pyzbar

from drivers.camera import scene
from drivers.camera.document import assess
from drivers.receipt_printer import profile, receipt_file
from drivers.receipt_printer.composing import compose
from drivers.receipt_printer.escpos import whole_job
from drivers.receipt_printer.layout import Faces
from drivers.receipt_printer.printer import ReceiptPrinter
from drivers.receipt_printer.twin import PrinterTwin
from drivers.scanner.decode import QR_CODES, decode, decode_all
from drivers.scanner.second_opinion import SecondOpinion

FONTS = Path(sys.prefix) / "share/kiosk/fonts"
PER_SET = 20
SIZE = (1280, 720)
PAYLOADS = [
    b"https://test.invalid/c?k=TEST-0001-000482",
    "渝快办测试码:姓名=测试员甲&事项=居住证办理".encode(),
    "申请人：测试员乙，事项：社会保险登记".encode("gb18030"),
    b"0123456789" * 12,
]


# ---- decoding ----------------------------------------------------------------------------------------
def sets() -> dict[str, list[tuple[np.ndarray, bytes]]]:
    """Grey frames with one code each, by what is wrong with them."""
    random = np.random.default_rng(20261122)
    alter: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "clean": lambda frame: frame,
        "blurred": lambda frame: cv2.GaussianBlur(frame, (0, 0), 2.2),
        "very blurred": lambda frame: cv2.GaussianBlur(frame, (0, 0), 4.2),
        "very noisy": lambda frame: np.clip(frame + random.normal(0, 75, frame.shape), 0, 255).astype(np.uint8),
        "dark": lambda frame: (frame // 8 + 4).astype(np.uint8),
        "noisy": lambda frame: np.clip(frame + random.normal(0, 28, frame.shape), 0, 255).astype(np.uint8),
        "glare": _glare,
        "inverted": lambda frame: 255 - frame,
        "coarse jpeg": lambda frame: cv2.imdecode(cv2.imencode(".jpg", frame, [1, 12])[1], 0),
    }
    frames = {name: [_made(random, 260 + 10 * at, random.uniform(-8, 8), 0.0, change, at=at) for at in range(PER_SET)]
              for name, change in alter.items()}  # fmt: skip
    same = alter["clean"]
    frames["small"] = [_made(random, 110 + 2 * at, 0, 0.0, same, at=at) for at in range(PER_SET)]
    frames["very small"] = [_made(random, 55 + 2 * at, 0, 0.0, same, at=at) for at in range(PER_SET)]
    frames["turned"] = [_made(random, 300, 17 * at, 0.0, same, at=at) for at in range(PER_SET)]
    frames["slanted"] = [_made(random, 330, random.uniform(-10, 10), 0.22, same, at=at) for at in range(PER_SET)]
    return frames


def _made(
    random: np.random.Generator, side: int, angle: float, slant: float, change: Callable, *, at: int
) -> tuple[np.ndarray, bytes]:
    payload = PAYLOADS[at % len(PAYLOADS)]
    code = qrcode.QRCode(border=4)
    code.add_data(payload)
    drawn = np.asarray(code.make_image().convert("L"), np.uint8)
    frame = cv2.resize(cv2.cvtColor(scene.desk((320, 180)), cv2.COLOR_BGR2GRAY), SIZE)
    middle = np.array([random.uniform(0.4, 0.6) * SIZE[0], random.uniform(0.45, 0.55) * SIZE[1]])
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * side / 2
    corners[:2] *= 1 - slant
    turn = np.deg2rad(angle)
    corners = corners @ np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))]) + middle
    size = drawn.shape[0]
    own = np.array([(0, 0), (size, 0), (size, size), (0, size)], np.float32)
    bend = cv2.getPerspectiveTransform(own, corners.astype(np.float32))
    cv2.warpPerspective(drawn, bend, SIZE, frame, cv2.INTER_AREA, cv2.BORDER_TRANSPARENT)
    frame = np.clip(change(frame) + random.normal(0, 2.5, frame.shape), 0, 255).astype(np.uint8)
    return frame, payload


def _glare(frame: np.ndarray) -> np.ndarray:
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]].astype(np.float32)
    spot = np.exp(-(((x - SIZE[0] * 0.5) / 90) ** 2 + ((y - SIZE[1] * 0.46) / 70) ** 2))
    return np.clip(frame + 190 * spot, 0, 255).astype(np.uint8)


def _by_zxing(frame: np.ndarray) -> bytes:
    return next((bytes(code.bytes) for code in zxingcpp.read_barcodes(frame, formats=QR_CODES)), b"")


def _by_pyzbar(frame: np.ndarray) -> bytes:
    with contextlib.suppress(ValueError):  # pyzbar fails over an orientation that zbar cannot tell
        return next((code.data for code in pyzbar.decode(frame, symbols=[pyzbar.ZBarSymbol.QRCODE])), b"")
    return b""


def decoding() -> bool:
    second = SecondOpinion()

    def ours(frame: np.ndarray) -> bytes:
        return next((code.data for code in decode_all(frame, second)), b"")

    def camera(frame: np.ndarray) -> bytes:
        read = decode(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR), second)
        return read.data if read is not None else b""

    readers = {"zxing-cpp": _by_zxing, "pyzbar": _by_pyzbar, "decode": ours, "scanner": camera}
    times: dict[str, list[float]] = {name: [] for name in readers}
    good = True
    print(f"\n{'codes read exactly, of ' + str(PER_SET):24}" + "".join(f"{name:>12}" for name in readers))
    for kind, frames in sets().items():
        counts = {}
        for name, reader in readers.items():
            counts[name] = 0
            for frame, payload in frames:
                began = time.perf_counter()
                read = reader(frame)
                times[name].append((time.perf_counter() - began) * 1000)
                counts[name] += read == payload
        good &= min(counts["decode"], counts["scanner"]) >= max(counts["zxing-cpp"], counts["pyzbar"])
        print(f"{kind:24}" + "".join(f"{count:>12}" for count in counts.values()))
    second.close()
    print(f"{'median, ms':24}" + "".join(f"{median(taken):>12.2f}" for taken in times.values()))
    return good and median(times["decode"]) <= 1.2 * median(times["zxing-cpp"])


# ---- pages -------------------------------------------------------------------------------------------
def pages() -> bool:
    clean = scene.lay_on_desk((1920, 1080), scene.page(scene.SAMPLE_PAGE))
    frame = np.clip(clean + np.random.default_rng(1).normal(0, 2, clean.shape), 0, 255).astype(np.uint8)
    taken: list[float] = []
    bare: list[float] = []
    for _ in range(100):  # in turns, so that what else the machine does hits both alike
        began = time.perf_counter()
        judged = assess(frame)
        taken.append((time.perf_counter() - began) * 1000)
        assert judged.rectified is not None, judged.problem
        assert judged.corners is not None
        height, width = judged.rectified.shape[:2]
        found = np.float32(judged.corners) * np.float32((1920, 1080))
        began = time.perf_counter()
        bend = cv2.getPerspectiveTransform(found, np.float32([(0, 0), (width, 0), (width, height), (0, height)]))
        cv2.warpPerspective(frame, bend, (width, height))
        bare.append((time.perf_counter() - began) * 1000)
    print(
        f"\npage, 1920 x 1080: found, judged and made upright ({width} x {height}): median {median(taken):.1f} ms,",
        end=" ",
    )
    print(f"19 of 20 within {np.percentile(taken, 95):.1f} ms; the last step alone, bare cv2: {median(bare):.1f} ms")
    return median(taken) < 15


# ---- receipts ----------------------------------------------------------------------------------------
class _Timed(PrinterTwin):
    """Notes when the first byte of a job came."""

    def __init__(self) -> None:
        super().__init__(fonts=FONTS)
        self.first_at = 0.0
        self.came = threading.Event()

    def _store(self, data, wire) -> bool:
        if data and not self.first_at:
            self.first_at = time.perf_counter()
            self.came.set()
        return super()._store(data, wire)


async def receipts() -> bool:
    good = True
    receipt = receipt_file.receipt_of(receipt_file.SAMPLE)
    print(f"\n{'first byte of a receipt, ms':32}{'median':>8}{'worst':>8}")
    for name in ("default", "mainland-80"):
        with _Timed() as twin:
            printer = ReceiptPrinter(twin.host, twin.port, FONTS, profile.load(name))
            await printer.start()
            await printer.wait_status(lambda status: status.ready, 3)
            await printer.print(receipt)
            taken = []
            for _ in range(15):
                twin.first_at = 0.0
                began = time.perf_counter()
                await printer.print(receipt)
                taken.append((twin.first_at - began) * 1000)
            await printer.close()
            data = whole_job(compose(receipt, Faces(FONTS), profile.load(name))[0])
            bare = []
            for _ in range(15):
                twin.first_at = 0.0
                twin.came.clear()
                began = time.perf_counter()
                _, writer = await asyncio.open_connection(twin.host, twin.port)
                writer.write(data)
                await asyncio.to_thread(twin.came.wait, 2)
                bare.append((twin.first_at - began) * 1000)
                writer.close()
        print(f"{name + ', ' + str(len(data)) + ' bytes':32}{median(taken):>8.1f}{max(taken):>8.1f}")
        print(f"{'  bare socket, same bytes':32}{median(bare):>8.1f}{max(bare):>8.1f}")
        good &= median(taken) < 50
    return good


def main() -> int:
    results = {"decoding": decoding(), "pages": pages(), "receipts": asyncio.run(receipts())}
    print("\n" + ", ".join(f"{name}: {'as wanted' if good else 'FALLS SHORT'}" for name, good in results.items()))
    return 0 if all(results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
