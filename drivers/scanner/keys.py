"""Key events of a scanner that plays keyboard (`struct input_event`), as characters. Pure.

Not python-evdev: it must be compiled where it is installed, for a struct of 24 bytes and one ioctl.
"""

from __future__ import annotations

import struct

EVENT = struct.Struct("@llHHi")  # seconds, microseconds, type, code, value
SYN, KEY = 0, 1  # types
SYN_REPORT, SYN_DROPPED = 0, 3
DOWN = 1  # value; 0 up, 2 repeat
SHIFT, CAPS_LOCK = (42, 54), 58
ENTER = (28, 96)
KEY_A = 30


def _rows(*rows: tuple[int, str]) -> dict[int, str]:
    return {first + at: character for first, characters in rows for at, character in enumerate(characters)}


PLAIN = _rows((2, "1234567890-="), (15, "\tqwertyuiop[]"), (30, "asdfghjkl;'`"), (43, "\\zxcvbnm,./"), (57, " "))
SHIFTED = _rows((2, "!@#$%^&*()_+"), (15, "\tQWERTYUIOP{}"), (30, 'ASDFGHJKL:"~'), (43, "|ZXCVBNM<>?"), (57, " "))
KEYPAD = _rows((55, "*"), (71, "789-456+1230."), (98, "/"))


class Keys:
    """State of the modifiers between events; US layout, which scanners are set to at the factory."""

    def __init__(self) -> None:
        self._rest = b""
        self._shift: set[int] = set()
        self._caps = False
        self._dropping = False

    def feed(self, data: bytes) -> tuple[bytes, bool]:
        """What was typed (Enter as CR), and whether the kernel lost events in between."""
        data = self._rest + data
        whole = len(data) - len(data) % EVENT.size
        self._rest = data[whole:]
        typed, lost = bytearray(), False
        for _, _, kind, code, value in EVENT.iter_unpack(data[:whole]):
            if kind == SYN and code == SYN_DROPPED:
                self._dropping = lost = True
                self._shift.clear()
            elif kind == SYN and code == SYN_REPORT:
                self._dropping = False
            elif kind == KEY and not self._dropping:
                typed += self._key(code, value)
        return bytes(typed), lost

    def _key(self, code: int, value: int) -> bytes:
        if code in SHIFT:
            (self._shift.add if value else self._shift.discard)(code)
            return b""
        if value != DOWN:
            return b""
        if code == CAPS_LOCK:
            self._caps = not self._caps
            return b""
        if code in ENTER:
            return b"\r"
        if code in KEYPAD:
            return KEYPAD[code].encode()
        letter = PLAIN.get(code, "").isalpha()
        upper = bool(self._shift) != (self._caps and letter)
        return (SHIFTED if upper else PLAIN).get(code, "").encode()


def events(text: str) -> bytes:
    """What a scanner sends for an ASCII text, key by key; "\\r" is Enter. Raises `KeyError` for other characters."""
    plain = {character: code for code, character in PLAIN.items()} | {"\r": ENTER[0]}
    shifted = {character: code for code, character in SHIFTED.items() if character not in plain}
    sent = b""
    for character in text:
        code = plain[character] if character in plain else shifted[character]
        strokes = [(code, 1), (code, 0)]
        if character not in plain:
            strokes = [(SHIFT[0], 1), *strokes, (SHIFT[0], 0)]
        for key, value in strokes:
            sent += EVENT.pack(0, 0, KEY, key, value) + EVENT.pack(0, 0, SYN, SYN_REPORT, 0)
    return sent
