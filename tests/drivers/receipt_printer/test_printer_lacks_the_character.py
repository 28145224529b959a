"""Names with characters that the printer's own font does not have (㙍𠮷䶮), and receipts as text."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.receipt_printer import profile
from drivers.receipt_printer.columns import allot, cells
from drivers.receipt_printer.composing import compose
from drivers.receipt_printer.document import Line, Pair, QrCode, Receipt, Table
from drivers.receipt_printer.layout import Faces, render
from drivers.receipt_printer.printer import Printed
from drivers.receipt_printer.transport import TcpAddress
from drivers.receipt_printer.twin import PrinterTwin
from tests.drivers.faces import FONTS
from tests.drivers.receipt_printer.printers import PAYLOAD, RECEIPT, impatient, slip, started

TEXT = profile.load("mainland-80")
RARE = "㙍𠮷䶮"


@pytest.fixture
def twin(monkeypatch):
    impatient(monkeypatch)
    with PrinterTwin(fonts=FONTS) as twin:
        yield twin


def test_rare_characters_are_outside_and_common_ones_inside():
    # Guards against: 䶮, which GB 18030 holds in two bytes, sent as text to fonts that end at GB 2312.
    assert not any(TEXT.prints(character) for character in RARE)
    assert TEXT.prints("申请人：测试员甲，￥1,234.56（元）“是”——…·")
    assert not TEXT.prints("\x1b@")  # a command smuggled in by a name
    assert not TEXT.prints("¥")  # not the fullwidth ￥
    larger = profile.Profile(text="gb18030", charset="gbk")
    assert (larger.prints("镕"), TEXT.prints("镕")) == (True, False)
    assert not any(larger.prints(character) for character in RARE)


async def test_a_line_with_a_rare_name_is_drawn_and_its_neighbours_are_text(twin):
    # Guards against: a blank where the name should be, on a document that bears the name.
    receipt = Receipt((Line("申请人"), Line(RARE), Line("完")))
    async with started(TcpAddress(twin.host, twin.port), TEXT) as printer:
        assert await printer.print(receipt) == Printed(confirmed=True)
    assert "申请人".encode("gb18030") in twin.received
    for character in RARE:
        assert character.encode("gb18030") not in twin.received
    drawn = np.asarray(render(Receipt((Line(RARE),)), Faces(FONTS)).convert("L"))
    paper = slip(twin.take()[-1])
    found = [
        top for top in range(paper.shape[0] - drawn.shape[0]) if np.all(paper[top : top + drawn.shape[0]] <= drawn)
    ]
    assert any(np.count_nonzero(paper[top : top + drawn.shape[0]] != drawn) < 10 for top in found)


async def test_a_receipt_as_text_is_a_tenth_of_the_bytes_and_its_code_is_readable(twin):
    # Guards against: a native QR code with a wrong length, which prints its payload as letters.
    async with started(TcpAddress(twin.host, twin.port), TEXT) as printer:
        assert await printer.print(RECEIPT) == Printed(confirmed=True)
    data, height = compose(RECEIPT, Faces(FONTS), TEXT)
    assert len(data) < 1000
    paper = slip(twin.take()[-1])
    (code,) = zxingcpp.read_barcodes(paper)
    assert code.bytes.decode() == PAYLOAD
    assert abs(paper.shape[0] - 128 - height) < 60


@pytest.mark.parametrize("name", profile.names())
def test_every_family_has_a_whole_profile(name):
    # Guards against: a profile file with a slip of the pen, found on the day when such a printer is put in.
    assert profile.load(name).name == name
    for key in ("text", "charset", "qr"):
        with pytest.raises(profile.BadProfile):
            profile.parse(name, {key: "other"})
    with pytest.raises(profile.BadProfile):
        profile.parse(name, {"unheard_of": 1})


WORDS = st.text(st.sampled_from("甲乙丙 ab12,.\x1b\x10\x04㙍(）\n"), max_size=60)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=5).map(tuple), min_size=1, max_size=4), WORDS, WORDS)
def test_no_text_can_command_the_printer(rows, label, value):
    # Guards against: a name that holds ESC or DLE and opens a drawer, cuts, or clears the buffer.
    data, _ = compose(Receipt((Table(tuple(rows)), Pair(label, value), Line(value))), Faces(FONTS), TEXT)
    assert not any(bytes([0x10, second]) in data for second in (0x04, 0x05, 0x14))
    assert b"\x1b\x1b" not in data


@settings(max_examples=200)
@given(st.lists(st.floats(0, 900), max_size=8), st.floats(20, 576), st.floats(0, 28))
def test_columns_share_the_paper(natural, room, gap):
    # Guards against: a column past the edge of the paper, or one that gets nothing beside a long one.
    widths = allot(natural, room, gap, 4)
    assert len(widths) == len(natural)
    assert all(width >= min(4, wanted) - 1e-9 for width, wanted in zip(widths, natural, strict=True))
    if natural and 4 * len(natural) + gap * (len(natural) - 1) <= room:
        assert sum(widths) + gap * (len(widths) - 1) <= room + 0.01


def test_amounts_stand_below_each_other_and_long_cells_wrap():
    # Guards against: columns counted in characters, which Chinese makes twice as wide.
    table = Table((("居住证工本费" * 6, "20.00"), ("a", "1,200.00")), ("项目", "金额"), ("left", "right"))
    data, _ = compose(Receipt((table,)), Faces(FONTS), TEXT)
    rows = [row.decode("gb18030") for part in data.split(b"\n") if (row := part.split(b"\x1b\x61\x00")[-1])]
    assert all(cells(row) <= profile.Profile().columns for row in rows)
    assert [cells(row) for row in rows if row.endswith("0")] == [profile.Profile().columns] * 2
    assert len(rows) == 4  # the long cell took two


def test_a_payload_that_looks_like_a_command_is_drawn():
    # Guards against: a native QR code whose length bytes read as a real-time command.
    data, _ = compose(Receipt((QrCode("1" * (0x0410 - 3)),)), Faces(FONTS), TEXT)
    assert b"\x1d(k" not in data
