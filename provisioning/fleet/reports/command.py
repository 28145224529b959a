"""`kiosk fleet report`: the five reports of the work plan, from what the fleet service holds."""

from __future__ import annotations

import argparse
import json
import sqlite3
import time
from pathlib import Path

from provisioning.fleet.reports.report import KINDS
from provisioning.one_sentence import in_one_sentence


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser], part: str, database: str) -> None:
    parser = actions.add_parser(
        "report",
        help="daily scan, weekly dispatch, monthly report, quarterly analysis, yearly score",
        description="Made of heartbeats and of what terminals counted; each says what it is based on.",
        epilog="example: kiosk fleet report monthly --home .sandbox --of 2026-11 --terminal TEST-0001",
    )
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    parser.add_argument(
        "--of", metavar="PERIOD", help="such as 2026-11, 2026-Q4, 2026 (default: the last that is over)"
    )
    part_of = parser.add_mutually_exclusive_group()
    part_of.add_argument("--district", metavar="CODE", help="the terminals behind its figures; 500107, or 九龙坡区")
    part_of.add_argument("--terminal", metavar="ID", help="every single event of this one: outages, faults, calls")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--catalogue", metavar="DIR", help="for the names of items (default: the sample)")
    parser.add_argument("--home", required=True, metavar="DIR", help="folder of the fleet service")
    parser.set_defaults(run=run, database=Path(part) / database)


def run(args: argparse.Namespace) -> int:
    from kiosk.catalogue.files import BadCatalogue
    from kiosk.catalogue.load import load
    from provisioning.database import BadDatabase
    from provisioning.fleet.reports.behind import NothingBehind
    from provisioning.fleet.reports.make import behind, edition, make
    from provisioning.fleet.reports.periods import BadPeriod
    from provisioning.fleet.reports.text import lines
    from provisioning.fleet.store import FleetStore

    now = time.time()
    with in_one_sentence(
        "kiosk fleet report", BadCatalogue, BadDatabase, sqlite3.Error, BadPeriod, NothingBehind, OSError
    ):
        store = FleetStore.join(Path(args.home) / args.database)
        catalogue = load(Path(args.catalogue) if args.catalogue else None)
        if args.district or args.terminal:
            part = ("district", args.district) if args.district else ("terminal", args.terminal)
            number, report = 0, behind(store, args.kind, args.of, part, now)
        else:
            report = make(store, args.kind, args.of, catalogue, now)
            number = edition(store.database, report, now)
    if args.json:
        print(json.dumps({"edition": number, **report.as_json()}, ensure_ascii=False))
    else:
        print("\n".join(lines(report, number)))
    return 0
