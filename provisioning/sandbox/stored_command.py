"""`kiosk sandbox submissions` and `ratings`: what terminals have handed in, without its content."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from pathlib import Path

from provisioning.one_sentence import in_one_sentence
from provisioning.sandbox.home_option import DATABASE, PART, add_home, existing, named


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    submissions = actions.add_parser(
        "submissions",
        help="what terminals have submitted, without its content",
        epilog="example: kiosk sandbox submissions --home .sandbox --json",
    )
    submissions.add_argument("--json", action="store_true", help="one JSON object a line")
    submissions.add_argument("--ratings", action="store_true", help="ratings instead of submissions")
    submissions.add_argument(
        "--exchange", action="store_true", help="ratings as the national exchange interface has them, one JSON a line"
    )
    add_home(submissions)
    submissions.set_defaults(run=run_submissions)

    ratings = actions.add_parser(
        "ratings",
        help="the five ratios of the rating of services (好差评), and what is done about bad ratings",
        epilog="example: kiosk sandbox ratings --home .sandbox --json",
    )
    ratings.add_argument("--json", action="store_true", help="one JSON object")
    add_home(ratings)
    ratings.set_defaults(run=run_ratings)


def run_submissions(args: argparse.Namespace) -> int:
    from provisioning.database import BadDatabase
    from provisioning.national_codes import exchange_row
    from provisioning.sandbox.ratings import store as ratings
    from provisioning.sandbox.store import stored

    kind = "rating" if args.ratings or args.exchange else "submission"
    path = Path(args.home) / PART / DATABASE
    with in_one_sentence(named(args), BadDatabase, sqlite3.Error, OSError):
        rows = list(stored(path, kind))
        known = {one.key: one.described() for one in ratings.stored(path)} if kind == "rating" else {}
    if args.exchange:
        for one in known.values():
            if (told := exchange_row(one)) is not None:
                print(json.dumps(told, ensure_ascii=False))
        return 0
    for row in rows:
        if args.json:
            print(json.dumps(row | known.get(row["key"], {}), ensure_ascii=False))
        else:
            what = row["level"] if kind == "rating" else row["number"]
            times = "" if len(row["arrived"]) == 1 else f"  arrived {len(row['arrived'])} times"
            print(f"{row['received_at']}  {row['terminal']}  {what}{times}")
    if not rows and not args.json:
        print("nothing has been stored yet", file=sys.stderr)
    return 0


def run_ratings(args: argparse.Namespace) -> int:
    from kiosk.catalogue.load import load
    from provisioning import clock
    from provisioning.database import BadDatabase
    from provisioning.sandbox.ratings.ratios import TITLES, report_of

    with in_one_sentence(named(args), BadDatabase, sqlite3.Error, OSError):
        told = report_of(existing(args) / DATABASE, load(None), clock.china_day(clock.now()))
    if args.json:
        print(json.dumps(told.described(), ensure_ascii=False))
        return 0
    for one in told.ratios:
        share = "—" if one.share is None else f"{one.share:.1%}"
        missing = f"  missing: {', '.join(each.en for each in one.missing)}" if one.missing else ""
        print(f"{TITLES[one.name].zh}  {share}  {one.met} of {one.of}{missing}")
    for ticket in told.overdue:
        print(f"overdue  {ticket.number}  {ticket.owner.zh}  due {ticket.due}")
    return 0
