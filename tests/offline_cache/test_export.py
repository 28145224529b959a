"""Records leave a terminal on a stick: none lost, none stored twice, none from a stranger, none in clear."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.__main__ import main
from offline_cache.home import Home
from offline_cache.outbox import Outbox
from offline_cache.states import State
from provisioning.authority import Authority
from tests.provisioning.services import ITEM, Service, printed, refusal, sandbox, stored

PAGE = b"\xff\xd8 a scanned page of " + "测试员甲".encode() * 50


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with sandbox(tmp_path_factory.mktemp("platform")) as service:
        yield service


@dataclass
class Terminal:
    home: Path
    folder: Path

    def add(self, capsys: pytest.CaptureFixture[str]) -> str:
        form, page = self.home / "form.json", self.home / "page.jpg"
        form.write_text('{"applicant": "测试员甲"}', encoding="utf-8")
        page.write_bytes(PAGE)
        arguments = ("--item", ITEM, "--form", str(form), "--attach", f"residence={page}", "--home", str(self.home))
        main(["outbox", "add", *arguments])
        form.unlink()
        page.unlink()
        return capsys.readouterr().out.strip()

    def export(self) -> int:
        return main(["outbox", "export", "--to", str(self.folder), "--home", str(self.home)])

    def states(self) -> set[State]:
        outbox = Outbox.open(self.home / "outbox")
        found = {record.state for record in outbox.records()}
        outbox.close()
        return found


@pytest.fixture
def terminal(platform: Service, tmp_path: Path) -> Terminal:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(platform.home / "terminal.env", home)
    return Terminal(home, tmp_path / "stick" / "TEST-0001")


def take_in(platform: Service, folder: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    main(["sandbox", "import", str(folder), "--json", "--home", str(platform.home)])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_record_is_stored_once_by_whichever_way_it_comes_first(
    platform: Service, terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = [terminal.add(capsys) for _ in range(3)]
    main(["outbox", "park", keys[1], "--home", str(terminal.home)])
    assert terminal.export() == 0
    assert "3 exported" in capsys.readouterr().out
    assert terminal.states() == {State.READY, State.PARKED}, "a lost stick would lose them"
    first = take_in(platform, terminal.folder, capsys)  # while the platform runs
    assert [(one["key"], one["what"]) for one in first] == [(key, "stored") for key in keys]
    again = take_in(platform, terminal.folder, capsys)
    assert [(one["what"], one["detail"]) for one in again] == [("known", one["detail"]) for one in first]
    main(["outbox", "retry", keys[1], "--home", str(terminal.home)])
    main(["outbox", "drain", "--home", str(terminal.home)])  # and it came online after all
    assert terminal.states() == {State.SHREDDED}
    lines = [line for line in stored(platform.home) if line["key"] in keys]
    assert len(lines) == 3 and all(len(line["arrived"]) == 3 for line in lines)
    outbox = Outbox.open(terminal.home / "outbox")
    assert outbox.record(keys[0]).case_number == first[0]["detail"] and outbox.record(keys[0]).exported_at
    outbox.close()


def test_a_record_that_was_uploaded_before_the_stick_came_is_known(
    platform: Service, terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    key = terminal.add(capsys)
    terminal.export()
    main(["outbox", "drain", "--home", str(terminal.home)])
    capsys.readouterr()
    (one,) = take_in(platform, terminal.folder, capsys)
    assert (one["key"], one["what"]) == (key, "known")


def test_nothing_on_the_stick_is_in_clear(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.add(capsys)
    terminal.export()
    name = "测试员甲"
    content = b"".join(path.read_bytes() for path in terminal.folder.rglob("*") if path.is_file())
    assert len(content) > len(PAGE)
    for spelt in (name.encode(), name.encode("utf-16-le"), name.encode("gb18030"), base64.b64encode(name.encode())):
        assert spelt not in content


def test_what_was_changed_or_comes_from_a_stranger_is_not_taken(
    platform: Service, terminal: Terminal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = terminal.add(capsys)
    terminal.export()

    def said(name: str, change: Any) -> str:
        folder = tmp_path / name
        shutil.copytree(terminal.folder, folder)
        change(folder)
        return refusal("sandbox", "import", str(folder), "--home", str(platform.home))

    def leave_out(folder: Path) -> None:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        (folder / "manifest.json").write_text(json.dumps(manifest | {"records": []}))

    def sign(folder: Path, authority: Path, name: str) -> None:
        pair = Authority.open(authority).terminal(name)
        key = serialization.load_pem_private_key(pair.key.read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        manifest = (folder / "manifest.json").read_bytes()
        (folder / "manifest.sig").write_bytes(key.sign(manifest, ec.ECDSA(hashes.SHA256())))
        shutil.copy(pair.certificate, folder / "terminal.pem")

    unsigned = "was not signed by a terminal of this platform"
    assert unsigned in said("left-out", leave_out)
    assert unsigned in said("stranger", lambda folder: sign(folder, tmp_path / "other", "TEST-0001"))
    other = said("neighbour", lambda folder: sign(folder, platform.home / "authority", "TEST-0002"))
    assert "by another terminal than it names" in other
    assert "no manifest" in said("unfinished", lambda folder: (folder / "manifest.json").unlink())
    assert "cannot be read" in said("unsigned", lambda folder: (folder / "manifest.sig").unlink())
    record = terminal.folder / "records" / key
    content = record.read_bytes()
    record.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    (one,) = take_in(platform, terminal.folder, capsys)
    assert one["what"] == "refused" and "not whole" in one["detail"]
    assert key not in {line["key"] for line in stored(platform.home)}


def test_what_the_platform_would_not_take_is_not_signed(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    """Guards against a stick that the platform refuses when the terminal is no longer there."""
    terminal.add(capsys)
    other = Authority.open(terminal.home / "other").terminal("TEST-0001")
    settings = terminal.home / "terminal.env"
    written = settings.read_text()
    for certificate, says in ((other.certificate, "is not the certificate of"), (other.key, "is not a certificate")):
        settings.write_text(f"{written}KIOSK_TERMINAL_CERT={certificate}\n")
        assert says in refusal("outbox", "export", "--to", str(terminal.folder), "--home", str(terminal.home))
        assert not terminal.folder.exists()
    stranger = Authority.open(terminal.home / "other").terminal("TEST-0002")
    settings.write_text(f"{written}KIOSK_TERMINAL_CERT={stranger.certificate}\nKIOSK_TERMINAL_KEY={stranger.key}\n")
    said = refusal("outbox", "export", "--to", str(terminal.folder), "--home", str(terminal.home))
    assert "is not the certificate of terminal TEST-0001" in said and not terminal.folder.exists()


def test_a_stick_that_is_full_or_pulled_changes_nothing(
    terminal: Terminal, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An export without its manifest is none, and can be begun again in the same folder."""
    key = terminal.add(capsys)
    from offline_cache.durable_files import System

    calls = 0

    def write(self: System, fd: int, content: memoryview) -> int:
        nonlocal calls
        calls += 1
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(System, "write", write)
        arguments = ("outbox", "export", "--to", str(terminal.folder), "--home", str(terminal.home))
        assert "cannot be written: No space left" in refusal(*arguments)
    assert calls and not (terminal.folder / "manifest.json").exists()
    assert terminal.states() == {State.READY}
    assert not printed(terminal.home, "outbox", "list")[0]["exported_at"]
    assert terminal.export() == 0
    assert "another folder" in refusal(*arguments), "an export must not be mixed with another"
    assert printed(terminal.home, "outbox", "list")[0]["exported_at"]
    assert key


def test_a_damaged_record_is_named_and_the_others_go(
    platform: Service, terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = [terminal.add(capsys) for _ in range(3)]
    with contextlib.closing(sqlite3.connect(terminal.home / "outbox/outbox.sqlite3")) as database, database:
        database.execute("UPDATE record SET sealed = x'00' WHERE key = ?", (keys[2],))
    page = next(path for path in (terminal.home / "outbox/pages").iterdir() if path.name.startswith(keys[0]))
    page.write_bytes(b"rotten")
    assert terminal.export() == 1
    said = capsys.readouterr().out
    assert f"{keys[0]}: damaged" in said and f"{keys[2]}: damaged" in said
    assert [(one["key"], one["what"]) for one in take_in(platform, terminal.folder, capsys)] == [(keys[1], "stored")]


def _root(database: sqlite3.Connection, name: str) -> int:
    page: int = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    return page


@pytest.mark.parametrize("tree", ["record_open", "sqlite_autoindex_record_1", "exported", "a leaf"])
def test_of_a_damaged_database_goes_what_can_be_read(
    platform: Service, terminal: Terminal, capsys: pytest.CaptureFixture[str], tree: str
) -> None:
    """One bad page of an index, and none of what citizens had handed in left the terminal."""
    keys = [terminal.add(capsys) for _ in range(8)]
    file = terminal.home / "outbox/outbox.sqlite3"
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = database.execute("PRAGMA page_size").fetchone()[0]
        record = _root(database, "record")
        page = 0 if tree == "a leaf" else _root(database, tree)
    content = bytearray(file.read_bytes())
    if tree == "a leaf":  # the first child of the table's root: the first records lie in it
        root = content[(record - 1) * size :][:size]
        assert root[0] == 5, "an interior page of a table (fileformat2.html)"
        first = int.from_bytes(root[12:14])
        page = int.from_bytes(root[first : first + 4])
    content[(page - 1) * size : page * size] = b"\xa5" * size
    file.write_bytes(content)
    ended = terminal.export()
    said = capsys.readouterr().out
    taken = {one["key"]: one["what"] for one in take_in(platform, terminal.folder, capsys)}
    if tree == "a leaf":
        assert ended == 1 and "record 1: damaged, left out" in said
        assert taken and taken == dict.fromkeys(keys[-len(taken) :], "stored")
    else:
        assert taken == dict.fromkeys(keys, "stored")
        assert ended == ("does not say so" in said) == (tree != "record_open")  # whether it could be noted


def test_what_was_to_be_handed_in_earlier_is_refused(
    platform: Service, terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    from datetime import UTC, datetime

    outbox = Outbox.open(terminal.home / "outbox")
    slot = outbox.reserve("submissions", ITEM, "aa", 1000, datetime(2026, 1, 1, tzinfo=UTC))
    outbox.commit(slot.key, b"sealed")  # type: ignore[union-attr]
    outbox.close()
    terminal.export()
    capsys.readouterr()
    (one,) = take_in(platform, terminal.folder, capsys)
    assert one["what"] == "refused" and "2026-01-01" in one["detail"]


def test_the_agent_may_run_meanwhile(platform: Service, terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    """What is acknowledged and shredded in the middle of an export is left out, and is no damage."""
    from offline_cache.export import export

    keys = [terminal.add(capsys) for _ in range(3)]
    outbox, home = Outbox.open(terminal.home / "outbox"), Home.find(str(terminal.home), {})

    def acknowledge_the_rest(done: int, total: int) -> None:
        if done == 1:
            for key in keys[1:]:
                outbox.acknowledge(key, {"number": "1"})
            outbox.shred()

    files = {"key": home.path("KIOSK_TERMINAL_KEY"), "certificate": home.path("KIOSK_TERMINAL_CERT")}
    done = export(outbox, terminal.folder, "TEST-0001", progress=acknowledge_the_rest, **files)  # type: ignore[arg-type]
    assert (done.records, done.damaged) == (1, ())
    assert asyncio.run(outbox.acknowledgement(keys[0], 0.0)) is None
    outbox.close()
