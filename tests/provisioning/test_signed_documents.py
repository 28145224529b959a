"""Guards against a signature under something else than was shown, used twice, or of which nothing is given back."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pypdfium2
import pytest

from kiosk.catalogue.answers import show
from kiosk.catalogue.fields import questions
from kiosk.catalogue.load import load
from kiosk.contract.signed_documents import SIGNED, SignedContent
from kiosk.seals.ofd import read_ofd
from kiosk.seals.trust import read_trust
from kiosk.seals.verdict import SealState, verify, verify_ofd
from kiosk.signing import Means, Signed, Strokes, fits, shown_text
from kiosk.text import Localized
from tests.provisioning.services import Service, new_key, post, problem, seal_submission
from tests.provisioning.test_sandbox_cases import YI, hand_in, session, slow_item
from tests.provisioning.test_sandbox_people import CARD

ANSWERS = {"amount": "1200", "phone": "13800001234"}
STATEMENT = Localized("本人申请，内容真实。", "I apply; it is true.")


def signed(seed: float, answers: dict[str, Any] = ANSWERS, means: Means = Means.PAD, language: str = "zh") -> Signed:
    item = load().find(slow_item())
    assert item is not None
    rows = [(one.label, show(one, answers[one.name])) for one in questions(item) if one.name in answers]
    ink: Strokes = (tuple((0.1 + 0.02 * n + seed, 0.2 + 0.01 * (n % 5), 0.05 * n) for n in range(20)),)
    return Signed(
        shown_text(rows, STATEMENT, language),
        language,
        ((),) if means is Means.PRESS else ink,
        "2026-11-22T02:24:05Z",
        means,
    )


def submitted(platform: Service, http: httpx.Client, signature: dict[str, Any], **content: Any) -> httpx.Response:
    key = new_key()
    identity = {"method": "id_card", "evidence": CARD, "session": None}
    right = {"identity": identity, "item_code": slow_item(), "number": f"TEST-0001-{key[-6:]}", "answers": ANSWERS}
    whole = right | {"materials": [], "signature": signature} | content
    return post(http, seal_submission(platform.home, key, context={"item": slow_item()}, content=whole))


def documents(http: httpx.Client, number: str, card: dict[str, str] = CARD) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = http.get(f"/v1/cases/{number}/signed-documents", headers=session(http, card)).json()[
        "documents"
    ]
    return listed


def trust_of(http: httpx.Client) -> Any:
    part = http.get("/v1/content/seal-trust").json()["parts"][0]["sha256"]
    return read_trust(http.get(f"/v1/content/parts/{part}").content)


@pytest.mark.parametrize(("means", "language"), [(Means.PAD, "zh"), (Means.PRESS, "en"), (Means.PHONE, "zh_hant")])
def test_what_was_signed_comes_back_sealed_word_for_word(
    platform: Service, http: httpx.Client, means: Means, language: str
) -> None:
    made = signed(len(language) / 1000 + ord(means[1]) / 1e5, means=means, language=language)
    number = submitted(platform, http, made.record()).json()["number"]
    (one,) = documents(http, number)
    document = base64.b64decode(one["document"])
    verdict = verify_ofd(document, trust_of(http))
    assert (verdict.state, verdict.organ) == (SealState.VALID, "沙箱政务服务平台电子签章专用章")
    said = msgspec.json.decode(read_ofd(document).attachment(SIGNED), type=SignedContent)
    assert (said.number, said.statement, said.means) == (number, made.shown, means)
    assert fits(said.record())
    assert http.get(f"/v1/cases/{number}/signed-documents", headers=session(http, YI)).status_code == 404
    assert made.shown.encode() not in (platform.home / "sandbox/platform.sqlite").read_bytes(), "not kept in clear"


def test_a_signature_under_other_words_is_refused(platform: Service, http: httpx.Client) -> None:
    record = signed(0.001).record()
    for change in (
        {"statement": record["statement"] + "。"},
        {"statement_sha256": "0" * 64},
        {"signed_at": "2026-11-22T02:24:06Z"},
        {"strokes": [[*record["strokes"][0][:-1]]]},
        signed(0.001, ANSWERS | {"amount": "9900"}).record() | {"bound": record["bound"]},
    ):
        assert problem(submitted(platform, http, record | change)) == (422, "unreadable")
    assert submitted(platform, http, record).status_code == 201


def test_a_signature_serves_one_document_only(platform: Service, http: httpx.Client) -> None:
    """Strokes that are copied under something else, with all digests made anew."""
    first = signed(0.002)
    assert submitted(platform, http, first.record()).status_code == 201
    answers = ANSWERS | {"amount": "9900"}
    copied = Signed(signed(0, answers).shown, "zh", first.strokes, first.signed_at, Means.PAD)
    assert problem(submitted(platform, http, copied.record(), answers=answers)) == (422, "unreadable")


def test_what_was_handed_in_is_what_was_shown_or_else_a_person_asks(platform: Service, http: httpx.Client) -> None:
    answer = submitted(platform, http, signed(0.003).record(), answers=ANSWERS | {"amount": "9900"})
    assert answer.status_code == 201, "nobody is sent away who was told that it was taken"
    assert documents(http, answer.json()["number"]) == []


def test_a_page_of_it_to_print_bears_words_ink_and_a_seal_of_its_own(
    platform: Service, http: httpx.Client, tmp_path: Path
) -> None:
    number = submitted(platform, http, signed(0.004).record()).json()["number"]
    one = documents(http, number)[0]["id"]
    asked = {"key": new_key()}
    path = f"/v1/cases/{number}/signed-documents/{one}/copies"
    first = http.post(path, json=asked, headers=session(http)).json()
    again = http.post(path, json=asked, headers=session(http)).json()
    assert first["number"] == again["number"], "made once for its key"
    page = base64.b64decode(first["document"])
    sealed = base64.b64decode(first["sealed"])
    assert verify(page, sealed, trust_of(http), first["number"]).state is SealState.VALID
    words = "\n".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(page))
    for expected in ("申请人签署文件", "138****1234", "手写签名", "本人申请，内容真实。"):
        assert expected in words
    assert problem(http.post(path.replace(one, "x"), json=asked, headers=session(http))) == (404, "no-such-document")


def test_an_older_terminal_s_signature_is_taken_without_a_document(platform: Service, http: httpx.Client) -> None:
    signature = {"strokes": [[[0.1, 0.5, 0.0]]], "confirmed": False, "statement_sha256": "0" * 64}
    _, number = hand_in(platform, http, signature=signature)
    assert documents(http, number) == []
