"""A client of tus 1.0.0 (tus.io/protocols/resumable-upload) for sealed pages: create, resume, finish.

A small page goes whole with the request that creates it. Of a larger one the first bytes do, so that the place
of the upload is known early; the whole remainder follows in one PATCH, and after a drop whatever is missing
then. Fixed small chunks would cost a round trip each. The platform checks the SHA-256 of the whole file when
the record arrives.
"""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urljoin, urlsplit

from offline_cache.exchange import Answer
from offline_cache.verdict import Again, NotOurs, Refusal, judge_refusal

VERSION = {"Tus-Resumable": "1.0.0"}
STREAM = {"Content-Type": "application/offset+octet-stream"}
WHOLE = 512 * 1024  # bytes; up to here one request costs less than resuming could save
FIRST = 128 * 1024  # bytes of a larger page that create the upload: 4 s at 0.256 Mbit/s
ROUNDS = 8  # requests of which less was taken than sent; then the others have a turn first
SMALLEST = 64 * 1024  # bytes; what refuses a request of this size as too large refuses the upload
GONE = {404, 410}
TOO_LARGE = 413
OFFSET_CONFLICT = 409
LOCKED = 423  # the server has not noticed yet that the connection before was lost

Ask = Callable[[str, str, Mapping[str, str], bytes], Awaitable[Answer]]
Begun = Callable[[str | None], Awaitable[None]]


async def upload(
    ask: Ask, collection: str, content: bytes, digest: str, *, url: str | None, begun: Begun
) -> Refusal | None:
    """Bring `content` to the platform; None: it is there.

    `ask(method, url, headers, content)` may raise transport failures; what has arrived by then counts.
    `collection`: address at which uploads are created; `url`: of an upload begun before; `begun` is told the
    address as soon as there is one, and None when it is no longer good.
    """
    offset: int | Refusal | None
    if url is not None:
        offset = await _offset(ask, url, len(content))
        if offset is None:
            url = None
            await begun(None)
        elif not isinstance(offset, int):
            return offset
    if url is None:
        created = await _create(ask, collection, content, digest)
        if not isinstance(created, tuple):
            return created
        url, offset = created
        await begun(url)
    assert isinstance(offset, int)
    return await _send_remainder(ask, url, content, offset, begun)


async def _send_remainder(ask: Ask, url: str, content: bytes, offset: int, begun: Begun) -> Refusal | None:
    piece, rounds = len(content), ROUNDS
    while rounds:
        if offset == len(content):
            return None
        sent = content[offset : offset + piece]
        answer = await ask("PATCH", url, VERSION | STREAM | {"Upload-Offset": str(offset)}, sent)
        if answer.status == TOO_LARGE and len(sent) > SMALLEST:  # something on the way limits requests
            piece = max(SMALLEST, len(sent) // 2)
            continue
        after: int | Refusal | None = _read_offset(answer, len(content))
        if answer.status == OFFSET_CONFLICT:
            after = await _offset(ask, url, len(content))
        if after is None or answer.status in GONE:
            await begun(None)
            return Again("upload lost", after=0.0)
        if not isinstance(after, int):
            return after
        if after <= offset:
            return Again("upload does not advance")
        if after < offset + len(sent):
            rounds -= 1
        offset = after
    return Again("upload in too many pieces", after=0.0)


async def _create(ask: Ask, collection: str, content: bytes, digest: str) -> tuple[str, int] | Refusal:
    first = content if len(content) <= WHOLE else content[:FIRST]
    answer = await _ask_to_create(ask, collection, content, digest, first)
    if answer.status == TOO_LARGE and len(first) > SMALLEST:
        answer = await _ask_to_create(ask, collection, content, digest, b"")
    if answer.status != 201:
        return _refusal(answer)
    url = _same_origin(collection, answer.headers.get("location"))
    if url is None:
        return NotOurs("201 without an address for the upload")
    # A server that creates but does not take bytes with it names no offset.
    offset = _read_offset(answer, len(content)) if "upload-offset" in answer.headers else 0
    return (url, offset) if isinstance(offset, int) else offset


async def _ask_to_create(ask: Ask, collection: str, content: bytes, digest: str, first: bytes) -> Answer:
    metadata = f"sha256 {base64.b64encode(digest.encode()).decode()}"
    headers = VERSION | {"Upload-Length": str(len(content)), "Upload-Metadata": metadata}
    return await ask("POST", collection, headers | (STREAM if first else {}), first)


async def _offset(ask: Ask, url: str, length: int) -> int | Refusal | None:
    """How much the platform has of an upload; None: it has forgotten it."""
    answer = await ask("HEAD", url, VERSION, b"")
    if answer.status in GONE or answer.headers.get("upload-length", str(length)) != str(length):
        return None
    return _read_offset(answer, length)


def _read_offset(answer: Answer, length: int) -> int | Refusal:
    if not 200 <= answer.status <= 299:
        return _refusal(answer)
    text = answer.headers.get("upload-offset", "")
    if "tus-resumable" not in answer.headers or not (text.isascii() and text.isdigit() and len(text) < 16):
        return NotOurs(f"{answer.status} without an upload offset")
    offset = int(text)
    return offset if offset <= length else NotOurs("an upload offset beyond the end")


def _refusal(answer: Answer) -> Refusal:
    if answer.status in (LOCKED, OFFSET_CONFLICT):
        return Again(str(answer.status))
    return judge_refusal(answer.status, answer.headers, answer.body)


def _same_origin(collection: str, location: str | None) -> str | None:
    """The address of the upload at the platform's own origin. Behind a proxy its scheme and port may be told wrong."""
    if not location:
        return None
    try:
        told, ours = urlsplit(urljoin(collection, location)), urlsplit(collection)
        if told.hostname != ours.hostname:
            return None
    except ValueError:
        return None
    return told._replace(scheme=ours.scheme, netloc=ours.netloc, fragment="").geturl()
