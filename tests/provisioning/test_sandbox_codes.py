"""Codes of the electronic social security card: one use, a short life, and nothing about anyone in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from drivers.identity_number import is_valid
from provisioning.problem import Problem
from provisioning.sandbox import codes as codes_module
from provisioning.sandbox.codes import LIFE, Codes, people
from tests.provisioning.services import Service, client, problem

NOW = datetime(2026, 11, 22, 2, 24, 5, tzinfo=UTC)


def refused(codes: Codes, evidence: object, now: datetime = NOW) -> tuple[int, str]:
    with pytest.raises(Problem) as caught:
        codes.redeem(evidence, now)
    return caught.value.status, caught.value.name


def test_a_code_is_good_once() -> None:
    codes = Codes()
    code = codes.issue("jia", NOW)
    assert codes.redeem({"code": code.text}, NOW + LIFE / 2).name == "测试员甲"
    assert refused(codes, {"code": code.text}, NOW + LIFE / 2) == (401, "code-expired")


def test_a_code_grows_old_to_the_second() -> None:
    codes = Codes()
    code = codes.issue("jia", NOW)
    assert refused(codes, {"code": code.text}, NOW + LIFE) == (401, "code-expired")
    codes.redeem({"code": code.text}, NOW + LIFE - timedelta(seconds=1))  # a refusal for its age has not used it


def test_a_code_of_somebody_else_is_not_recognised() -> None:
    assert refused(Codes(), {"code": "https://test.invalid/"}) == (401, "not-recognised")


@pytest.mark.parametrize("evidence", [None, {}, {"code": 1}, [], "code"])
def test_evidence_of_another_form_is_malformed(evidence: object) -> None:
    assert refused(Codes(), evidence) == (400, "malformed")


def test_a_flood_of_codes_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes_module, "MOST", 3)
    codes = Codes()
    first, *others = [codes.issue("jia", NOW) for _ in range(4)]
    assert refused(codes, {"code": first.text}) == (401, "not-recognised")
    for code in others:
        codes.redeem({"code": code.text}, NOW)


def test_test_people_have_numbers_that_hold_and_no_code_says_them() -> None:
    codes = Codes()
    for key, person in people().items():
        assert is_valid(person.number)
        assert person.number.startswith("999999")
        one, other = codes.issue(key, NOW), codes.issue(key, NOW)
        assert one.text != other.text
        assert person.number not in one.text
        assert one.text not in repr(one)


def issue(platform: Service, **order: object) -> httpx.Response:
    return httpx.post(f"{platform.page}codes", json={"person": "jia", **order}, trust_env=False)


def begin(http: httpx.Client, code: str) -> httpx.Response:
    return http.post("/v1/identity/sessions", json={"method": "qr_code", "evidence": {"code": code}})


def test_a_session_by_code_and_its_replay_from_another_terminal(platform: Service, http: httpx.Client) -> None:
    answer = issue(platform)
    assert answer.status_code == 201
    code = answer.json()["code"]
    begun = begin(http, code)
    assert begun.status_code == 201
    assert (begun.json()["subject"]["name"], begun.json()["level"]) == ("测**甲", "single")
    assert code not in begun.text
    headers = {"Authorization": f"Bearer {begun.json()['session']}"}
    assert http.post("/v1/queries", json={"item_code": "YB03", "answers": {}}, headers=headers).status_code == 200
    with client(platform, "TEST-0002") as other:
        assert problem(begin(other, code)) == (401, "code-expired")
    for path in platform.home.rglob("*"):
        assert not path.is_file() or code.encode() not in path.read_bytes(), path


def test_a_code_that_is_too_old_and_one_that_never_was(platform: Service, http: httpx.Client) -> None:
    assert problem(begin(http, issue(platform, seconds=0).json()["code"])) == (401, "code-expired")
    assert problem(begin(http, "0123456789")) == (401, "not-recognised")


@pytest.mark.parametrize("order", [{"person": "nobody"}, {"person": None}, {"seconds": -1}, {"seconds": "5"}])
def test_an_order_for_a_code_that_makes_no_sense(platform: Service, order: dict[str, object]) -> None:
    assert problem(issue(platform, **order)) == (400, "malformed")


def test_codes_are_issued_to_no_page_of_another_site(platform: Service) -> None:
    answer = httpx.post(f"{platform.page}codes", content=b'{"person": "jia"}', trust_env=False)
    assert problem(answer) == (400, "malformed")
