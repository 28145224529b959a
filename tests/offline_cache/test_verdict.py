"""The verdict table, line by line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache.verdict import (
    Acknowledged,
    Again,
    AttachmentsMissing,
    NotOurs,
    ParkAfterConfirmation,
    StopLane,
    TooLarge,
    judge,
    retry_after,
)

KEY, DIGEST, PAGE = "0190-key", "ab" * 32, "cd" * 32
ACK = {"key": KEY, "digest": DIGEST, "number": "CASE-1", "state": "accepted"}


def body(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


def type_(name: str, **more: Any) -> bytes:
    return body(type=f"/problems/{name}", **more)


TABLE: list[tuple[int, dict[str, str], bytes, object]] = [
    (201, {}, body(**ACK), Acknowledged(ACK)),
    (200, {}, body(**ACK), Acknowledged(ACK)),
    (200, {}, b"<html>Welcome to Free WiFi</html>", NotOurs("200 without this record's key and digest")),
    (200, {}, b"", NotOurs("200 without this record's key and digest")),
    (204, {}, b"", NotOurs("204 without this record's key and digest")),
    (201, {}, body(**ACK | {"digest": "00" * 32}), NotOurs("201 without this record's key and digest")),
    (201, {}, body(**ACK | {"key": "another"}), NotOurs("201 without this record's key and digest")),
    (201, {}, body(**ACK | {"key": None}), NotOurs("201 without this record's key and digest")),
    (201, {}, json.dumps([ACK]).encode(), NotOurs("201 without this record's key and digest")),
    (302, {"Location": "http://portal.example/"}, b"", NotOurs("302")),
    (307, {}, body(**ACK), NotOurs("307")),
    (400, {}, type_("malformed"), ParkAfterConfirmation("400 malformed")),
    (400, {}, b"<html>", ParkAfterConfirmation("400")),
    (401, {}, type_("terminal-unknown"), StopLane("401 terminal-unknown")),
    (403, {}, type_("terminal-blocked"), StopLane("403 terminal-blocked")),
    (403, {}, b"", StopLane("403")),
    (404, {}, b"", ParkAfterConfirmation("404")),
    (407, {}, b"", NotOurs("407")),
    (408, {}, b"", Again("408")),
    (409, {"Retry-After": "3"}, type_("in-progress"), Again("409 in-progress", 3.0)),
    (409, {}, type_("attachments-missing", missing=[PAGE, "x", 1]), AttachmentsMissing((PAGE,))),
    (409, {}, type_("attachments-missing"), AttachmentsMissing(())),
    (409, {}, b"", Again("409")),
    (410, {}, b"", ParkAfterConfirmation("410")),
    (413, {}, b"", TooLarge("413")),
    (415, {}, b"", ParkAfterConfirmation("415")),
    (422, {}, type_("key-reused"), ParkAfterConfirmation("422 key-reused")),
    (422, {}, type_("unreadable"), ParkAfterConfirmation("422 unreadable")),
    (422, {}, body(**ACK), ParkAfterConfirmation("422")),  # an echo in a refusal acknowledges nothing
    (425, {}, b"", Again("425")),
    (429, {"retry-after": "120"}, b"", Again("429", 120.0, overloaded=True)),
    (495, {}, b"", StopLane("495")),
    (496, {}, b"", StopLane("496")),
    (500, {}, b"\xff\x00", Again("500")),
    (502, {}, b"", Again("502", overloaded=True)),
    (503, {"Retry-After": "Sun, 22 Nov 2026 02:25:05 GMT", "Date": "Sun, 22 Nov 2026 02:24:05 GMT"}, b"",
     Again("503", 60.0, overloaded=True)),
    (504, {}, b"", Again("504", overloaded=True)),
    (511, {}, b"<html>", NotOurs("511")),
    (599, {}, b"", Again("599")),
    (999, {}, b"", NotOurs("999")),
    (100, {}, b"", NotOurs("100")),
]  # fmt: skip


@pytest.mark.parametrize(("status", "headers", "answer", "verdict"), TABLE, ids=lambda value: str(value)[:40])
def test_line(status: int, headers: dict[str, str], answer: bytes, verdict: object) -> None:
    assert judge(status, headers, answer, KEY, DIGEST) == verdict


@given(
    st.integers(0, 1000), st.binary(max_size=200), st.dictionaries(st.sampled_from(["Retry-After", "Date"]), st.text())
)
@settings(max_examples=300, deadline=None)
def test_nothing_but_the_echo_acknowledges_and_nothing_crashes(
    status: int, answer: bytes, headers: dict[str, str]
) -> None:
    assert not isinstance(judge(status, headers, answer, KEY, DIGEST), Acknowledged)


def test_deep_json_is_no_crash() -> None:
    assert isinstance(judge(200, {}, b"[" * 100_000, KEY, DIGEST), NotOurs)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "²"}, None),
        ({"Retry-After": "9" * 400}, 999999999.0),
        ({"Retry-After": "Sun, 22 Nov 2026 02:25:05 GMT"}, None),  # by whose clock?
        ({"Retry-After": "Sun, 22 Nov 2026 02:00:00 GMT", "Date": "Sun, 22 Nov 2026 02:24:05 GMT"}, 0.0),
        ({"Retry-After": "soon"}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds
