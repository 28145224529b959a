"""Guards against a citizen's data in clear: on the disk, in logs, in temporary files or on the wire."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.wire import Wire
from tests.offline_cache.hands import until
from tests.provisioning.services import ITEM, TERMINAL, Service, sandbox, stored

NUMBER = "999999190001010015"  # of a region that does not exist
NAME = "测试员甲乙丙"
PAGE = b"\xff\xd8\xff\xe0 a page that was scanned " + bytes(range(256)) * 40


def shapes(text: str) -> Iterator[bytes]:
    """What a text would look like wherever it was written."""
    for coding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        raw = text.encode(coding)
        yield raw
        yield from in_base64(raw)
    yield json.dumps(text)[1:-1].encode()


def in_base64(raw: bytes) -> Iterator[bytes]:
    """At each of the three places at which it may stand in a longer text."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + raw)
        yield coded[4 if before else 0 : -4]
        yield base64.urlsafe_b64encode(b"\0" * before + raw)[4 if before else 0 : -4]


PLANTED = {*shapes(NUMBER), *shapes(NAME), PAGE[4:40], *in_base64(PAGE[4:40])}


def found_in(content: bytes) -> list[bytes]:
    return [one for one in PLANTED if one in content]


def test_the_search_finds_what_is_planted() -> None:
    for text in (NUMBER, NAME):
        for coding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            for before in (b"", b"x", b"xy"):
                assert found_in(before + text.encode(coding))
                assert found_in(base64.b64encode(before + text.encode(coding) + b"behind"))
    assert found_in(b"before" + PAGE)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with sandbox(tmp_path / "platform") as running:
        yield running


async def test_nothing_is_in_clear_once_it_is_handed_in(service: Service, tmp_path: Path) -> None:
    """Through the command line, as it has logs and errors of its own; sent over a wire that listens."""
    home, given, temporary = (tmp_path / name for name in ("terminal", "given", "temporary"))
    for folder in (home, given, temporary):
        folder.mkdir()
    (given / "form.json").write_text(json.dumps({"type": "long_term", "id": NUMBER, "name": NAME}, ensure_ascii=False))
    (given / "page.jpg").write_bytes(PAGE)
    (home / "terminal.env").write_text((service.home / "terminal.env").read_text())
    heard: list[bytes] = []

    class Listening(Wire):
        async def _carry(self, reader, writer, manner, cut, way):  # type: ignore[no-untyped-def]
            write = writer.write
            writer.write = lambda part: (heard.append(part), write(part))
            await super()._carry(reader, writer, manner, cut, way)

    port = int(service.address.rpartition(":")[2])
    wire = Listening("127.0.0.1", port, iter(()))
    async with wire.laid() as url:

        async def kiosk(*words: str) -> bytes:
            clean = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "kiosk", "outbox", *words, "--home", str(home)),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=clean | {"TMPDIR": str(temporary), "KIOSK_PLATFORM_URL": url, "KIOSK_TERMINAL_ID": TERMINAL},
            )
            said, _ = await process.communicate()
            assert process.returncode == 0, said
            return said

        page = f"residence={given / 'page.jpg'}"
        said = await kiosk("add", "--item", ITEM, "--form", str(given / "form.json"), "--attach", page)
        kept = b"".join(
            path.read_bytes() for folder in (home, temporary) for path in folder.rglob("*") if path.is_file()
        )
        assert len(kept) > len(PAGE), "nothing was kept"
        said += await kiosk("list", "--json") + await kiosk("verify") + await kiosk("drain", "--limit", "20")
    await until(lambda: len(stored(service.home)) == 1)
    assert wire.up > len(PAGE), "nothing was sent"
    for where, content in (("disk", kept), ("output", said), ("wire", b"".join(heard))):
        assert not found_in(content), f"in clear: {where}"
    for path in [path for folder in (home, temporary) for path in folder.rglob("*") if path.is_file()]:
        assert not found_in(path.read_bytes()), path.name
        assert not found_in(path.name.encode()), "in the name of a file"
