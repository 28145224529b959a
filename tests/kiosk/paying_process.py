"""A process that pays one bill and can be killed at every step: `python -m tests.kiosk.paying_process HOME HOW`.

HOW is `pay CODE` (CODE is a payer's code) or `settle` (what a terminal does when it starts). Before each step it writes
the step's name on a line of its own and waits for a line on standard input.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from kiosk import clock
from kiosk.catalogue.load import load
from kiosk.contract.payments import CODE, PAY, UTILITY, Bills, OrderWanted, PayerCode, UtilityAccount
from kiosk.payments.journal import Journal
from kiosk.payments.keeper import Keeper
from kiosk.platform import Platform
from kiosk.settings import Settings

ACCOUNT = "12345678"


def step(name: str) -> None:
    print(name, flush=True)
    sys.stdin.readline()


async def pay(keeper: Keeper, platform: Platform, code: str) -> None:
    """As `kiosk/visit/steps/pay.py` does it, step for step."""
    item = load().find("GY01")
    assert item is not None
    account = UtilityAccount(item_code=item.code, company="water-1", account=ACCOUNT)
    found = await platform.call(UTILITY, account)
    assert isinstance(found, Bills), found
    bills = [bill for bill in found.bills if bill.state != "paid"]
    amount = sum(bill.amount for bill in bills)
    step("nothing")
    key = await keeper.begin(item.code, amount, clock.now())
    step("written")
    wanted = OrderWanted(key=key, item_code=item.code, bills=tuple(bill.bill for bill in bills), amount=amount)
    order: Any = await platform.call(PAY, wanted)
    step("made")
    await keeper.note(order)
    step("noted")
    order = await platform.call(CODE, PayerCode(code=code), key=key)
    step("charged")
    await keeper.note(order)
    step("settled")


async def main(home: str, how: str, code: str = "") -> None:
    settings = Settings.load(home)
    platform = Platform.open(settings)
    keeper = Keeper(Journal.open(Path(home) / "payments.sqlite"), platform, second=0.05)
    if how == "pay":
        await pay(keeper, platform, code)
    else:
        while not await keeper.settle():
            await asyncio.sleep(0.05)
        for entry in keeper.journal.entries():
            print(entry.state, flush=True)
    await platform.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
