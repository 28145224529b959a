"""How a receipt looks: line breaks, edges, codes."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from drivers.receipt_printer.document import Line, Pair, QrCode, Receipt, Rule, Space
from drivers.receipt_printer.layout import MARGIN, WIDTH, Faces, _length, render
from drivers.receipt_printer.typesetting import NEVER_FIRST, NEVER_LAST, wrap
from tests.drivers.faces import FONTS

FACES = Faces(FONTS)
CELLS = len  # every character one cell wide


def ink(*blocks) -> np.ndarray:
    return ~np.asarray(render(Receipt(blocks), FACES))


@given(st.text("已受理，。（）《》「网络23 A.、；", max_size=40), st.integers(6, 15))
def test_punctuation_keeps_its_side_and_nothing_is_lost(text, limit):
    # Guards against: a comma at the start of a line, a character swallowed at a break.
    lines = wrap(text, CELLS, limit)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= limit for line in lines)


def test_lines_break_as_chinese_readers_expect():
    # Guards against: 。 alone on a line, （ left at a line's end, a number torn in two.
    text = "请于工作日到窗口领取，（周末休息）。电话12345。"
    for limit in range(6, 20):
        lines = wrap(text, CELLS, limit)
        assert not any(line[0] in NEVER_FIRST for line in lines)
        assert not any(line[-1] in NEVER_LAST for line in lines[:-1])
        assert any("12345" in line for line in lines)


def test_a_word_longer_than_the_paper_is_broken():
    # Guards against: a link that runs off the edge, or a loop that never ends.
    assert wrap("https://test.invalid/1234567890", CELLS, 10) == ["https://te", "st.invalid", "/123456789", "0"]


@pytest.mark.parametrize("align", ["left", "centre", "right"])
@pytest.mark.parametrize("size", ["small", "body", "large", "title"])
def test_no_ink_beyond_the_margins(size, align):
    # Guards against: words cut off at the edge of the paper.
    dots = ink(Line("居住证办理（首次申领）" * 5, size=size, bold=True, align=align))
    columns = np.flatnonzero(dots.any(axis=0))
    assert columns[0] >= MARGIN - 3
    assert columns[-1] < WIDTH - MARGIN + 3


@pytest.mark.parametrize("words", ["居住证办理（首次申领）", "「办理」", "TEST", ""])
def test_a_centred_line_is_centred_to_the_eye(words):
    # Guards against: a title that hangs to the left, for its closing bracket is half white.
    columns = np.flatnonzero(ink(Line(words, size="title", bold=True, align="centre")).any(axis=0))
    if words:
        assert abs(columns[0] - (WIDTH - 1 - columns[-1])) <= 3


def test_a_short_pair_stands_on_one_line_and_a_long_one_on_more():
    # Guards against: label and value written over each other.
    one, more = ink(Pair("申请人", "测试员甲")), ink(Pair("承办单位", "测试市公安局九龙坡区分局石桥铺派出所户籍窗口"))
    assert more.shape[0] > 2.5 * one.shape[0]
    assert np.flatnonzero(one.any(axis=0))[-1] > WIDTH - MARGIN - 10


def test_rare_characters_have_their_own_shapes():
    # Guards against: a name printed as an empty box.
    shapes = {ink(Line(character)).tobytes() for character in "㐂𠮷䶮龘\U0010fffd"}
    assert len(shapes) == 5


@pytest.mark.parametrize("payload", ["K", "https://test.invalid/case/TEST-0001-000482?k=" + "0193b2c4" * 8, "测" * 300])
def test_a_code_is_readable_whatever_its_length(payload):
    # Guards against: modules too fine for the paper, Chinese in the wrong encoding.
    dots = ink(Line("上"), QrCode(payload, "说明"), Line("下"))
    (code,) = zxingcpp.read_barcodes(np.where(dots, 0, 255).astype(np.uint8))
    assert code.bytes.decode() == payload


def test_a_payload_for_which_there_is_no_code_is_a_fault_of_the_program():
    with pytest.raises(ValueError):
        ink(QrCode("测" * 2000))


def test_rules_and_spaces_have_the_height_asked_for():
    assert ink(Space(10)).shape == (80, WIDTH)
    assert ink(Rule("thick")).sum() > ink(Rule("thin")).sum() > ink(Rule("dashed")).sum() > 0


@pytest.mark.parametrize("text", ["申请人：测试员甲", "AVATAR To fi ffi 1,234.56", "㙍𠮷䶮", ""])
def test_a_text_is_as_wide_as_its_characters(text):
    # Guards against: widths that are summed while the drawing kerns, so that a right edge is ragged.
    face = Faces(FONTS).face("body", bold=True)
    assert _length(face)(text) == pytest.approx(face.getlength(text), abs=1.0)
