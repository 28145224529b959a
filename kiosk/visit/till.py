"""The payment page while it is up: asks the platform again and again, and reads payment codes meanwhile."""

from __future__ import annotations

import asyncio
import re
import time

from drivers.outcome import Failure
from drivers.scanner.payload import Scanned
from kiosk.catalogue.model import Kind
from kiosk.contract.payments import CODE, FINAL, STATE, Order, PayerCode
from kiosk.money import yuan
from kiosk.platform import Away, Refused
from kiosk.text import Localized, Message, Text, message
from kiosk.visit.context import Visit
from kiosk.visit.scanning import LOOK_S
from kiosk.visit.views.payments import PayView

POLL_S = 2.0  # the payer looks up from the telephone about so soon
AWAY_S = 30.0  # of silence, then the citizen need not wait here any longer
_PAYER_CODE = re.compile(
    r"1[0-5][0-9]{16}"  # WeChat Pay
    r"|(?:2[5-9]|30)[0-9]{14,22}"  # Alipay
    r"|62[0-9]{17}"  # UnionPay
)
"""How payers' codes begin and how long they are; their digits say nothing to a terminal."""


def is_payer_code(code: Scanned) -> bool:
    """Whether it can be a payment code at all: an address, a card's code or a text is none, and goes nowhere."""
    return code.text is not None and _PAYER_CODE.fullmatch(code.text) is not None


class Till:
    """`run` ends when the order is final. It may be cancelled and run again."""

    def __init__(self, visit: Visit, order: Order, payee: Localized) -> None:
        self._visit = visit
        self._payee = payee
        self.order = order
        self.problem: Message | None = None
        self._silent_since: float | None = None

    @property
    def may_skip(self) -> bool:
        """The fee of a submission can be paid later; what is a payment alone is gone back from."""
        return self._visit.item.kind is not Kind.PAYMENT

    @property
    def may_leave(self) -> bool:
        """The platform has been silent for so long that the citizen may go, with a slip that says what is known."""
        since, limit = self._silent_since, AWAY_S * self._visit.kit.pace.second
        return since is not None and time.monotonic() - since >= limit

    async def run(self) -> None:
        self._show()
        asking = asyncio.create_task(self._ask())
        reading = asyncio.create_task(self._read())
        try:
            await asyncio.wait({asking, reading}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (asking, reading):
                task.cancel()
            results = await asyncio.gather(asking, reading, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _ask(self) -> None:
        while self.order.state not in FINAL:
            await asyncio.sleep(POLL_S * self._visit.kit.pace.second)
            await self._take(await self._visit.kit.platform.call(STATE, key=self.order.key))

    async def _read(self) -> None:
        """Ends only with the order: without a scanner there is nothing to read."""
        scanner = self._visit.kit.devices.scanner
        while self.order.state not in FINAL:
            if scanner is None or self.order.state != "created":
                await asyncio.sleep(POLL_S * self._visit.kit.pace.second)
                continue
            code = await scanner.read(LOOK_S)
            if isinstance(code, Failure):
                await asyncio.sleep(POLL_S * self._visit.kit.pace.second)
            elif not is_payer_code(code):
                self._say("payments.code_foreign")
            elif self.order.state == "created":
                await self._charge(code.text or "")

    async def _charge(self, code: str) -> None:
        """Once: an answer that is lost leaves the order to be asked about, and never a second charge."""
        self._say("payments.charging")
        answer = await self._visit.kit.platform.call(CODE, PayerCode(code=code), key=self.order.key)
        self.problem = None
        if isinstance(answer, Refused) and answer.type == "code-refused":
            self._say("payments.code_refused")
            return
        await self._take(answer)

    async def _take(self, answer: Order | Refused | Away) -> None:
        payments = self._visit.kit.payments
        if isinstance(answer, Order):
            if answer.state != self.order.state and payments is not None:
                await payments.note(answer)
            self._silent_since = None
            self.order = answer
        elif self._silent_since is None and isinstance(answer, Away):
            self._silent_since = time.monotonic()
        self._show()

    def _say(self, key: str) -> None:
        self.problem = message(key)
        self._show()

    def _show(self) -> None:
        silent = self._silent_since is not None
        phase = "checking" if silent else "paying" if self.order.state == "paying" else "waiting"
        scanner = self._visit.kit.devices.scanner
        self._visit.stage.show(
            PayView(
                phase=phase,
                payee=self._payee,
                amount=yuan(self.order.amount),
                pay_code=self.order.pay_code if phase == "waiting" else "",
                scanner=scanner is not None and scanner.status.ready,
                problem=self.problem,
                may_leave=self.may_leave,
                may_skip=self.may_skip,
                ways=self._ways() if phase == "waiting" else (),
            )
        )

    def _ways(self) -> tuple[Text, ...]:
        """A fee is paid later with its case; what the guide says of other places helps who has no telephone."""
        visit = self._visit
        ways: list[Text] = []
        if self.may_skip:
            due = min((bill.due for bill in visit.visitor.bills if bill.due is not None), default=None)
            ways.append(message("payments.later.by", day=due) if due else message("payments.later.any"))
        return (*ways, message("payments.elsewhere", places=visit.item.guide.elsewhere))
