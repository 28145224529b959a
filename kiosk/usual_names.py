"""Names and units that agencies write in the cells of a table, in Chinese alone: what they are called in English.

A cell travels as one text (docs/api.md). What is not here is shown as it came: a name or an address is nobody's to
translate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kiosk.languages import pick

_NAMES: Mapping[str, str] = {
    "养老": "Pension",
    "养老保险": "Pension",
    "城镇职工基本养老保险": "Employees' pension",
    "城乡居民基本养老保险": "Residents' pension",
    "医疗": "Medical",
    "医疗保险": "Medical",
    "职工医保": "Employees' medical",
    "居民医保": "Residents' medical",
    "失业": "Unemployment",
    "失业保险": "Unemployment",
    "工伤": "Work injury",
    "工伤保险": "Work injury",
    "生育": "Maternity",
    "生育保险": "Maternity",
    "正常": "Normal",
    "已发放": "Paid out",
    "已到账": "Received",
    "正常缴费": "Paid",
    "欠缴": "In arrears",
    "补缴": "Paid later",
    "是": "Yes",
    "否": "No",
    "有": "Yes",
    "无": "None",
}
_UNITS: Mapping[str, tuple[str, str]] = {  # one, more; no 年 and 月, which are also those of a date
    "个月": ("month", "months"),
    "天": ("day", "days"),
    "元": ("yuan", "yuan"),
    "套": ("home", "homes"),
    "笔": ("entry", "entries"),
    "次": ("time", "times"),
}
_COUNTED = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s?(" + "|".join(sorted(_UNITS, key=len, reverse=True)) + ")")


def usual(value: str, language: str) -> str:
    """A platform's cell as somebody reads it who chose this language."""
    return pick(value, _english(value), language)


def _english(value: str) -> str:
    if (counted := _COUNTED.fullmatch(value.strip())) is not None:
        number, unit = counted.groups()
        return f"{number} {_UNITS[unit][0 if number == '1' else 1]}"
    return _NAMES.get(value.strip(), value)
