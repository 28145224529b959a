"""A language in which every word of the data is a ◆: what can still be read on the screen was written into the code.

`python -m tests.screens.literal_checks` writes one line for each text that no data has given, and nothing else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

from kiosk import languages
from kiosk.text import Localized, Message
from kiosk.visit.snapshot import Preferences, Snapshot
from kiosk.visit.views.standing import AttractView

MARK = "◆"
WORD = re.compile(r"[\u3400-\u9fff]+|[A-Za-z]{3,}")


def marked(text: str, _code: str) -> str:
    """Each run of words becomes a mark; parameters stay."""
    return re.sub(r"(\{[^}]*\})|[^{}]+", lambda found: found[1] or MARK, text)


def mark_the_words() -> None:
    known = {**languages.languages(), "marked": languages.Language("marked", MARK, "han", "SC", "zh", ("-",))}
    languages.languages = lambda: known  # type: ignore[assignment]
    languages.converted = marked
    from kiosk import words

    words.converted = marked


def data(thing: object) -> Iterator[str]:
    """Every plain string in a view: names, numbers, what a person has entered."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, Localized):
        yield from (thing.zh, thing.en) if thing.zh == thing.en else ()
    elif isinstance(thing, Message):
        yield from (one for value in thing.params.values() for one in data(value))
    elif is_dataclass(thing):
        yield from (one for field in fields(thing) for one in data(getattr(thing, field.name)))
    elif isinstance(thing, (tuple, list)):
        yield from (one for part in thing for one in data(part))


def literals(rig, name: str, snapshot: Snapshot) -> Iterator[str]:
    from screens.widgets.keyboards import PLATE_ENDS, PROVINCES

    if isinstance(snapshot.view, AttractView):
        return  # it speaks to everybody, in two languages at once
    given = {
        *data(snapshot),
        *"".join(PROVINCES),
        *PLATE_ENDS,
    }  # the signs of number plates are the same in every language
    rig.show(replace(snapshot, preferences=Preferences("marked", "standard")))
    for surface in (rig.app.screen, rig.app.overlay):
        for shown in [*(one.text for one in surface.texts), *(one.text for one in surface.targets)]:
            rest = str(shown)
            for known in sorted(given, key=len, reverse=True):
                rest = rest.replace(known, "")
            if WORD.search(rest):
                yield f"{name}: {shown}"


def main() -> int:
    mark_the_words()
    from tests.screens.rig import Rig
    from tests.screens.samples import samples

    rig = Rig("portrait")
    for name, snapshot in samples().items():
        rig.show(samples()["home"])  # what was typed on the page before is gone
        for literal in literals(rig, name, snapshot):
            print(literal)
    rig.app.typist.forget()
    print("checked")
    return 0


if __name__ == "__main__":
    sys.exit(main())
