"""A name whose characters the page's face lacks: an empty box for all of them, or nothing at all."""

import sys
from itertools import combinations
from pathlib import Path

import pytest

from screens import fonts, rare

FACE = fonts.font_files(Path(sys.prefix) / "share/kiosk/fonts")["Regular"]
# GB 18030-2022 level 3: one of each block, all of them lacking in the page's face
LEVEL_3 = {"B": "\U00020003", "C": "𪜀", "D": "𫝀", "E": "𫢬", "F": "𬺰"}
NOBODY_HAS = ("\ue863", "\U000308fc", "\U00030021")  # privately used, and later blocks


@pytest.mark.skipif(not all(face.is_file() for face in rare.MORE), reason="fonts-hanazono is not installed")
@pytest.mark.parametrize("block", LEVEL_3)
def test_a_rare_character_is_drawn_as_itself(block: str) -> None:
    one = LEVEL_3[block]
    assert rare.lacking(one, FACE)
    drawn = rare.line(f"测{one}试", 40, FACE)
    assert drawn.width == 120
    alone, boxed = rare.line(one, 40, FACE), rare.line("\ue000", 40, FACE)
    assert alone.getbbox() and alone.tobytes() != boxed.tobytes()
    assert drawn.crop((0, 0, 39, drawn.height)).getbbox()  # the usual character beside it is there, too


def test_what_no_face_has_is_a_box_with_its_number() -> None:
    boxes = [rare.line(one, 40, FACE) for one in NOBODY_HAS]
    assert all(box.getbbox() for box in boxes)
    assert all(one.tobytes() != other.tobytes() for one, other in combinations(boxes, 2))


def test_usual_words_do_not_go_this_way() -> None:
    assert not any(rare.lacking(words, FACE) for words in ("测试员甲", "Out-of-area treatment", "䶮𠮷㙍堃", "，。·"))


def test_a_line_is_as_high_and_wide_as_the_windows_own() -> None:
    """Else the name would stand higher or lower than the words beside it, or be cut off."""
    drawn = rare.line("测试员甲", 40, FACE)
    assert drawn.width == rare.width("测试员甲", 40, FACE) == 160
    assert 57 <= drawn.height <= 60  # 1.45 em, as `screens/page.py` takes it
