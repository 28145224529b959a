"""A package (一件事一次办) as data: situations, the cases that they call for, what each of those needs.

Each datum and each material is defined once, in the document; a child only names what it needs. So what the citizen is
asked for is the union of what the children need, each thing once, and nothing that no child needs.

What may stand in a paper's place (告知承诺, 容缺后补) is each child's own word: its organ decides. Where children that
need the same paper differ, the strictest counts for all of them (`Package.papers`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter
from typing import Any

from kiosk.catalogue.material import Material
from kiosk.text import Localized


@dataclass(frozen=True)
class Mark:
    """What may stand in a paper's place: a declaration in these words, or handing it in within so many days."""

    declaration: Localized | None = None
    later_days: int | None = None


@dataclass(frozen=True)
class Child:
    """One case of a package. `when`: the situation in which it is wanted, as in a form; `after`: children that are
    decided before it. `may_have` is asked for, and may be left out. `marks`: by paper; one that is not named there is
    marked as the document marks it for everybody."""

    name: str
    code: str  # 实施编码 of the child's own item
    title: Localized
    department: Localized
    days: int  # promised, working days
    needs: tuple[str, ...]  # fields
    may_have: tuple[str, ...]
    papers: tuple[str, ...]  # materials
    may_bring: tuple[str, ...]
    ways: tuple[str, ...]
    after: tuple[str, ...] = ()
    when: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)

    def mark_of(self, material: Material) -> Mark:
        return self.marks.get(material.name, Mark(material.declaration, material.later_days))

    def is_wanted(self, answers: Mapping[str, Any]) -> bool:
        return all(answers.get(name) in values for name, values in self.when.items())


@dataclass(frozen=True)
class Package:
    """`situations` are the questions that decide which children there are (情形引导). `fields` (JSON Schema
    properties) and `materials` stand in the order in which they are asked for."""

    situations: tuple[str, ...]
    children: tuple[Child, ...]
    fields: Mapping[str, Mapping[str, Any]] = field(repr=False)
    materials: Mapping[str, Material] = field(repr=False)

    def wanted(self, answers: Mapping[str, Any]) -> tuple[Child, ...]:
        """The children of this situation. One that waits for a child that is not there waits for nothing."""
        return tuple(child for child in self.children if child.is_wanted(answers))

    def form(self, children: tuple[Child, ...]) -> dict[str, Any]:
        """One form for all of them (一表申报): situations first, then each datum once."""
        asked = set(self.situations).union(*(one.needs for one in children), *(one.may_have for one in children))
        needed = set(self.situations).union(*(one.needs for one in children))
        order = [name for name in self.fields if name in asked]
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": {name: self.fields[name] for name in order},
            "required": [name for name in order if name in needed],
            "additionalProperties": False,
            "x-order": order,
        }

    def papers(self, children: tuple[Child, ...]) -> tuple[Material, ...]:
        """One list of materials for all of them, each once; required where one child requires it.

        A mark stands only where every child that asks for the paper allows it, and for the fewest days: the paper is
        given once, so that whoever must bring it for one child has it for all; and no organ is bound by another's
        leniency. A declaration is made in the words of each of them.
        """
        asked = {name for child in children for name in (*child.papers, *child.may_bring)}
        needed = {name for child in children for name in child.papers}
        return tuple(
            _marked(replace(one, required=name in needed), self.askers(name, children))
            for name, one in self.materials.items()
            if name in asked
        )

    def askers(self, paper: str, children: tuple[Child, ...]) -> tuple[Child, ...]:
        """Whose paper it is: the children that require it; where none does, those that take it."""
        requiring = tuple(child for child in children if paper in child.papers)
        return requiring or tuple(child for child in children if paper in child.may_bring)

    def days(self, children: tuple[Child, ...]) -> int:
        """Until the last is decided: those that wait for each other add up."""
        by_name = {one.name: one for one in children}
        waits = {name: [before for before in one.after if before in by_name] for name, one in by_name.items()}
        until: dict[str, int] = {}
        for name in TopologicalSorter(waits).static_order():
            until[name] = by_name[name].days + max((until[before] for before in waits[name]), default=0)
        return max(until.values(), default=0)


def _marked(material: Material, askers: tuple[Child, ...]) -> Material:
    """With the marks on which all who ask for it agree. What is not required need not follow: it is left out."""
    marks = [child.mark_of(material) for child in askers]
    words = [one.declaration for one in marks if one.declaration is not None]
    days = [one.later_days for one in marks if one.later_days is not None]
    return replace(
        material,
        declaration=_all_said(words) if len(words) == len(marks) else None,
        later_days=min(days) if material.required and len(days) == len(marks) else None,
    )


def _all_said(words: list[Localized]) -> Localized | None:
    """Each statement once, one after the other."""
    said = list(dict.fromkeys(words))
    return Localized("".join(one.zh for one in said), " ".join(one.en for one in said)) if said else None
