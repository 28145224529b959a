"""RECEIPT.json: a receipt as data. Its form is `receipt.schema.json`; `drivers/README.md` explains it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from drivers.receipt_printer.document import Block, Line, Pair, QrCode, Receipt, Rule, Space, Table

SCHEMA = Path(__file__).with_name("receipt.schema.json")
LARGEST = 1_000_000  # bytes

SAMPLE: Mapping[str, Any] = {
    "blocks": [
        {"type": "line", "text": "打印样张", "size": "title", "bold": True, "align": "centre"},
        {"type": "line", "text": "SAMPLE · 不作凭证", "size": "small", "align": "centre"},
        {"type": "rule", "kind": "thick"},
        {"type": "pair", "label": "姓名", "value": "㙍𠮷䶮"},
        {"type": "pair", "label": "金额", "value": "￥1,234.56"},
        {"type": "rule", "kind": "dashed"},
        {
            "type": "table",
            "header": ["项目", "数量", "金额"],
            "rows": [["居住证工本费", "1", "20.00"], ["邮寄费（同城）", "1", "12.00"], ["复印", "10", "5.00"]],
            "align": ["left", "right", "right"],
        },
        {"type": "rule"},
        {"type": "qr_code", "payload": "https://test.invalid/sample?n=TEST-0001", "caption": "TEST-0001"},
        {"type": "line", "text": "如能看清以上每个字，打印机工作正常。", "align": "centre"},
    ]
}
"""`kiosk device print --sample`: a title, a rare name, an amount, a table and a QR code."""


class BadReceipt(ValueError):
    """One sentence that says where and what; it never holds what the receipt says."""


def load(path: Path) -> Receipt:
    """Raises `BadReceipt`."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadReceipt(f"{path} is larger than {LARGEST} bytes")
        written = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadReceipt(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, BadReceipt):
            raise
        raise BadReceipt(f"{path} is not JSON in UTF-8") from None
    return receipt_of(written)


def receipt_of(written: Any) -> Receipt:
    """Raises `BadReceipt`."""
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    if (error := best_match(validator.iter_errors(written))) is not None:
        raise BadReceipt(f"the receipt is not of the known form at {error.json_path} ({error.validator})")
    return Receipt(tuple(_block(block) for block in written["blocks"]))


def _block(written: Mapping[str, Any]) -> Block:
    values = {key: value for key, value in written.items() if key != "type"}
    match written["type"]:
        case "line":
            return Line(**values)
        case "pair":
            return Pair(**values)
        case "table":
            rows = tuple(tuple(row) for row in values["rows"])
            return Table(rows, tuple(values.get("header", ())), tuple(values.get("align", ())))
        case "qr_code":
            return QrCode(**values)
        case "rule":
            return Rule(**values)
        case _:
            return Space(**values)
