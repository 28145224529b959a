"""How personal data is shown: enough to know it as one's own, too little for who looks over a shoulder."""

from __future__ import annotations


def mask_name(name: str) -> str:
    """`张三丰` → `张*丰`, `张三` → `张*`; a name in Latin letters keeps its first letter."""
    name = name.strip()
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1)
    if name.isascii():
        return name[0] + "*" * 3
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_id_number(number: str) -> str:
    """First 3 and last 4 of an identity number."""
    return _keep(number, 3, 4)


def mask_phone(number: str) -> str:
    """`13812345678` → `138****5678`."""
    return _keep(number, 3, 4)


def mask_card(number: str) -> str:
    """`**** 6789`."""
    return "**** " + number[-4:] if len(number) > 4 else "****"


def _keep(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
