"""A package (一件事一次办) as data: situations, the cases that they call for, what each of those needs.

Each datum and each material is defined once, in the document; a child only names what it needs. So what the citizen is
asked for is the union of what the children need, each thing once, and nothing that no child needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kiosk.catalogue.model import Material
from kiosk.text import Localized


@dataclass(frozen=True)
class Child:
    """One case of a package. `when`: the situation in which it is wanted, as in a form; `after`: children that are
    decided before it. `may_have` is asked for, and may be left out."""

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
        """One list of materials for all of them, each once; required where one child requires it."""
        asked = set().union(*(one.papers for one in children), *(one.may_bring for one in children))
        needed = set().union(*(one.papers for one in children))
        return tuple(replace(one, required=name in needed) for name, one in self.materials.items() if name in asked)

    def days(self, children: tuple[Child, ...]) -> int:
        """Until the last is decided: those that wait for each other add up."""
        by_name = {one.name: one for one in children}

        def until(one: Child) -> int:
            return one.days + max((until(by_name[name]) for name in one.after if name in by_name), default=0)

        return max((until(one) for one in children), default=0)

    def situations_of(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        return {name: answers[name] for name in self.situations if name in answers}
