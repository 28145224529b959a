"""`kiosk sandbox`: a platform to try a terminal against, alone on this machine."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from provisioning.sandbox import publishing_command
from provisioning.sandbox.reconciling import command as reconciling

PART = "sandbox"
DATABASE = "platform.sqlite"


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "sandbox",
        help="the sandbox platform: what terminals submit to where there is no real one",
        epilog="example: kiosk sandbox serve --listen 127.0.0.1:8443 --home .sandbox",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    serve = actions.add_parser(
        "serve",
        help="run the platform (HTTPS, mutual TLS) and write HOME/terminal.env",
        epilog="example: kiosk sandbox serve --listen 127.0.0.1:8443 --operator-listen 127.0.0.1:8442 --home .sandbox",
    )
    serve.add_argument("--listen", default="127.0.0.1:8443", metavar="HOST:PORT", help="default 127.0.0.1:8443")
    serve.add_argument("--operator-listen", metavar="HOST:PORT", help="page and fault switches, HTTP, loopback only")
    serve.add_argument("--terminal", default="TEST-0001", metavar="ID", help="terminal to know (default TEST-0001)")
    serve.add_argument("--catalogue", metavar="DIR", help="items that can be asked for (default: the sample)")
    serve.add_argument(
        "--directory", type=int, metavar="N", help="publish a directory of N entries if there is none (385073: all)"
    )
    serve.add_argument("--suite", metavar="NAME", help="algorithms of the first sealing key of a new home")
    _add_home(serve)
    serve.set_defaults(run=run_serve)

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
    _add_home(submissions)
    submissions.set_defaults(run=run_submissions)

    ratings = actions.add_parser(
        "ratings",
        help="the five ratios of the rating of services (好差评), and what is done about bad ratings",
        epilog="example: kiosk sandbox ratings --home .sandbox --json",
    )
    ratings.add_argument("--json", action="store_true", help="one JSON object")
    _add_home(ratings)
    ratings.set_defaults(run=run_ratings)

    importing = actions.add_parser(
        "import",
        help="take in records that a terminal put on a stick (kiosk outbox export)",
        epilog="example: kiosk sandbox import /media/stick/TEST-0001 --home .sandbox",
    )
    importing.add_argument("folder", metavar="DIR", help="the folder on the stick")
    importing.add_argument("--json", action="store_true", help="one JSON object a record")
    _add_home(importing)
    importing.set_defaults(run=run_import)

    openapi = actions.add_parser(
        "openapi",
        help="the interface as an OpenAPI 3.1 document, on standard output",
        epilog="example: kiosk sandbox openapi > openapi.json",
    )
    openapi.set_defaults(run=run_openapi)

    rotate = actions.add_parser(
        "rotate-key",
        help="make a new sealing key, which terminals use from now on; what was sealed before still opens",
        description="Prints the new key's id. A platform that runs announces it by itself.",
        epilog="example: kiosk sandbox rotate-key --suite MLKEM768-X25519+AES-256-GCM --home .sandbox",
    )
    rotate.add_argument("--suite", metavar="NAME", help="algorithms (default X25519+AES-256-GCM)")
    _add_home(rotate)
    rotate.set_defaults(run=run_rotate_key)

    emergency = actions.add_parser(
        "emergency",
        help="switch the emergency column on all terminals on or off, as signed content",
        epilog="example: kiosk sandbox emergency on --home .sandbox",
    )
    emergency.add_argument("state", choices=("on", "off"), help="on or off")
    _add_home(emergency)
    emergency.set_defaults(run=run_emergency)

    publishing_command.register(actions, _add_home, _existing)
    reconciling.register(actions, _add_home, _existing)

    directory = actions.add_parser(
        "generate-directory",
        help="make the whole item directory (synthetic) and publish it: terminals then search it offline",
        epilog="example: kiosk sandbox generate-directory --home .sandbox",
    )
    directory.add_argument("--entries", type=int, metavar="N", help="default 385073, as many as the city has")
    _add_home(directory)
    directory.set_defaults(run=run_generate_directory)

    fault = actions.add_parser(
        "fault",
        help="make the platform misbehave, for tests",
        description="Faults: error, busy, slow, drop-answer, captive-portal, refuse-certificate; off ends them.",
        epilog="example: kiosk sandbox fault drop-answer --path /v1/submissions --times 1 --home .sandbox",
    )
    fault.add_argument("fault", metavar="FAULT", help="a fault's name, or off")
    fault.add_argument("--path", default="/v1/", help="only paths that begin so (default /v1/)")
    fault.add_argument("--times", type=int, help="how often (default: until it is off)")
    fault.add_argument("--seconds", type=float, default=5.0, help="how slow (default 5)")
    _add_home(fault)
    fault.set_defaults(run=run_fault)


def _add_home(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", required=True, metavar="DIR", help="folder for everything that it stores")


def run_serve(args: argparse.Namespace) -> int:
    import asyncio

    from kiosk.catalogue.files import BadCatalogue
    from kiosk.catalogue.load import load
    from kiosk.directory.index import DIRECTORY
    from kiosk.notify import notify
    from kiosk.working_days import BadCalendar
    from offline_cache.sealing import BadKey
    from provisioning.authority import Authority, AuthorityError
    from provisioning.database import BadDatabase
    from provisioning.home import BadHome, prepare, tell_terminal
    from provisioning.sandbox.application import Sandbox
    from provisioning.sandbox.operator_page import operator_application
    from provisioning.serving import BadAddress, Service, bind, bind_loopback, hosts_of, serve, tls_context, url_of

    home = Path(args.home)
    try:
        folder = prepare(home, PART)
        catalogue = Path(args.catalogue).absolute() if args.catalogue else None
        authority = Authority.open(folder.parent / "authority")
        terminal = authority.terminal(args.terminal)
        if args.directory is not None and not (folder / DIRECTORY).is_dir():
            _generate(folder / DIRECTORY, args.directory)
        sandbox = Sandbox.open(folder, load(catalogue), _suite(args), published=catalogue)
        listener = bind(args.listen)
        services = [
            Service(sandbox.application(), listener, tls_context(authority, authority.server(hosts_of(listener))))
        ]
        if args.operator_listen:
            services.append(Service(operator_application(sandbox), bind_loopback(args.operator_listen)))
            sandbox.drafts.phone = url_of(services[1].listener, "http")
        address = url_of(listener, "https")
        variables = {
            "KIOSK_TERMINAL_ID": args.terminal,
            "KIOSK_PLATFORM_URL": address,
            "KIOSK_PLATFORM_CA": str(authority.ca),
            "KIOSK_TERMINAL_CERT": str(terminal.certificate),
            "KIOSK_TERMINAL_KEY": str(terminal.key),
            "KIOSK_SEALING_KEY": str(folder / "sealing.key"),
            "KIOSK_CONTENT_KEY": str(folder / "content.pub"),
        }
        if args.operator_listen:  # where the code of a slip leads
            variables["KIOSK_RATING_URL"] = url_of(services[1].listener, "http") + "/rate?number={number}"
        written = tell_terminal(home, variables)
        sandbox.switches.set(None)
    except (AuthorityError, BadAddress, BadCalendar, BadCatalogue, BadDatabase, BadHome, BadKey, OSError) as error:
        raise SystemExit(f"kiosk sandbox: {error}") from error

    def started() -> None:
        print(f"sandbox platform listening on {address}", flush=True)
        print(f"terminal variables in {written}", flush=True)
        if args.operator_listen:
            print(f"operator page on {url_of(services[1].listener, 'http')}/", flush=True)
        notify("READY=1")

    try:
        asyncio.run(serve(services, started))
    finally:
        sandbox.store.close()
    return 0


def run_openapi(_: argparse.Namespace) -> int:
    from importlib.metadata import version

    from kiosk.contract.every import OPERATIONS
    from kiosk.contract.openapi import document

    print(json.dumps(document(OPERATIONS, version("yukuaiban-kiosk")), ensure_ascii=False, indent=2))
    return 0


def run_submissions(args: argparse.Namespace) -> int:
    from provisioning.database import BadDatabase
    from provisioning.national_codes import exchange_row
    from provisioning.sandbox import ratings
    from provisioning.sandbox.store import stored

    kind = "rating" if args.ratings or args.exchange else "submission"
    path = Path(args.home) / PART / DATABASE
    try:
        rows = list(stored(path, kind))
        known = {one.key: one.described() for one in ratings.stored(path)} if kind == "rating" else {}
    except (BadDatabase, OSError) as error:
        raise SystemExit(f"kiosk sandbox: {error}") from error
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
    from provisioning.sandbox.rating_ratios import TITLES, report_of

    try:
        told = report_of(_existing(args) / DATABASE, load(None), clock.china_day(clock.now()))
    except (BadDatabase, OSError) as error:
        raise SystemExit(f"kiosk sandbox: {error}") from error
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


def run_import(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from kiosk.catalogue.load import load
    from kiosk.working_days import BadCalendar
    from offline_cache.progress import bar
    from offline_cache.sealing import BadKey
    from provisioning.database import BadDatabase
    from provisioning.sandbox.cases_desk import Desk
    from provisioning.sandbox.importing import BadExport, read_export, take_in
    from provisioning.sandbox.intake import Intake
    from provisioning.sandbox.keys import OpeningKeys, content_key
    from provisioning.sandbox.licences import LicenceService
    from provisioning.sandbox.seal_house import SealHouse
    from provisioning.sandbox.signed_documents import SignedDocuments
    from provisioning.sandbox.store import Store
    from provisioning.sandbox.uploads import Uploads

    home, folder = _existing(args), Path(args.folder)
    refused = 0
    try:
        manifest = read_export(folder, home.parent / "authority/ca.pem")
        store = Store.open(home / DATABASE)
        try:
            uploads = Uploads(store.database, home)
            desk = Desk.open(store.database, home, load(None))
            house = SealHouse(store.database, home, content_key(home).private_bytes_raw())
            used = LicenceService(store.database, house).usage
            keys = OpeningKeys.open(home)
            signed = SignedDocuments(store.database, keys, house, desk.catalogue)
            intake = Intake(store, uploads, keys, desk, signed=signed, usage=used)
            for one in take_in(folder, manifest, intake, uploads, bar("taken in")):
                refused += one.what == "refused"
                print(json.dumps(asdict(one)) if args.json else f"{one.key}  {one.what}  {one.detail}".rstrip())
        finally:
            store.close()
    except (BadCalendar, BadDatabase, BadExport, BadKey, OSError) as error:
        raise SystemExit(f"kiosk sandbox import: {error}") from error
    return 1 if refused else 0


def run_rotate_key(args: argparse.Namespace) -> int:
    from offline_cache.sealing import BadKey
    from provisioning.sandbox.keys import OpeningKeys

    folder = _existing(args)
    try:
        print(OpeningKeys.open(folder).rotate(_suite(args)).key_id)
    except (BadKey, OSError) as error:
        raise SystemExit(f"kiosk sandbox: {error}") from error
    return 0


def run_emergency(args: argparse.Namespace) -> int:
    from provisioning.sandbox.columns import switch_emergency

    try:
        switch_emergency(_existing(args), args.state == "on")
    except OSError as error:
        raise SystemExit(f"kiosk sandbox: {error}") from error
    return 0


def run_generate_directory(args: argparse.Namespace) -> int:
    from kiosk.directory.index import DIRECTORY
    from provisioning.sandbox.directory import ENTRIES

    count = ENTRIES if args.entries is None else args.entries
    try:
        made = _generate(_existing(args) / DIRECTORY, count)
    except OSError as error:
        raise SystemExit(f"kiosk sandbox generate-directory: {error}") from error
    print(f"{made} entries; a platform that runs publishes them by itself")
    return 0


def _generate(folder: Path, count: int) -> int:
    from provisioning.sandbox.directory import generate

    try:
        return generate(folder, count)
    except ValueError as error:
        raise SystemExit(f"kiosk sandbox: {error}") from error


def run_fault(args: argparse.Namespace) -> int:
    from provisioning.sandbox.faults import BadFault, Fault, Switches

    folder = _existing(args)
    raw = {"fault": args.fault, "path": args.path, "times": args.times, "seconds": args.seconds}
    try:
        Switches(folder / "faults.json").set(None if args.fault == "off" else Fault.read(raw))
    except (BadFault, OSError) as error:
        raise SystemExit(f"kiosk sandbox: {error}") from error
    return 0


def _existing(args: argparse.Namespace) -> Path:
    folder = Path(args.home) / PART
    if not (folder / DATABASE).is_file():
        raise SystemExit(f"kiosk sandbox: {args.home} holds no sandbox")
    return folder


def _suite(args: argparse.Namespace) -> str:
    from offline_cache.suites import DEFAULT_SUITE, SUITES

    suite: str = args.suite or DEFAULT_SUITE
    if suite not in SUITES:
        raise SystemExit(f"kiosk sandbox: {suite!r} is not one of {', '.join(SUITES)}")
    return suite
