"""zinnia 0.06 through its C API: strokes in, characters out. Debian packages libzinnia0 and tegaki-zinnia-*.

The model has the 6,763 characters of GB 2312 and knows the usual order of strokes; `handwriting.py` tries others.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from ctypes import c_char_p, c_float, c_int, c_size_t, c_void_p
from pathlib import Path

LIBRARY = "libzinnia.so.0"
MODEL = Path("/usr/share/tegaki/models/zinnia/handwriting-zh_CN.model")
SIDE = 300  # units; what the model was trained with

Point = tuple[float, float]
Stroke = Sequence[Point]
"""Points from 0 to 1 within the square that is written in, y downwards."""


class NoZinnia(Exception):
    """One sentence: the library or its model is not there."""


class Zinnia:
    """Raises `NoZinnia`."""

    def __init__(self, model: Path = MODEL) -> None:
        try:
            library = ctypes.CDLL(LIBRARY)
        except OSError as error:
            raise NoZinnia(f"{LIBRARY} cannot be loaded; the Debian package libzinnia0 brings it") from error
        for name, result, arguments in _FUNCTIONS:
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
        self._library = library
        self._recognizer = library.zinnia_recognizer_new()
        if not model.is_file() or not library.zinnia_recognizer_open(self._recognizer, str(model).encode()):
            raise NoZinnia(f"{model} is missing; tegaki-zinnia-simplified-chinese brings it")

    def classify(self, strokes: Sequence[Stroke], most: int) -> list[tuple[str, float]]:
        """Characters with their scores (higher is likelier), best first."""
        library = self._library
        character = library.zinnia_character_new()
        try:
            library.zinnia_character_set_width(character, SIDE)
            library.zinnia_character_set_height(character, SIDE)
            for index, stroke in enumerate(strokes):
                for x, y in stroke:
                    library.zinnia_character_add(character, index, int(x * SIDE), int(y * SIDE))
            result = library.zinnia_recognizer_classify(self._recognizer, character, most)
        finally:
            library.zinnia_character_destroy(character)
        if not result:
            return []
        try:
            return [
                (library.zinnia_result_value(result, i).decode(), float(library.zinnia_result_score(result, i)))
                for i in range(library.zinnia_result_size(result))
            ]
        finally:
            library.zinnia_result_destroy(result)


_FUNCTIONS = (
    ("zinnia_recognizer_new", c_void_p, ()),
    ("zinnia_recognizer_open", c_int, (c_void_p, c_char_p)),
    ("zinnia_recognizer_classify", c_void_p, (c_void_p, c_void_p, c_size_t)),
    ("zinnia_character_new", c_void_p, ()),
    ("zinnia_character_destroy", None, (c_void_p,)),
    ("zinnia_character_set_width", None, (c_void_p, c_size_t)),
    ("zinnia_character_set_height", None, (c_void_p, c_size_t)),
    ("zinnia_character_add", c_int, (c_void_p, c_size_t, c_int, c_int)),
    ("zinnia_result_value", c_char_p, (c_void_p, c_size_t)),
    ("zinnia_result_score", c_float, (c_void_p, c_size_t)),
    ("zinnia_result_size", c_size_t, (c_void_p,)),
    ("zinnia_result_destroy", None, (c_void_p,)),
)
