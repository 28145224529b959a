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
]
HOLDER = "jia"
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
        code = ADDRESS if value == "foreign" else await self._code(seconds=0 if value == "expired" else None)
        await asyncio.to_thread(self._scanner.do, "show", code)

    async def _code(self, seconds: int | None) -> str:
        """A new code; `seconds` that it lives, None for as long as usual."""
        order = {"person": HOLDER} | ({} if seconds is None else {"seconds": seconds})
        try:
            async with httpx.AsyncClient(timeout=5) as client:
                answer = await client.post(f"{self._operators}/codes", json=order)
                answer.raise_for_status()
                return str(answer.json()["code"])
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError) as error:
            raise Clumsy("平台没有回答,没有码 · The platform does not answer: there is no code") from error
