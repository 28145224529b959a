"""A certificate as a PDF: title, whom it is about, what the records say, seal, code; across it all that it is a sample.

Text stays text, in the project's own font of which only the characters that occur are embedded.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import qrcode
from fpdf import FPDF
from fpdf.enums import TextMode, XPos, YPos

from kiosk.contract.certificates import PersonalBox
from kiosk.signing import FIELD_ASPECT
from provisioning.sandbox.seals.picture import seal_picture

WIDTH, HEIGHT = 210.0, 297.0  # mm, A4
MARGIN = 22.0
ROW = 7.8
INK_SIDE = 80.0  # mm, the width of a signature's field
FOOT = 66.0  # mm kept at the end for seal, date and code
INK, SOFT, LINE = (20, 33, 61), (92, 102, 122), (176, 184, 198)
MARK = "样例 SAMPLE"
MARK_WIDTH = 88.0  # mm: two stand side by side


Strokes = Sequence[Sequence[Sequence[float]]]


@dataclass(frozen=True)
class Certified:
    """What a certificate says. `about` are label and value; those in `personal` are the citizen's own."""

    title: str
    organ: str
    number: str
    code: str
    check_at: str  # where a third party checks the code; the QR code holds it
    statement: str
    day: str
    about: tuple[tuple[str, str], ...] = field(repr=False)
    personal: frozenset[str] = frozenset()
    headline: tuple[str, str] | None = field(default=None, repr=False)
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    strokes: Strokes = field(default=(), repr=False)  # a signature by hand, in shares of its field
    mark: str = MARK  # across the page


@dataclass(frozen=True)
class Drawn:
    pdf: bytes = field(repr=False)
    pages: int
    personal: tuple[PersonalBox, ...]


def draw(what: Certified, fonts: Path) -> Drawn:
    """Takes about half a second: a font of 16 MB is read."""
    sheet = _Sheet(what, fonts)
    sheet.head()
    sheet.facts()
    sheet.table()
    sheet.ink()
    sheet.foot()
    return Drawn(bytes(sheet.pdf.output()), sheet.pdf.page_no(), tuple(sheet.boxes))


class _Sheet:
    def __init__(self, what: Certified, fonts: Path) -> None:
        self.what = what
        self.fonts = fonts
        self.boxes: list[PersonalBox] = []
        self.pdf = pdf = FPDF(format="A4")
        pdf.add_font("text", "", str(fonts / "NotoSansSC-Regular.otf"))
        pdf.set_title(what.title)
        pdf.set_author(what.organ)
        pdf.set_margins(MARGIN, MARGIN, MARGIN)
        pdf.set_auto_page_break(False)
        self._page()

    # ---- parts ----------------------------------------------------------------------------------
    def head(self) -> None:
        pdf, what = self.pdf, self.what
        pdf.set_y(25)
        self._font(21, bold=True)
        pdf.cell(0, 13, what.title, align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self._font(9.5, SOFT)
        pdf.cell(0, 7, f"编号：{what.number}", align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        pdf.ln(7)
        self._font(11.5)
        pdf.multi_cell(0, 7.5, what.statement, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        pdf.ln(4)

    def facts(self) -> None:
        for label, value in self.what.about:
            if self.pdf.get_y() + 2 * ROW > HEIGHT - MARGIN:
                self._page()
            self._fact(label, value, own=label in self.what.personal)
        if self.what.headline is not None:
            self._fact(*self.what.headline, own=True)
        self.pdf.ln(6)

    def table(self) -> None:
        what = self.what
        if not what.rows:
            return
        widths = self._widths()
        self._row(what.columns, widths, bold=True)
        for row in what.rows:
            if self.pdf.get_y() + ROW > HEIGHT - MARGIN:
                self._page()
                self._row(what.columns, widths, bold=True)
            self._row(row, widths)

    def ink(self) -> None:
        """A signature by hand, as it was drawn."""
        pdf = self.pdf
        if not self.what.strokes:
            return
        if pdf.get_y() + INK_SIDE / 2 + 6 > HEIGHT - MARGIN:
            self._page()
        left, top = MARGIN + 46, pdf.get_y() + 2
        self._font(11, SOFT)
        pdf.cell(46, ROW, "手写签名")
        pdf.set_draw_color(*INK)
        pdf.set_line_width(0.6)
        for stroke in self.what.strokes:
            if len(stroke) > 1:
                pdf.polyline(
                    [(left + point[0] * INK_SIDE, top + point[1] * INK_SIDE / FIELD_ASPECT) for point in stroke]
                )
        xs = [point[0] for stroke in self.what.strokes for point in stroke]
        ys = [point[1] for stroke in self.what.strokes for point in stroke]
        high = max(ys) * INK_SIDE / FIELD_ASPECT
        self._cover(left, top, min(max(xs) * INK_SIDE + 2, WIDTH - MARGIN - left), high + 2)
        pdf.set_y(top + high + 4)

    def foot(self) -> None:
        pdf, what = self.pdf, self.what
        if pdf.get_y() + FOOT > HEIGHT - 12:
            self._page()
        top = HEIGHT - FOOT - 8
        side = 30.0
        pdf.image(_qr(what.check_at), MARGIN, top + 12, side, side)
        self._font(9, SOFT)
        pdf.set_xy(MARGIN + side + 4, top + 13)
        words = f"验证码：{what.code}\n扫码或凭编号、验证码核验真伪。\n作废的证明核验时会显示“已作废”。"
        pdf.multi_cell(62, 6, words, align="L")
        self._font(11.5)
        pdf.set_xy(WIDTH - MARGIN - 74, top + 13)
        pdf.cell(74, 8, what.organ, align="C")
        pdf.set_xy(WIDTH - MARGIN - 74, top + 31)
        pdf.cell(74, 8, what.day, align="C")
        pdf.image(io.BytesIO(seal_picture(self.fonts)), WIDTH - MARGIN - 58, top + 1, 42, 42)
        self._font(8.5, SOFT)
        pdf.set_xy(MARGIN, HEIGHT - 20)
        words = (
            "沙箱样例，机关与印章均为虚构，不具效力。 Sample of a sandbox: organ and seal are invented; without effect."
        )
        pdf.multi_cell(0, 5, words, align="C")

    # ---- strokes --------------------------------------------------------------------------------
    def _page(self) -> None:
        pdf = self.pdf
        pdf.add_page()
        pdf.set_font("text", "", 34)
        pdf.set_font("text", "", min(34, 34 * MARK_WIDTH / pdf.get_string_width(self.what.mark)))
        pdf.text_mode = TextMode.FILL
        pdf.set_text_color(205, 210, 220)
        with pdf.local_context(fill_opacity=0.45):
            for line in range(5):
                for column in range(2):
                    x, y = 24 + column * 96, 68 + line * 54
                    with pdf.rotation(32, x, y):
                        pdf.text(x, y, self.what.mark)
        pdf.set_y(MARGIN)

    def _font(self, points: float, colour: tuple[int, int, int] = INK, bold: bool = False) -> None:
        """Bold is the same face with a stroke around it: to read a second face would take as long as all the rest."""
        pdf = self.pdf
        pdf.set_font("text", "", points)
        pdf.set_text_color(*colour)
        pdf.set_draw_color(*colour)
        pdf.set_line_width(points * 0.012)
        pdf.text_mode = TextMode.FILL_STROKE if bold else TextMode.FILL

    def _fact(self, label: str, value: str, *, own: bool) -> None:
        pdf = self.pdf
        x, y = pdf.l_margin, pdf.get_y()
        self._font(11, SOFT)
        pdf.cell(46, ROW, label)
        self._font(11, bold=True)
        pdf.multi_cell(0, ROW, value, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        high = pdf.get_y() - y
        if own:
            wide = min(pdf.get_string_width(value) + 2, WIDTH - MARGIN - x - 46)
            self._cover(x + 46, y + 1, wide, high - 2)
        self._line(y + high)

    def _row(self, cells: Sequence[str], widths: Sequence[float], *, bold: bool = False) -> None:
        pdf = self.pdf
        x, y = pdf.l_margin, pdf.get_y()
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            self._font(10, SOFT if bold else INK, bold)
            pdf.set_xy(x, y)
            right = place == len(widths) - 1 > 1  # amounts; of two columns the second is words
            pdf.cell(width, ROW, cell, align="R" if right else "L")
            if not bold and place > 0:  # the first column says when; the others what is the citizen's own
                wide = min(width - 2, pdf.get_string_width(cell) + 2)
                self._cover(x + (width - wide if right else 0), y + 1, wide, ROW - 2)
            x += width
        pdf.set_xy(pdf.l_margin, y + ROW)
        self._line(y + ROW)

    def _widths(self) -> list[float]:
        """Columns as wide as their longest words, together as wide as the page's text."""
        if len(self.what.columns) == 2:
            return [46.0, WIDTH - 2 * MARGIN - 46.0]
        self._font(10)
        longest = [
            max(self.pdf.get_string_width(cell) for cell in column) + 4
            for column in zip(self.what.columns, *self.what.rows, strict=True)
        ]
        free = WIDTH - 2 * MARGIN
        spare = (free - sum(longest)) / len(longest)
        return [one + spare for one in longest] if spare >= 0 else [one * free / sum(longest) for one in longest]

    def _line(self, y: float) -> None:
        self.pdf.set_draw_color(*LINE)
        self.pdf.set_line_width(0.2)
        self.pdf.line(MARGIN, y, WIDTH - MARGIN, y)

    def _cover(self, x: float, y: float, width: float, height: float) -> None:
        page = self.pdf.page_no() - 1
        self.boxes.append(
            PersonalBox(page=page, left=x / WIDTH, top=y / HEIGHT, width=width / WIDTH, height=height / HEIGHT)
        )


def _qr(text: str) -> io.BytesIO:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2, box_size=8)
    code.add_data(text)
    code.make(fit=True)
    packed = io.BytesIO()
    code.make_image().save(packed)
    packed.seek(0)
    return packed
