"""The bank and the registry of certificates: a person plays the payer, and whoever checks a certificate.

GET  /bank                    the newest orders and certificates
GET  /bank/table              its changing part
POST /bank/orders/{key}       play the payer or the bank (JSON): {"do": "pay" | "begin" | "decline" | "refund"}
POST /bank/codes              a code as a payer's app shows it: {"payer": "pays" | "declines" | "waits",
                              "app": "wechat" | "alipay" | "unionpay"} → 201 {"code", "expires_at"}
GET  /bank/settlements/{day}  what was moved on that day: {"day", "charged", "refunded", "movements": […]}
GET  /bank/reconciliations/{day}   that day of all terminals against the bank (对账), JSON
GET  /bank/certificates/{number}?code=…   what a third party learns of a certificate
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kiosk.money import yuan
from provisioning import clock
from provisioning.clock import CHINA
from provisioning.problem import Problem, malformed
from provisioning.sandbox.operator.live import live_page
from provisioning.sandbox.operator.order import read_json

if TYPE_CHECKING:
    from provisioning.sandbox.application import Sandbox

NEWEST = 30
RECONCILED = 14  # days: what is older was seen to, or is a case for the books
KINDS = {
    "unknown": ("终端没有这笔", "no terminal has it"),
    "charged_twice": ("重复扣款", "charged twice"),
    "amount": ("金额不符", "the amounts differ"),
    "not_paid_here": ("终端记为未付", "not paid at the terminal"),
    "not_charged": ("银行没有扣款", "the bank charged nothing"),
    "other_terminal": ("终端不符", "another terminal"),
    "refund": ("退款金额不符", "the refund differs"),
    "sum": ("合计不符", "the sum differs"),
}
STATES = {
    "created": ("待支付", "waits for the payer", "idle"),
    "paying": ("支付中", "the payer is asked", "warn"),
    "paid": ("已支付", "paid", "good"),
    "closed": ("已关闭", "closed, nothing charged", "idle"),
    "refunded": ("已退款", "given back", "warn"),
    "issued": ("已制作", "made", "idle"),
    "printed": ("已打印", "printed", "good"),
    "unsure": ("可能已打印", "may be printed", "warn"),
    "void": ("已作废", "void", "bad"),
}
DOES = {"created": ("pay", "begin"), "paying": ("pay", "decline"), "paid": ("refund",)}
WORDS = {
    "pay": ("付款", "pay"),
    "begin": ("扫码不付", "scan, not yet pay"),
    "decline": ("拒绝", "decline"),
    "refund": ("退款", "give back"),
}


class Bank:
    def __init__(self, sandbox: Sandbox) -> None:
        self._catalogue = sandbox.catalogue
        self._payments = sandbox.payments
        self._payers = sandbox.payers
        self._certificates = sandbox.certificates
        self._days = sandbox.payment_days

    def routes(self) -> list[Route]:
        return [
            *live_page("/bank", "bank", lambda _: self._listed()),
            Route("/bank/orders/{key}", self.act, methods=["POST"]),
            Route("/bank/codes", self.new_code, methods=["POST"]),
            Route("/bank/settlements/{day}", self.settlement, methods=["GET"]),
            Route("/bank/reconciliations/{day}", self.reconciled, methods=["GET"]),
            Route("/bank/certificates/{number}", self.check, methods=["GET"]),
        ]

    async def act(self, request: Request) -> Response:
        order, key = await read_json(request), request.path_params["key"]
        act = order.get("do") if isinstance(order, dict) else None
        moves = {
            "pay": self._payments.pay,
            "begin": self._payments.begin_paying,
            "decline": self._payments.decline,
            "refund": self._payments.refund,
        }
        if not isinstance(act, str) or act not in moves:
            raise malformed(f"an object with do: {', '.join(moves)}")
        row = moves[act](key, clock.now())
        return JSONResponse({"key": row["key"], "state": row["state"]})

    async def new_code(self, request: Request) -> Response:
        order = await read_json(request)
        if not isinstance(order, dict):
            raise malformed("an object with payer and app")
        code = self._payers.issue(order.get("payer", "pays"), order.get("app", "wechat"), clock.now())
        answer = {"code": code.text, "expires_at": clock.rfc3339(code.expires_at)}
        return JSONResponse(answer, 201, {"Cache-Control": "no-store"})

    async def settlement(self, request: Request) -> Response:
        day = _day(request)
        moved = self._payments.settlement(day)
        sums = {kind: sum(one["amount"] for one in moved if one["kind"] == kind) for kind in ("charge", "refund")}
        answer = {"day": str(day), "charged": sums["charge"], "refunded": sums["refund"], "movements": moved}
        return JSONResponse(answer)

    async def reconciled(self, request: Request) -> Response:
        return JSONResponse(self._days.of(_day(request)).described())

    async def check(self, request: Request) -> Response:
        code = request.query_params.get("code", "").replace(" ", "").upper()
        kept = self._certificates.check(request.path_params["number"], code)
        if kept is None:
            raise Problem(404, "no-such-certificate", "there is no certificate of this number and code")
        return JSONResponse({"number": kept.number, "state": kept.state, "issued_at": kept.issued_at})

    def _listed(self) -> dict[str, Any]:
        orders = []
        for row in self._payments.newest(NEWEST, clock.now()):
            item = self._catalogue.find(row["item"])
            orders.append(
                {
                    "key": row["key"],
                    "number": row["number"],
                    "title": item.title if item else None,
                    "terminal": row["terminal"],
                    "amount": yuan(row["amount"]),
                    "at": _wall(row["created_at"]),
                    "state": STATES[row["state"]],
                    "receipt": row["receipt"],
                    "does": [(name, *WORDS[name]) for name in DOES.get(row["state"], ())],
                }
            )
        certificates = []
        for kept in self._certificates.newest(NEWEST):
            item = self._catalogue.find(kept.item)
            certificates.append(
                {
                    "number": kept.number,
                    "title": item.title if item else None,
                    "copies": kept.copies,
                    "at": _wall(kept.issued_at),
                    "state": STATES[kept.state],
                }
            )
        days = self._days.newest(clock.china_day(clock.now()), RECONCILED)
        return {"orders": orders, "certificates": certificates, "days": days, "yuan": yuan, "kinds": KINDS}


def _day(request: Request) -> date:
    try:
        return date.fromisoformat(request.path_params["day"])
    except ValueError:
        raise malformed("a day is of the form YYYY-MM-DD") from None


def _wall(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(CHINA).strftime("%m-%d %H:%M:%S")
