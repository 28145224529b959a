"""Every way to say who one is, against the real sandbox platform, whose operator plays the telephone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drivers.camera.scene import face as drawn_face
from drivers.card_reader.bank_card_data import BankCard
from drivers.scanner.payload import Scanned
from drivers.status import DeviceState, ScannerStatus
from kiosk import clock
from kiosk.catalogue.model import Catalogue, Identity
from kiosk.contract.identity import Level
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.identity import OtpView, TermsView
from tests.kiosk.held_devices import Held
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import CARD, ID_NUMBER, NAME, SOCIAL_CARD, Stand, sample

BANK_CARD = BankCard(
    scheme="unionpay", pan_masked="620000******0013", token="0123abcd" * 8, expiry="2031-12-31", name=NAME,
    holder_number=ID_NUMBER, holder_number_kind="id_card", sequence="01", label="PBOC DEBIT", aid="A000000333010101",
    contactless=False,
)  # fmt: skip
NEW = replace(CARD, name="测试员壬", birth="2000-01-01", id_number="999999200001010097")


def facing(one: Stand) -> None:
    one.face_camera.show(drawn_face((640, 480)))


# ---- bank card ----------------------------------------------------------------------------------
async def to_the_bank_card(one: Stand, card: Any) -> None:
    await one.begin("SB03")
    await one.sees(v.IdentifyView)
    one.touch(i.ChooseMeans("bank_card"))
    await one.sees(v.IdentifyView, lambda view: view.means == "bank_card")
    one.cards.lay(card)


async def test_a_bank_card_says_whose_it_is_and_is_asked_back(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=1.0) as (one, _):
        await to_the_bank_card(one, BANK_CARD)
        await one.sees(v.QuestionView)
        assert one.snapshot.person == "测**甲"
        one.touch(i.Exit())
        assert (await one.sees(v.TakeCardView)).means == "bank_card"
        one.cards.take()
        await one.sees(v.HomeView)


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        (replace(BANK_CARD, holder_number=""), "identity.bank_card.nobody"),
        (replace(BANK_CARD, holder_number="999999199001010019"), "visit.identify.bad_data"),
        (replace(BANK_CARD, expiry="2025-12-31"), "visit.identify.card_expired"),
        (replace(BANK_CARD, expiry="2025-12"), "visit.identify.card_expired"),
        (replace(BANK_CARD, warnings=("pan",)), "visit.identify.bad_data"),
        (replace(BANK_CARD, holder_number_kind="passport"), "visit.identify.not_recognised"),
        (replace(BANK_CARD, pan_masked="620000******0666"), "visit.identify.card_lost"),
        (SOCIAL_CARD, "visit.identify.wrong_card"),
    ],
)
async def test_a_bank_card_that_does_not_do(tmp_path: Path, card: Any, sentence: str) -> None:
    async with sandbox_stand(tmp_path, second=1.0) as (one, _):
        await to_the_bank_card(one, card)
        view = await one.sees(v.IdentifyView, lambda view: view.problem is not None and view.take)
        assert view.problem.key == sentence
        one.cards.take()  # until then the page shows how it comes out, and not how the next one goes in
        again = await one.sees(v.IdentifyView, lambda view: not view.take)
        assert again.problem == view.problem


# ---- a number, and a face with it ---------------------------------------------------------------
async def test_somebody_without_a_card_types_the_number_and_shows_the_face(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=facing, second=1.0) as (one, platform):
        await one.begin("HZ03")
        await one.sees(v.QuestionView, lambda view: view.name == "number")
        one.touch(i.Answer(ID_NUMBER[:-1] + "0"))
        view = await one.sees(v.QuestionView, lambda view: view.error is not None)
        assert view.error.key == "identity.number.invalid"
        one.touch(i.Answer(ID_NUMBER))
        await one.sees(v.FaceView, lambda view: view.phase == "taken")
        assert one.snapshot.person == ""  # anybody can type a number: no name is told for it
        one.touch(i.Next())
        await one.sees(v.QuestionView, lambda view: view.name == "pickup")
        assert platform.count("POST", "/v1/identity/session/step-up") == 1


async def test_a_typed_number_shows_little_of_the_telephone(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=facing, second=1.0) as (one, _):
        await one.begin("HZ03")
        await one.sees(v.QuestionView, lambda view: view.name == "number")
        one.touch(i.Answer(ID_NUMBER))
        await one.sees(v.FaceView, lambda view: view.phase == "taken")
        one.touch(i.ChooseMeans("otp"))
        assert (await one.sees(OtpView, lambda view: view.sent_to)).sent_to == "*********16"


# ---- a code of the electronic card, for more than queries -----------------------------------------
class HeldScanner(Held):
    def __init__(self, code: str) -> None:
        super().__init__("scanner", ScannerStatus(DeviceState.ONLINE))
        self.code = code

    async def read(self, limit: float = 30) -> Any:
        return Scanned(self.code.encode(), self.code, "qrCode")


async def test_a_code_is_enough_to_book_and_the_submission_names_the_session(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, second=1.0, prepare=with_a_scanner) as (one, platform):
        one.scanner.code = platform.sandbox.codes.issue("jia", clock.now()).text
        await one.begin("CR03")
        await one.sees(v.IdentifyView)
        one.touch(i.ChooseMeans("qr_code"))
        await one.sees(v.QuestionView)
        assert one.snapshot.person == "测**甲"


def with_a_scanner(one: Stand) -> None:
    one.scanner = HeldScanner("")


@pytest.fixture(autouse=True)
def _every_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which devices an item takes is another test's."""
    monkeypatch.setattr("kiosk.health.Health.obstacle", lambda self, item: None)


# ---- two documents together ---------------------------------------------------------------------
def with_a_permit() -> Catalogue:
    """No item of the sample asks for two documents; a catalogue may."""
    both = Identity("strong", ("id_card", "exit_entry_permit"), face=True, together=True)
    items = [replace(item, identity=both) if item.short == "CR01" else item for item in sample().items]
    return replace(sample(), items=tuple(items))


async def test_an_item_that_takes_a_permit_as_well(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=facing, second=1.0, catalogue=with_a_permit()) as (one, platform):
        await one.begin("CR01")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await one.sees(v.QuestionView, lambda view: view.name == "permit")
        for number, key in (("C1", "invalid"), ("C99999999", "mismatch")):
            one.touch(i.Answer(number))
            await one.sees(v.QuestionView, lambda view, key=key: view.error and view.error.key.endswith(key))
        one.touch(i.Answer("c01010016"))
        await one.sees(v.FaceView, lambda view: view.phase == "taken")  # the permit is no proof of who one is
        one.touch(i.Next())
        await one.sees(v.QuestionView, lambda view: view.name == "dest")
        assert platform.count("POST", "/v1/identity/session/step-up") == 3


# ---- registration -------------------------------------------------------------------------------
async def test_somebody_new_registers_with_three_proofs_and_goes_on(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=facing, second=1.0) as (one, platform):
        messages = platform.sandbox.messages
        await one.begin("GJ01")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(NEW)
        terms = await one.sees(TermsView)
        assert terms.version == "2026-11"
        one.touch(i.Next())
        await one.sees(v.QuestionView, lambda view: view.name == "phone")
        one.touch(i.Answer("13900000097"))
        await one.sees(OtpView, lambda view: view.sent_to == "139****0097")
        one.touch(i.Answer("000000" if messages.shown[0].code != "000000" else "000001"))
        await one.sees(v.FaceView, lambda view: view.phase == "taken")
        one.touch(i.Next())
        page = await one.sees(OtpView, lambda view: view.problem is not None)  # only now was the code looked at
        assert page.problem.key == "identity.otp.wrong"
        assert platform.sandbox.registered.consents() == []
        one.touch(i.Answer(messages.shown[0].code))
        await one.sees(
            v.QuestionView, lambda view: view.name != "phone"
        )  # card and face were proved on the way: nothing is asked twice
        ((version, at, terminal),) = platform.sandbox.registered.consents()
        assert (version, terminal) == ("2026-11", "TEST-0001")
        assert at.endswith("Z")
        assert platform.count("POST", "/v1/identity/session/step-up") == 0
    held = (tmp_path / "sandbox/platform.sqlite").read_bytes()
    assert NEW.id_number.encode() not in held


async def test_somebody_who_does_not_agree_is_not_registered(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=facing, second=1.0) as (one, platform):
        await one.begin("SB03")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(NEW)
        await one.sees(TermsView)
        one.touch(i.Skip())
        view = await one.sees(v.IdentifyView, lambda view: view.problem is not None)
        assert view.problem.key == "identity.register.declined"
        assert platform.sandbox.registered.consents() == []


def test_levels_stand_in_one_order() -> None:
    order = ["none", "asserted", "single", "pin", "strong", "signed"]
    for place, level in enumerate(order):
        assert [Level(level).reaches(other) for other in order] == [other <= place for other in range(len(order))]
