"""A citizen's telephone before the scanner: the electronic social security card's app, or any other code."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from provisioning.bench.cameras import ScannerCamera
from provisioning.bench.orders import Clumsy

CODES = [
    {"id": "fresh", "zh": "测试员甲的电子社保卡", "en": "fresh code"},
    {"id": "expired", "zh": "过期的码", "en": "a code that is too old"},
    {"id": "foreign", "zh": "别的二维码", "en": "a web address"},
    {"id": "licence", "zh": "测试员甲出示的结婚证", "en": "a licence that is presented"},
    {"id": "business", "zh": "电子营业执照的码", "en": "the business licence's own code"},
    {"id": "pays", "zh": "付款码", "en": "payment code"},
    {"id": "waits", "zh": "付款码，稍后确认", "en": "payment code, confirmed later"},
    {"id": "declines", "zh": "付款码，余额不足", "en": "payment code, declined"},
]
PAYERS = ("pays", "waits", "declines")
HOLDER = "jia"
WALLET: dict[str, dict[str, Any]] = {
    "licence": {"person": HOLDER, "kind": "marriage_certificate"},
    "business": {"actor": "owner"},
}
ADDRESS = "https://test.invalid/menu?table=7"  # RFC 2606: leads nowhere, and nobody opens it


class Phone:
    """`operators`: the sandbox's operator address, which issues codes as the card's app gets them."""

    def __init__(self, operators: str, scanner: ScannerCamera) -> None:
        self._operators = operators
        self._scanner = scanner

    def state(self) -> dict[str, Any]:
        return {"phone_codes": CODES if self._operators else [code for code in CODES if code["id"] == "foreign"]}

    async def do(self, device: str, action: str, value: str | None) -> None:
        """Raises `Clumsy` for what cannot be done."""
        if action != "show" or value not in {code["id"] for code in CODES}:
            raise Clumsy(f"the telephone cannot {action} {value!r}")
        if value == "foreign":
            code = ADDRESS
        elif value in WALLET:
            code = await self._ask("/licences/codes", WALLET[value])
        elif value in PAYERS:
            code = await self._ask("/bank/codes", {"payer": value, "app": "wechat"})
        else:
            code = await self._ask("/codes", {"person": HOLDER} | ({"seconds": 0} if value == "expired" else {}))
        await asyncio.to_thread(self._scanner.do, "show", code)

    async def _ask(self, path: str, order: dict[str, Any]) -> str:
        """A new code from the platform's operator address."""
        try:
            async with httpx.AsyncClient(timeout=5) as client:
                answer = await client.post(f"{self._operators}{path}", json=order)
                answer.raise_for_status()
                return str(answer.json()["code"])
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError) as error:
            raise Clumsy("平台没有回答,没有码 · The platform does not answer: there is no code") from error
