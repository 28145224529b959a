"""`kiosk outbox`: what waits, what is set aside, and what a person may do about it. None of it can show content."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from offline_cache.home import Home
    from offline_cache.outbox import Outbox
    from offline_cache.records import Record


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "outbox",
        help="what citizens handed in and the platform has not yet acknowledged",
        epilog="example: kiosk outbox list",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    def action(name: str, run: Callable[[argparse.Namespace], int], text: str, example: str) -> argparse.ArgumentParser:
        one = actions.add_parser(name, help=text, description=text, epilog=f"example: kiosk outbox {example}")
        one.add_argument("--home", metavar="DIR", help="the terminal's folder (default: KIOSK_HOME)")
        one.set_defaults(run=run)
        return one

    listing = action("list", run_list, "all records, without content", "list --json")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    one = action("show", run_show, "one record, without content", "show 482")
    one.add_argument("id", metavar="ID", help="key or number")
    one.add_argument("--json", action="store_true", help="as a JSON object")
    adding = action(
        "add",
        run_add,
        "seal and hand in a form; prints the key once it is durable",
        "add --item 11500107MB0001234400000000000AB --form answers.json --attach residence=page.jpg",
    )
    adding.add_argument("--item", required=True, metavar="CODE", help="the item's code, 31 characters")
    adding.add_argument("--form", required=True, metavar="FILE", help="JSON object with the answers")
    adding.add_argument("--attach", action="append", default=[], metavar="[NAME=]FILE", help="a page; repeatable")
    draining = action("drain", run_drain, "upload what waits, now", "drain --limit 60")
    draining.add_argument("--limit", type=_seconds, default=60.0, metavar="S", help="give up after S seconds (60)")
    parking = action("park", run_park, "set a record aside; its content stays, sealed", "park 482")
    parking.add_argument("id", metavar="ID", help="key or number")
    retrying = action("retry", run_retry, "send a parked record again", "retry 482")
    retrying.add_argument("id", metavar="ID", help="key or number")
    action("verify", run_verify, "check all that is kept against its digests", "verify")
    exporting = action(
        "export",
        run_export,
        "put sealed records that wait or are parked on a stick, signed; the platform takes each once",
        "export --to /media/stick/TEST-0001",
    )
    exporting.add_argument("--to", required=True, type=_folder, metavar="DIR", help="a folder that holds no export yet")


def run_list(args: argparse.Namespace) -> int:
    with _opened(args) as (_, outbox):
        if not args.json:
            print(f"{'NUMBER':>6}  {'STATE':<12} {'LANE':<11} {'HANDED IN':<20} {'KEY':<36} {'CASE':<43} REMARK")
        for record in outbox.records():
            if args.json:
                print(json.dumps(_plain(record), ensure_ascii=False))
            else:
                print(
                    f"{record.number:>6}  {record.state:<12} {record.lane:<11} {record.committed_at or '-':<20}"
                    f" {record.key} {record.case_number or '-':<43} {_remark(record)}".rstrip()
                )
    return 0


def run_show(args: argparse.Namespace) -> int:
    with _opened(args) as (_, outbox):
        plain = _plain(_found(outbox, args))
    if args.json:
        print(json.dumps(plain, ensure_ascii=False))
    else:
        pages = plain.pop("attachments")
        for name, value in plain.items():
            print(f"{name:<16} {value if value is not None else '-'}")
        for page in pages:
            print(f"{'attachment':<16} {page['digest']} {page['size']} bytes{', uploaded' if page['uploaded'] else ''}")
    return 0


def run_add(args: argparse.Namespace) -> int:
    from pathlib import Path

    from offline_cache.adding import NotAdded, add
    from offline_cache.content import NotGenuine, open_content
    from offline_cache.home import BadHome, Home
    from offline_cache.keyring import KeyRing
    from offline_cache.sealing import BadKey

    try:
        home = Home.find(args.home)  # with nothing made yet: a wrong setting leaves nothing behind
        terminal, sealing_key = home.terminal_id, home.sealing_key
        key = KeyRing(sealing_key, open_content(home.folder / "content", home.path("KIOSK_CONTENT_KEY")))
        with _opened(args, make=True) as (_, outbox):
            slot = add(outbox, key, terminal, args.item, form=Path(args.form), attached=args.attach)
    except (BadHome, BadKey, NotAdded, NotGenuine) as error:
        raise SystemExit(f"kiosk outbox add: {error}") from error
    print(slot.key, flush=True)
    return 0


def run_drain(args: argparse.Namespace) -> int:
    import asyncio

    from offline_cache.connection import BadConnection
    from offline_cache.draining import drain
    from offline_cache.progress import bar

    with _opened(args) as (home, outbox):
        if outbox.counts().waiting:
            try:
                state = asyncio.run(drain(home, outbox, args.limit, bar("sent")))
            except BadConnection as error:
                raise SystemExit(f"kiosk outbox drain: {error}") from error
            if waiting := outbox.counts().waiting:
                why = f"{state.phase}: {state.detail}" if state.detail else state.phase
                raise SystemExit(f"kiosk outbox drain: {waiting} still waiting ({why}); nothing is lost")
        counts = outbox.counts()
        print(f"nothing waits; {counts.parked} parked")
    return 0


def run_park(args: argparse.Namespace) -> int:
    return _decide(args, lambda outbox, key: outbox.park(key, "set aside by a person"), "one that waits can be parked")


def run_retry(args: argparse.Namespace) -> int:
    return _decide(args, lambda outbox, key: outbox.retry(key), "a parked one can be sent again")


def run_verify(args: argparse.Namespace) -> int:
    from offline_cache.progress import bar

    with _opened(args) as (_, outbox):
        damages = 0
        for key, wrong in outbox.damage(bar("checked")):
            damages += 1
            print(f"{key or 'outbox'}: {wrong}")
        print(f"{damages} damaged" if damages else "all that is kept is whole")
    return 1 if damages else 0


def run_export(args: argparse.Namespace) -> int:
    from offline_cache.export import NotExported, export
    from offline_cache.progress import bar

    with _opened(args) as (home, outbox):
        key, certificate = home.path("KIOSK_TERMINAL_KEY"), home.path("KIOSK_TERMINAL_CERT")
        if key is None or certificate is None:
            raise SystemExit("kiosk outbox export: KIOSK_TERMINAL_KEY and KIOSK_TERMINAL_CERT are not set")
        try:
            done = export(outbox, args.to, home.terminal_id, key=key, certificate=certificate, progress=bar("exported"))
        except NotExported as error:
            raise SystemExit(f"kiosk outbox export: {error}") from error
        print(f"{done.records} exported to {args.to}; they are kept here until the platform acknowledges them")
        for one in done.damaged:
            print(f"{one}: damaged, left out")
        if done.not_noted:
            print(f"the list here does not say so: {done.not_noted}")
    return 1 if done.damaged or done.not_noted else 0


def _decide(args: argparse.Namespace, what: Callable[[Outbox, str], None], when: str) -> int:
    from offline_cache.states import IllegalTransition

    with _opened(args) as (_, outbox):
        record = _found(outbox, args)
        try:
            what(outbox, record.key)
        except IllegalTransition as error:
            state = outbox.record(record.key).state
            raise SystemExit(f"kiosk outbox {args.action}: {record.key} is {state}; only {when}") from error
        print(f"{record.key} is {outbox.record(record.key).state}")
    return 0


@contextmanager
def _opened(args: argparse.Namespace, make: bool = False) -> Iterator[tuple[Home, Outbox]]:
    """The outbox; what a disk or a setting can cause ends the command with one sentence."""
    from offline_cache.faults import DiskFailed, OutboxRefused
    from offline_cache.home import BadHome, Home
    from offline_cache.outbox import Outbox

    try:
        home = Home.find(args.home)
        if not make and not _has_outbox(home):
            raise BadHome(f"there is no outbox in {home.folder}")
        outbox = Outbox.open(home.outbox)
        try:
            yield home, outbox
        finally:
            outbox.close()
    except (BadHome, OutboxRefused, DiskFailed) as error:
        raise SystemExit(f"kiosk outbox {args.action}: {error}") from error


def _has_outbox(home: Home) -> bool:
    from offline_cache.faults import OutboxRefused

    try:
        return (home.outbox / "outbox.sqlite3").is_file()
    except OSError as error:
        raise OutboxRefused(f"{home.outbox} cannot be looked into: {error.strerror}") from error


def _found(outbox: Outbox, args: argparse.Namespace) -> Record:
    from offline_cache.rows import UnknownKey

    wanted: str = args.id
    try:
        return outbox.numbered(int(wanted)) if wanted.isascii() and wanted.isdigit() else outbox.record(wanted)
    except (UnknownKey, OverflowError, ValueError):  # more digits than any number has, bytes that are no text
        raise SystemExit(f"kiosk outbox {args.action}: no record has the key or number {wanted!r}") from None


def _remark(record: Record) -> str:
    exported = f"exported {record.exported_at}" if record.exported_at and not record.acknowledged_at else ""
    return "; ".join(filter(None, (record.reason, exported)))


def _plain(record: Record) -> dict[str, Any]:
    from dataclasses import asdict

    plain = asdict(record)
    plain["attachments"] = [
        {"digest": page.digest, "size": page.size, "uploaded": page.uploaded} for page in record.attachments
    ]
    return plain


def _folder(text: str) -> Path:
    from pathlib import Path

    if not text:
        raise argparse.ArgumentTypeError("a folder is to be named")
    return Path(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return seconds
