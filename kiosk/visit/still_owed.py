"""Papers in whose place something else stands: what check page, last page and receipt say of them, and until when."""

from __future__ import annotations

from kiosk.catalogue import days
from kiosk.catalogue.package import Child
from kiosk.text import Localized, Message, Text, message
from kiosk.visit.context import Visit
from kiosk.visit.views import Heed
from kiosk.visit.visitor import Instead


def parts_for(visit: Visit, name: str) -> tuple[Child, ...]:
    """The cases of a package that ask for this paper; none: the item is no package."""
    package = visit.item.package
    return package.askers(name, package.wanted(visit.visitor.answers)) if package is not None else ()


def in_words(one: Instead) -> Message:
    """As the check page says it."""
    if one.statement is not None:
        return message("materials.row.declared", statement=one.statement)
    return message("materials.row.later", day=days.show(one.by, "date"))


def afterwards(visit: Visit) -> list[Message]:
    """What the receipt says of papers that were not handed in, one sentence each."""
    titles = _titles(visit)
    declared = [name for name in titles if (one := visit.visitor.instead.get(name)) is not None and one.statement]
    return [*owed(visit), *(message("materials.receipt.declared", material=titles[name]) for name in declared)]


def owed(visit: Visit) -> list[Message]:
    """Papers that are still to be handed in, by when."""
    titles = _titles(visit)
    later = {name: one.by for name in titles if (one := visit.visitor.instead.get(name)) is not None and one.by}
    return [
        message("materials.receipt.later", material=titles[name], day=days.show(by, "date"))
        for name, by in later.items()
    ]


def owed_in_short(visit: Visit) -> Heed | None:
    """For the last page: of several papers how many, and the first day; the receipt names each."""
    titles = _titles(visit)
    later = {name: one.by for name in titles if (one := visit.visitor.instead.get(name)) is not None and one.by}
    if not later:
        return None
    first = min(later, key=lambda name: later[name])
    day = days.show(later[first], "date")
    if len(later) > 1:
        several = message("materials.done.several", count=len(later))
        return Heed("calendar-event", several, message("materials.done.each", day=day))
    return Heed(
        "calendar-event",
        message("materials.done.by", day=day),
        message("materials.done.what", material=titles[first]),
    )


def _titles(visit: Visit) -> dict[str, Text]:
    """By paper, what it is called; of a package, with the cases that it is for."""
    return {one.name: _for_parts(one.title, parts_for(visit, one.name)) for one in visit.item.asked_materials}


def _for_parts(title: Localized, parts: tuple[Child, ...]) -> Text:
    if not parts:
        return title
    names = Localized("、".join(one.title.zh for one in parts), ", ".join(one.title.en for one in parts))
    return message("materials.receipt.of_parts", material=title, parts=names)
