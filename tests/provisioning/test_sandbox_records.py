"""A record is stored once however often it comes, and only where it belongs."""

from __future__ import annotations

import concurrent.futures
import contextlib
import hashlib
import json
import re
import signal
from pathlib import Path

import httpx
import pytest

from provisioning.sandbox.store import four_characters
from tests.provisioning.services import (
    ITEM,
    TERMINAL,
    Service,
    client,
    new_key,
    post,
    printed,
    problem,
    sandbox,
    seal_page,
    seal_rating,
    seal_submission,
    stored,
)

TUS = {"Tus-Resumable": "1.0.0"}


def upload(http: httpx.Client, content: bytes) -> str:
    headers = TUS | {"Upload-Length": str(len(content)), "Content-Type": "application/offset+octet-stream"}
    answer = http.post("/v1/uploads", content=content, headers=headers)
    assert answer.status_code == 201, answer.text
    return hashlib.sha256(content).hexdigest()


def test_a_submission_gets_a_case_number(platform: Service, http: httpx.Client) -> None:
    record = seal_submission(platform.home)
    answer = post(http, record)
    body = answer.json()
    assert answer.status_code == 201
    assert (body["key"], body["digest"], body["state"]) == (record.key, record.digest, "accepted")
    assert re.fullmatch(ITEM + r"\d{8}\d{4}", body["number"])
    assert len(body["number"]) == 43
    (line,) = [line for line in printed(platform.home, "sandbox", "submissions") if line["key"] == record.key]
    assert line["number"] == body["number"]
    assert (line["item"], line["terminal"], line["attachments"]) == (ITEM, TERMINAL, [])
    assert line["arrived"] == [body["received_at"]]


def test_a_repeat_is_answered_alike_and_stored_once(platform: Service, http: httpx.Client) -> None:
    record = seal_submission(platform.home)
    first, second, third = (post(http, record) for _ in range(3))
    assert (first.status_code, second.status_code, third.status_code) == (201, 200, 200)
    assert first.content == second.content == third.content
    (line,) = [line for line in stored(platform.home) if line["key"] == record.key]
    assert len(line["arrived"]) == 3  # duplicates are to be seen


def test_the_same_key_from_many_connections_is_stored_once(platform: Service) -> None:
    record = seal_submission(platform.home)

    def send(_: int) -> httpx.Response:
        with client(platform) as own:
            while (answer := post(own, record)).status_code == 409:
                assert problem(answer) == (409, "in-progress")
            return answer

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.content for answer in answers}) == 1
    assert [line["key"] for line in stored(platform.home)].count(record.key) == 1


def test_a_key_with_another_record_is_refused(platform: Service, http: httpx.Client) -> None:
    record = seal_submission(platform.home)
    post(http, record)
    other = seal_submission(platform.home, key=record.key)
    assert other.digest != record.digest
    assert problem(post(http, other)) == (422, "key-reused")
    with client(platform, "TEST-0002") as stranger:
        assert problem(post(stranger, record)) == (422, "key-reused")
    (line,) = [line for line in stored(platform.home) if line["key"] == record.key]
    assert line["digest"] == record.digest


def test_pages_come_first(platform: Service, http: httpx.Client) -> None:
    key = new_key()
    page = seal_page(platform.home, key, b"\xff\xd8 a picture" * 1000)
    digest = hashlib.sha256(page).hexdigest()
    record = seal_submission(platform.home, key, pages=(digest,))
    answer = post(http, record)
    assert problem(answer) == (409, "attachments-missing")
    assert answer.json()["missing"] == [digest]
    assert upload(http, page) == digest
    assert post(http, record).status_code == 201
    assert (platform.home / "sandbox/pages" / digest).read_bytes() == page


def test_a_page_of_another_record_is_refused(platform: Service, http: httpx.Client) -> None:
    digest = upload(http, seal_page(platform.home, new_key(), b"somebody else's"))
    assert problem(post(http, seal_submission(platform.home, pages=(digest,)))) == (422, "unreadable")


def test_pages_of_another_terminal_do_not_count(platform: Service, http: httpx.Client) -> None:
    key = new_key()
    with client(platform, "TEST-0002") as other:
        digest = upload(other, seal_page(platform.home, key, b"theirs"))
    assert problem(post(http, seal_submission(platform.home, key, pages=(digest,)))) == (409, "attachments-missing")


@pytest.mark.parametrize(
    ("context", "content"),
    [
        ({"kind": "rating"}, {}),
        ({"key": "019abcde-0000-7000-8000-000000000000"}, {}),
        ({"terminal": "TEST-0002"}, {}),
        ({"schema": "2"}, {}),
        ({"item": "YB04"}, {}),
        ({}, {"item_code": "11999999TE5T00016J3502099003000"}),
        ({}, {"terminal": "TEST-0002"}),
        ({}, {"key": "019abcde-0000-7000-8000-000000000000"}),
        ({}, {"schema": 2}),
        ({}, {"answers": None}),
        ({}, {"materials": [{"name": "residence", "pages": ["0" * 64]}]}),
    ],
)
def test_what_does_not_fit_together_is_refused(
    platform: Service, http: httpx.Client, context: dict[str, str], content: dict[str, object]
) -> None:
    record = seal_submission(platform.home, context=context, content=content)
    assert problem(post(http, record)) == (422, "unreadable")


def test_an_envelope_that_was_changed_does_not_open(platform: Service, http: httpx.Client) -> None:
    record = seal_submission(platform.home)
    changed = record.body[:-1] + bytes([record.body[-1] ^ 1])
    assert problem(post(http, type(record)(record.key, changed))) == (422, "unreadable")


@pytest.mark.parametrize(
    "change",
    [
        {"Idempotency-Key": "019abcde-0000-7000-8000-000000000000"},  # no quotes
        {"Idempotency-Key": '"c0ffee00-0000-4000-8000-000000000000"'},  # not version 7
        {"Content-Digest": "sha-256=:AAAA:"},
        {"Content-Digest": ""},
        {"Kiosk-Attachments": "abc"},
    ],
)
def test_malformed_headers_are_named(platform: Service, http: httpx.Client, change: dict[str, str]) -> None:
    record = seal_submission(platform.home)
    answer = http.post("/v1/submissions", content=record.body, headers=record.headers | change)
    assert problem(answer) == (400, "malformed")


def test_a_body_that_is_no_envelope_is_malformed(http: httpx.Client, platform: Service) -> None:
    record = seal_submission(platform.home)
    assert problem(post(http, type(record)(record.key, b"hello"))) == (400, "malformed")


def test_ratings_keep_their_level_and_tags(platform: Service, http: httpx.Client) -> None:
    rating = seal_rating(platform.home, level="very_dissatisfied", tags=["109", "113"])
    skipped = seal_rating(platform.home, level="not_rated", tags=[])
    for record in (rating, skipped):
        answer = post(http, record, "/v1/ratings")
        assert (answer.status_code, answer.json()["number"]) == (201, None)
    lines = {line["key"]: line for line in stored(platform.home, "rating")}
    assert (lines[rating.key]["level"], lines[rating.key]["tags"]) == ("very_dissatisfied", ["109", "113"])
    assert lines[skipped.key]["level"] == "not_rated"


@pytest.mark.parametrize(
    "content",
    [{"level": "excellent"}, {"level": "not_rated", "tags": ["510"]}, {"level": "satisfied", "tags": ["115"]}],
)
def test_a_rating_with_a_wrong_level_or_tag_is_refused(
    platform: Service, http: httpx.Client, content: dict[str, object]
) -> None:
    assert problem(post(http, seal_rating(platform.home, **content), "/v1/ratings")) == (422, "unreadable")


def test_nothing_personal_lies_open(platform: Service, http: httpx.Client) -> None:
    """Contents stay sealed on the platform's disk as well."""
    post(http, seal_submission(platform.home, content={"answers": {"note": "PLANTED-SECRET", "name": "测试员乙"}}))
    with contextlib.suppress(FileNotFoundError):
        for path in (platform.home / "sandbox").rglob("*"):
            if path.is_file():
                held = path.read_bytes()
                assert b"PLANTED-SECRET" not in held
                assert "测试员乙".encode() not in held


def test_a_number_stays_43_long_after_the_last_of_four_digits() -> None:
    assert four_characters(1) == "0001"
    assert four_characters(9_999) == "9999"
    assert four_characters(10_000) == "A000"
    assert len({four_characters(serial) for serial in range(1, 60_000)}) == 59_999


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_is_lost_over_a_restart(tmp_path: Path, number: int) -> None:
    key = new_key()
    with sandbox(tmp_path) as first:
        page = seal_page(tmp_path, key, b"page" * 5000)
        record = seal_submission(tmp_path, key, pages=(hashlib.sha256(page).hexdigest(),))
        with client(first) as http:
            upload(http, page)
            before = post(http, record)
        assert before.status_code == 201
        code = first.stop(number)
        assert code == (0 if number == signal.SIGTERM else -number)
    with sandbox(tmp_path) as second, client(second) as http:
        again = post(http, record)
        following = post(http, seal_submission(tmp_path)).json()
    assert (again.status_code, again.content) == (200, before.content)
    assert following["number"] > before.json()["number"]
    assert [line["key"] for line in stored(tmp_path)] == [key, following["key"]]


def test_an_answer_that_is_dropped_was_stored(platform: Service, http: httpx.Client) -> None:
    record = seal_submission(platform.home)
    switches = f"{platform.page}faults"
    httpx.put(switches, json={"fault": "drop-answer", "path": "/v1/submissions", "times": 1}).raise_for_status()
    with pytest.raises(httpx.TransportError):
        post(http, record)
    answer = post(http, record)
    assert answer.status_code == 200
    assert answer.json()["key"] == record.key


def test_a_record_that_is_being_stored_is_in_progress(platform: Service) -> None:
    # Both are slow: one counts its record as being stored for the whole second, whichever of them is read first.
    fault = {"fault": "slow", "path": "/v1/submissions", "seconds": 1.0}
    httpx.put(f"{platform.page}faults", json=fault).raise_for_status()
    seen: list[httpx.Response] = []
    with client(platform) as one, client(platform) as other, concurrent.futures.ThreadPoolExecutor(1) as pool:
        while 409 not in {answer.status_code for answer in seen}:  # a busy machine may send them one after the other
            record, seen = seal_submission(platform.home), []
            beside = pool.submit(post, one, record)
            while not {200, 201} & {answer.status_code for answer in seen}:  # either may be the one refused
                seen.append(post(other, record))
            seen.append(beside.result())
    httpx.put(f"{platform.page}faults", json={"fault": None}).raise_for_status()
    refused = [answer for answer in seen if answer.status_code == 409]
    assert {problem(answer) for answer in refused} == {(409, "in-progress")}
    assert {answer.headers["Retry-After"] for answer in refused} == {"1"}
    assert [line["key"] for line in stored(platform.home)].count(record.key) == 1


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        ("error", 500, "application/problem+json"),
        ("captive-portal", 200, "text/html; charset=utf-8"),
        ("refuse-certificate", 403, "application/problem+json"),
    ],
)
def test_faults_answer_and_store_nothing(
    platform: Service, http: httpx.Client, fault: str, status: int, kind: str
) -> None:
    record = seal_submission(platform.home)
    httpx.post(f"{platform.page}faults", json={"fault": fault, "times": 1}).raise_for_status()
    answer = post(http, record)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, kind)
    assert record.key not in json.dumps(stored(platform.home))
    assert post(http, record).status_code == 201
