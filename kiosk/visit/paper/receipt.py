"""The receipt (回执): what it says is true when it leaves the printer, and stays true on paper.

Words are those of `kiosk/words/*/receipt.toml`, in the citizen's language. Names are masked, no identity
number is printed. What the terminal has but the platform has not is never called submitted.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from drivers.receipt_printer.document import Block, Line, Pair, QrCode, Receipt, Rule, Space
from kiosk.contract.cases import progress_code
from kiosk.contract.queries import QueryResult
from kiosk.numbers import grouped
from kiosk.text import Localized, Text, message
from kiosk.usual_names import usual
from kiosk.visit.context import Outcome, Visit
from kiosk.visit.outcome_words import held_until, where_signed
from kiosk.visit.paper.money import money_blocks
from kiosk.visit.still_owed import afterwards
from kiosk.words import say

MOST_ROWS = 36  # three years by the month; the rest is on the screen, and the paper is not a metre long


def receipt_of(visit: Visit, outcome: Outcome) -> Receipt:
    language = visit.stage.snapshot.preferences.language
    return Receipt(tuple(_blocks(visit, outcome, language)))


def _blocks(visit: Visit, outcome: Outcome, language: str) -> Iterator[Block]:
    settings, item = visit.kit.settings, visit.item

    def words(key: str, **params: Text | str | int) -> str:
        return say(message(f"receipt.{key}", **params), language)

    def pair(label: str, value: Text | str) -> Pair:
        return Pair(words(f"label.{label}"), say(value, language))

    yield Line(words("head"), size="large", bold=True, align="centre")
    yield Line(words(f"title.{outcome.kind}"), size="title", bold=True, align="centre")
    if outcome.kind == "held":
        yield Line(words("not_yet_submitted"), bold=True, align="centre")
    yield Rule("thick")
    yield pair("item", item.name)
    yield pair("department", item.department)
    if visit.visitor.masked_name:
        yield pair("applicant", visit.visitor.masked_name)
    yield Rule()
    yield Line(words(f"number.{outcome.kind}"), size="small")
    yield Line(grouped(outcome.number), size="large", bold=True)
    if outcome.kind == "answered" and visit.visitor.result is not None:
        yield Rule()
        yield from _result(visit.visitor.result, language, words("more"))
        yield Line(words("as_of", time=visit.visitor.result.as_of), size="small", align="right")
    code = code_of(outcome)
    if code:
        yield Line(words("number.code"), size="small")
        yield Line(code_groups(code), size="large", bold=True)
    yield from money_blocks(visit, language)
    yield Rule()
    yield Line(words("next"), bold=True)
    if outcome.kind == "submitted" and not item.instant:
        yield Line(words("next_step.submitted_days", days=item.commitment_days))
    else:
        yield Line(words(f"next_step.{outcome.kind}"))
    for sentence in afterwards(visit) if outcome.kind in ("submitted", "held") else ():
        yield Line(say(sentence, language), bold=True)
    if (signed := where_signed(visit, outcome, "slip")) is not None:
        yield Line(say(signed, language))
    if (until := held_until(visit, outcome, "held.receipt")) is not None:
        yield Line(say(until, language))
    if outcome.kind != "paid":  # there the electronic receipt has the code
        yield Space(2)
        yield QrCode(square_code(outcome), words("code"))
    if settings.rating_url:  # who leaves early rates later, or once more: by telephone
        yield Space(2)
        address = settings.rating_url.replace("{number}", outcome.number)
        yield QrCode(address, say(message("reading.slip.rate"), language))
    yield Rule()
    yield pair("time", visit.kit.pace.now().strftime("%Y-%m-%d %H:%M"))
    yield pair("terminal", settings.terminal_id)
    yield pair("site", settings.site)
    yield pair("help", words("help"))
    if visit.kit.catalogue.sample:
        yield Line(words("sample"), size="small", align="centre")


def code_of(outcome: Outcome) -> str:
    """The code by which the case is found again (查询码); empty where there is no case."""
    return progress_code(outcome.key) if outcome.kind in ("submitted", "held", "decided", "declined") else ""


def code_groups(code: str) -> str:
    """`1234 5678 9012`."""
    return " ".join(textwrap.wrap(code, 4))


def square_code(outcome: Outcome) -> str:
    """What the receipt's square code says: the number, and behind it the code that finds the case."""
    return f"{outcome.number} {code_of(outcome)}".rstrip()


def _result(result: QueryResult, language: str, more: str) -> Iterator[Block]:
    if result.headline is not None:
        yield Pair(result.headline.label.of(language), usual(result.headline.value, language))
    for row in result.rows[:MOST_ROWS]:
        yield from _row(result.columns, row, language)
    if len(result.rows) > MOST_ROWS:
        yield Line(more, size="small")


def _row(columns: tuple[Localized, ...], row: tuple[str, ...], language: str) -> Iterator[Block]:
    """Two columns fit one line; more stand below the first, each with its name."""
    row = tuple(usual(cell, language) for cell in row)
    if len(row) == 2:
        yield Pair(row[0], row[1])
        return
    yield Line(row[0], bold=True)
    for column, value in zip(columns[1:], row[1:], strict=True):
        yield Pair(column.of(language), value)
