"""The beginning of a package (情形引导): a few questions tell what it consists of; then everything is told at once."""

from __future__ import annotations

from kiosk.catalogue.model import Item
from kiosk.catalogue.packages import asking_situations, shaped
from kiosk.text import Localized, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.steps.form import form
from kiosk.visit.steps.instead import drop_unfit, has_marks
from kiosk.visit.views.packages import PackageView, PartRow


async def situations(visit: Visit) -> Move:
    """What the answers call for is then the visit's item. What was answered before stays."""
    whole = shaped(visit.item, {}, whole=True)  # also on the way back, when it had been cut down already
    while True:
        answers = dict(visit.visitor.answers)
        if whole.package is not None and whole.package.situations:
            visit.chosen = asking_situations(whole)
            visit.visitor.answers = dict(answers)
            if await form(visit) is Move.BACK:
                visit.chosen, visit.visitor.answers = whole, answers
                return Move.BACK
            visit.visitor.answers = {**answers, **visit.visitor.answers}
        visit.chosen = shaped(whole, visit.visitor.answers)
        drop_unfit(visit)
        touched = await visit.stage.ask(package_view(visit.item, visit.visitor.answers), i.Next, i.Back)
        if isinstance(touched, i.Next):
            return Move.ON
        visit.chosen, visit.backwards = whole, True
        if whole.package is None or not whole.package.situations:
            return Move.BACK


def package_view(item: Item, answers: dict[str, object]) -> PackageView:
    """Which cases there will be, which papers, how long it takes (一次告知)."""
    assert item.package is not None
    children = item.package.wanted(answers)
    titles = {child.name: child.title for child in children}
    rows = []
    for child in children:
        before = [titles[name] for name in child.after if name in titles]
        waits = message("package.after", what=_joined(before)) if before else message("package.at_once")
        rows.append(PartRow(child.title, child.department, waits, child.days))
    papers = tuple(material.title for material in item.materials if material.source != "office")
    return PackageView(item.title, tuple(rows), papers, item.commitment_days, len(has_marks(item)))


def _joined(titles: list[Localized]) -> Localized:
    return Localized("、".join(one.zh for one in titles), ", ".join(one.en for one in titles))
