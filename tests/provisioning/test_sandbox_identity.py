"""Further proofs, signing in by telephone and registration, over the wire; a person at the operator's page plays the
telephone."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import cv2
import httpx
import pytest

from drivers.camera.scene import desk, face
from kiosk.catalogue.load import load
from provisioning import clock
from provisioning.sandbox.application import Sandbox
from provisioning.sandbox.identity import Person
from tests.provisioning.services import Service, client, problem
from tests.provisioning.services import sandbox as sandbox_process
from tests.provisioning.test_sandbox_people import CARD, bearer

SESSION = "/v1/identity/session"
NEW = CARD | {"name": "测试员壬", "birth": "2000-01-01", "id_number": "999999200001010097"}


def jpeg(pixels: Any) -> str:
    return base64.b64encode(cv2.imencode(".jpg", pixels)[1].tobytes()).decode()


FACE, NOBODY = jpeg(face((640, 480))), jpeg(desk((640, 480)))


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A sandbox of one's own: what is counted here would count for the others."""
    with sandbox_process(tmp_path_factory.mktemp("own")) as service, client(service) as http:
        yield service, http


def begun(http: httpx.Client, **change: str) -> dict[str, str]:
    answer = http.post("/v1/identity/sessions", json={"method": "id_card", "evidence": CARD | change})
    return bearer(answer.json()["session"])


def play(service: Service, path: str, order: dict[str, Any]) -> httpx.Response:
    return httpx.post(f"{service.page}identity/{path}", json=order, trust_env=False)


def state(service: Service) -> Any:
    return httpx.get(f"{service.page}identity/state", trust_env=False).json()


def step_up(http: httpx.Client, who: dict[str, str], **proof: str) -> httpx.Response:
    return http.post(f"{SESSION}/step-up", json=proof, headers=who)


def test_an_item_that_asks_for_two_proofs_is_refused_until_there_are_two(own: tuple[Service, httpx.Client]) -> None:
    service, http = own
    who = begun(http)
    asked = {"item_code": "GJ01", "answers": {}}
    assert problem(http.post("/v1/queries", json=asked, headers=who)) == (403, "step-up-required")
    assert problem(step_up(http, who, method="face", picture=NOBODY)) == (422, "face-unclear")
    assert problem(step_up(http, who, method="face", picture="AAAA")) == (422, "face-unclear")
    assert step_up(http, who, method="face", picture=FACE).json()["level"] == "strong"
    assert http.post("/v1/queries", json=asked, headers=who).status_code == 200
    picture = base64.b64decode(FACE)
    for path in service.home.rglob("*"):
        assert not path.is_file() or picture[200:400] not in path.read_bytes(), path  # it is compared and not kept


def test_a_code_is_good_once_and_for_its_own_telephone(own: tuple[Service, httpx.Client]) -> None:
    service, http = own
    who = begun(http)
    sent = http.post("/v1/identity/otp", headers=who)
    assert (sent.status_code, sent.json()["sent_to"]) == (201, "139****0016")
    assert problem(http.post("/v1/identity/otp", headers=who)) == (429, "too-many-codes")
    code = state(service)["messages"][0]["code"]
    assert code not in sent.text
    proof = {"method": "otp", "challenge": sent.json()["challenge"], "code": code}
    somebody = begun(http, id_number="999999198512120028", name="测试员乙", sex="2", birth="1985-12-12")
    assert problem(step_up(http, somebody, **proof)) == (410, "code-expired")
    assert step_up(http, who, **proof).json()["level"] == "strong"
    assert problem(step_up(http, begun(http), **proof)) == (410, "code-expired")


def test_a_wrong_code_three_times_is_void_and_an_old_one_is_old(own: tuple[Service, httpx.Client]) -> None:
    service, http = own
    who = begun(http)
    challenge = http.post("/v1/identity/otp", headers=who).json()["challenge"]
    code = state(service)["messages"][0]["code"]
    wrong = {"method": "otp", "challenge": challenge, "code": f"{(int(code) + 1) % 10**6:06d}"}
    assert [problem(step_up(http, who, **wrong))[1] for _ in range(3)] == ["code-wrong", "code-wrong", "too-many-tries"]
    assert problem(step_up(http, who, **(wrong | {"code": code}))) == (429, "too-many-tries")
    assert play(service, "time", {"do": "age-codes"}).status_code == 200
    challenge = http.post("/v1/identity/otp", headers=who).json()["challenge"]
    code = state(service)["messages"][0]["code"]
    play(service, "time", {"do": "age-codes"})
    old = {"method": "otp", "challenge": challenge, "code": code}
    assert problem(step_up(http, who, **old)) == (410, "code-expired")


def test_somebody_without_a_telephone_and_proofs_of_another_form(http: httpx.Client) -> None:
    who = begun(http, id_number="999999195806070042", name="测试员丙", sex="2", birth="1958-06-07")
    assert problem(http.post("/v1/identity/otp", headers=who)) == (404, "no-phone")
    for body in ({"method": "face"}, {"method": "otp", "challenge": "x"}, {"method": "wish"}, {"method": "otp"}):
        assert problem(step_up(http, who, **body)) == (400, "malformed")
    assert problem(step_up(http, bearer("x"), method="face", picture=FACE)) == (401, "session-expired")


def test_five_faces_that_do_not_match_and_no_sixth(own: tuple[Service, httpx.Client]) -> None:
    service, http = own
    who = begun(http)
    play(service, "faces", {"verdict": "mismatch"})
    kinds = [problem(step_up(http, who, method="face", picture=FACE))[1] for _ in range(6)]
    assert kinds == ["face-mismatch"] * 5 + ["too-many-tries"]


# ---- device grant (RFC 8628) --------------------------------------------------------------------
def ask(http: httpx.Client, item: str = "SC02") -> Any:
    return http.post("/v1/identity/device-codes", json={"item_code": item}).json()


def token(http: httpx.Client, code: Any) -> httpx.Response:
    return http.post("/v1/identity/device-tokens", json={"device_code": code["device_code"]})


def test_a_licence_signs_in_once_in_the_grants_own_rhythm(own: tuple[Service, httpx.Client]) -> None:
    service, http = own
    code = ask(http)
    assert code["user_code"] in code["verification_uri_complete"]
    assert problem(token(http, code)) == (400, "authorization_pending")
    assert problem(token(http, code)) == (400, "slow_down")  # at once again
    path = f"licences/{code['user_code']}"
    assert problem(play(service, path, {"do": "approve"})) == (409, "not-scanned")
    assert play(service, path, {"do": "scan", "actor": "owner"}).json()["state"] == "scanned"
    assert problem(play(service, path, {"do": "scan", "actor": "manager"})) == (409, "scanned")  # a second telephone
    play(service, path, {"do": "approve"})
    assert problem(token(http, code)) == (400, "slow_down")
    other = ask(http)
    play(service, f"licences/{other['user_code']}", {"do": "scan", "actor": "owner"})
    play(service, f"licences/{other['user_code']}", {"do": "approve"})
    with client(service, "TEST-0002") as stranger:
        assert problem(token(stranger, other)) == (400, "expired_token")  # the code was shown elsewhere
    session = token(http, other).json()
    assert session["level"] == "signed"
    assert session["subject"]["kind"] == "legal_person"
    assert session["subject"]["role"] == "legal_representative"
    assert problem(token(http, other)) == (400, "expired_token")  # once


@pytest.mark.parametrize(
    ("actor", "do", "refusal"),
    [
        ("owner", "deny", (400, "access_denied")),
        ("former", "approve", (400, "access_denied")),
        ("clerk", "approve", (403, "scope-not-covered")),
        ("owner", "expire", (400, "expired_token")),
    ],
)
def test_a_licence_that_does_not_sign_in(
    platform: Service, http: httpx.Client, actor: str, do: str, refusal: tuple[int, str]
) -> None:
    code = ask(http)
    path = f"licences/{code['user_code']}"
    play(platform, path, {"do": "scan", "actor": actor})
    play(platform, path, {"do": do})
    assert problem(token(http, code)) == refusal


# ---- registration -------------------------------------------------------------------------------
def test_registration_takes_three_proofs_and_the_terms_in_force(own: tuple[Service, httpx.Client]) -> None:
    service, http = own
    card = {"method": "id_card", "evidence": NEW}
    assert problem(http.post("/v1/identity/sessions", json=card)) == (403, "not-registered")
    version = http.get("/v1/identity/consent").json()["version"]
    phone = "13900000097"
    challenge = http.post("/v1/identity/registrations/otp", json={"phone": phone}).json()["challenge"]
    code = state(service)["messages"][0]["code"]
    whole = {
        "consent": {"version": version, "at": "2026-11-22T02:24:05Z"},
        "card": card,
        "face": FACE,
        "phone": {"phone": phone, "challenge": challenge, "code": code},
    }

    def register(**change: Any) -> httpx.Response:
        return http.post("/v1/identity/registrations", json=whole | change)

    for missing in ("card", "face", "phone"):
        assert problem(register(**{missing: None})) == (422, "proofs-missing")
    assert problem(register(consent={"version": "2020-01", "at": "2026-11-22T02:24:05Z"})) == (409, "consent-outdated")
    assert problem(register(face=NOBODY)) == (422, "face-unclear")
    assert state(service)["consents"] == []
    answer = register()
    assert (answer.status_code, answer.json()["level"]) == (201, "strong")
    assert state(service)["consents"] == [{"version": version, "at": "2026-11-22T02:24:05Z", "terminal": "TEST-0001"}]
    assert http.post("/v1/identity/sessions", json=card).status_code == 201
    for path in service.home.rglob("*"):
        assert not path.is_file() or NEW["id_number"].encode() not in path.read_bytes(), path


def test_a_typed_number_is_only_said(http: httpx.Client) -> None:
    number = {"method": "number", "evidence": {"id_number": CARD["id_number"]}}
    session = http.post("/v1/identity/sessions", json=number).json()
    assert (session["level"], session["subject"]["name"]) == ("asserted", "")
    who = bearer(session["session"])
    asked = {"item_code": "SB03", "answers": {}}
    assert problem(http.post("/v1/queries", json=asked, headers=who)) == (403, "step-up-required")
    raised = step_up(http, who, method="face", picture=FACE).json()
    assert (raised["level"], raised["subject"]["name"]) == ("single", "测**甲")
    wrong = {"method": "number", "evidence": {"id_number": "999999199001010017"}}
    assert problem(http.post("/v1/identity/sessions", json=wrong)) == (401, "not-recognised")


def test_the_operators_page_shows_what_was_sent(platform: Service, http: httpx.Client) -> None:
    who = begun(http)
    http.post("/v1/identity/otp", headers=who)
    code = state(platform)["messages"][0]["code"]
    shown = httpx.get(f"{platform.page}identity", trust_env=False).text
    assert code in shown
    assert ask(http)["user_code"] in httpx.get(f"{platform.page}identity/table", trust_env=False).text


def test_a_submission_that_comes_after_its_session_ended_still_says_whose_it_is(tmp_path: Path) -> None:
    """By a code there is no evidence: without the memory of the session the case would be nobody's."""
    sandbox = Sandbox.open(tmp_path, load())
    sandbox.application()
    now, number = clock.now(), CARD["id_number"]
    session = sandbox.sessions.begin(Person(number, CARD["name"]), "qr_code", "TEST-0001", now)
    asserted = sandbox.sessions.begin(Person(number, CARD["name"]), None, "TEST-0001", now)
    item = sandbox.catalogue.find("CR03")
    assert item is not None

    def holder_of(token: str) -> str:
        identity = {"method": "qr_code", "evidence": {}, "session": token}
        content = {"key": "k", "item_code": item.code, "answers": {}, "materials": [], "identity": identity}
        return sandbox.desk.filing(content, now, sandbox.sessions).holder

    sandbox.sessions.end(session.token, "TEST-0001")
    sandbox.sessions.end(asserted.token, "TEST-0001")
    assert holder_of(session.token) == sandbox.desk.holders.digest(number)
    assert holder_of(asserted.token) == ""  # anybody can type a number
    assert holder_of("nothing") == ""
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*.sqlite*"))
    assert number.encode() not in held
    assert session.token.encode() not in held
    sandbox.store.close()
