"""The tus client against servers that keep the protocol in their own way, or do not keep it."""

from __future__ import annotations

import os
from collections.abc import Mapping

import pytest

from offline_cache.exchange import Answer
from offline_cache.tus import FIRST, WHOLE, _same_origin, upload
from offline_cache.verdict import Again, NotOurs, ParkAfterConfirmation, StopLane, TooLarge

COLLECTION = "https://platform.test:8443/v1/uploads"
OURS = {"tus-resumable": "1.0.0"}
PAGE = os.urandom(WHOLE + 1)


class Scripted:
    """Gives its answers in turn and keeps what was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str, int]] = []
        self.told: list[str | None] = []

    async def ask(self, method: str, url: str, headers: Mapping[str, str], content: bytes) -> Answer:
        assert headers["Tus-Resumable"] == "1.0.0"
        self.asked.append((method, url, len(content)))
        return self.answers.pop(0)

    async def begun(self, url: str | None) -> None:
        self.told.append(url)


def created(offset: int | None = FIRST, location: str = "/v1/uploads/1") -> Answer:
    return Answer(201, OURS | {"location": location} | ({} if offset is None else {"upload-offset": str(offset)}), b"")


def at(offset: int | str, status: int = 204) -> Answer:
    return Answer(status, OURS | {"upload-offset": str(offset)}, b"")


async def run(server: Scripted, url: str | None = None, content: bytes = PAGE) -> object:
    return await upload(server.ask, COLLECTION, content, "ab" * 32, url=url, begun=server.begun)


async def test_a_large_page_is_created_with_its_first_bytes_and_the_remainder_goes_in_one_request() -> None:
    server = Scripted(created(), at(len(PAGE)))
    assert await run(server) is None
    one = COLLECTION + "/1"
    assert server.asked == [("POST", COLLECTION, FIRST), ("PATCH", one, len(PAGE) - FIRST)]
    assert server.told == [one]


async def test_a_small_page_takes_one_request() -> None:
    server = Scripted(created(WHOLE))
    assert await run(server, content=PAGE[:WHOLE]) is None
    assert server.asked == [("POST", COLLECTION, WHOLE)]


async def test_it_goes_on_where_the_server_stands() -> None:
    server = Scripted(at(300_000, 200), at(len(PAGE)))
    assert await run(server, url=COLLECTION + "/7") is None
    assert server.asked == [("HEAD", COLLECTION + "/7", 0), ("PATCH", COLLECTION + "/7", len(PAGE) - 300_000)]


async def test_all_is_there_already() -> None:
    server = Scripted(at(len(PAGE), 200))
    assert await run(server, url=COLLECTION + "/7") is None and len(server.asked) == 1


@pytest.mark.parametrize(
    "forgotten",
    [
        Answer(404, OURS, b""),
        Answer(410, OURS, b""),
        Answer(200, OURS | {"upload-offset": "0", "upload-length": "5"}, b""),
    ],
)
async def test_an_upload_that_is_forgotten_begins_anew(forgotten: Answer) -> None:
    server = Scripted(forgotten, created(), at(len(PAGE)))
    assert await run(server, url=COLLECTION + "/7") is None
    assert server.told == [None, COLLECTION + "/1"]


async def test_the_offset_of_the_server_counts_after_a_conflict() -> None:
    server = Scripted(created(None), Answer(409, OURS, b""), at(200_000, 200), at(len(PAGE)))
    assert await run(server) is None
    assert [size for *_, size in server.asked] == [FIRST, len(PAGE), 0, len(PAGE) - 200_000]


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ([Answer(200, {}, b"<html>")], NotOurs),
        ([Answer(302, {"location": "http://portal.example"}, b"")], NotOurs),
        ([created(location="https://elsewhere.test/v1/uploads/1")], NotOurs),
        ([Answer(201, OURS, b"")], NotOurs),
        ([created(), Answer(204, {}, b"")], NotOurs),
        ([created(), at(10**9)], NotOurs),
        ([created(), at("-1")], NotOurs),
        ([created(), at("²")], NotOurs),
        ([created(), at(0)], Again),
        ([created(), at(FIRST)], Again),
        ([created(), Answer(423, OURS, b"")], Again),
        ([created(), Answer(404, OURS, b"")], Again),
        ([created(0), *(at(n) for n in range(1, 9))], Again),
        ([created(), Answer(500, {}, b"")], Again),
        ([created(), Answer(403, {}, b"")], StopLane),
        ([Answer(412, OURS, b"")], ParkAfterConfirmation),
    ],
)
async def test_every_other_answer_ends_with_a_verdict(answers: list[Answer], verdict: type) -> None:
    server = Scripted(*answers)
    assert isinstance(await run(server), verdict)
    assert not server.answers


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("1", "https://platform.test:8443/v1/1"),
        ("/files/1?a=b", "https://platform.test:8443/files/1?a=b"),
        ("http://platform.test/files/1", "https://platform.test:8443/files/1"),  # a proxy in front ends TLS
        ("https://platform.test.evil.example/1", None),
        ("http://[broken", None),
        ("", None),
        (None, None),
    ],
)
def test_pages_go_to_no_other_host(location: str | None, url: str | None) -> None:
    assert _same_origin(COLLECTION, location) == url


async def test_what_lets_through_only_small_requests_gets_smaller_ones() -> None:
    """A proxy's limit for a request is no reason to set a citizen's page aside."""
    too_large = Answer(413, {}, b"")
    server = Scripted(
        created(), too_large, at(FIRST + (half := (len(PAGE) - FIRST) // 2)), at(FIRST + 2 * half), at(len(PAGE))
    )
    assert await run(server) is None
    assert [size for *_, size in server.asked] == [FIRST, len(PAGE) - FIRST, half, half, len(PAGE) - FIRST - 2 * half]
    small = Scripted(too_large, created(None), at(len(content := PAGE[: 100 * 1024])))
    assert await run(small, content=content) is None
    assert [size for *_, size in small.asked] == [len(content), 0, len(content)]
    assert await run(Scripted(*[too_large] * 9)) == TooLarge("413")
