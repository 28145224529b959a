"""`kiosk fleet follow-up`: what must be followed up, and its export to a supervision system."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import time
from pathlib import Path

from provisioning.one_sentence import in_one_sentence


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser], part: str, database: str) -> None:
    parser = actions.add_parser(
        "follow-up",
        help="calls for help and complaints that are not solved yet; their export, only what has changed",
        description="Without a form: a line each, the most urgent first. As --json or --csv: what changed since a"
        " cursor, which is the largest seq that was seen (docs/follow-up.md).",
        epilog="example: kiosk fleet follow-up --home .sandbox --json --since 128",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object a line")
    form.add_argument("--csv", action="store_true", help="a table with a header")
    form.add_argument("--schema", action="store_true", help="the form of a line, as JSON Schema")
    parser.add_argument(
        "--since", type=int, default=0, metavar="SEQ", help="only what changed after it (default 0: all)"
    )
    parser.add_argument("--home", metavar="DIR", help="folder of the fleet service; --schema needs none")
    parser.set_defaults(run=run, database=Path(part) / database)


def run(args: argparse.Namespace) -> int:
    from provisioning.database import BadDatabase
    from provisioning.fleet.follow_up.page import STAGES, deadline
    from provisioning.fleet.follow_up.store import FollowUps
    from provisioning.fleet.store import FleetStore
    from provisioning.follow_ups import LARGEST, as_csv, json_lines, schema

    if args.schema:
        print(json.dumps(schema(), ensure_ascii=False, indent=2))
        return 0
    if args.home is None:
        raise SystemExit("kiosk fleet follow-up: --home is to name the folder of the fleet service")
    if not 0 <= args.since < LARGEST:
        raise SystemExit("kiosk fleet follow-up: --since is the largest seq that was seen, or 0")
    with in_one_sentence("kiosk fleet follow-up", BadDatabase, sqlite3.Error, OSError):
        store = FleetStore.join(Path(args.home) / args.database)
    follow_ups = FollowUps(store.database)
    if args.json or args.csv:
        cursor = args.since
        if args.csv:
            sys.stdout.write(as_csv([]))  # the header, also where nothing has changed
        while some := follow_ups.since(cursor):
            if args.csv:
                sys.stdout.write(as_csv(some).split("\r\n", 1)[1])
            else:
                sys.stdout.buffer.write(json_lines(some))
            cursor = some[-1].seq
        return 0
    listed = follow_ups.listed(time.time())
    for one in listed:
        it = one.problem
        words = deadline(one).zh or "已整改"
        print(f"{words:<8}  {it.id:<44}  {it.terminal:<12}  {STAGES[it.stage][0].zh}  {it.owner.zh}  {it.title.zh}")
    if not listed:
        print("nothing has to be followed up", file=sys.stderr)
    return 0
