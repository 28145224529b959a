"""`kiosk fleet`: which terminals are well, and what is wrong with the others."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import time
from pathlib import Path

from provisioning.fleet.follow_up import command as follow_up
from provisioning.fleet.reports import command as reports
from provisioning.one_sentence import in_one_sentence

PART = "fleet"
DATABASE = "fleet.sqlite"


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "fleet",
        help="the fleet service: terminals' heartbeats and the operators' page",
        epilog="example: kiosk fleet serve --home .sandbox --listen 127.0.0.1:8444 --board 127.0.0.1:8445",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    serve = actions.add_parser(
        "serve",
        help="take heartbeats (HTTPS, mutual TLS) and show the board (HTTP, loopback)",
        epilog="example: kiosk fleet serve --home .sandbox --listen 127.0.0.1:8444 --board 127.0.0.1:8445",
    )
    serve.add_argument("--listen", default="127.0.0.1:8444", metavar="HOST:PORT", help="default 127.0.0.1:8444")
    serve.add_argument("--board", default="127.0.0.1:8445", metavar="HOST:PORT", help="default 127.0.0.1:8445")
    serve.add_argument("--interval", type=float, default=60.0, metavar="S", help="between heartbeats (default 60 s)")
    serve.add_argument(
        "--complaints",
        metavar="URL",
        help="the platform's operators' page on this machine: follow up its complaints too",
    )
    serve.add_argument("--catalogue", metavar="DIR", help="catalogue that the terminals offer (default: the sample)")
    _add_home(serve)
    serve.set_defaults(run=run_serve)

    listing = actions.add_parser(
        "list", help="one line for each terminal", epilog="example: kiosk fleet list --home .sandbox --json"
    )
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    _add_home(listing)
    reports.add(actions, PART, DATABASE)
    follow_up.add(actions, PART, DATABASE)
    listing.set_defaults(run=run_list)


def _add_home(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", required=True, metavar="DIR", help="folder for all it stores; shared with a sandbox")


def run_serve(args: argparse.Namespace) -> int:
    import asyncio

    from kiosk.catalogue.files import BadCatalogue
    from kiosk.catalogue.load import load
    from kiosk.notify import notify
    from provisioning.authority import Authority, AuthorityError
    from provisioning.database import BadDatabase
    from provisioning.fleet.application import Board, Intake
    from provisioning.fleet.follow_up.complaints import BadSource, Complaints
    from provisioning.fleet.follow_up.store import FollowUps
    from provisioning.fleet.store import FleetStore
    from provisioning.home import BadHome, claimed, prepare, tell_terminal
    from provisioning.serving import BadAddress, Service, bind, bind_loopback, hosts_of, serve, tls_context, url_of

    if not 0 < args.interval <= 86400:
        raise SystemExit(f"kiosk fleet serve: --interval is {args.interval:g}; it takes seconds above 0, up to a day")
    home = Path(args.home)
    with in_one_sentence(
        "kiosk fleet serve",
        AuthorityError,
        BadAddress,
        BadCatalogue,
        BadDatabase,
        sqlite3.Error,
        BadHome,
        BadSource,
        OSError,
    ):
        folder = prepare(home, PART)
        running = claimed(folder / ".serving")
        authority = Authority.open(folder.parent / "authority")
        catalogue = load(Path(args.catalogue) if args.catalogue else None)
        listener, board_listener = bind(args.listen), bind_loopback(args.board)
        tls = tls_context(authority, authority.server(hosts_of(listener)))
        store = FleetStore.open(folder / DATABASE, args.interval, time.time())
        complaints = Complaints(args.complaints, FollowUps(store.database)) if args.complaints else None
        address = url_of(listener, "https")
        tell_terminal(home, {"KIOSK_FLEET_URL": address})
    services = [
        Service(Intake(store).application(), listener, tls),
        Service(Board(store, catalogue, complaints).application(), board_listener),
    ]

    def started() -> None:
        print(f"fleet service listening on {address}", flush=True)
        print(f"board on {url_of(board_listener, 'http')}/", flush=True)
        notify("READY=1")

    async def run() -> None:
        listening = asyncio.create_task(complaints.run()) if complaints is not None else None
        await serve(services, started)
        if listening is not None:
            listening.cancel()

    try:
        asyncio.run(run())
    finally:
        store.close()
        running.close()
    return 0


def run_list(args: argparse.Namespace) -> int:
    from provisioning.database import BadDatabase
    from provisioning.fleet.store import FleetStore

    with in_one_sentence("kiosk fleet list", BadDatabase, sqlite3.Error, OSError):
        store = FleetStore.look_into(Path(args.home) / PART / DATABASE)
        terminals = store.terminals(time.time())
    for one in terminals:
        standing = one.standing
        if args.json:
            line = {
                "terminal": one.id,
                "state": standing.state,
                "causes": [cause.en for cause in standing.causes],
                "notes": [note.en for note in standing.notes],
                "heard_s_ago": round(one.age_s, 1),
                "heartbeat": one.heartbeat.fields,
            }
            print(json.dumps(line, ensure_ascii=False))
        else:
            causes = "; ".join(cause.en for cause in standing.causes)
            print(f"{one.id:<16} {standing.state:<10} {one.age_s:6.0f} s ago  {one.heartbeat.version:<10} {causes}")
    if not terminals and not args.json:
        print("no terminal has been heard yet", file=sys.stderr)
    return 0
