"""Real-time commands as cheap printers find them: DLE and one of three bytes, anywhere in the raw stream."""

from __future__ import annotations

STATUS = 0x04  # DLE EOT n: answered at once
RECOVER = b"\x05\x02"  # DLE ENQ 2: what was to be printed is forgotten
_SECOND = (STATUS, 0x05, 0x14)


def taken_out(data: bytes) -> tuple[bytes, list[bytes], bytes]:
    """What is for the paper; the commands (two bytes each, without DLE); and one that is not whole yet."""
    kept, commands, at = bytearray(), list[bytes](), 0
    while at < len(data):
        command = data[at : at + 3]
        if command[0] != 0x10 or (len(command) > 1 and command[1] not in _SECOND):
            kept.append(command[0])
            at += 1
            continue
        if len(command) < 3:
            return bytes(kept), commands, command
        commands.append(command[1:])
        at += 3
    return bytes(kept), commands, b""
