"""Sealed pages by tus 1.0.0: an offset that was told is on the disk, and a drop costs only what was under way."""

from __future__ import annotations

import base64
import hashlib
import os
import signal
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from provisioning.database import open_database
from provisioning.sandbox.store import SCHEMA
from provisioning.sandbox.uploads import LIFE, Uploads
from tests.limits import LIMIT_S
from tests.provisioning.services import Service, client, problem, sandbox, tls

TUS = {"Tus-Resumable": "1.0.0"}
PATCH = TUS | {"Content-Type": "application/offset+octet-stream"}


def create(http: httpx.Client, length: int, **more: str) -> str:
    answer = http.post("/v1/uploads", headers=TUS | {"Upload-Length": str(length)} | more)
    assert answer.status_code == 201, answer.text
    assert "Upload-Expires" in answer.headers
    return answer.headers["Location"]


def offset(http: httpx.Client, place: str) -> int:
    answer = http.head(place, headers=TUS)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return int(answer.headers["Upload-Offset"])


def begin_patch(service: Service, place: str, start: int, announced: int, sent: bytes) -> socket.socket:
    """Send a part of a PATCH by hand, and leave the connection open."""
    where = urlsplit(service.address)
    raw = socket.create_connection((where.hostname, where.port), LIMIT_S)
    line = tls(service.home).wrap_socket(raw, server_hostname=where.hostname)
    head = (
        f"PATCH {place} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {start}\r\n"
        f"Content-Type: application/offset+octet-stream\r\nContent-Length: {announced}\r\n\r\n"
    )
    line.sendall(head.encode() + sent)
    return line


def growing(service: Service, place: str) -> Path:
    return service.home / "sandbox/uploads" / place.rsplit("/", 1)[-1]


def wait_for(condition: object, limit: float = LIMIT_S) -> None:
    ends = time.monotonic() + limit
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.01)


def test_options_say_what_is_spoken(http: httpx.Client) -> None:
    answer = http.request("OPTIONS", "/v1/uploads")
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "expiration",
        "termination",
    }


def test_an_upload_goes_on_after_a_drop(platform: Service, http: httpx.Client) -> None:
    content = os.urandom(900_000)
    place = create(http, len(content))
    line = begin_patch(platform, place, 0, len(content), content[:500_000])
    wait_for(lambda: growing(platform, place).stat().st_size >= 490_000)
    line.close()
    there = offset(http, place)
    assert 0 < there <= 500_000
    answer = http.patch(place, content=content[there:], headers=PATCH | {"Upload-Offset": str(there)})
    assert answer.status_code == 204
    assert answer.headers["Upload-Offset"] == str(len(content))
    digest = hashlib.sha256(content).hexdigest()
    assert (platform.home / "sandbox/pages" / digest).read_bytes() == content
    assert not growing(platform, place).exists()
    assert offset(http, place) == len(content)  # who lost the last answer learns that it is done


def test_an_upload_behind_a_dead_line_is_taken_over(platform: Service, http: httpx.Client) -> None:
    """A line that hangs without closing must not hold the upload until it times out."""
    content = os.urandom(300_000)
    place = create(http, len(content))
    line = begin_patch(platform, place, 0, len(content), content[:100_000])
    wait_for(lambda: growing(platform, place).stat().st_size >= 90_000)
    there = offset(http, place)  # the client gives up after its own limit
    assert there > 0
    answer = http.patch(place, content=content[there:], headers=PATCH | {"Upload-Offset": str(there)})
    assert answer.status_code == 204
    line.close()
    assert (platform.home / "sandbox/pages" / hashlib.sha256(content).hexdigest()).exists()


def test_an_upload_goes_on_after_the_platform_was_killed(tmp_path: Path) -> None:
    content = os.urandom(800_000)
    with sandbox(tmp_path) as first, client(first) as http:
        place = create(http, len(content))
        line = begin_patch(first, place, 0, len(content), content[:600_000])
        wait_for(lambda: growing(first, place).stat().st_size >= 512 * 1024)
        first.stop(signal.SIGKILL)
        line.close()
    with sandbox(tmp_path) as second, client(second) as http:
        there = offset(http, place)
        assert 256 * 1024 <= there <= 600_000  # what was told to be durable is there
        answer = http.patch(place, content=content[there:], headers=PATCH | {"Upload-Offset": str(there)})
        assert answer.status_code == 204
    assert (tmp_path / "sandbox/pages" / hashlib.sha256(content).hexdigest()).read_bytes() == content


def test_bytes_that_were_not_durable_are_written_again(tmp_path: Path) -> None:
    """After a cut of power a file may be longer than what was synced, and hold anything there."""
    database = open_database(tmp_path / "platform.sqlite", SCHEMA)
    uploads = Uploads(database, tmp_path)
    upload = uploads.create("TEST-0001", 8, None)
    (tmp_path / "uploads" / upload.id).write_bytes(b"\0" * 12)
    with uploads.open(upload) as file:
        file.write(b"12345678")
        upload = uploads.sync(upload, file)
    uploads.finish(upload)
    assert uploads.page(hashlib.sha256(b"12345678").hexdigest()).read_bytes() == b"12345678"
    database.close()


def test_a_crash_before_the_end_is_made_good(tmp_path: Path) -> None:
    """All bytes are durable, but the page was not stored yet: asking for the offset finishes it."""
    database = open_database(tmp_path / "platform.sqlite", SCHEMA)
    uploads = Uploads(database, tmp_path)
    upload = uploads.create("TEST-0001", 4, None)
    with uploads.open(upload) as file:
        file.write(b"page")
        uploads.sync(upload, file)
    digest = hashlib.sha256(b"page").hexdigest()
    os.link(tmp_path / "uploads" / upload.id, uploads.page(digest))  # it got as far as the name
    for _ in range(2):
        found = uploads.find(upload.id, "TEST-0001")
        assert found is not None
        assert found.whole
        uploads.finish(found)
    assert uploads.missing([digest], "TEST-0001") == []
    database.close()


def test_an_upload_that_is_left_alone_expires(tmp_path: Path) -> None:
    clock = [1_000_000.0]
    database = open_database(tmp_path / "platform.sqlite", SCHEMA)
    uploads = Uploads(database, tmp_path, lambda: clock[0])
    old = uploads.create("TEST-0001", 10, None)
    clock[0] += LIFE.total_seconds() + 1
    assert uploads.find(old.id, "TEST-0001") is None
    uploads.create("TEST-0001", 10, None)
    assert not (tmp_path / "uploads" / old.id).exists()
    database.close()


def test_offsets_and_lengths_are_kept_to(http: httpx.Client) -> None:
    place = create(http, 10)
    wrong = http.patch(place, content=b"12345", headers=PATCH | {"Upload-Offset": "3"})
    assert problem(wrong) == (409, "other-offset")
    assert wrong.headers["Upload-Offset"] == "0"
    assert problem(http.patch(place, content=b"x" * 11, headers=PATCH | {"Upload-Offset": "0"}))[0] == 413
    assert problem(http.patch(place, content=b"x", headers=TUS | {"Upload-Offset": "0"}))[0] == 415
    assert http.patch(place, content=b"12345", headers=PATCH | {"Upload-Offset": "0"}).status_code == 204
    assert offset(http, place) == 5


def test_another_version_or_no_length_is_refused(http: httpx.Client) -> None:
    answer = http.post("/v1/uploads", headers={"Tus-Resumable": "0.2.2", "Upload-Length": "1"})
    assert answer.status_code == 412
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert problem(http.post("/v1/uploads", headers=TUS)) == (400, "malformed")
    assert problem(http.post("/v1/uploads", headers=TUS | {"Upload-Length": "-1"})) == (400, "malformed")
    assert problem(http.post("/v1/uploads", headers=TUS | {"Upload-Length": str(10**10)}))[0] == 413


def test_an_upload_can_be_ended(platform: Service, http: httpx.Client) -> None:
    place = create(http, 10)
    assert http.delete(place, headers=TUS).status_code == 204
    assert http.head(place, headers=TUS).status_code == 404
    assert not growing(platform, place).exists()


def test_another_terminal_does_not_see_it(platform: Service, http: httpx.Client) -> None:
    place = create(http, 10)
    with client(platform, "TEST-0002") as other:
        assert other.head(place, headers=TUS).status_code == 404
        assert other.delete(place, headers=TUS).status_code == 404


def test_a_file_that_is_not_the_announced_one_is_thrown_away(http: httpx.Client) -> None:
    announced = base64.b64encode(hashlib.sha256(b"right").hexdigest().encode()).decode()
    headers = PATCH | {"Upload-Length": "5", "Upload-Metadata": f"sha256 {announced}"}
    assert http.post("/v1/uploads", content=b"right", headers=headers).status_code == 201
    assert problem(http.post("/v1/uploads", content=b"wrong", headers=headers)) == (460, "digest-differs")
