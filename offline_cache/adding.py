"""Hand something in from the command line, by the same road as the window does: sealed, durable, then uploaded."""

from __future__ import annotations

import json
import mimetypes
import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from offline_cache import clock
from offline_cache.faults import DiskFailed, Reason
from offline_cache.outbox import Outbox
from offline_cache.records import Refused, Slot
from offline_cache.sealing import Sealer

ITEM_CODE = re.compile(r"[0-9A-Z]{31}")  # 实施编码
ENVELOPE_BYTES = 16 * 1024  # above what sealing adds to a record or a page
LONGEST_FORM = 16 * 2**20  # bytes: no form has a hundredth of it, and /dev/zero never ends
LONGEST_PAGE = 256 * 2**20  # it is sealed in memory
IN_WORDS = {
    Reason.FULL: "the disk is full: nothing can be taken in until there is room",
    Reason.READ_ONLY: "the disk is read-only: nothing can be taken in",
    Reason.FAILING: "the disk fails: nothing can be taken in",
}


class NotAdded(Exception):
    """Nothing was handed in. One sentence; nothing of the content is in it."""


def add(outbox: Outbox, key: Sealer, terminal: str, item: str, *, form: Path, attached: Sequence[str]) -> Slot:
    """Hand in the answers of the JSON file `form` and files given as `NAME=PATH` or `PATH`; durable when it returns."""
    if not ITEM_CODE.fullmatch(item):
        raise NotAdded(f"{item!r} is no item code: that is 31 digits and capital letters (kiosk catalogue list)")
    answers, size = _answers(form)
    pages = [_page(position, one) for position, one in enumerate(attached, 1)]
    space = sum(len(content) + ENVELOPE_BYTES for _, _, content in pages) + size + ENVELOPE_BYTES
    # Whose it is is not known here, so it waits for nobody and nobody for it.
    slot = outbox.reserve("submissions", item, secrets.token_hex(8), space)
    if isinstance(slot, Refused):
        raise NotAdded(IN_WORDS[slot.reason])
    own = {"key": slot.key, "terminal": terminal}
    try:
        materials: dict[str, list[str]] = {}
        for name, media_type, content in pages:
            sealed = key.seal(content, {"kind": "page", **own, "name": name, "media_type": media_type})
            materials.setdefault(name, []).append(outbox.attach(slot.key, sealed))
        record = {
            "schema": 1,
            **own,
            "number": f"{terminal}-{slot.number:06d}",
            "item_code": item,
            "captured_at": clock.utc_text(),
            "language": "zh",
            "channel": "self_service",
            "identity": None,
            "face": None,
            "answers": answers,
            "materials": [{"name": name, "pages": digests} for name, digests in materials.items()],
            "signature": None,
        }
        context = {"kind": "submission", **own, "item": item, "schema": "1"}
        outbox.commit(slot.key, key.seal(json.dumps(record, ensure_ascii=False).encode(), context))
    except DiskFailed as error:
        raise NotAdded(IN_WORDS[error.reason]) from error  # what is left of it goes when the outbox is next opened
    return slot


def _read(path: Path, most: int) -> bytes:
    """All of a file, or of what a shell gives in the place of one."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise NotAdded(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > most:
        raise NotAdded(f"{path} is longer than {most // 2**20} MiB")
    return content


def _answers(path: Path) -> tuple[dict[str, object], int]:
    """The answers, and their bytes."""
    content = _read(path, LONGEST_FORM)
    try:
        answers = json.loads(content)
        # half characters, which no text can hold; NaN and infinity, which JSON does not know and the platform refuses
        json.dumps(answers, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        raise NotAdded(f"{path} is not JSON") from error
    if not isinstance(answers, dict):
        raise NotAdded(f"{path} does not hold a JSON object of answers")
    return answers, len(content)


def _page(position: int, given: str) -> tuple[str, str, bytes]:
    name, sign, rest = given.partition("=")
    if not sign or not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
        name, rest = f"attachment_{position}", given  # not the file's name, which may name a person
    path = Path(rest)
    return name, mimetypes.guess_type(path.name)[0] or "application/octet-stream", _read(path, LONGEST_PAGE)
