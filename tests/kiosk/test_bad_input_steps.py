"""Every step that takes input takes anything: a calm sentence with the page kept, or a value; never the end of a visit.

One table of what is thrown (`JUNK`), one of what each kind of question may take of it (`TAKES`). A step that falls over
ends in the page "sorry, start again", which none of these expects.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.fields import FieldKind, questions
from kiosk.maintenance.door import Door, hash_of
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.browsing import LONGEST_QUERY
from kiosk.visit.views.cases import CodeEntryView
from kiosk.visit.views.form import GatherView, RemarksView
from kiosk.visit.views.identity import OtpView
from kiosk.visit.views.search import SearchView
from provisioning import clock
from tests.kiosk.catalogue.people import answer, id_number
from tests.kiosk.sandbox_stand import LoopbackPlatform, sandbox_stand
from tests.kiosk.stand import CARD, ID_NUMBER, LIMIT_S, Stand
from tests.kiosk.test_form import with_form
from tests.kiosk.walker import STROKES, Walker

JUNK: dict[str, Any] = {
    "nothing": None, "empty": "", "blank": "   ", "too long": "长" * 100_000, "digits too long": "9" * 100_000,
    "emoji": "测试👵🏽员", "control": "测试\x00\x1b[2J员", "newline": "测试\n员", "turned": "\u202e渝A12345",
    "invisible": "测试\u200b员", "half a pair": "\ud800测试", "check digit": "999999199001010017",
    "no such day": "2026-02-30", "no such month": "2026-13", "wide digits": "１２３４", "other digits": "٣٤٥٦",
    "markup": "<script>'; DROP TABLE", "number": 7, "no number": float("nan"), "list": ["a", {}, None],
    "object": {"a": [1]}, "bytes": b"\xff\xfe", "nested": [[[[]]]],
    "rare B": "\U00020bb7野", "rare A": "\u3400\u3401", "rare E": "\U0002ceb0测试", "rare G": "\U000308fc测试",
    "rare H": "\U00031350测试", "compatible": "\uf92c测试",
}  # fmt: skip
RARE = {"rare A", "rare B", "rare E", "rare G", "rare H", "compatible"}  # GB 18030-2022, level 3: people are called so
WRITTEN = {"check digit", "no such day", "no such month", "wide digits", "other digits", "markup"}
TAKES: dict[FieldKind, set[str]] = {
    FieldKind.NAME: RARE,
    FieldKind.TEXT: RARE | WRITTEN,
    FieldKind.ADDRESS: RARE | WRITTEN,
    FieldKind.DIGITS: {"check digit", "wide digits"},
    FieldKind.CODE: {"check digit", "wide digits", "no such day", "no such month"},  # hyphens are left out
    FieldKind.NUMBER: {"wide digits"},
    FieldKind.MONEY: {"wide digits"},
    FieldKind.YEAR: {"wide digits"},
}
"""What is a value after all: a text may be anything that is written, and full-width digits are made narrow."""

TYPED = {"nothing", "empty", "blank", "number", "no number", "list", "object", "bytes", "nested"}
"""Nothing, or no text at all: in words of one's own it is kept as it reads."""

WORDS = {"zh": "问题", "en": "Asked"}
OPTIONS = [{"value": "a", "zh": "甲项", "en": "First"}, {"value": "b", "zh": "乙项", "en": "Second"}]
TYPES = {FieldKind.CHOICES: "array", FieldKind.REGION: "array", FieldKind.LIST: "array", FieldKind.PERSON: "object"}
CHOOSING = (FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.OFFICE)


def question(kind: FieldKind) -> dict[str, Any]:
    hints: dict[str, Any] = {"kind": str(kind), "label": WORDS, "title": WORDS}
    hints |= {"options": OPTIONS} if kind in CHOOSING else {}
    parts = {
        "properties": {"name": question(FieldKind.NAME), "id_number": question(FieldKind.ID_NUMBER)},
        "required": ["name", "id_number"],
        "x-order": ["name", "id_number"],
    } if kind in (FieldKind.PERSON, FieldKind.LIST) else {}  # fmt: skip
    hints |= {"unique": "id_number"} if kind is FieldKind.LIST else {}
    members = {"items": {"type": "object", **parts}, "minItems": 2} if kind is FieldKind.LIST else parts
    texts = (FieldKind.TEXT, FieldKind.ADDRESS, FieldKind.NAME, FieldKind.DIGITS, FieldKind.CODE)
    return {
        **({"type": TYPES[kind]} if kind in TYPES else {}),
        **({"maxLength": 60} if kind in texts else {}),
        **members,
        "x-kiosk": hints,
    }


LAST = (FieldKind.PERSON, FieldKind.LIST)
KINDS = [kind for kind in FieldKind if kind not in LAST and kind is not FieldKind.SLOT] + list(LAST)
FORM = {
    "type": "object",
    "properties": {str(kind): question(kind) for kind in KINDS},
    "required": [str(kind) for kind in KINDS],
    "x-order": [str(kind) for kind in KINDS],
}
Same = Callable[[v.View], bool]


def named(name: str) -> Same:
    return lambda view: isinstance(view, v.QuestionView) and view.name == name


def of(kind: type[v.View]) -> Same:
    return lambda view: isinstance(view, kind)


async def turn(one: Stand, intent: i.Intent) -> v.View:
    """The page that asks after this touch."""
    before, turned = one.snapshot.serial, asyncio.Event()
    unsubscribe = one.stage.subscribe(lambda _: turned.set())
    one.stage.send(intent)
    try:
        async with asyncio.timeout(LIMIT_S):
            while one.snapshot.serial == before or isinstance(one.snapshot.view, v.WorkingView):
                turned.clear()
                await turned.wait()
    finally:
        unsubscribe()
    return one.snapshot.view


async def throw(one: Stand, same: Same, values: Iterable[str] = tuple(JUNK)) -> set[str]:
    """What the page takes of all this; it is back on the page, which says what is wrong, after each."""
    taken = set()
    await one.sees(v.View, same)
    for name in values:
        view = await turn(one, i.Answer(JUNK[name]))
        if not same(view):
            assert not isinstance(view, v.NoticeView), (name, view)
            taken.add(name)
            await turn(one, i.Back())
            await one.sees(v.View, same)
    return taken


@pytest.fixture
async def terminal(tmp_path: Path) -> Any:
    def prepare(one: Stand) -> None:
        one.door = Door(hash_of("246810"))

    async with sandbox_stand(tmp_path, catalogue=with_form("GJ04", FORM), prepare=prepare) as both:
        yield both


async def test_a_form_of_every_kind_of_question_and_its_signature(terminal: tuple[Stand, LoopbackPlatform]) -> None:
    one, _ = terminal
    await one.begin("GJ04")
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    await one.sees(v.FaceView)
    one.touch(i.Skip())
    item = one.catalogue.find("GJ04")
    assert item is not None
    for field in questions(item):
        if field.kind in LAST:
            continue
        assert await throw(one, named(field.name)) == TAKES.get(field.kind, set()), field.kind
        await turn(one, i.Answer(answer(field)))
        while one.snapshot.view.name == field.name:  # type: ignore[attr-defined]  # the doubt of a card number
            await turn(one, i.Next())
    assert await throw(one, named("person.name")) == RARE
    await turn(one, i.Answer("测试员乙"))
    assert await throw(one, named("person.id_number")) == set()
    await turn(one, i.Answer(id_number("99999919900101002")))
    await one.sees(GatherView)
    for name in (
        "",
        "change:-1",
        "remove:9999999999999999999999",
        "change:٣",
        "\ud800",
    ):
        assert isinstance(await turn(one, i.Do(name)), GatherView)
    for place, body in enumerate(("99999919900101003", "99999919900101004")):
        await turn(one, i.Do("add"))
        assert await throw(one, named(f"list[{place}].name")) == RARE
        await turn(one, i.Answer("测试员丙"))
        if place:
            twice = await turn(one, i.Answer(id_number("99999919900101003").lower()))
            assert twice.error.key == "form.error.same_person"  # type: ignore[attr-defined]
            assert twice.value == id_number("99999919900101003"), "what was entered is kept"  # type: ignore[attr-defined]
        await turn(one, i.Answer(id_number(body)))
    await turn(one, i.Next())
    await one.sees(v.CheckView)
    for intent in (i.Edit("\ud800"), i.Edit("material:none"), i.Reveal("nobody"), i.Edit("")):
        assert isinstance(await turn(one, intent), v.CheckView)
    assert isinstance(await turn(one, i.Next()), RemarksView), "one's own number as another's is doubtful"
    await turn(one, i.Next())
    nan, dot = float("nan"), (0.5, 0.5, 0.0)
    line = STROKES[0]
    for strokes in ((), ((),), ((dot,),), (((nan, nan, nan), *line),), (((1e308, 0.5, 0.0), *line),),
                    ((*line, (0.5, float("inf"), 1.0)),), ((line * 1000),), (line,) * 2000):  # fmt: skip
        view = await turn(one, i.Signed(strokes))
        assert isinstance(view, v.SignView) and view.error is not None, strokes[:1]
    one.touch(i.Signed(STROKES))
    await one.sees(v.CheckView, lambda view: view.strokes)


async def test_what_is_searched_chosen_and_typed_outside_of_forms(terminal: tuple[Stand, LoopbackPlatform]) -> None:
    one, _ = terminal
    home = await one.sees(v.HomeView)
    await searched(one)
    assert await one.sees(v.HomeView) == home
    await codes(one)
    await numbers(one)
    await words_of_a_rating(one)


async def searched(one: Stand) -> None:
    texts = [value for value in JUNK.values() if isinstance(value, str)]
    await turn(one, i.OpenSearch())
    for text in (*texts, '"', "*", "AND OR NOT", "'", "%_", "(((", "^"):
        view = await turn(one, i.Search(text))
        assert isinstance(view, SearchView) and len(view.query) <= LONGEST_QUERY, text[:20]
    unknown = [i.TurnPage(10**9), i.TurnPage(-(10**9)), i.Narrow("\ud800"), i.ChooseItem("\ud800"), i.ChooseItem("")]
    unknown += [i.OpenCategory("none"), i.OpenDirectory(("\ud800", "x")), i.OpenService("none"), i.OpenHome()]
    for intent in unknown:
        assert not isinstance(await turn(one, intent), v.NoticeView), intent


async def codes(one: Stand) -> None:
    """The technician's, and a receipt's."""
    await turn(one, i.OpenTechnician())
    assert await throw(one, named("technician_code")) == set()
    await turn(one, i.Back())
    one.touch(i.OpenService("progress"))
    await one.answer("progress", "code")
    assert await throw(one, of(CodeEntryView)) == set()
    one.touch(i.Exit())


async def numbers(one: Stand) -> None:
    """The situation of a package; who somebody is, and the code that was sent to them; the account of a bill."""
    await one.begin("YS07")
    await one.sees(v.IdentifyView)
    one.id_cards.lay(CARD)
    assert await throw(one, named("survey")) == set()
    one.touch(i.Exit())
    await one.sees(v.TakeCardView)
    one.id_cards.take()
    await one.begin("HZ03")
    assert await throw(one, named("number")) == set()
    one.touch(i.Answer(ID_NUMBER))
    await one.sees(v.FaceView)
    one.touch(i.ChooseMeans("otp"))
    await one.sees(OtpView)
    for junk in JUNK.values():
        assert isinstance(await turn(one, i.Answer(junk)), OtpView)
    one.touch(i.Exit())
    await one.begin("GY01")
    await one.answer("kind", "water")
    asked = await one.sees(v.QuestionView, named("company_water"))
    assert await throw(one, named("company_water")) == set()
    one.touch(i.Answer(asked.options[0].value))
    assert await throw(one, named("account")) == {"check digit"}, "digits, as a supplier may have them"
    one.touch(i.Exit())


async def words_of_a_rating(one: Stand) -> None:
    """And so of a complaint and of a reply about one: the same page."""
    await Walker(one).walk("YB03")
    one.touch(i.Next())
    await one.sees(v.RateView)
    for intent in (i.Rate("wonderful"), i.ToggleTag("\ud800"), i.Do("words"), i.Do("\x00")):
        assert isinstance(await turn(one, intent), v.RateView), intent
    await turn(one, i.Rate("satisfied"))
    one.touch(i.Do("words"))
    await one.sees(v.QuestionView, named("rating_words"))
    for name, junk in JUNK.items():
        if isinstance(await turn(one, i.Answer(junk)), v.RateView):
            assert name in RARE | WRITTEN | TYPED, name
            await turn(one, i.Do("words"))
        assert named("rating_words")(one.snapshot.view), name


SHAPES: list[Any] = [
    JUNK["control"],
    [{"name": 5, "id_number": {}}, {}, None],
    {"name": ["x"], "id_number": 7},
]
"""Of every type that JSON has: another end may write what no form takes."""


async def test_a_draft_of_anything_is_gone_on_with(terminal: tuple[Stand, LoopbackPlatform]) -> None:
    """What cannot be an answer is asked, and what can be mended is shown; every question opens, whatever it finds."""
    one, platform = terminal
    item = one.catalogue.find("GJ04")
    assert item is not None
    drafts, fields = platform.sandbox.drafts, {field.name: field for field in questions(item)}
    for junk in SHAPES:
        answers = {str(kind): junk for kind in KINDS}
        code = drafts.hand_over(drafts.save("", item.code, answers, "mobile", clock.now()).id, clock.now()).code
        await one.sees(v.HomeView)
        one.touch(i.OpenService("resume"))
        await one.answer("resume", "code")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        if junk is SHAPES[0]:
            assert await throw(one, of(CodeEntryView)) == set()
        await one.sees(CodeEntryView)
        one.touch(i.Answer(code))
        await one.sees(v.GuideView)
        one.touch(i.Next())
        await one.sees(v.FaceView)
        one.touch(i.Skip())
        view = await one.sees(v.QuestionView)
        while not isinstance(view, GatherView):
            assert isinstance(view, v.QuestionView), view
            name, _, part = view.name.partition(".")
            field = next((one for one in fields[name].parts if one.name == part), fields[name])
            view = await turn(one, i.Answer(answer(field)))
        await turn(one, i.Next())
        assert isinstance(await turn(one, i.Do("change:0")), v.QuestionView | GatherView)
        one.touch(i.Exit())
        await one.sees(v.TakeCardView)
        one.id_cards.take()
