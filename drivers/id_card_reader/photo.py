"""The photo of an identity card as a picture, where a decoder is on this machine. None comes with the project.

The format ("WLT") is closed; its decoders are binaries that may crash or hang, and so run in a process of their own.
A decoder is an entry point of the group `kiosk.photo_decoders`: a function from the card's 1024 bytes to the bytes of
a BMP, PNG or JPEG file, on this machine alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from importlib.metadata import EntryPoint, entry_points

log = logging.getLogger(__name__)

GROUP = "kiosk.photo_decoders"
_LIMIT_S = 3.0
_PICTURES = (b"BM", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")  # how each of the three begins
_LARGEST = 2_000_000  # bytes; 102 × 126 points take 38862 as BMP


def decoder() -> EntryPoint | None:
    """The first by name, if there is one."""
    return min(entry_points(group=GROUP), key=lambda point: point.name, default=None)


async def decode(photo: bytes, limit: float = _LIMIT_S) -> bytes | None:
    """A picture file, or None: there is no decoder, or it failed, hung or gave something else."""
    if decoder() is None:
        return None
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(limit):
            picture, _ = await process.communicate(photo)
    except TimeoutError:
        log.warning("the photo decoder did not end within %g s", limit)
        return None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode != 0 or len(picture) > _LARGEST or not picture.startswith(_PICTURES):
        log.warning("the photo decoder gave no picture (exit code %s)", process.returncode)
        return None
    return picture


def _main() -> int:
    point = decoder()
    if point is None:
        return 1
    sys.stdout.buffer.write(point.load()(sys.stdin.buffer.read()))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
