"""The document `packages`: what the packages of the catalogue consist of, and further packages beside its items.

The catalogue's 54 items stay 54: further packages stand beside them in the category of packages, from a document of
their own. See `package.py` for what a package is; `sample_packages/packages.json` is the sample.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from kiosk.catalogue.building import material_of, maybe_area, maybe_text, text
from kiosk.catalogue.files import BadCatalogue, read_json
from kiosk.catalogue.model import Catalogue, Guide, Identity, Item, Kind
from kiosk.catalogue.package import Child, Mark, Package
from kiosk.text import Localized

PACKAGES = "packages"  # the document (docs/api.md, "Content")
FILE = "packages.json"
SAMPLE = Path(__file__).with_name("sample_packages")
SCHEMA = Path(__file__).with_name("packages.schema.json")
CATEGORY = "packages"
MINUTES = 8  # that one form takes at the terminal, where the document says nothing else


def read(folder: Path) -> dict[str, Any]:
    """Raises `BadCatalogue` where the document is not of this form, or names what it does not define."""
    raw: dict[str, Any] = read_json(folder / FILE)
    for fault in _faults(raw):
        raise BadCatalogue(f"{folder / FILE}: {fault}")
    return raw


def with_packages(catalogue: Catalogue, folder: Path | None = None) -> Catalogue:
    """The catalogue with what its packages consist of, and with the further ones. Raises `BadCatalogue`."""
    raw = read(folder or SAMPLE)
    departments = {name: text(one["name"]) for name, one in raw["departments"].items()}
    parts = {name: _child(name, one, departments) for name, one in raw["children"].items()}
    further, own = [], {}
    for one in raw["packages"]:
        base = catalogue.find(one["item"]) if "item" in one else None
        package = _package(one, raw, parts, base)
        if base is not None:
            own[base.code] = shaped(replace(base, package=package), {}, whole=True)
        elif "item" not in one:
            further.append(shaped(_item(one, departments, package), {}, whole=True))
    items = tuple(own.get(item.code, item) for item in catalogue.items)
    return replace(catalogue, items=items, further=tuple(further))


def shaped(item: Item, answers: Mapping[str, Any], *, whole: bool = False) -> Item:
    """The package in this situation: its one form, its one list of materials, its time. `whole`: with everything
    that any situation asks for, as the guide names it."""
    package = item.package
    assert package is not None
    children = package.children if whole else package.wanted(answers)
    return replace(
        item,
        form=package.form(children),
        materials=package.papers(children),
        commitment_days=package.days(children),
    )


def asking_situations(item: Item) -> Item:
    """The package with nothing but the questions that decide what it consists of."""
    assert item.package is not None
    return replace(item, form=item.package.form(()), materials=(), package=None)


def child_item(catalogue: Catalogue, code: str) -> Item | None:
    """An item that asks for what one child needs: a correction of that child is given by it."""
    for item in (*catalogue.items, *catalogue.further):
        package = item.package
        for child in package.children if package is not None else ():
            if child.code == code and package is not None:
                alone = replace(package, situations=())
                return replace(
                    item,
                    code=code,
                    name=child.title,
                    title=child.title,
                    department=child.department,
                    kind=Kind.APPLICATION,
                    form=alone.form((child,)),
                    materials=alone.papers((child,)),
                    package=None,
                )
    return None


# ---- reading -----------------------------------------------------------------------------------------------------
def _faults(raw: Mapping[str, Any]) -> Iterator[str]:
    try:
        for wrong in Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).iter_errors(raw):
            yield f"{wrong.json_path}: {wrong.message[:160]}"
    except RecursionError:
        yield "it is nested too deeply"
    yield from _child_faults(raw)
    yield from _package_faults(raw)


def _child_faults(raw: Mapping[str, Any]) -> Iterator[str]:
    """Names that lead nowhere."""
    for name, child in raw["children"].items():
        own = set(raw["fields"]) | {field for one in raw["packages"] for field in one.get("of_item", ())}
        for field in (*child["needs"], *child.get("may_have", ())):
            if field not in own:
                yield f"child {name} needs {field}, which is no field"
        for paper in (*child.get("papers", ()), *child.get("may_bring", ())):
            if paper not in raw["materials"]:
                yield f"child {name} needs {paper}, which is no material"
        if child["department"] not in raw["departments"]:
            yield f"child {name} is of no department"
        yield from _mark_faults(name, child, raw["materials"])


def _package_faults(raw: Mapping[str, Any]) -> Iterator[str]:
    """Names that lead nowhere, or in a circle."""
    for one in raw["packages"]:
        if "department" in one and one["department"] not in raw["departments"]:
            yield f"{one['short']} is of no department"
        for name in one["situations"]:
            if name not in (*raw["fields"], *one.get("of_item", ())):
                yield f"{one['short']} depends on {name}, which is no field"
        names = [child["child"] for child in one["children"]]
        for child in one["children"]:
            if child["child"] not in raw["children"]:
                yield f"{one['short']} consists of {child['child']}, which is no child"
            elif not set(child.get("after", ())) <= set(names):
                yield f"{one['short']}: {child['child']} waits for what is not there"
            elif not set(child.get("when", {})) <= set(one["situations"]):
                yield f"{one['short']}: {child['child']} depends on what is no situation"
        try:
            TopologicalSorter({child["child"]: child.get("after", ()) for child in one["children"]}).prepare()
        except CycleError:
            yield f"{one['short']}: children wait for each other in a circle"


def _mark_faults(name: str, child: Mapping[str, Any], materials: Mapping[str, Any]) -> Iterator[str]:
    """What stands in a paper's place belongs to a page that the child asks for (as `check.py` says it of items)."""
    for paper, mark in child.get("instead", {}).items():
        if paper not in (*child.get("papers", ()), *child.get("may_bring", ())):
            yield f"child {name} says what may stand in the place of {paper}, which it does not ask for"
        elif materials[paper]["source"] != "scan":
            yield f"child {name}: only a page can be declared or follow later, and {paper} is none"
        elif "later_days" in mark and paper not in child.get("papers", ()):
            yield f"child {name}: {paper} is not required and need not follow"


def _child(name: str, raw: Mapping[str, Any], departments: Mapping[str, Localized]) -> Child:
    return Child(
        name=name,
        code=raw["code"],
        title=text(raw["title"]),
        department=departments[raw["department"]],
        days=raw["days"],
        needs=tuple(raw["needs"]),
        may_have=tuple(raw.get("may_have", ())),
        papers=tuple(raw.get("papers", ())),
        may_bring=tuple(raw.get("may_bring", ())),
        ways=tuple(raw.get("ways", ())),
        marks={paper: _mark(one) for paper, one in raw.get("instead", {}).items()},
    )


def _mark(raw: Mapping[str, Any]) -> Mark:
    return Mark(maybe_text(raw, "declaration"), raw.get("later_days"))


def _package(
    raw: Mapping[str, Any], document: Mapping[str, Any], parts: Mapping[str, Child], base: Item | None
) -> Package:
    """The catalogue's own form comes first where the package is one of its items: its questions are asked as there."""
    own: Mapping[str, Any] = base.form.get("properties", {}) if base is not None else {}
    fields = {name: own[name] for name in raw.get("of_item", ()) if name in own}
    fields |= {name: one for name, one in document["fields"].items() if name not in fields}
    situations = tuple(raw["situations"])
    for name in situations:
        if name not in fields:  # of the item, by the document; the catalogue is another document
            raise BadCatalogue(f"{raw['short']} depends on {name}, which is no question of the item")
    order = [*situations, *(name for name in fields if name not in situations)]
    children = tuple(
        replace(
            parts[one["child"]],
            after=tuple(one.get("after", ())),
            when={name: tuple(values) for name, values in one.get("when", {}).items()},
        )
        for one in raw["children"]
    )
    materials = {
        name: material_of({**one, "name": name, "required": True}) for name, one in document["materials"].items()
    }
    for material in base.materials if base is not None else ():
        materials[material.name] = material
    return Package(situations, children, {name: fields[name] for name in order}, materials)


def _item(raw: Mapping[str, Any], departments: Mapping[str, Localized], package: Package) -> Item:
    """A further package as an item, so that everything that works with items works with it."""
    who, result = text(raw["who"]), text(raw["result"])
    every = package.children
    return Item(
        code=raw["code"],
        short=raw["short"],
        name=text(raw["name"]),
        title=text(raw["title"]),
        plain=text(raw["plain"]),
        kind=Kind.PACKAGE,
        category=CATEGORY,
        department=departments[raw["department"]],
        icon=raw["icon"],
        instant=False,
        commitment_days=package.days(every),
        legal_days=None,
        fee_fen=0,
        fee_note=None,
        identity=Identity("strong", ("id_card",), face=True),
        applicants=tuple(raw["applicants"]),
        form={},
        materials=(),
        signature=True,
        outputs=("receipt",),
        offline=True,
        offline_days=None,
        guide=_guide(raw, who, result, package),
        popularity=raw["popularity"],
        elder=raw.get("elder", False),
        minutes=raw.get("minutes", MINUTES),
        aliases=tuple(raw.get("aliases", ())),
        verify_before_use=("guide.basis", "materials", "commitment_days"),
        area=maybe_area(raw),
        package=package,
    )


def _guide(raw: Mapping[str, Any], who: Localized, result: Localized, package: Package) -> Guide:
    papers = [one.title for one in package.papers(package.children) if one.source in ("scan", "photo")]
    days = package.days(package.children)
    bring = Localized(
        "身份证；" + "、".join(one.zh for one in papers), "ID card; " + ", ".join(one.en for one in papers)
    )
    time = Localized(f"全部办完不超过 {days} 个工作日", f"Within {days} working days for everything")
    free = Localized("不收费", "Free of charge")
    return Guide(
        who=who,
        bring=bring if papers else Localized("身份证", "ID card"),
        how=Localized("在本终端一次申请，各部门一起办", "Apply once here; the departments work side by side"),
        elsewhere=Localized(
            "“渝快办”各端、政务服务中心“一件事”窗口", "Yukuaiban, and the one-stop windows of service centres"
        ),
        basis=tuple(text(one) for one in raw["basis"]),
        legal_time=time,
        promised_time=time,
        fee=free,
        fee_basis=Localized("没有收费依据，不收任何费用", "There is no legal ground for a fee, and none is taken"),
        result=result,
        visits=0,
        consult_phone="12345",
        complaint_phone="12345",
        steps=(
            Localized("刷身份证，验证是您本人", "Show your ID card, so that we know it is you"),
            Localized("回答几个问题，看看要办哪几项", "A few questions tell which parts you need"),
            Localized("一张表填完，材料只交一次", "One form; each paper once"),
            Localized("核对一遍，签上名字提交", "Check everything, sign and submit"),
            Localized("取走回执，一个编号查全部", "Take the receipt: one number for everything"),
        ),
        notes=(),
        version="1.0",
        updated=raw["updated"],
        tickets=True,
    )
