"""The whole terminal, touched through X: what the window shows, what is printed, what the platform has stored."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from tests.end_to_end import visits
from tests.end_to_end.terminal import Terminal, eventually

ID_NUMBER = "999999199001010016"  # of the test person on the card


def code_on(paper: Image.Image) -> str:
    """What the QR code of a printed receipt says."""
    found = zxingcpp.read_barcodes(np.asarray(paper.convert("L")), formats=zxingcpp.BarcodeFormat.QRCode)
    codes = [one.text for one in found if "/rate?number=" not in one.text]  # the other leads to the rating
    assert len(codes) == 1
    return codes[0]


def is_drawn(picture: Image.Image) -> bool:
    """Neither black nor one colour: a window that takes touches and shows nothing is the dearest failure."""
    return len(picture.convert("RGB").quantize(16).getcolors() or []) > 4 and np.asarray(picture).std() > 10


def nothing_left_of(terminal: Terminal, *secrets: str) -> None:
    """Neither on disk nor on the screen."""
    for path in terminal.home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for secret in secrets:
                for form in (secret.encode(), secret.encode("utf-16-le")):
                    assert form not in content, f"{path.relative_to(terminal.home)} holds what the citizen gave"
    assert not any(secret in terminal.words() for secret in secrets)


def test_a_query_with_the_id_card(terminal: Terminal) -> None:
    visits.query_contributions(terminal)
    assert is_drawn(terminal.picture())
    (paper,) = terminal.receipts()
    assert code_on(paper) in terminal.words()
    visits.rate_and_leave(terminal)
    nothing_left_of(terminal, ID_NUMBER, "测试员甲")


def test_a_query_with_the_social_security_card(terminal: Terminal) -> None:
    visits.query_medical_account(terminal)
    (paper,) = terminal.receipts()
    assert code_on(paper) in terminal.words()
    visits.rate_and_leave(terminal, "dissatisfied")
    nothing_left_of(terminal, ID_NUMBER, "测试员甲")


def test_a_query_with_the_electronic_card_on_a_telephone(terminal: Terminal) -> None:
    code = terminal.card_code()
    visits.query_by_phone(terminal, code)
    assert is_drawn(terminal.picture())
    (paper,) = terminal.receipts()
    assert code_on(paper) in terminal.words()
    assert code_on(paper) != code
    visits.rate_and_leave(terminal)
    nothing_left_of(terminal, code, ID_NUMBER, "测试员甲")


def test_a_submission_is_stored_once_and_its_receipt_bears_the_case_number(terminal: Terminal) -> None:
    before = len(terminal.stored())
    visits.register_treatment_elsewhere(terminal)
    assert "已办结" in terminal.words()  # an instant item: decided while the citizen waits
    (paper,) = terminal.receipts()
    new = terminal.stored()[before:]
    assert len(new) == 1
    assert code_on(paper).split()[0] == new[0]["number"]
    assert len(new[0]["number"]) == 43
    assert len(new[0]["attachments"]) == 2  # the face and the page
    visits.rate_and_leave(terminal)
    nothing_left_of(terminal, ID_NUMBER, "测试员甲", "13800000000")


def test_without_the_platform_it_is_held_and_then_arrives_by_itself(terminal: Terminal) -> None:
    before = len(terminal.stored())
    terminal.bench("platform", "state", "stopped")
    terminal.see("home")
    visits.start(terminal, "YB04", visits.unseen)
    terminal.see("identify")
    terminal.bench("id_card_reader", "put", "yi")
    eventually("the face page or a word about the network", lambda: terminal.outline()["screen"] in ("notice", "face"))
    if terminal.outline()["screen"] == "notice":
        terminal.touch("intent:next")
    visits.after_identity(terminal)
    words = terminal.words()
    assert "已提交" not in words
    assert "还没有提交" in words
    (paper,) = terminal.receipts()
    number = code_on(paper).split()[0]  # behind it the code by which the progress can be asked
    assert number.startswith("JLP-0137-")
    assert number in words
    visits.rate_and_leave(terminal)
    nothing_left_of(terminal, "13800000000")
    terminal.bench("platform", "state", "online")
    eventually("the upload", lambda: len(terminal.stored()) > before, 60)
    assert len(terminal.stored()) == before + 1
    assert len(terminal.stored()[-1]["arrived"]) == 1


def test_an_answer_that_is_lost_stores_nothing_twice(terminal: Terminal) -> None:
    before = len(terminal.stored())
    visits.start(terminal, "YB04", visits.unseen)
    visits.lay_id_card(terminal, "jia", visits.unseen, then="face")
    terminal.bench("platform", "state", "drop-answer")
    visits.after_identity(terminal)
    terminal.bench("platform", "state", "online")
    eventually("the acknowledgement", lambda: terminal.outbox()["waiting"] == 0, 90)
    new = terminal.stored()[before:]
    assert len(new) == 1
    assert len(new[0]["arrived"]) > 1  # it came again, and was known
    visits.rate_and_leave(terminal)


@pytest.mark.parametrize("trouble", ["captive-portal", "error"])
def test_neither_a_captive_portal_nor_a_broken_platform_counts_as_an_answer(terminal: Terminal, trouble: str) -> None:
    before = len(terminal.stored())
    visits.start(terminal, "YB04", visits.unseen)
    visits.lay_id_card(terminal, "jia", visits.unseen, then="face")
    terminal.bench("platform", "state", trouble)
    visits.after_identity(terminal)
    assert "已提交" not in terminal.words()
    visits.rate_and_leave(terminal)
    terminal.bench("platform", "state", "online")
    eventually("the upload", lambda: len(terminal.stored()) == before + 1, 90)


def test_exit_forgets_everything_and_submits_nothing(terminal: Terminal) -> None:
    eventually("nothing of the visits before waits", lambda: terminal.outbox()["waiting"] == 0, 90)
    before = len(terminal.stored())
    visits.start(terminal, "YB04", visits.unseen)
    visits.lay_id_card(terminal, "jia", visits.unseen, then="face")
    terminal.touch("intent:skip")
    terminal.touch("option:retired")
    terminal.touch("intent:exit")
    terminal.see("take_card")
    terminal.bench("id_card_reader", "take")
    terminal.see("home")
    nothing_left_of(terminal, ID_NUMBER, "测试员甲")
    assert len(terminal.stored()) == before
    assert terminal.outbox()["waiting"] == 0


def test_in_english_and_in_the_senior_mode(terminal: Terminal) -> None:
    terminal.speak("en")
    terminal.see_text("54")
    visits.query_medical_account(terminal)
    english = terminal.words().replace("中文", "").replace("测**甲", "")  # the way back, and whose visit it is
    assert not any("一" <= letter <= "鿿" for letter in english), english
    visits.rate_and_leave(terminal)
    terminal.see_text("大家常办")  # the next citizen starts in Chinese
    terminal.touch("mode:senior")
    assert is_drawn(terminal.picture())
    terminal.touch("mode:standard")
