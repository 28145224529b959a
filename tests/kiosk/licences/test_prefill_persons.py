"""Guards against what a licence says of one person standing in a form as another's."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kiosk.catalogue.check_forms import check_item_form
from kiosk.catalogue.fields import Field, FieldKind
from kiosk.licences.persons import key_of, said_of
from kiosk.licences.use import Filled
from kiosk.text import Localized
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.licences import UseView
from kiosk.visit.views.packages import PackageView
from kiosk.words import say
from provisioning.sandbox import licences as sandbox_licences
from provisioning.sandbox.licence_holdings import held_by
from tests.kiosk.licences.test_prefill import hand_in, submitted
from tests.kiosk.licences.test_visit import prepare
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import CARD, ID_NUMBER, NAME, Stand
from tests.kiosk.test_form import with_form

WORDS = {"zh": "问题", "en": "Asked"}
SOURCES = {
    "applicant": ["identity.name", "licence.business_licence.legal_representative"],
    "spouse": ["licence.marriage_certificate.spouse_name"],
    "child": ["licence.marriage_certificate.spouse_name", "licence.birth_certificate.child_name"],
    "legal_representative": ["licence.business_licence.legal_representative"],
}
"""What each person's name may come from. A child's name is none that a marriage certificate could tell."""


def person(of: str, places: list[str]) -> dict[str, Any]:
    part = {"type": "string", "x-kiosk": {"kind": "name", "prefill": places, "label": WORDS, "title": WORDS}}
    return {
        "type": "object",
        "properties": {"name": part},
        "required": ["name"],
        "additionalProperties": False,
        "x-order": ["name"],
        "x-kiosk": {"kind": "person", "of": of, "label": WORDS, "title": WORDS},
    }


FORM: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {of: person(of, places) for of, places in SOURCES.items()},
    "required": list(SOURCES),
    "additionalProperties": False,
    "x-order": list(SOURCES),
}


async def begin(one: Stand, short: str) -> None:
    await one.begin(short)
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)


async def suggested(one: Stand, of: str, *, consent: bool) -> v.QuestionView:
    if consent:
        await one.sees(UseView)
        one.touch(i.Next())
    view: v.QuestionView = await one.sees(v.QuestionView, lambda view: view.name == f"{of}.name")
    one.touch(i.Answer(view.suggestion.value if view.suggestion else "测试员辰"))
    return view


async def test_each_person_gets_what_is_said_of_that_person(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare, catalogue=with_form("GJ04", FORM)) as (one, platform):
        await begin(one, "GJ04")
        await one.sees(v.FaceView)
        one.touch(i.Skip())
        applicant = await suggested(one, "applicant", consent=False)
        assert (applicant.suggestion.value, applicant.source) == (NAME, None), "from the card"
        spouse = await suggested(one, "spouse", consent=True)
        assert (spouse.suggestion.value, say(spouse.source, "zh")) == ("测试员丑", "来自您的结婚证")
        child = await suggested(one, "child", consent=True)
        assert (child.suggestion.value, say(child.source, "zh")) == ("测试员小小", "来自您的出生医学证明")
        legal = await suggested(one, "legal_representative", consent=True)
        assert say(legal.source, "zh") == "来自您的营业执照"
        await hand_in(one, platform)
        names = [one["name"] for one in submitted(platform)["prefilled"]]
        assert names == ["spouse.name", "child.name", "legal_representative.name"]


async def test_a_licence_that_is_not_the_citizen_s_own_fills_in_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A platform that lists somebody else's licence by mistake."""

    def strangers(*given: Any) -> Any:
        for held in held_by(*given):
            yield dataclasses.replace(held, face=msgspec.structs.replace(held.face, holder="别*人"))

    monkeypatch.setattr(sandbox_licences, "held_by", strangers)
    form = {**FORM, "x-order": ["spouse"], "properties": {"spouse": FORM["properties"]["spouse"]}}
    async with sandbox_stand(tmp_path, prepare=prepare, catalogue=with_form("GJ04", form)) as (one, _):
        await begin(one, "GJ04")
        await one.sees(v.FaceView)
        one.touch(i.Skip())
        assert (await suggested(one, "spouse", consent=False)).suggestion is None


async def test_a_package_s_child_is_filled_in_from_its_own_certificate(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, platform):
        await begin(one, "YS01")
        await one.answer("insure", False)
        await one.answer("ss_card", False)
        await one.sees(PackageView)
        one.touch(i.Next())
        await one.sees(v.FaceView)
        one.touch(i.Skip())
        consent = await one.sees(UseView)
        assert [say(line, "zh").split()[0] for line in consent.fields] == ["新生儿姓名", "编号"], "no field more"
        one.touch(i.Next())
        name = await one.sees(v.QuestionView, lambda view: view.name == "newborn.name")
        one.touch(i.Answer(name.suggestion.value))
        number = await one.sees(v.QuestionView, lambda view: view.name == "newborn.birth_cert")
        assert say(number.source, "zh") == "来自您的出生医学证明"
        item = one.catalogue.find("YS01")
        assert item is not None
        use = platform.sandbox.licences.uses(1)[0]
        assert use["item"] == item.code, "the consent is to the package that was begun"


# ---- the rule by itself --------------------------------------------------------------------------------------------
LABEL = Localized("问", "Ask")
NUMBER_PLACE, NAME_PLACE = "licence.marriage_certificate.spouse_id", "licence.marriage_certificate.spouse_name"
PARTS = (
    Field("name", FieldKind.NAME, LABEL, LABEL, prefill=("identity.name", NAME_PLACE)),
    Field("id_number", FieldKind.ID_NUMBER, LABEL, LABEL, prefill=("identity.id_number", NUMBER_PLACE)),
)
SPOUSE = Field("spouse", FieldKind.PERSON, LABEL, LABEL, parts=PARTS, of="spouse")
FILLED = {
    key_of(place, SPOUSE): Filled(value, "L", "u", LABEL)
    for place, value in ((NAME_PLACE, "测试员丑"), (NUMBER_PLACE, "N"))
}
OWN = {"name": NAME, "id_number": ID_NUMBER}


@pytest.mark.parametrize(
    ("values", "evidence", "filled"),
    [
        ({}, True, True),
        ({"name": "测试员丑"}, False, True),
        ({"name": NAME}, True, False),
        ({"name": "测试员寅"}, False, False),
        ({"name": "测试员丑", "id_number": "M"}, False, False),
    ],
)
def test_a_source_that_names_somebody_else_says_nothing(
    values: Mapping[str, str], evidence: bool, filled: bool
) -> None:
    said = said_of(SPOUSE, values, OWN, FILLED, asking="")
    assert (bool(said[0]), bool(said[1])) == (evidence, filled)


def test_what_is_filled_in_for_one_person_is_nothing_for_another() -> None:
    other = dataclasses.replace(SPOUSE, name="child", of="child")
    assert said_of(other, {}, {}, FILLED, asking="") == ({}, {})


@pytest.mark.parametrize(
    ("of", "places", "fault"),
    [
        ("spouse", ["identity.name"], "the card is the applicant's"),
        (None, ["licence.marriage_certificate.spouse_name"], "nobody says who this is"),
        ("neighbour", [], "a person is one of"),
        ("applicant", ["identity.name"], None),
        ("spouse", ["licence.marriage_certificate.spouse_name"], None),
    ],
)
def test_a_catalogue_says_whose_data_it_means(of: str | None, places: list[str], fault: str | None) -> None:
    one = person(of or "", places)
    if of is None:
        del one["x-kiosk"]["of"]
    form = {**FORM, "properties": {"it": one}, "x-order": ["it"], "required": ["it"]}
    found = [finding.sentence for finding in check_item_form({"short": "X", "form": form})]
    assert (found == []) if fault is None else any(fault in sentence for sentence in found)
