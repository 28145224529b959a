"""The platform decides who someone is, and tells it to nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest

from provisioning.problem import Problem
from provisioning.sandbox.identity import masked, recognise
from tests.provisioning.services import Service, client, problem

TODAY = date(2026, 11, 22)
CARD = {
    "name": "测试员甲",
    "sex": "1",
    "nation": "01",
    "birth": "1990-01-01",
    "address": "测试路1号",
    "id_number": "999999199001010016",
    "authority": "测试机关",
    "valid_from": "2020-01-01",
    "valid_to": "2040-01-01",
    "sam_id": "0000",
}
SOCIAL = {
    "id_number": "999999199001010016",
    "name": "测试员甲",
    "card_number": "T00000001",
    "identification_code": "999999D1560000050000000100000001",
    "region": "999999",
    "version": "3.00",
    "valid_to": "2031-03-14",
}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"id_number": "999999199001010017"}, "not-recognised"),  # check digit
        ({"birth": "1990-01-02"}, "not-recognised"),
        ({"sex": "2"}, "not-recognised"),
        ({"name": " "}, "not-recognised"),
        ({"valid_from": "2027-01-01"}, "not-recognised"),
        ({"valid_to": "soon"}, "not-recognised"),
        ({"valid_to": "2026-11-21"}, "card-expired"),
        ({"id_number": "999999198001010660", "birth": "1980-01-01", "sex": "2"}, "card-lost"),
    ],
)
def test_a_card_that_cannot_be_trusted(change: dict[str, str], refusal: str) -> None:
    with pytest.raises(Problem) as caught:
        recognise("id_card", CARD | change, TODAY)
    assert (caught.value.status, caught.value.name) == (401, refusal)
    for secret in (CARD["name"].strip(), CARD["id_number"]):
        assert secret not in caught.value.title


@pytest.mark.parametrize("valid_to", ["2026-11-22", "20261122", "长期"])
def test_a_card_is_good_on_its_last_day(valid_to: str) -> None:
    assert recognise("id_card", CARD | {"valid_to": valid_to}, TODAY).name == "测试员甲"


@pytest.mark.parametrize("valid_to", ["", "2032", "2031-03-14"])
def test_social_security_cards_write_their_end_in_several_ways(valid_to: str) -> None:
    recognise("social_security_card", SOCIAL | {"valid_to": valid_to}, TODAY)


def test_a_lost_social_security_card() -> None:
    with pytest.raises(Problem) as caught:
        recognise("social_security_card", SOCIAL | {"card_number": "T00000666"}, TODAY)
    assert caught.value.name == "card-lost"


@pytest.mark.parametrize(
    ("method", "evidence"),
    [("face", CARD), ("id_card", {}), ("id_card", CARD | {"sex": 1}), ("id_card", None), (None, CARD)],
)
def test_evidence_of_another_form_is_malformed(method: Any, evidence: Any) -> None:
    with pytest.raises(Problem) as caught:
        recognise(method, evidence, TODAY)
    assert (caught.value.status, caught.value.name) == (400, "malformed")


def test_names_are_masked() -> None:
    assert [masked(name) for name in ("张三丰", "李四", "王", "欧阳测试")] == ["张*丰", "李*", "王", "欧**试"]


ASKED = {"item_code": "SB03", "answers": {}}


def bearer(session: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {session}"}


def test_a_session_lives_and_ends(http: httpx.Client) -> None:
    answer = http.post("/v1/identity/sessions", json={"method": "id_card", "evidence": CARD})
    body = answer.json()
    assert answer.status_code == 201
    assert (body["subject"]["name"], body["subject"]["kind"]) == ("测**甲", "natural_person")
    assert body["level"] == "single"
    headers = bearer(body["session"])
    assert http.post("/v1/queries", json=ASKED, headers=headers).status_code == 200
    for _ in range(2):
        assert http.delete("/v1/identity/session", headers=headers).status_code == 204
    assert problem(http.post("/v1/queries", json=ASKED, headers=headers)) == (401, "session-expired")
    assert problem(http.post("/v1/queries", json=ASKED)) == (401, "session-expired")


def test_a_session_is_worth_nothing_on_another_terminal(platform: Service, http: httpx.Client) -> None:
    session = http.post("/v1/identity/sessions", json={"method": "id_card", "evidence": CARD}).json()["session"]
    headers = bearer(session)
    with client(platform, "TEST-0002") as other:
        assert problem(other.post("/v1/queries", json=ASKED, headers=headers)) == (401, "session-expired")
        other.delete("/v1/identity/session", headers=headers)
    assert http.post("/v1/queries", json=ASKED, headers=headers).status_code == 200


def test_who_was_there_is_written_nowhere(platform: Service, http: httpx.Client) -> None:
    answer = http.post("/v1/identity/sessions", json={"method": "social_security_card", "evidence": SOCIAL})
    session = answer.json()["session"]
    http.post("/v1/queries", json={"item_code": "YB03", "answers": {}}, headers=bearer(session))
    secrets = [SOCIAL["id_number"].encode(), SOCIAL["name"].encode(), SOCIAL["card_number"].encode(), session.encode()]
    for path in platform.home.rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            assert not [secret for secret in secrets if secret in held], path


def test_no_terminal_without_its_certificate(platform: Service) -> None:
    with client(platform, None) as nobody:
        for verb, path in (("GET", "/v1/health"), ("POST", "/v1/submissions"), ("HEAD", "/v1/uploads/x")):
            answer = nobody.request(verb, path)
            assert answer.status_code == 401, path
        assert problem(nobody.get("/v1/health")) == (401, "terminal-unknown")


def test_a_certificate_of_another_authority_is_refused(
    platform: Service, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with (
        client(platform, "TEST-0001", signer=tmp_path_factory.mktemp("elsewhere")) as stranger,
        pytest.raises(httpx.TransportError),
    ):
        stranger.get("/v1/health")


def test_a_request_that_is_no_object_is_malformed(http: httpx.Client) -> None:
    for body in (b"", b"[]", b"{", b"\xff", b'{"method": 1, "evidence": {}}', b'{"method": "id_card"}'):
        assert problem(http.post("/v1/identity/sessions", content=body)) == (400, "malformed")
    assert problem(http.get("/v1/nowhere"))[0] == 404
