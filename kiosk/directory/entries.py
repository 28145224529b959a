"""Parts of the published directory: one a district, each a JSON object of form `KSD1` (docs/api.md, "Directory")."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec

FORMAT = "KSD1"
MOST_ENTRIES = 2_000_000  # five times the city's whole directory: more is an accident, and would fill the disk

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]  # GB/T 39046: an..200
Words = Annotated[str, msgspec.Meta(max_length=2000)]
Place = Annotated[int, msgspec.Meta(ge=0)]
Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_-]{1,40}$")]


class BadDirectory(Exception):
    """One sentence that names the part and what is wrong with it; it repeats nothing of its content."""


class Facet(msgspec.Struct, frozen=True):
    """Something that the directory is browsed by: a kind of organ (部门), a topic (主题), an event in life (人生事件).

    `items`: implementation codes of what belongs there and can be done at a terminal. An icon that a terminal does not
    know is drawn as another.
    """

    id: Id
    zh: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    en: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    icon: Annotated[str, msgspec.Meta(max_length=40)] = ""
    items: list[Annotated[str, msgspec.Meta(min_length=31, max_length=31)]] = []


class MainItem(msgspec.Struct, frozen=True):
    """What entries that belong together are listed under (主项), with its topics and events by their id."""

    name: Name
    topics: list[Id] = []
    events: list[Id] = []


class Department(msgspec.Struct, frozen=True):
    """An organ (实施主体) and where one finds it. `kind`: by its id, the same in every district; empty: its name
    without that of its place says it."""

    name: Name
    uscc: Annotated[str, msgspec.Meta(min_length=18, max_length=18)]
    address: Words
    hours: Words
    phone: Annotated[str, msgspec.Meta(max_length=40)]
    kind: str = ""


class Part(msgspec.Struct, frozen=True):
    """The entries of one district, or of the city itself.

    An entry is (the last 13 characters of its implementation code: level and basic code; name; place of its department;
    place of its guide text). `main_of`: for each of them the place of its main item; empty in a directory of before
    there were any, which a release of before does not look at.
    """

    format: str
    district: Annotated[str, msgspec.Meta(pattern=r"^\d{6}$")]  # GB/T 2260
    departments: list[Department]
    guides: list[Words]
    entries: list[tuple[Annotated[str, msgspec.Meta(min_length=13, max_length=13)], Name, Place, Place]]
    kinds: list[Facet] = []
    topics: list[Facet] = []
    events: list[Facet] = []
    mains: list[MainItem] = []
    main_of: list[Place] = []


def parts_of(folder: Path) -> Iterator[Part]:
    """Every part of a published directory, by its file's name; files that are no parts are not looked at.

    Raises `BadDirectory`.
    """
    for path in sorted(folder.glob("*.json")):
        yield read_part(path)


def read_part(path: Path) -> Part:
    """Raises `BadDirectory`."""
    try:
        part = msgspec.json.decode(path.read_bytes(), type=Part)
    except OSError as error:
        raise BadDirectory(f"{path.name}: it cannot be read ({type(error).__name__})") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadDirectory(f"{path.name}: not of the form {FORMAT}") from error
    if part.format != FORMAT:
        raise BadDirectory(f"{path.name}: not of the form {FORMAT}")
    departments, guides = len(part.departments), len(part.guides)
    if any(entry[2] >= departments or entry[3] >= guides for entry in part.entries):
        raise BadDirectory(f"{path.name}: an entry names a department or a guide that is not there")
    if (fault := _facets_fault(part)) is not None:
        raise BadDirectory(f"{path.name}: {fault}")
    return part


def _facets_fault(part: Part) -> str | None:
    if part.main_of and (len(part.main_of) != len(part.entries) or max(part.main_of) >= len(part.mains)):
        return "an entry names a main item that is not there"
    kinds, topics, events = ({one.id for one in facets} for facets in (part.kinds, part.topics, part.events))
    if any(one.kind and one.kind not in kinds for one in part.departments):
        return "a department names a kind that is not there"
    if not all(topics.issuperset(main.topics) and events.issuperset(main.events) for main in part.mains):
        return "a main item names a topic or an event that is not there"
    return None
