"""Drafts (草稿): a form that was begun on one end and is gone on with on another, by a code that is good once."""

from __future__ import annotations

from types import NoneType
from typing import Annotated, Any

import msgspec

from kiosk.contract.model import ItemCode, Model, Moment
from kiosk.contract.operation import Operation
from kiosk.text import Localized

CODE_DIGITS = 8
MOST_ANSWERS = 200  # questions; no form has a tenth of it


class DraftContent(Model, frozen=True):
    """What was filled in so far. It may be wrong or incomplete: that is found out before it is handed in."""

    item_code: ItemCode
    answers: Annotated[dict[str, Any], msgspec.Meta(max_length=MOST_ANSWERS)]


class Draft(Model, frozen=True):
    """`version` is what `If-Match` names; `channel`: the end that wrote it last, `self_service` or `mobile`."""

    id: str
    item_code: ItemCode
    title: Localized
    answers: dict[str, Any]
    version: str
    channel: str
    updated_at: Moment


class Drafts(Model, frozen=True):
    drafts: tuple[Draft, ...]


class HandOver(Model, frozen=True):
    """`code` is good once and for a short time; `url` is what a telephone opens."""

    code: str
    url: str
    expires_at: Moment


class Claim(Model, frozen=True):
    code: Annotated[str, msgspec.Meta(pattern=rf"^[0-9]{{{CODE_DIGITS}}}$", description="as the telephone shows it")]


NO_DRAFT = (404, "no-such-draft")

SAVE = Operation(
    "saveDraft",
    "POST",
    "/v1/drafts",
    "Keep what was filled in so far",
    DraftContent,
    Draft,
    status=201,
    session=True,
    problems=((404, "no-such-item"),),
)
LIST = Operation("listDrafts", "GET", "/v1/drafts", "The citizen's drafts", NoneType, Drafts, session=True)
SEE = Operation("seeDraft", "GET", "/v1/drafts/{id}", "One draft", NoneType, Draft, session=True, problems=(NO_DRAFT,))
CHANGE = Operation(
    "changeDraft",
    "PUT",
    "/v1/drafts/{id}",
    "Replace what was filled in",
    DraftContent,
    Draft,
    session=True,
    versioned=True,
    problems=(NO_DRAFT,),
)
DROP = Operation(
    "dropDraft", "DELETE", "/v1/drafts/{id}", "It was handed in, or is not wanted", NoneType, NoneType,
    status=204, session=True,
)  # fmt: skip
HAND_OVER = Operation(
    "handOverDraft",
    "POST",
    "/v1/drafts/{id}/handoff",
    "A code with which another end goes on",
    NoneType,
    HandOver,
    status=201,
    session=True,
    problems=(NO_DRAFT,),
)
CLAIM = Operation(
    "claimDraft",
    "POST",
    "/v1/drafts/claims",
    "Go on here with the draft of a code",
    Claim,
    Draft,
    session=True,
    problems=((404, "no-such-code"), (429, "too-many-tries")),
)

OPERATIONS = (SAVE, LIST, SEE, CHANGE, DROP, HAND_OVER, CLAIM)
