"""Ratings (好差评) in the words that terminal and platform share; national codes are the platform's business alone.

Two national sources number the five levels in opposite directions (provisioning/national_codes.py): a word cannot be
read the wrong way round.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

import msgspec

from kiosk.contract.model import Day, Model
from kiosk.text import Localized


class Satisfaction(StrEnum):
    """The five levels (国办发〔2019〕51号), and that nobody rated: it is none of them, and never counts as praise."""

    VERY_SATISFIED = "very_satisfied"  # 非常满意
    SATISFIED = "satisfied"  # 满意
    FAIRLY_SATISFIED = "fairly_satisfied"  # 基本满意
    DISSATISFIED = "dissatisfied"  # 不满意
    VERY_DISSATISFIED = "very_dissatisfied"  # 非常不满意
    NOT_RATED = "not_rated"  # 未评价


class Channel(StrEnum):
    """Where it was rated; a terminal rates as `self_service`, a code on its slip as `qr_code`."""

    WEB = "web"
    MOBILE = "mobile"
    QR_CODE = "qr_code"
    HALL_TABLET = "hall_tablet"
    SELF_SERVICE = "self_service"
    PHONE = "phone"
    TEXT_MESSAGE = "text_message"


class Commitment(StrEnum):
    """即办件 and 承诺件, whose codes differ by source, too."""

    INSTANT = "instant"
    PROMISED = "promised"
    OTHER = "other"


class Rated(StrEnum):
    """What was rated: the matter, which stands for its organ; the terminal; or the platform and its programs.

    确保每个政务服务事项均可评价,每个政务服务机构、政务服务系统和人员都接受评价 (渝府办发〔2020〕50号).
    """

    ITEM = "item"
    TERMINAL = "terminal"
    SYSTEM = "system"


BAD = (Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED)
"""A rating of these levels (差评) opens a ticket."""

TicketState = Literal["opened", "asked", "mended", "answered", "closed"]
"""Opened (待整改), the citizen was asked (回访核实), mended (已整改), answered (已反馈), closed (已办结)."""


class Mending(Model, frozen=True):
    """What is done about a bad rating (差评整改): who has to do it and by when, and what its citizen is told."""

    state: TicketState
    owner: Localized
    due: Day
    question: Localized | None = None
    replied: bool = False  # the citizen has answered that question
    done: Localized | None = None
    answer: Localized | None = None


class Reply(Model, frozen=True):
    """What the citizen answers when they were asked, in their own words."""

    words: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class CaseRating(Model, frozen=True):
    """How often a case was rated, 1 or 2 (首次评价, 追评), and what came of it where it was bad; never by whom."""

    times: int
    mending: Mending | None = None
