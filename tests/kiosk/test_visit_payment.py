"""A payment from the bill to the receipt, against the real sandbox platform and its bank: charged once, always."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from pathlib import Path

from drivers.receipt_printer.document import Line, Pair, QrCode
from drivers.scanner.payload import Scanned, scanned
from drivers.status import DeviceState, Status
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.payments import BillsView, PayView
from kiosk.words import say
from provisioning import clock
from provisioning.clock import china_day
from tests.kiosk.held_devices import Held
from tests.kiosk.sandbox_stand import LoopbackPlatform, operator, sandbox_stand
from tests.kiosk.stand import CARD, Stand
from tests.kiosk.walker import Walker

ACCOUNT = "12345678"


class HeldScanner(Held):
    """Reads what the test holds before it."""

    def __init__(self) -> None:
        super().__init__("scanner", Status(DeviceState.ONLINE))
        self._codes: asyncio.Queue[Scanned] = asyncio.Queue()

    def hold(self, text: str) -> None:
        self._codes.put_nowait(scanned(text.encode(), "qrCode"))

    async def read(self, limit: float = 30) -> Scanned:
        return await self._codes.get()


@contextlib.asynccontextmanager
async def at_the_bills(home: Path, account: str = ACCOUNT) -> AsyncIterator[tuple[Stand, LoopbackPlatform]]:
    """GY01 up to the page of what is owed."""

    def prepare(one: Stand) -> None:
        one.scanner = HeldScanner()

    async with sandbox_stand(home, second=0.1, prepare=prepare) as (one, far):
        await one.begin("GY01")
        await one.answer("kind", "water")
        await one.answer("company_water", "water-1")
        await one.answer("account", account)
        yield one, far


async def to_the_code(one: Stand) -> PayView:
    await one.sees(BillsView)
    one.touch(i.Next())
    view: PayView = await one.sees(PayView, lambda view: view.pay_code)
    return view


async def bank(far: LoopbackPlatform, do: str) -> str:
    """The payer, who found the newest order."""
    (order, *_) = far.sandbox.payments.newest(1, clock.now())
    async with operator(far.sandbox) as page:
        answer = await page.post(f"/bank/orders/{order['key']}", json={"do": do})
    return str(answer.json().get("state", answer.json().get("type")))


async def payer_code(far: LoopbackPlatform, payer: str) -> str:
    async with operator(far.sandbox) as page:
        return str((await page.post("/bank/codes", json={"payer": payer, "app": "wechat"})).json()["code"])


def charges(far: LoopbackPlatform) -> list[tuple[str, int]]:
    rows = far.sandbox.store.database.execute("SELECT kind, amount FROM movements ORDER BY id").fetchall()
    return [(row["kind"], row["amount"]) for row in rows]


def orders(far: LoopbackPlatform) -> list[str]:
    return [row["state"] for row in reversed(far.sandbox.payments.newest(10, clock.now()))]


def states(one: Stand) -> list[str]:
    return [entry.state for entry in one.payments.journal.entries()]


def paper_of(one: Stand) -> str:
    words = []
    for block in one.printer.receipts[-1].blocks:
        match block:
            case Line():
                words.append(block.text)
            case Pair():
                words.append(f"{block.label} {block.value}")
            case QrCode():
                words.append(f"[{block.payload}]")
    return "\n".join(words)


def fen(amount: str) -> int:
    return int(amount.replace(",", "").replace(".", ""))


async def test_paid_by_scanning_the_terminals_code(tmp_path: Path) -> None:
    async with at_the_bills(tmp_path) as (one, far):
        bills = await one.sees(BillsView)
        view = await to_the_code(one)
        assert view.amount == bills.total
        assert view.pay_code.startswith("https://pay.sandbox.invalid/o/JK")
        assert await bank(far, "begin") == "paying"
        await one.sees(PayView, lambda view: view.phase == "paying" and not view.pay_code)
        assert await bank(far, "pay") == "paid"
        done = await one.sees(v.DoneView, lambda view: view.paper == "printed")
        assert (done.outcome, states(one)) == ("paid", ["paid"])
        assert charges(far) == [("charge", fen(bills.total))]
        paper = paper_of(one)
        for expected in ("缴费凭证", f"合计 {bills.total} 元", "票据号码", "校验码", "测试自来水公司", "99990126"):
            assert expected in paper
        assert "https://receipt.sandbox.invalid/v/99990126/" in paper
        assert ACCOUNT not in paper
        one.touch(i.Next())
        await one.sees(v.RateView)


async def test_paid_by_the_payers_code(tmp_path: Path) -> None:
    async with at_the_bills(tmp_path) as (one, far):
        waiting = await to_the_code(one)
        assert [way.key for way in waiting.ways] == ["payments.elsewhere"], "without a telephone there is a way too"
        one.scanner.hold("https://test.invalid/pay?k=1")
        await one.sees(PayView, lambda view: view.problem and view.problem.key == "payments.code_foreign")
        one.scanner.hold(await payer_code(far, "declines"))
        await one.sees(PayView, lambda view: view.problem and view.problem.key == "payments.code_refused")
        assert charges(far) == []
        one.scanner.hold(await payer_code(far, "pays"))
        await one.sees(v.DoneView, lambda view: view.outcome == "paid")
        assert len(charges(far)) == 1
        assert sum(call.endswith("/code") for call in far.calls) == 2  # an address goes nowhere


async def test_the_answer_to_a_payers_code_is_lost_and_it_is_charged_once(tmp_path: Path) -> None:
    async with at_the_bills(tmp_path) as (one, far):
        await to_the_code(one)
        (order,) = far.sandbox.payments.newest(1, clock.now())
        far.lose.add(f"POST /v1/payment-orders/{order['key']}/code")
        one.scanner.hold(await payer_code(far, "pays"))
        await one.sees(v.DoneView, lambda view: view.outcome == "paid")
        assert len(charges(far)) == 1
        assert sum(call.endswith("/code") for call in far.calls) == 1  # it was asked about, and not sent again


async def test_the_answer_to_the_order_is_lost_and_it_is_one_order(tmp_path: Path) -> None:
    async with at_the_bills(tmp_path) as (one, far):
        far.lose.add("POST /v1/payment-orders")
        await one.sees(BillsView)
        one.touch(i.Next())
        await one.sees(v.NoticeView)
        one.touch(i.Next())  # again
        await one.sees(PayView)
        assert orders(far) == ["created"]


async def test_a_double_touch_makes_one_order(tmp_path: Path) -> None:
    async with at_the_bills(tmp_path) as (one, far):
        await one.sees(BillsView)
        one.touch(i.Next())
        one.touch(i.Next())
        await one.sees(PayView)
        one.touch(i.Next())  # means nothing while the platform answers
        await asyncio.sleep(0.3)
        assert isinstance(one.snapshot.view, PayView)
        assert orders(far) == ["created"]


async def test_going_back_closes_the_order_and_nobody_can_pay_it(tmp_path: Path) -> None:
    async with at_the_bills(tmp_path) as (one, far):
        await to_the_code(one)
        one.touch(i.Back())
        await one.sees(BillsView)
        assert (orders(far), states(one)) == (["closed"], ["closed"])
        assert await bank(far, "pay") == "/problems/order-closed"
        await to_the_code(one)  # another order over the same bills
        assert orders(far) == ["closed", "created"]


async def test_paid_in_the_moment_of_going_back_is_paid(tmp_path: Path) -> None:
    async with at_the_bills(tmp_path) as (one, far):
        await to_the_code(one)
        key = far.sandbox.payments.newest(1, clock.now())[0]["key"]

        def pay(call: str) -> None:
            if call.endswith("/close"):
                far.sandbox.payments.pay(key, clock.now())

        far.before = pay
        one.touch(i.Back())
        done = await one.sees(v.DoneView)
        assert (done.outcome, len(charges(far)), states(one)) == ("paid", 1, ["paid"])


async def test_leaving_closes_the_order_behind_the_citizen(tmp_path: Path) -> None:
    async with at_the_bills(tmp_path) as (one, far):
        await to_the_code(one)
        one.touch(i.Exit())
        await one.eventually(lambda: orders(far) == ["closed"] and states(one) == ["closed"])


async def test_paying_cannot_be_taken_back_and_a_declined_payer_may_try_again(tmp_path: Path) -> None:
    async with at_the_bills(tmp_path) as (one, far):
        await to_the_code(one)
        await bank(far, "begin")
        await one.sees(PayView, lambda view: view.phase == "paying")
        one.touch(i.Back())
        await one.sees(PayView, lambda view: view.problem and view.problem.key == "payments.being_paid")
        assert await bank(far, "decline") == "created"
        await one.sees(PayView, lambda view: view.pay_code)
        await bank(far, "pay")
        await one.sees(v.DoneView, lambda view: view.outcome == "paid")


async def test_a_platform_that_falls_silent_is_never_called_paid(tmp_path: Path) -> None:
    async with at_the_bills(tmp_path) as (one, far):
        await to_the_code(one)
        far.portal = True
        await one.sees(PayView, lambda view: view.phase == "checking" and not view.pay_code)
        await one.sees(PayView, lambda view: view.may_leave)
        one.touch(i.Next())
        done = await one.sees(v.DoneView, lambda view: view.paper == "printed")
        assert done.outcome == "unsettled"
        assert done.heed.body.key == "visit.unsettled.bill", "nobody pays twice: it stands in a card of its own"
        assert "付款结果待确认" in paper_of(one)
        assert "缴费凭证" not in paper_of(one)
        far.portal = False
        await one.eventually(lambda: states(one) == ["closed"])


async def test_what_is_paid_is_not_owed_any_more(tmp_path: Path) -> None:
    async with at_the_bills(tmp_path) as (one, far):
        await to_the_code(one)
        await bank(far, "pay")
        await one.sees(v.DoneView, lambda view: view.paper == "printed")
        one.touch(i.AnotherItem())
        await one.begin("GY01")
        await one.answer("kind", "water")
        await one.answer("company_water", "water-1")
        await one.answer("account", ACCOUNT)
        view = await one.sees(v.NoticeView)
        assert view.title.key == "visit.payments.settled.title"


async def test_an_account_that_owes_nothing_and_one_that_does_not_exist(tmp_path: Path) -> None:
    async with at_the_bills(tmp_path, "12345600") as (one, _):
        assert (await one.sees(v.NoticeView)).title.key == "visit.payments.nothing.title"
        one.touch(i.Back())
        await one.sees(v.QuestionView, lambda view: view.name == "account")
        one.touch(i.Answer("12345699"))
        await one.sees(v.NoticeView, lambda view: view.title.key == "visit.payments.unknown.title")


async def test_a_bill_can_be_left_out(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=0.1) as (one, far):
        await one.begin("SW04")
        await one.sees(v.IdentifyView, lambda view: view.phase == "waiting")
        one.id_cards.lay(CARD)
        await one.answer("insurance", "pension")
        await one.answer("months", "3")
        bills = await one.sees(BillsView)
        assert (len(bills.rows), bills.total) == (3, "2,700.00")
        one.touch(i.ToggleBill(bills.rows[2].bill))
        await one.sees(BillsView, lambda view: view.total == "1,800.00")
        await to_the_code(one)
        await bank(far, "pay")
        await one.sees(v.TakeCardView)
        assert charges(far) == [("charge", 180_000)]


async def test_a_bill_that_is_overdue_says_so_with_what_it_costs_more(tmp_path: Path) -> None:
    """What is added is the platform's figure, named; the sum that is paid contains it."""
    async with sandbox_stand(tmp_path, second=0.2) as (one, far):

        async def pay() -> None:
            await bank(far, "pay")

        await Walker(one, {"decision_no": "123456789012377"}, pay).walk("CJ02")
        view = next(view for view in one.seen if isinstance(view, BillsView))
        (row,) = view.rows
        assert row.state == "overdue"
        said = say(row.detail, "zh")
        found = re.fullmatch(r"已逾期，应在 (\S+) 前缴，含加处罚款 (\S+) 元", said)
        assert found, said
        assert found[1] < china_day(clock.now()).isoformat()
        (bill,) = far.sandbox.store.database.execute("SELECT amount FROM bills").fetchall()
        assert fen(row.amount) == fen(view.total) == bill["amount"] > fen(found[2]) > 0
        assert charges(far) == [("charge", fen(row.amount))]
        assert say(row.detail, "en") == f"Overdue since {found[1]}, with Late penalty {found[2]} yuan"
