"""From a receipt to the bytes between initialisation and cut, by the printer's profile."""

from __future__ import annotations

from drivers.receipt_printer import escpos
from drivers.receipt_printer.columns import allot, cells
from drivers.receipt_printer.document import Align, Block, Line, Pair, QrCode, Receipt, Rule, Size, Space, Table
from drivers.receipt_printer.layout import DOTS_PER_MM, QR_QUIET_ZONE, Faces, qr_matrix, render
from drivers.receipt_printer.profile import Profile
from drivers.receipt_printer.typesetting import wrap

TIMES: dict[Size, tuple[int, int]] = {"small": (1, 1), "body": (1, 1), "large": (1, 2), "title": (2, 2)}
ALIGN: dict[Align, int] = {"left": 0, "centre": 1, "right": 2}
RULES = {"thin": "─", "thick": "━", "dashed": "--"}  # two columns each
GAP = 2  # cells between a label and its value, and between columns
LEAST_COLUMN = 4  # cells


def compose(receipt: Receipt, faces: Faces, profile: Profile) -> tuple[bytes, int]:
    """The bytes, and about how many dots high they print. Raises `ValueError`: a QR code too long."""
    if profile.text == "raster":
        return _picture(receipt, faces, profile)
    start = profile.prologue + (b"\x1c\x26" if profile.fs_toggle else b"")
    parts = [(start, 0), *(_block(block, faces, profile) for block in receipt.blocks)]
    return b"".join(data for data, _ in parts), sum(height for _, height in parts)


def _picture(receipt: Receipt, faces: Faces, profile: Profile) -> tuple[bytes, int]:
    picture = render(receipt, faces)
    return profile.prologue + escpos.raster(picture), picture.height


def _block(block: Block, faces: Faces, profile: Profile) -> tuple[bytes, int]:
    written = _written(block, profile)
    if written is None or escpos.holds_real_time_command(written[0]):
        picture = render(Receipt((block,)), faces)
        return escpos.raster(picture), picture.height
    return written


def _written(block: Block, profile: Profile) -> tuple[bytes, int] | None:
    """As text, or None where the printer cannot be trusted with it."""
    match block:
        case Line():
            return _lines(block, profile)
        case Pair():
            return _all(_pair(block, profile.columns), profile)
        case Table():
            return _all(_table(block, profile.columns), profile)
        case Rule():
            return _lines(Line(RULES[block.kind] * (profile.columns // 2)), profile)
        case Space():
            dots = round(block.mm * DOTS_PER_MM)
            return b"".join(escpos.feed(min(255, dots - done)) for done in range(0, dots, 255)), dots
        case QrCode():
            return _qr_code(block, profile)


def _lines(line: Line, profile: Profile) -> tuple[bytes, int] | None:
    if not profile.prints(line.text.replace("\n", "")):
        return None
    wide, high = TIMES[line.size]
    look = bytes([0x1D, 0x21, (wide - 1) << 4 | (high - 1)])
    look += bytes([0x1C, 0x21, 0x04 * (wide - 1) | 0x08 * (high - 1)])  # some firmware sizes Chinese by FS ! alone
    look += bytes([0x1B, 0x45, line.bold, 0x1B, 0x61, ALIGN[line.align]])
    rows = wrap(line.text, cells, profile.columns // wide)
    data = b"".join(row.encode("gb18030") + b"\n" for row in rows)
    return look + data, len(rows) * max(30, 24 * high)


def _all(lines: list[Line], profile: Profile) -> tuple[bytes, int] | None:
    """All of a block or nothing: half in the printer's font and half drawn would not stand in line."""
    parts = [_lines(line, profile) for line in lines]
    done = [part for part in parts if part is not None]
    if len(done) < len(parts):
        return None
    return b"".join(data for data, _ in done), sum(height for _, height in done)


def _pair(pair: Pair, columns: int) -> list[Line]:
    spare = columns - cells(pair.label) - cells(pair.value)
    if "\n" not in pair.value and spare >= GAP:
        return [Line(pair.label + " " * spare + pair.value)]
    return [Line(pair.label), *(Line("  " + row, bold=True) for row in wrap(pair.value, cells, columns - 2))]


def _table(table: Table, columns: int) -> list[Line]:
    if not table.columns:
        return []
    natural = [max(cells(row[column]) for row in table.lines) for column in range(table.columns)]
    widths = [int(width) for width in allot(natural, columns, GAP, LEAST_COLUMN)]
    lines = []
    for at, row in enumerate(table.lines):
        wrapped = [wrap(cell, cells, width) for cell, width in zip(row, widths, strict=True)]
        for line in range(max(len(cell) for cell in wrapped)):
            padded = (
                _padded(cell[line] if line < len(cell) else "", widths[column], table.aligned(column))
                for column, cell in enumerate(wrapped)
            )
            lines.append(Line((" " * GAP).join(padded).rstrip(), bold=bool(table.header) and at == 0))
    return lines


def _padded(text: str, width: int, align: Align) -> str:
    spare = max(0, width - cells(text))
    before = {"left": 0, "centre": spare // 2, "right": spare}[align]
    return " " * before + text + " " * (spare - before)


def _qr_code(block: QrCode, profile: Profile) -> tuple[bytes, int] | None:
    caption = _lines(Line(block.caption, align="centre"), profile) if block.caption else (b"", 0)
    if profile.qr != "native" or caption is None:
        return None
    matrix, module = qr_matrix(block.payload, profile.width)
    quiet = escpos.feed(QR_QUIET_ZONE * module)
    data = quiet + b"\x1b\x61\x01" + escpos.qr_code(block.payload.encode(), module) + b"\n" + quiet
    return data + caption[0], len(matrix) * module + caption[1]
