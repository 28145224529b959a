"""`kiosk sandbox reconcile`: a day of all terminals against what the bank moved."""

from __future__ import annotations

import argparse
import json
import sqlite3
from contextlib import closing

from provisioning.one_sentence import in_one_sentence
from provisioning.sandbox.home_option import DATABASE, add_home, existing, named


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser(
        "reconcile",
        help="a day's payments: every terminal's own list against the bank's settlement; 1 where there is a difference",
        epilog="example: kiosk sandbox reconcile --home .sandbox --day 2026-11-21 --json",
    )
    parser.add_argument("--day", metavar="DAY", help="YYYY-MM-DD, in China (default: yesterday)")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    add_home(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from datetime import date, timedelta

    from kiosk.money import yuan
    from kiosk.payments.command import sentence
    from provisioning import clock
    from provisioning.database import BadDatabase, open_database
    from provisioning.sandbox.payment_store import PaymentStore
    from provisioning.sandbox.reconciling.days import PaymentDays

    path = existing(args) / DATABASE
    try:
        day = date.fromisoformat(args.day) if args.day else clock.china_day(clock.now()) - timedelta(days=1)
    except ValueError as error:
        raise SystemExit(f"{named(args)}: {args.day} is no day such as 2026-11-22") from error
    with (
        in_one_sentence(named(args), BadDatabase, sqlite3.Error, OSError),
        closing(open_database(path, "")) as database,
    ):
        found = PaymentDays(database, PaymentStore(database)).of(day)
    if args.json:
        print(json.dumps(found.described(), ensure_ascii=False))
    else:
        for one in found.differences:
            print(sentence(one))
        for terminal in found.missing:
            print(f"missing: {terminal}: the bank moved money for it, and it has handed in nothing of {day}")
        print(
            f"{day}: {found.charges} charges, {yuan(found.charged)}; {found.refunds} refunds, {yuan(found.refunded)};"
            f" {len(found.terminals)} terminals, {len(found.differences)} differences, {found.unproved} unproved"
        )
    return 0 if found.even else 1
