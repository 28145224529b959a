"""What a frame lacks to be taken, in a citizen's words."""

from __future__ import annotations

from typing import Any

from kiosk.text import Message


def judge_face(frame: Any) -> Message | None:
    raise NotImplementedError


def judge_document(frame: Any) -> Message | None:
    raise NotImplementedError
