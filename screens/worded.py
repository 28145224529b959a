"""A fixed sentence that remembers its key, so that a recording of it can be played."""

from __future__ import annotations


class Worded(str):
    """Words of `kiosk/words` without parameters; `key` as in `screens.button.back`."""

    __slots__ = ("key",)
    key: str

    def __new__(cls, words: str, key: str) -> Worded:
        said = super().__new__(cls, words)
        said.key = key
        return said
