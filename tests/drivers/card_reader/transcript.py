"""A card that answers exactly the commands that are written down, in their order."""

from __future__ import annotations


class Transcript:
    """Lines "command > response" in hex; "#" begins a comment."""

    def __init__(self, lines: str) -> None:
        self._expected = []
        for line in lines.splitlines():
            said = line.split("#")[0].replace(" ", "")
            if said:
                command, response = said.split(">")
                self._expected.append((command.upper(), bytes.fromhex(response)))

    def transmit(self, command: bytes) -> bytes:
        assert self._expected, f"one command too many: {command.hex().upper()}"
        expected, response = self._expected.pop(0)
        assert command.hex().upper() == expected
        return response

    @property
    def finished(self) -> bool:
        return not self._expected
