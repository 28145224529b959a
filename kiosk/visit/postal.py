"""Where a result is posted to: a form like those of the catalogue (GB/T 39046, table 15: 收件人、电话、区划、地址)."""

from __future__ import annotations

from typing import Any

from kiosk.catalogue.regions import DEEPEST

FORM: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "name": {
            "type": "string",
            "minLength": 2,
            "maxLength": 50,
            "x-kiosk": {
                "kind": "name",
                "label": {"zh": "收件人", "en": "Recipient"},
                "title": {"zh": "寄给谁？", "en": "Who should get it?"},
                "prefill": "identity.name",
            },
        },
        "phone": {
            "type": "string",
            "pattern": "^1[3-9][0-9]{9}$",
            "x-kiosk": {
                "kind": "phone",
                "label": {"zh": "收件电话", "en": "Telephone"},
                "title": {"zh": "送到时打哪个手机号？", "en": "Which mobile number should the courier call?"},
            },
        },
        "region": {
            "type": "array",
            "items": {"type": "string", "pattern": "^[0-9]{6,12}$"},
            "minItems": 1,
            "maxItems": DEEPEST,
            "x-kiosk": {
                "kind": "region",
                "levels": DEEPEST,
                "label": {"zh": "所在地区", "en": "Region"},
                "title": {"zh": "寄到哪里？", "en": "Where should it be sent?"},
            },
        },
        "address": {
            "type": "string",
            "minLength": 4,
            "maxLength": 100,
            "x-kiosk": {
                "kind": "address",
                "label": {"zh": "详细地址", "en": "Address"},
                "title": {"zh": "详细地址是什么？", "en": "What is the address?"},
                "hint": {"zh": "路名、门牌号、楼栋和房号", "en": "Street, number, building and flat"},
            },
        },
    },
    "required": ["name", "phone", "region", "address"],
    "additionalProperties": False,
    "x-order": ["name", "phone", "region", "address"],
}
