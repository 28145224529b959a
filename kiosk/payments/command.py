"""`kiosk payments`: a day's orders as this terminal knows them, and whether the bank moved the same."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from kiosk.payments.reconciling import Difference, Kept, Settlement

SENTENCES = {
    "unknown": "the bank charged it, and no terminal has such an order",
    "charged_twice": "the bank charged it more than once",
    "amount": "the amounts differ",
    "not_paid_here": "the bank charged it, and the terminal does not know it as paid",
    "not_charged": "the terminal says paid, and the bank charged nothing that day",
    "other_terminal": "the bank has it at another terminal",
    "refund": "another sum was given back than was charged",
    "sum": "the settlement's total is not that of its lines",
}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "payments",
        help="a day's payments as this terminal knows them, and whether the bank moved the same",
        epilog="example: kiosk payments reconcile --bank settlement.json",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser(
        "list",
        help="a day's orders: number, amount, state; nothing of a citizen",
        epilog="example: kiosk payments list --day 2026-11-22 --json > TEST-0001.jsonl",
    )
    listing.add_argument("--home", metavar="DIR", help="the terminal's folder (default: KIOSK_HOME)")
    listing.add_argument("--day", metavar="DAY", help="YYYY-MM-DD, in China (default: all that are kept)")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    listing.set_defaults(run=run_list)
    one = actions.add_parser(
        "reconcile",
        help="compare with the bank's settlement of a day; 1 where there is a difference",
        description="Compare terminals' orders with the bank's settlement of a day. Without a list: this terminal's.",
        epilog="example: kiosk payments reconcile --bank settlement.json TEST-0001.jsonl TEST-0002.jsonl",
    )
    one.add_argument("--home", metavar="DIR", help="the terminal's folder (default: KIOSK_HOME)")
    one.add_argument("--bank", metavar="FILE", required=True, type=Path, help="the settlement, JSON (docs/api.md)")
    one.add_argument("lists", metavar="LIST", nargs="*", type=Path, help="what `kiosk payments list --json` wrote")
    one.set_defaults(run=run_reconcile)


def run_list(args: argparse.Namespace) -> int:
    import msgspec

    from kiosk.money import yuan
    from kiosk.payments.reconciling import day_of

    try:
        day = day_of(args.day) if args.day else None
    except ValueError:
        _stop("list", f"{args.day} is no day such as 2026-11-22")
    lines = [line for line in _own(args, "list") if day in (None, line.day)]
    if not lines and not args.json:
        print(f"no order of {day} is kept" if day else "no order is kept", file=sys.stderr)
    for line in lines:
        if args.json:
            sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
        else:
            print(f"{line.day}  {line.number or '-':<18}  {yuan(line.fen):>12}  {line.state}")
    return 0


def run_reconcile(args: argparse.Namespace) -> int:
    from kiosk.payments.reconciling import differences, of_terminals

    settlement = _settlement(args.bank)
    kept = [line for path in args.lists for line in _read(path)] if args.lists else list(_own(args, "reconcile"))
    if not args.lists:  # one terminal's records say nothing about the others
        settlement = of_terminals(settlement, [_terminal(args)])
    found = differences(kept, settlement)
    for one in found:
        print(sentence(one))
    if found:
        raise SystemExit(f"kiosk payments reconcile: {len(found)} differences on {settlement.day}")
    charges = sum(one.kind == "charge" for one in settlement.movements)
    print(f"{settlement.day}: {charges} charges, {settlement.charged} fen; the terminals have the same")
    return 0


def sentence(one: Difference) -> str:
    """A difference in words."""
    from kiosk.money import yuan

    ours = yuan(one.ours) if one.ours is not None else "-"
    theirs = yuan(one.theirs) if one.theirs is not None else "-"
    state = f" ({one.state})" if one.state else ""
    name = " ".join(filter(None, (one.number, one.terminal)))
    return f"{one.kind}: {name or one.state}: {SENTENCES[one.kind]}; here {ours}{state}, bank {theirs}"


def _own(args: argparse.Namespace, action: str) -> Iterator[Kept]:
    from kiosk.payments.journal import Journal, JournalFailed
    from kiosk.payments.reconciling import kept_of
    from kiosk.settings import BadSettings, Settings

    try:
        settings = Settings.load(args.home)
        path = settings.home / "payments.sqlite"
        if not path.is_file():
            _stop(action, f"{path} does not exist: nothing was ever paid in this home")
        journal = Journal.open(path)
        try:
            entries = journal.entries()
        finally:
            journal.close()
    except (BadSettings, JournalFailed) as error:
        _stop(action, error)
    for entry in entries:
        yield kept_of(entry, settings.terminal_id)


def _terminal(args: argparse.Namespace) -> str:
    from kiosk.settings import Settings

    return Settings.load(args.home).terminal_id


def _settlement(path: Path) -> Settlement:
    import msgspec

    from kiosk.payments.reconciling import Settlement

    try:
        return msgspec.json.decode(path.read_bytes(), type=Settlement)
    except OSError as error:
        _stop("reconcile", f"{path} cannot be read: {error.strerror}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        _stop("reconcile", f"{path} is no settlement of a day")


def _read(path: Path) -> list[Kept]:
    import msgspec

    from kiosk.payments.reconciling import Kept

    try:
        return [msgspec.json.decode(line, type=Kept) for line in path.read_bytes().splitlines() if line.strip()]
    except OSError as error:
        _stop("reconcile", f"{path} cannot be read: {error.strerror}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        _stop("reconcile", f"{path} holds something else than `kiosk payments list --json` writes")


def _stop(action: str, error: object) -> NoReturn:
    raise SystemExit(f"kiosk payments {action}: {error}")
