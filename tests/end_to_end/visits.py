"""The three visits, as a citizen walks them. `look` is called with a name at each page (the tour takes pictures)."""

from __future__ import annotations

from collections.abc import Callable

from tests.end_to_end.terminal import Terminal

Look = Callable[[str], None]


def unseen(_: str) -> None:
    """No pictures."""


def query_contributions(terminal: Terminal, person: str = "jia", look: Look = unseen) -> None:
    """SB03, up to the page "done": with the resident ID card, a query with a receipt."""
    start(terminal, "SB03", look)
    lay_id_card(terminal, person, look)
    terminal.touch("option:pension")
    keep_months(terminal, 2)
    terminal.see("result")
    look("result")
    terminal.touch("intent:next")
    take_id_card(terminal, look)
    done(terminal, look)


def register_treatment_elsewhere(terminal: Terminal, person: str = "jia", look: Look = unseen) -> None:
    """YB04, up to the page "done": face, form, a page, a signature, check, receipt."""
    start(terminal, "YB04", look)
    lay_id_card(terminal, person, look, then="face")
    look("face")
    after_identity(terminal, look)


def after_identity(terminal: Terminal, look: Look = unseen) -> None:
    """YB04 from the face to the page "done"."""
    terminal.bench("face_camera", "show", "face")
    terminal.see_phase("face", "intent:retake")
    look("face-taken")
    terminal.touch("intent:next")
    answer_form(terminal, look)
    terminal.see("material")
    look("material")
    terminal.bench("document_camera", "show", "page")
    terminal.see_phase("material", "intent:retake")
    look("material-taken")
    terminal.touch("intent:next")
    sign_and_submit(terminal, look)
    take_id_card(terminal, look)
    done(terminal, look)


def answer_form(terminal: Terminal, look: Look = unseen) -> None:
    terminal.see("question")
    look("choice")
    terminal.touch("option:long_term")
    terminal.touchable("option:110000")
    look("region")
    terminal.choose("option:510000")
    terminal.choose("option:510100")
    terminal.touchable("digit:1")
    look("date")
    terminal.touch("intent:next")
    terminal.touch("intent:skip")
    terminal.touchable("digit:1")
    for digit in "13800000000":
        terminal.touch(f"digit:{digit}")
    look("phone")
    terminal.touch("intent:next")


def query_medical_account(terminal: Terminal, card: str = "jia", look: Look = unseen) -> None:
    """YB03, up to the page "done": with the social security card."""
    start(terminal, "YB03", look)
    terminal.see("identify")
    look("insert")
    terminal.bench("card_reader", "put", card)
    terminal.see("question")
    keep_months(terminal, 2)
    terminal.see("result")
    look("balance")
    terminal.touch("intent:next")
    terminal.see("take_card")
    look("take-chip-card")
    terminal.bench("card_reader", "take")
    done(terminal, look)


def query_by_phone(terminal: Terminal, code: str, look: Look = unseen) -> None:
    """YB03, up to the page "done": with the electronic card's `code` on a telephone."""
    start(terminal, "YB03", look)
    terminal.see("identify")
    terminal.touch("means:qr_code")
    look("phone-code")
    terminal.bench("scanner", "show", code)
    terminal.see("question")
    keep_months(terminal, 2)
    terminal.see("result")
    terminal.touch("intent:next")
    done(terminal, look)


def start(terminal: Terminal, short: str, look: Look) -> None:
    terminal.see("home")
    look("home")
    terminal.touch(f"item:{short}")
    terminal.see("guide")
    look("guide")
    terminal.touch("intent:next")


def lay_id_card(terminal: Terminal, person: str, look: Look, then: str = "question") -> None:
    terminal.see("identify")
    look("identify")
    terminal.bench("id_card_reader", "put", person)
    terminal.see(then)


def keep_months(terminal: Terminal, count: int) -> None:
    """The pages ask for months and come with a sensible one: it is kept."""
    for _ in range(count):
        terminal.touchable("digit:1")
        terminal.touch("intent:next")


def sign_and_submit(terminal: Terminal, look: Look) -> None:
    terminal.see("check")
    look("check-unsigned")
    terminal.read_on("去签名", "Sign")
    terminal.touch("intent:next")
    terminal.see("sign")
    terminal.sign()
    look("sign")
    terminal.touch("intent:next")
    terminal.see("check")
    look("check")
    terminal.touch("intent:next")


def take_id_card(terminal: Terminal, look: Look) -> None:
    terminal.see("take_card")
    look("take-card")
    terminal.bench("id_card_reader", "take")


def done(terminal: Terminal, look: Look) -> None:
    """Until the paper is out, or will not come."""
    terminal.see("done")
    terminal.touchable("intent:next")
    look("done")


def rate_and_leave(terminal: Terminal, level: str = "very_satisfied", look: Look = unseen) -> None:
    terminal.touch("intent:next")
    terminal.see("rate")
    look("rate")
    terminal.touch(f"rate:{level}")
    terminal.touchable("intent:next")
    look("rate-reasons")
    terminal.touch("intent:next")
    terminal.see("farewell")
    look("farewell")
    terminal.see("home")
