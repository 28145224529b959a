"""`kiosk catalogue`: check a catalogue, list its items, show one, report its figures."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from kiosk.catalogue.model import Catalogue, Item

SAMPLE_LABEL = "示例 / sample"


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "catalogue",
        help="check, list and show the items that the terminal offers",
        epilog="example: kiosk catalogue show YB04",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    one = actions.add_parser(
        "check",
        help="say what is wrong with a catalogue: the item, the place and one sentence",
        epilog="example: kiosk catalogue check --file ./catalogue",
    )
    _source(one)
    one.set_defaults(run=check)

    one = actions.add_parser(
        "list",
        help="one line an item, the most used first",
        epilog="example: kiosk catalogue list --json --category medical_insurance",
    )
    _source(one)
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    one.add_argument("--category", metavar="C", help="only the items of this category")
    one.set_defaults(run=list_items)

    one = actions.add_parser(
        "show", help="everything about one item, as text", epilog="example: kiosk catalogue show YB04"
    )
    one.add_argument("item", metavar="CODE", help="its implementation code (31 characters) or short code")
    _source(one)
    one.set_defaults(run=show)
    _regions(actions)

    one = actions.add_parser(
        "report",
        help="how much shorter, fewer visits, at once, wholly online: in percent, by department",
        epilog="example: kiosk catalogue report --json",
    )
    _source(one)
    one.add_argument("--json", action="store_true", help="one JSON object")
    one.set_defaults(run=report)


def _regions(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = actions.add_parser(
        "regions",
        help="take over the city's towns and villages: CSV of code and name (统计用区划代码, 9 or 12 digits)",
        description="Put the towns and villages of CSV files (code,name,…) in the place of the sample's.",
        epilog="example: kiosk catalogue regions streets.csv villages.csv",
    )
    one.add_argument("files", metavar="FILE", nargs="+", type=Path, help="with or without a line of names; UTF-8")
    one.add_argument("--home", metavar="DIR", help="the terminal's folder (default: KIOSK_HOME)")
    one.set_defaults(run=take_regions)


def take_regions(args: argparse.Namespace) -> int:
    from kiosk.catalogue.regions import OWN
    from kiosk.catalogue.regions_list import BadList, built, write
    from kiosk.settings import BadSettings, Settings

    try:
        home = Settings.load(args.home).home
        made = built(args.files)
        write(home / OWN, made)
    except (BadList, BadSettings) as error:
        _stop("regions", error)
    except OSError as error:
        _stop("regions", f"{home / OWN} cannot be written: {error.strerror}")
    left = f"; {made.elsewhere} lines are of places that this terminal does not go so deep in" if made.elsewhere else ""
    print(f"{made.towns} towns and {made.villages} villages in {made.districts} districts{left}")
    return 0


def _source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--file", metavar="DIR", type=Path, help="folder of a catalogue (default: KIOSK_CATALOGUE, or the sample)"
    )


def check(args: argparse.Namespace) -> int:
    from kiosk.catalogue.check import check as findings_of
    from kiosk.catalogue.files import SAMPLE, BadCatalogue, read

    folder = _folder(args) or SAMPLE
    try:
        raw = read(folder)
    except BadCatalogue as error:
        _stop("check", error)
    findings = findings_of(raw)
    for finding in findings:
        print(finding)
    if findings:
        raise SystemExit(f"kiosk catalogue check: {len(findings)} findings in {folder}")
    label = f", {SAMPLE_LABEL}" if raw["sample"] else ""
    print(f"{len(raw['items'])} items, nothing to find fault with (version {raw['version']}{label})")
    return 0


def list_items(args: argparse.Namespace) -> int:
    catalogue = _load(args, "list")
    names = [category.name for category in catalogue.categories]
    if args.category is not None and args.category not in names:
        raise SystemExit(f"kiosk catalogue list: no category {args.category!r}; there are {', '.join(names)}")
    items = catalogue.of(args.category)
    if args.json:
        for item in items:
            print(json.dumps(_row(item, catalogue), ensure_ascii=False))
        return 0
    if catalogue.sample:
        print(f"{SAMPLE_LABEL}: {catalogue.source_note.zh}\n{catalogue.source_note.en}\n")
    titles = {category.name: category.title.zh for category in catalogue.categories}
    for item in items:
        time = "即办" if item.instant else f"{item.commitment_days} 天"
        print(f"{item.short}  {item.code}  {item.kind:<11}  {titles[item.category]}  {time}  {item.name.zh}")
    return 0


def show(args: argparse.Namespace) -> int:
    catalogue = _load(args, "show")
    item = catalogue.find(args.item)
    if item is None:
        raise SystemExit(f"kiosk catalogue show: no item {args.item!r} (see kiosk catalogue list)")
    if catalogue.sample:
        print(f"{SAMPLE_LABEL}: {catalogue.source_note.zh}\n")
    print("\n".join(_lines(item)))
    return 0


def report(args: argparse.Namespace) -> int:
    from kiosk.catalogue.figures_shown import as_json, as_text

    catalogue = _load(args, "report")
    print(json.dumps(as_json(catalogue), ensure_ascii=False) if args.json else as_text(catalogue))
    return 0


def _row(item: Item, catalogue: Catalogue) -> dict[str, object]:
    return {
        "code": item.code,
        "short": item.short,
        "name": item.name.zh,
        "name_en": item.name.en,
        "kind": item.kind,
        "category": item.category,
        "department": item.department.zh,
        "instant": item.instant,
        "steps": item.steps,
        "devices": sorted(item.devices),
        "popularity": item.popularity,
        "sample": catalogue.sample,
    }


def _lines(item: Item) -> list[str]:
    from kiosk.catalogue.fields import questions

    guide = item.guide
    lines = [
        f"{item.short}  {item.name.zh}  {item.name.en}",
        f"code        {item.code}",
        f"department  {item.department.zh}  {item.department.en}",
        f"kind        {item.kind}, steps {' '.join(item.steps)}",
        f"devices     {' '.join(sorted(item.devices)) or 'none'}",
        f"area        {_area(item)}",
        f"offline     {'may be accepted' if item.offline else 'not offered'} while the platform is away",
        "",
        "guide 办事指南",
    ]
    for label, text in (
        ("who", guide.who),
        ("bring", guide.bring),
        ("how", guide.how),
        ("elsewhere", guide.elsewhere),
        ("legal time", guide.legal_time),
        ("promised", guide.promised_time),
        ("fee", guide.fee),
        ("fee basis", guide.fee_basis),
        ("result", guide.result),
        *(("basis", one) for one in guide.basis),
        *(("step", one) for one in guide.steps),
        *(("note", one) for one in guide.notes),
    ):
        lines.append(f"  {label:<10}  {text.zh}  {text.en}")
    lines.append(f"  visits      {guide.visits}")
    lines.append(f"  tickets     {'given' if guide.tickets else 'none'} at the counter")
    lines.append(f"  phones      consult {guide.consult_phone}, complain {guide.complaint_phone}")
    lines.append(f"  version     {guide.version} of {guide.updated}")
    lines += ["", "form 表单"]
    for field in questions(item):
        need = "" if field.required else " (optional)"
        when = "".join(f" when {name} is {'/'.join(map(str, values))}" for name, values in field.when.items())
        lines.append(f"  {field.name:<14}  {field.kind:<11}  {field.title.zh}  {field.title.en}{need}{when}")
        lines += [f"    {option.value:<14}  {option.title.zh}  {option.title.en}" for option in field.options]
    lines += ["", "materials 材料"]
    for material in item.materials:
        need = "" if material.required else " (optional)"
        lines.append(f"  {material.name:<14}  {material.source}, {material.size}{need}  {material.title.zh}")
    lines += ["", f"verify before use 使用前须核对: {', '.join(item.verify_before_use)}"]
    return lines


def _area(item: Item) -> str:
    from kiosk.words import say

    return say(item.area.title, "zh") if item.area is not None else "not said: every terminal offers it"


def _folder(args: argparse.Namespace) -> Path | None:
    from kiosk.settings import BadSettings, Settings

    if args.file is not None:
        return Path(args.file)
    try:
        return Settings.load().catalogue
    except BadSettings as error:
        _stop(args.action, error)


def _load(args: argparse.Namespace, action: str) -> Catalogue:
    from kiosk.catalogue.files import BadCatalogue
    from kiosk.catalogue.load import load

    try:
        return load(_folder(args))
    except BadCatalogue as error:
        _stop(action, error)


def _stop(action: str, error: object) -> NoReturn:
    raise SystemExit(f"kiosk catalogue {action}: {error}")
