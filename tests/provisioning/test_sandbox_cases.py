"""What is submitted becomes a case, which its citizen can follow, complete and fetch, and nobody else can see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from kiosk.catalogue.load import load
from kiosk.contract.cases import progress_code
from tests.limits import LIMIT_S
from tests.provisioning.services import Service, new_key, post, problem, seal_submission
from tests.provisioning.test_sandbox_people import CARD, bearer

YI = CARD | {"id_number": "999999198512120028", "name": "测试员乙", "birth": "1985-12-12", "sex": "2"}


@pytest.fixture
def office(platform: Service) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=platform.page, trust_env=False, timeout=LIMIT_S) as http:
        yield http


def slow_item() -> str:
    """An item that no rule decides."""
    item = load().find("GJ04")
    assert item is not None
    assert not item.instant
    return item.code


def session(http: httpx.Client, card: dict[str, str] = CARD) -> dict[str, str]:
    answer = http.post("/v1/identity/sessions", json={"method": "id_card", "evidence": card})
    return bearer(answer.json()["session"])


def hand_in(platform: Service, http: httpx.Client, **content: Any) -> tuple[str, str]:
    """Key and case number."""
    key = new_key()
    item = content.pop("item_code", None) or slow_item()
    identity = {"method": "id_card", "evidence": CARD, "session": None}
    content = {"identity": identity, "item_code": item, "number": f"TEST-0001-{key[-6:]}"} | content
    record = seal_submission(platform.home, key, context={"item": item}, content=content)
    answer = post(http, record)
    assert answer.status_code == 201, answer.text
    return key, answer.json()["number"]


def do(office: httpx.Client, number: str, what: str, **more: Any) -> httpx.Response:
    return office.post(f"/office/{number}", json={"do": what, **more})


def test_from_received_to_handed_over(platform: Service, http: httpx.Client, office: httpx.Client) -> None:
    key, number = hand_in(platform, http)
    mine = session(http)
    listed = http.get("/v1/cases", headers=mine).json()["cases"]
    assert (listed[0]["number"], listed[0]["state"]) == (number, "received")
    assert listed[0]["due"] is not None
    for what in ("accept", "examine", "approve"):
        assert do(office, number, what).status_code == 200
    case = http.get(f"/v1/cases/{number}", headers=mine).json()
    assert [one["state"] for one in case["timeline"]] == ["received", "accepted", "deciding", "decided"]
    assert (case["decision"]["approved"], case["decision"]["by"], case["due"]) == (True, "person", None)
    wish = {
        "way": "post",
        "address": {"name": "测试员甲", "phone": "13800001234", "region": "999999", "address": "测试路 1 号 2 单元"},
    }
    chosen = http.put(f"/v1/cases/{number}/delivery", json=wish, headers=mine | {"If-Match": f'"{case["version"]}"'})
    assert chosen.status_code == 200, chosen.text
    assert chosen.json()["delivery"]["tracking"] is None
    assert "138****1234" in chosen.json()["delivery"]["address"]
    assert "13800001234" not in chosen.text
    assert do(office, number, "deliver").status_code == 200
    last = http.get(f"/v1/cases/{number}", headers=mine).json()
    assert last["state"] == "delivered"
    assert last["delivery"]["tracking"].startswith("TEST")
    seen = http.get("/v1/progress", params={"code": progress_code(key)}).json()
    assert (seen["number"], seen["state"], seen["way"]) == (number, "delivered", "post")


def test_whoever_holds_the_receipt_learns_nothing_about_the_person(platform: Service, http: httpx.Client) -> None:
    key, _ = hand_in(platform, http)
    said = http.get("/v1/progress", params={"code": progress_code(key)}).text
    for secret in (CARD["name"], CARD["id_number"], key):
        assert secret not in said


def test_nobody_sees_the_cases_of_another(platform: Service, http: httpx.Client) -> None:
    _, number = hand_in(platform, http)
    other = session(http, YI)
    assert number not in http.get("/v1/cases", headers=other).text
    assert problem(http.get(f"/v1/cases/{number}", headers=other)) == (404, "no-such-case")
    assert problem(http.get(f"/v1/cases/{number}")) == (401, "session-expired")


def test_the_terminals_own_number_finds_it_too(platform: Service, http: httpx.Client) -> None:
    key, number = hand_in(platform, http)
    found = http.get(f"/v1/cases/TEST-0001-{key[-6:]}", headers=session(http)).json()
    assert found["number"] == number


def test_a_delivery_is_chosen_for_the_case_as_it_was_seen(
    platform: Service, http: httpx.Client, office: httpx.Client
) -> None:
    """Two ends change one case: the later one is told, and nothing is overwritten."""
    _, number = hand_in(platform, http)
    mine = session(http)
    version = http.get(f"/v1/cases/{number}", headers=mine).json()["version"]
    do(office, number, "accept")
    path, wish = f"/v1/cases/{number}/delivery", {"way": "pickup"}
    assert problem(http.put(path, json=wish, headers=mine | {"If-Match": f'"{version}"'})) == (412, "changed-meanwhile")
    assert problem(http.put(path, json=wish, headers=mine)) == (428, "version-required")


def test_a_correction_asks_for_everything_at_once_and_leads_back(
    platform: Service, http: httpx.Client, office: httpx.Client
) -> None:
    _, number = hand_in(platform, http)
    mine = session(http)
    do(office, number, "accept")
    wanted = [{"kind": "answer", "name": "amount", "why": "金额和合同不一致"}]
    assert do(office, number, "ask", wanted=wanted).status_code == 200
    case = http.get(f"/v1/cases/{number}", headers=mine).json()
    assert (case["state"], case["correction"]["wanted"][0]["name"], case["due"]) == ("correction", "amount", None)
    corrects = {"case": number, "notice": case["correction"]["notice"]}
    key, again = hand_in(platform, http, corrects=corrects, answers={"amount": "900"})
    assert again == number
    assert http.get("/v1/progress", params={"code": progress_code(key)}).json()["number"] == number
    case = http.get(f"/v1/cases/{number}", headers=mine).json()
    assert (case["state"], case["correction"]) == ("accepted", None)
    assert len([one for one in http.get("/v1/cases", headers=mine).json()["cases"] if one["number"] == number]) == 1


def test_a_correction_of_a_case_that_is_not_there_is_refused(platform: Service, http: httpx.Client) -> None:
    record = seal_submission(platform.home, content={"corrects": {"case": "none", "notice": "x"}})
    assert problem(post(http, record)) == (422, "unreadable")


def test_a_correction_that_comes_late_is_kept(platform: Service, http: httpx.Client, office: httpx.Client) -> None:
    """It was accepted at the terminal: the state may have moved on, what was handed in must not vanish."""
    _, number = hand_in(platform, http)
    do(office, number, "approve")
    _, again = hand_in(platform, http, corrects={"case": number, "notice": "x"})
    assert again == number
    case = http.get(f"/v1/cases/{number}", headers=session(http)).json()
    assert (case["state"], len(case["timeline"])) == ("decided", 3)


def test_a_refusal_says_why(platform: Service, http: httpx.Client, office: httpx.Client) -> None:
    _, number = hand_in(platform, http)
    assert problem(do(office, number, "refuse", reasons=[])) == (400, "malformed")
    assert do(office, number, "refuse", reasons=["不属于本机关职权范围"]).status_code == 200
    case = http.get(f"/v1/cases/{number}", headers=session(http)).json()
    assert (case["state"], case["decision"]["reasons"][0]["zh"]) == ("refused", "不属于本机关职权范围")
    assert problem(do(office, number, "accept")) == (409, "not-in-this-state")


# ---- decided by rules ----------------------------------------------------------------------------------------------
def instant(platform: Service, http: httpx.Client, **answers: Any) -> str:
    right = {"scheme": "employee", "phone": "13800001234"} | answers
    signature = {"strokes": [[[0.1, 0.5, 0.0]]], "statement_sha256": "0" * 64}
    item = load().find("SB05")
    assert item is not None
    return hand_in(platform, http, item_code=item.code, answers=right, signature=signature, materials=[])[1]


def test_an_instant_item_goes_to_a_person_where_the_rules_cannot_settle_it(
    platform: Service, http: httpx.Client
) -> None:
    number = instant(platform, http)  # no face was taken
    case = http.get(f"/v1/cases/{number}", headers=session(http)).json()
    assert (case["state"], case["decision"]) == ("accepted", None)
    assert "现场照片" in case["timeline"][-1]["note"]["zh"]


def test_codes_cannot_be_tried_out(platform: Service, http: httpx.Client) -> None:
    """A terminal that is made to guess receipts' codes is stopped."""
    answers = [http.get("/v1/progress", params={"code": f"{n:012d}"}) for n in range(25)]
    assert problem(answers[0]) == (404, "no-such-case")
    assert problem(answers[-1]) == (429, "too-many-tries")
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert problem(http.get("/v1/progress", params={"code": "12"})) == (400, "malformed")


def test_the_pages_of_the_back_office(platform: Service, http: httpx.Client, office: httpx.Client) -> None:
    _, number = hand_in(platform, http)
    assert number[-12:-4] in office.get("/office").text
    assert "受理" in office.get(f"/office/{number}").text
    refused = office.post(f"/office/{number}", content='{"do": "accept"}', headers={"Content-Type": "text/plain"})
    assert problem(refused) == (400, "malformed")  # as a page of another site would send it


def test_another_end_gets_the_same_form(platform: Service, http: httpx.Client) -> None:
    """A telephone and a counter ask each thing once, too."""
    listed = http.get("/v1/packages").json()["packages"]
    assert len(listed) == 12
    code = next(one["code"] for one in listed if one["short"] == "YS09")
    small = http.post(f"/v1/packages/{code}/plan", json={"answers": {}}).json()
    large = http.post(
        f"/v1/packages/{code}/plan", json={"answers": {"seals": True, "invoices": True, "sign_board": True}}
    ).json()
    assert [part["name"] for part in small["parts"]] == ["company", "food"]
    assert len(large["parts"]) == 5
    assert set(small["form"]["properties"]) < set(large["form"]["properties"])
    assert problem(http.post("/v1/packages/none/plan", json={"answers": {}})) == (404, "no-such-package")
