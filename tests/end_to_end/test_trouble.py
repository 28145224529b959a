"""What goes wrong at a terminal: each is one calm sentence that says what to do, and nothing accepted is lost."""

from __future__ import annotations

import os
import signal

import pytest

from tests.end_to_end import visits
from tests.end_to_end.terminal import Terminal, eventually
from tests.end_to_end.test_visits import nothing_left_of


def pid_of(terminal: Terminal, name: str) -> int:
    processes = terminal.orders({"do": "status"})["processes"]
    return next(p["pid"] for p in processes if p["name"] == name) or 0


def at_identify(terminal: Terminal, short: str) -> None:
    visits.start(terminal, short, visits.unseen)
    terminal.see("identify")


def test_an_item_is_greyed_live_with_its_reason(terminal: Terminal) -> None:
    terminal.bench("receipt_printer", "state", "out")
    terminal.see_text("缺纸")
    terminal.bench("receipt_printer", "state", "ok")
    eventually("the item is offered again", lambda: "缺纸" not in terminal.words())
    terminal.bench("id_card_reader", "unplug")
    terminal.see_text("身份证读卡器")
    terminal.bench("id_card_reader", "plug")
    eventually("the item is offered again", lambda: "身份证读卡器" not in terminal.words())


@pytest.mark.parametrize(("fault", "said"), [("unreadable", "没有读出来"), ("pulled", "拿得太快了")])
def test_a_bad_id_card_is_explained_and_a_good_one_goes_on(terminal: Terminal, fault: str, said: str) -> None:
    at_identify(terminal, "SB03")
    terminal.bench("id_card_reader", "fault", fault)
    terminal.bench("id_card_reader", "put", "jia")
    terminal.see_text(said)
    terminal.bench("id_card_reader", "fault", "none")
    terminal.bench("id_card_reader", "take")
    terminal.bench("id_card_reader", "put", "jia")
    terminal.see("question")
    terminal.bench("id_card_reader", "take")


def test_a_wrong_check_digit_is_refused_in_words(terminal: Terminal) -> None:
    at_identify(terminal, "SB03")
    terminal.bench("id_card_reader", "put", "wrong_check_digit")
    terminal.see_text("信息不对")
    assert terminal.outline()["screen"] == "identify"


@pytest.mark.parametrize(
    ("card", "fault", "said"),
    [
        ("jia", "upside_down", "没有读出来"),
        ("jia", "pulled", "拿得太快了"),
        ("bank_card", "none", "不是要用的证件"),
        ("wrong_check_digit", "none", "信息不对"),
    ],
)
def test_a_bad_chip_card_is_explained_and_a_good_one_goes_on(
    terminal: Terminal, card: str, fault: str, said: str
) -> None:
    at_identify(terminal, "YB03")
    terminal.bench("card_reader", "fault", fault)
    terminal.bench("card_reader", "put", card)
    terminal.see_text(said)
    terminal.bench("card_reader", "fault", "none")
    terminal.bench("card_reader", "take")
    terminal.bench("card_reader", "put", "jia")
    terminal.see("question")
    terminal.bench("card_reader", "take")


def test_a_foreign_code_is_explained_and_a_good_one_goes_on(terminal: Terminal) -> None:
    at_identify(terminal, "YB03")
    terminal.touch("means:qr_code")
    terminal.bench("phone", "show", "foreign")
    terminal.see_text("这不是电子社保卡的码")
    terminal.bench("phone", "show", "expired")
    terminal.see_text("码已过期")
    assert terminal.outline()["screen"] == "identify"
    nothing_left_of(terminal, "test.invalid")
    code = terminal.card_code()
    terminal.bench("scanner", "show", code)
    terminal.see("question")
    terminal.touch("intent:exit")
    terminal.see("home")
    nothing_left_of(terminal, code, "test.invalid")


def test_a_bad_page_gets_a_hint_and_a_good_one_is_taken(terminal: Terminal) -> None:
    at_identify(terminal, "YB04")
    terminal.bench("id_card_reader", "put", "jia")
    terminal.see("face")
    terminal.touch("intent:skip")
    visits.answer_form(terminal)
    terminal.see("material")
    for scene, said in (("blurred", "太模糊了"), ("dark", "光线太暗"), ("glare", "反光"), ("moving", "不要动")):
        terminal.bench("document_camera", "show", scene)
        terminal.see_text(said)
    terminal.bench("document_camera", "show", "page")
    terminal.see_phase("material", "intent:retake")
    terminal.touch("intent:exit")
    terminal.bench("id_card_reader", "take")


@pytest.mark.parametrize(
    ("state", "said"), [("out_midway", "没有打印"), ("full", "没有打印"), ("mute_end", "看看出纸口")]
)
def test_the_screen_tells_the_truth_about_the_paper(terminal: Terminal, state: str, said: str) -> None:
    visits.start(terminal, "YB03", visits.unseen)
    terminal.see("identify")
    terminal.bench("card_reader", "put", "jia")
    terminal.see("question")
    visits.keep_months(terminal, 2)
    terminal.see("result")
    terminal.touch("intent:next")
    terminal.see("take_card")
    terminal.bench("receipt_printer", "state", state)
    terminal.bench("card_reader", "take")
    terminal.see("done")
    terminal.touchable("intent:next", 60)
    assert said in terminal.words()


def test_nobody_there_is_asked_and_may_stay(terminal: Terminal) -> None:
    at_identify(terminal, "SB03")
    terminal.see_text("还在", 90)
    terminal.touch("intent:still_here")
    eventually("the question goes away", lambda: "还在" not in terminal.words())
    assert terminal.outline()["screen"] == "identify"


def test_window_and_agent_may_die_at_any_time(terminal: Terminal) -> None:
    terminal.bench("platform", "state", "stopped")
    visits.start(terminal, "YB04", visits.unseen)
    terminal.see("identify")
    terminal.bench("id_card_reader", "put", "jia")
    eventually("on", lambda: terminal.outline()["screen"] in ("notice", "face"))
    if terminal.outline()["screen"] == "notice":
        terminal.touch("intent:next")
    before = len(terminal.stored())
    visits.after_identity(terminal)
    for name in ("ui", "agent"):
        os.kill(pid_of(terminal, name), signal.SIGKILL)
    terminal.see("home", 60)
    terminal.bench("platform", "state", "online")
    eventually("the upload", lambda: len(terminal.stored()) == before + 1, 90)


def test_the_fleet_page_knows_the_terminal(terminal: Terminal) -> None:
    eventually("the terminal on the board", lambda: "JLP-0137" in terminal.http.get(terminal.fleet_address).text, 90)
