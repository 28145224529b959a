"""A photo decoder is somebody's closed library: whatever it does, the visit goes on without a photo."""

from __future__ import annotations

import asyncio
import os

import pytest

from drivers.id_card_reader import photo
from tests.limits import LIMIT_S

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Puts a decoder on the machine, as a package with an entry point."""

    def with_body(body: str) -> None:
        (tmp_path / "some_decoder.py").write_text(f"import os, time\ndef decode(photo):\n    {body}\n")
        info = tmp_path / "some_decoder-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: some-decoder\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{photo.GROUP}]\nsome = some_decoder:decode\n")
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *filter(None, [os.getenv("PYTHONPATH")])]))

    return with_body


async def test_none_comes_with_the_project():
    assert photo.decoder() is None
    assert await photo.decode(bytes(1024)) is None


async def test_a_decoder_on_this_machine_is_used(install):
    install("return bytes.fromhex('89504e470d0a1a0a') + photo[:4]")
    assert await photo.decode(b"WLT!" + bytes(1020), LIMIT_S) == PNG + b"WLT!"


@pytest.mark.parametrize("body", ["os.abort()", "raise ValueError", "return b'no picture'", "return None"])
async def test_a_decoder_that_fails_gives_no_photo(install, body):
    install(body)
    assert await photo.decode(bytes(1024), LIMIT_S) is None


async def test_a_decoder_that_hangs_is_ended(install):
    install("time.sleep(600)")
    async with asyncio.timeout(LIMIT_S):
        assert await photo.decode(bytes(1024), limit=1.0) is None
