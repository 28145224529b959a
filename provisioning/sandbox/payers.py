"""Codes that payers' apps show (付款码), as the sandbox's bank gives them out: opaque, for one use, for a minute."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from provisioning.problem import Problem, malformed

LIFE = timedelta(minutes=1)  # apps draw a new one each minute
BEHAVIOURS = ("pays", "declines", "waits")  # at once; no; the payer is asked on the telephone and confirms later
APPS = {"wechat": ("13", 18), "alipay": ("28", 18), "unionpay": ("62", 19)}  # how their codes begin, and digits
MOST = 10_000


@dataclass
class _Issued:
    behaviour: str
    expires_at: datetime


@dataclass(frozen=True)
class PayerCode:
    text: str = field(repr=False)
    expires_at: datetime


class Payers:
    def __init__(self) -> None:
        self._issued: dict[str, _Issued] = {}

    def issue(self, behaviour: object, app: object, now: datetime) -> PayerCode:
        """Raises `Problem` 400 `malformed`."""
        if behaviour not in BEHAVIOURS or app not in APPS:
            raise malformed(f"payer is one of {', '.join(BEHAVIOURS)}; app one of {', '.join(APPS)}")
        while len(self._issued) >= MOST:
            del self._issued[next(iter(self._issued))]
        begins, digits = APPS[str(app)]
        left = digits - len(begins)
        code = PayerCode(begins + f"{secrets.randbelow(10**left):0{left}d}", now + LIFE)
        self._issued[code.text] = _Issued(str(behaviour), code.expires_at)
        return code

    def redeem(self, code: str, now: datetime) -> str:
        """What the payer does. Raises `Problem` 403 `code-refused`: unknown, used, too old, or declined."""
        issued = self._issued.pop(code, None)
        if issued is None or issued.expires_at <= now:
            raise Problem(403, "code-refused", "the code is unknown, used or too old")
        if issued.behaviour == "declines":
            raise Problem(403, "code-refused", "the payer's bank refused")
        return issued.behaviour
