"""A guide to take along: what its QR code says, and how it looks on the receipt printer's paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drivers.receipt_printer.document import Block, Line, QrCode, Receipt, Rule, Space
from kiosk.settings import Settings
from kiosk.text import Text, message
from kiosk.visit.views import GuideRow
from kiosk.words import say


def phone_code(settings: Settings, code: str, name: str, phone: str) -> str:
    """The address of the platform's own page of this item (`KIOSK_GUIDE_URL`), or, where none is set, plain text.

    The terminal itself opens neither: it is for the citizen's telephone.
    """
    if settings.guide_url:
        return settings.guide_url.replace("{code}", code)
    return f"{name}\n实施编码 {code}\n咨询电话 {phone}"


def slip_of(settings: Settings, language: str, title: str, rows: Sequence[GuideRow], code: str) -> Receipt:
    """Every row on paper, in the citizen's language, and the code of the screen; nothing of the citizen."""
    return Receipt(tuple(_blocks(settings, language, title, rows, code)))


def _blocks(settings: Settings, language: str, title: str, rows: Sequence[GuideRow], code: str) -> Iterator[Block]:
    def words(text: Text | str) -> str:
        return say(text, language)

    yield Line(words(message("reading.slip.head")), size="large", bold=True, align="centre")
    yield Line(title, size="title", bold=True, align="centre")
    yield Rule("thick")
    for row in rows:
        yield Line(words(row.label), bold=True)
        yield Line(words(row.value))
    yield Rule()
    yield Space(2)
    yield QrCode(code, words(message("reading.slip.code")))
    yield Line(f"{settings.terminal_id} · {words(settings.site)}", size="small", align="centre")
