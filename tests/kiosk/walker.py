"""A citizen who does what each page asks for, from home to the end of an item, and counts the touches.

What is prefilled is taken as it is: one touch. A field that is typed counts as one, whatever its length.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from drivers.camera.scene import face as drawn_face
from drivers.camera.scene import lay_on_desk, page
from kiosk.catalogue.fields import Field, questions
from kiosk.catalogue.model import Item
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.views.certificates import CertificateView, PrintingView
from kiosk.visit.views.decision import DecisionView
from kiosk.visit.views.form import GatherView
from kiosk.visit.views.payments import BillsView, PayView
from tests.kiosk.catalogue.people import answer
from tests.kiosk.stand import CARD, ID_NUMBER, LIMIT_S, SOCIAL_CARD, Stand

STROKES = (tuple((0.1 + 0.05 * n, 0.5 + (0.1 if n % 2 else -0.1), n * 0.05) for n in range(12)),)
WAITS = (v.WorkingView, PrintingView)
MOST_PAGES = 60  # one that is asked again and again is a walk in a circle
TYPED = {"number": ID_NUMBER}  # asked for beside any item's form


@dataclass
class Walked:
    touches: int = 0
    to_result: int | None = None  # touches from home until something is shown that was asked for
    views: list[str] = field(default_factory=list)
    done: v.DoneView | None = None


class Walker:
    """`answers` go before those that any item's questions get; `pay` plays the payer of the newest order;
    `by_a_person`: a refusal is taken to a person; `until`: the page at which the walk stops, instead of the end."""

    def __init__(
        self,
        one: Stand,
        answers: Mapping[str, Any] | None = None,
        pay: Callable[[], Awaitable[object]] | None = None,
        *,
        by_a_person: bool = False,
        until: type[v.View] | None = None,
    ) -> None:
        self._one = one
        self._given = dict(answers or {})
        self._pay = pay
        self._by_a_person = by_a_person
        self._until = until
        self.walked = Walked()

    async def walk(self, short: str) -> Walked:
        one = self._one
        item = one.catalogue.find(short)
        assert item is not None
        await one.sees(v.HomeView)
        self._touch(i.OpenCategory(item.category))
        await one.sees(v.ListView)
        return await self.walk_on(item)

    async def walk_on(self, item: Item) -> Walked:
        """From the list that the item stands on."""
        self._one.face_camera.show(drawn_face((640, 480)))
        self._touch(i.ChooseItem(item.code))
        seen: object = None
        while True:
            view = await self._another(seen)
            seen = view
            self.walked.views.append(type(view).__name__)
            assert len(self.walked.views) < MOST_PAGES, view
            names = [row.name for row in view.rows] if isinstance(view, v.CheckView) else []
            assert len(set(names)) == len(names), names
            if self._until is not None and isinstance(view, self._until):
                return self.walked
            if isinstance(view, v.DoneView):
                self.walked.done = view
                return self.walked
            await self._answer(item, view)

    async def _another(self, seen: object) -> v.View:
        """The next page that waits for somebody."""
        one = self._one
        turned = asyncio.Event()
        unsubscribe = one.stage.subscribe(lambda _: turned.set())
        try:
            async with asyncio.timeout(LIMIT_S):
                while (view := one.snapshot.view) is seen or not self._asks(view) or isinstance(view, v.ListView):
                    turned.clear()
                    await turned.wait()
        except TimeoutError:
            raise AssertionError(f"nothing to do on {one.snapshot.view}") from None
        finally:
            unsubscribe()
        return view

    def _asks(self, view: v.View) -> bool:
        if isinstance(view, (v.FaceView, v.MaterialView)):
            return view.phase in ("taken", "review")
        if isinstance(view, v.IdentifyView):
            return view.phase == "waiting" and self._reader(view).card is None
        if isinstance(view, v.DoneView):
            return view.paper != "printing"
        if isinstance(view, v.TakeCardView):
            return self._one.id_cards.card is not None or self._one.cards.card is not None
        if isinstance(view, PayView):
            return view.phase == "waiting"
        return not isinstance(view, WAITS)

    async def _answer(self, item: Item, view: v.View) -> None:
        one = self._one
        match view:
            case v.GuideView():
                assert view.unavailable is None, view.unavailable
                if item.asked_materials:
                    one.document_camera.show(lay_on_desk((1280, 960), page(["测试材料"] * 20)))
                self._touch(i.Next())
            case v.IdentifyView():
                self._reader(view).lay(CARD if view.means == "id_card" else SOCIAL_CARD)
            case v.QuestionView():
                self._touch(i.Next() if view.value is not None and view.kind != "region" else self._said(item, view))
            case v.CheckView() if view.needs_signature and not view.strokes:
                self._touch(i.Next())
            case v.SignView():
                self._touch(i.Signed(STROKES))
            case v.TakeCardView():
                one.id_cards.take()
                one.cards.take()
            case PayView():
                assert self._pay is not None
                await self._pay()
            case v.ResultView() | CertificateView() | BillsView():
                self.walked.to_result = self.walked.to_result or self.walked.touches
                self._touch(i.Next())
            case DecisionView() if self._by_a_person:
                self._touch(i.Do("review"))
            case v.NoticeView():
                raise AssertionError(f"the visit ends in {view.title}")
            case _:
                wants_more = isinstance(view, GatherView) and len(view.rows) < view.least
                self._touch(i.Do("add") if wants_more else i.Next())

    def _said(self, item: Item, view: v.QuestionView) -> i.Answer:
        if view.suggestion is not None:
            return i.Answer(view.suggestion.value)
        if view.name in self._given:
            return i.Answer(self._given[view.name])
        if view.kind == "region":
            return i.Answer([*(view.value or ()), view.options[0].value])
        if view.name in TYPED:
            return i.Answer(TYPED[view.name])
        if view.name.startswith("material."):
            return i.Answer(view.options[0].value)
        said = answer(_field(item, view.name), _place(view.name))
        free = {option.value for option in view.options}
        return i.Answer(view.options[0].value if view.kind == "choice" and said not in free else said)

    def _reader(self, view: v.IdentifyView) -> Any:
        return self._one.cards if view.means == "social_security_card" else self._one.id_cards

    def _touch(self, intent: i.Intent) -> None:
        self.walked.touches += 1
        self._one.touch(intent)


def _place(name: str) -> int:
    """Of which entry of a list a question is."""
    return int(name.partition("[")[2].partition("]")[0] or 0)


def _field(item: Item, name: str) -> Field:
    whole, _, part = name.partition(".")
    found = next(one for one in questions(item) if one.name == whole.partition("[")[0])
    return next(one for one in found.parts if one.name == part) if part else found
