"""In place of a paper: a declaration (告知承诺), or its being handed in later (容缺后补), where the item allows it.

What is declared stands in the words that were agreed to on the check page, under the signature, in the submission and
on the receipt. What follows later is asked for by the platform as a correction, and handed in as one. Of a package, it
is said for which of its cases that is.
"""

from __future__ import annotations

from datetime import timedelta

from kiosk.catalogue import days
from kiosk.catalogue.material import Material
from kiosk.catalogue.model import Item
from kiosk.text import Message, message
from kiosk.visit import intents as i
from kiosk.visit.context import Visit
from kiosk.visit.views import Option, QuestionView
from kiosk.visit.views.form import DeclareView
from kiosk.visit.visitor import Instead

SCAN, DECLARE, LATER = "scan", "declare", "later"
QUESTION = "material"  # what the question of how to hand in is called, before the name of the paper


def ways_of(visit: Visit, material: Material) -> tuple[str, ...]:
    """Scanning and what the item allows in its place; none: there is nothing to choose. A correction is the paper."""
    if visit.corrects is not None:
        return ()
    can = {DECLARE: material.declaration is not None, LATER: material.later_days is not None}
    others = tuple(way for way, allowed in can.items() if allowed)
    return (SCAN, *others) if others else ()


def has_marks(item: Item) -> tuple[Material, ...]:
    """Papers in whose place something else may stand."""
    return tuple(one for one in item.asked_materials if one.declaration is not None or one.later_days is not None)


async def choose_way(visit: Visit, material: Material, ways: tuple[str, ...], *, back: bool) -> str | None:
    """None: back."""
    options = tuple(Option(one, _offer(visit, material, one)) for one in ways)
    title = message("materials.how.title", material=material.title)
    view = QuestionView(f"{QUESTION}.{material.name}", "choice", title, None, _chosen(visit, material), options)
    while True:
        touched = await visit.stage.ask(view, i.Answer, i.Next, *((i.Back,) if back else ()))
        value = touched.value if isinstance(touched, i.Answer) else view.value
        if isinstance(touched, i.Back):
            return None
        if value in ways:
            return str(value)


async def put_instead(visit: Visit, material: Material, way: str) -> bool:
    """Whether it stands now in place of the paper. A declaration is read before it is made."""
    if way == DECLARE:
        assert material.declaration is not None
        view = DeclareView(material.title, material.declaration)
        if not isinstance(await visit.stage.ask(view, i.Next, i.Back), i.Next):
            return False
        one = Instead(statement=material.declaration)
    else:
        one = Instead(by=_last_day(visit, material))
    visit.visitor.instead[material.name] = one
    visit.visitor.strokes = ()
    return True


def drop_unfit(visit: Visit) -> None:
    """What another situation of a package no longer lets stand in a paper's place: the paper is asked for again."""
    asked = {one.name: one for one in visit.item.asked_materials}
    for name, one in list(visit.visitor.instead.items()):
        material = asked.get(name)
        if material is not None and not _still_stands(visit, material, one):
            del visit.visitor.instead[name]


def _still_stands(visit: Visit, material: Material, one: Instead) -> bool:
    if one.statement is not None:
        return one.statement == material.declaration
    return material.later_days is not None and one.by <= _last_day(visit, material)


def _offer(visit: Visit, material: Material, way: str) -> Message:
    if way != LATER:
        return message(f"materials.how.{way}")
    return message("materials.how.later", day=days.show(_last_day(visit, material), "date"))


def _chosen(visit: Visit, material: Material) -> str | None:
    one = visit.visitor.instead.get(material.name)
    if one is None:
        return SCAN if visit.visitor.pages.get(material.name) else None
    return DECLARE if one.statement else LATER


def _last_day(visit: Visit, material: Material) -> str:
    assert material.later_days is not None
    return (visit.kit.pace.now().date() + timedelta(days=material.later_days)).isoformat()
