"""The code on a citizen's telephone as evidence. It is opaque: only the platform knows what it says.

The terminal takes out only what can be no such code (an address, a payment code, a text), with its own sentence:
the platform learns nothing that was not meant for it. Nothing of a code is logged or kept, and none is ever opened.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from drivers.outcome import Failure
from drivers.scanner.payload import Scanned
from kiosk.devices import Scanner
from kiosk.text import Message, message

LONGEST = 512  # characters; a code that a telephone's screen shows well holds 300
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|www\.|(?:mailto|tel|sms|smsto|wifi|begin):", re.IGNORECASE)
_PAYMENT = re.compile(
    r"1[0-5][0-9]{16}"  # WeChat Pay
    r"|(?:2[5-9]|30)[0-9]{14,22}"  # Alipay
    r"|62[0-9]{17}"  # UnionPay
    r"|000201.*"  # EMV merchant-presented code: its payload format indicator
)


async def read_code(scanner: Scanner, refused: frozenset[int], limit: float) -> Mapping[str, str] | Message | Failure:
    """The next code that is held before the scanner. Those in `refused` (hashes) are passed over: after a sentence
    the telephone is still there, and the same code must not be asked about again."""
    while True:
        code = await scanner.read(limit)
        if isinstance(code, Failure):
            return code
        if code.text is None or not may_be_one(code):
            return message("visit.identify.code_foreign")
        if hash(code.text) not in refused:
            return {"code": code.text}


def may_be_one(code: Scanned) -> bool:
    """Whether it can be the code of an electronic card at all."""
    text = code.text
    return (
        text is not None
        and code.symbology == "qrCode"
        and len(text) <= LONGEST
        and not any(character.isspace() for character in text)
        and not _ADDRESS.match(text)
        and not _PAYMENT.fullmatch(text)
    )
