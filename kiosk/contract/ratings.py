"""Ratings (好差评) in the words that terminal and platform share; national codes are the platform's business alone.

Two national sources number the five levels in opposite directions (provisioning/national_codes.py): a word cannot be
read the wrong way round.
"""

from __future__ import annotations

from enum import StrEnum


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
