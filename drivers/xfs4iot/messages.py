"""The envelope of XFS4IoT (CEN CWA 17852, part 1): a header and a payload, as JSON text.

A command is acknowledged at once and ends with exactly one completion of the same `requestId`; events come in between,
and unsolicited ones at any time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

VERSIONS = {
    "Common.Status": "2.0",
    "Common.Cancel": "2.0",
    "Printer.PrintRaw": "3.0",
    "Printer.ClearBuffer": "1.0",
}
"""Of the messages that are sent here: the major version that the service must know."""


class BadMessage(Exception):
    """What came is no message of this form. One sentence, which repeats nothing of it."""


@dataclass(frozen=True)
class Message:
    """`type`: "command", "acknowledge", "event", "completion" or "unsolicited". `status` belongs to an acknowledgement
    (None: it was taken in), `completion` to a completion. A payload may hold what a receipt says: it is in no repr."""

    type: str
    name: str
    request: int | None
    payload: Mapping[str, Any] = field(default_factory=dict, repr=False)
    version: str = ""
    timeout: int | None = None  # ms
    status: str | None = None
    completion: str | None = None
    description: str = ""

    @property
    def error(self) -> str:
        """The command's own error name, where the completion code is `commandErrorCode`."""
        found = self.payload.get("errorCode")
        return found if isinstance(found, str) else ""


def write(message: Message) -> str:
    header: dict[str, Any] = {"type": message.type, "name": message.name, "requestId": message.request}
    header["version"] = message.version or VERSIONS.get(message.name, "1.0")
    if message.timeout is not None:
        header["timeout"] = message.timeout
    if message.status is not None:
        header["status"] = message.status
    if message.completion is not None:
        header["completionCode"] = message.completion
    if message.description:
        header["errorDescription"] = message.description
    return json.dumps({"header": header, "payload": dict(message.payload)}, ensure_ascii=False)


def read(text: str | bytes) -> Message:
    """Raises `BadMessage`."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadMessage("the text is not JSON") from error
    header = raw.get("header") if isinstance(raw, dict) else None
    if not isinstance(header, dict):
        raise BadMessage("there is no header")
    kind, name, request = header.get("type"), header.get("name"), header.get("requestId")
    if not isinstance(kind, str) or not isinstance(name, str):
        raise BadMessage("the header has no type or no name")
    if request is not None and (not isinstance(request, int) or isinstance(request, bool)):
        raise BadMessage("the requestId is no whole number")
    payload = raw.get("payload")
    timeout = header.get("timeout")
    return Message(
        kind,
        name,
        request,
        payload if isinstance(payload, dict) else {},
        _text(header.get("version")),
        timeout if isinstance(timeout, int) else None,
        _text(header.get("status")) or None,
        _text(header.get("completionCode")) or None,
        _text(header.get("errorDescription")),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
