"""A rare character of a name that is drawn as an empty box; a traditional text in a face that lacks its forms."""

import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from kiosk.catalogue.load import load
from kiosk.languages import languages
from kiosk.words import subjects, words_of
from screens import fonts

FOLDER = Path(sys.prefix) / "share/kiosk/fonts"
RARE = "㙍𠮷䶮堃翀𬭛"


def drawn_by(face, weight):
    with TTFont(fonts.font_files(FOLDER, face)[weight], lazy=True) as font:
        return font.getBestCmap()


@pytest.mark.parametrize("face", fonts.FACES)
@pytest.mark.parametrize("weight", fonts.WEIGHTS)
def test_rare_characters_are_drawn(face, weight):
    characters = drawn_by(face, weight)
    assert [character for character in RARE if ord(character) not in characters] == []


@pytest.mark.parametrize("language", languages())
def test_a_language_is_drawn_whole_by_its_face(language):
    characters = drawn_by(languages()[language].face, "Regular")
    texts = [words for subject in subjects(language) for words in words_of(subject, language).values()]
    texts += [item.name.of(language) + item.guide.bring.of(language) for item in load().items]
    assert {one for text in texts for one in text if one > " " and ord(one) not in characters} == set()


def test_the_faces_draw_the_same_character_each_in_its_own_way():
    """骨 and ， have other shapes in Taiwan than on the mainland: one face for both would be wrong for one of them."""
    glyphs = [[drawn_by(face, "Regular")[ord(one)] for one in "骨，"] for face in ("SC", "TC")]
    assert all(one != other for one, other in zip(*glyphs, strict=True))
