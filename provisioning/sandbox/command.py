"""`kiosk sandbox`: a platform to try a terminal against, alone on this machine."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from provisioning.one_sentence import in_one_sentence
from provisioning.sandbox import importing_command, publishing_command, stored_command
from provisioning.sandbox.home_option import PART, add_home, existing, named
from provisioning.sandbox.reconciling import command as reconciling


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
    add_home(serve)
    serve.set_defaults(run=run_serve)

    stored_command.register(actions)
    importing_command.register(actions)

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
    add_home(rotate)
    rotate.set_defaults(run=run_rotate_key)

    emergency = actions.add_parser(
        "emergency",
        help="switch the emergency column on all terminals on or off, as signed content",
        epilog="example: kiosk sandbox emergency on --home .sandbox",
    )
    emergency.add_argument("state", choices=("on", "off"), help="on or off")
    add_home(emergency)
    emergency.set_defaults(run=run_emergency)

    publishing_command.register(actions)
    reconciling.register(actions)

    directory = actions.add_parser(
        "generate-directory",
        help="make the whole item directory (synthetic) and publish it: terminals then search it offline",
        epilog="example: kiosk sandbox generate-directory --home .sandbox",
    )
    directory.add_argument("--entries", type=int, metavar="N", help="default 385073, as many as the city has")
    add_home(directory)
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
    add_home(fault)
    fault.set_defaults(run=run_fault)


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
    from provisioning.home import BadHome, claimed, prepare, tell_terminal
    from provisioning.sandbox.application import Sandbox
    from provisioning.sandbox.operator.application import operator_application
    from provisioning.serving import BadAddress, Service, bind, bind_loopback, hosts_of, serve, tls_context, url_of

    home = Path(args.home)
    with in_one_sentence(
        named(args), AuthorityError, BadAddress, BadCalendar, BadCatalogue, BadDatabase, BadHome, BadKey, OSError
    ):
        folder = prepare(home, PART)
        running = claimed(folder / ".serving")
        catalogue = Path(args.catalogue).absolute() if args.catalogue else None
        authority = Authority.open(folder.parent / "authority")
        terminal = authority.terminal(args.terminal)
        if args.directory is not None and not (folder / DIRECTORY).is_dir():
            _generate(args, folder / DIRECTORY, args.directory)
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
        running.close()
    return 0


def run_openapi(_: argparse.Namespace) -> int:
    from importlib.metadata import version

    from kiosk.contract.every import OPERATIONS
    from kiosk.contract.openapi import document

    print(json.dumps(document(OPERATIONS, version("yukuaiban-kiosk")), ensure_ascii=False, indent=2))
    return 0


def run_rotate_key(args: argparse.Namespace) -> int:
    from offline_cache.sealing import BadKey
    from provisioning.sandbox.keys import OpeningKeys

    folder = existing(args)
    with in_one_sentence(named(args), BadKey, OSError):
        print(OpeningKeys.open(folder).rotate(_suite(args)).key_id)
    return 0


def run_emergency(args: argparse.Namespace) -> int:
    from provisioning.sandbox.columns import switch_emergency

    with in_one_sentence(named(args), OSError):
        switch_emergency(existing(args), args.state == "on")
    return 0


def run_generate_directory(args: argparse.Namespace) -> int:
    from kiosk.directory.index import DIRECTORY
    from provisioning.sandbox.directory import ENTRIES

    count = ENTRIES if args.entries is None else args.entries
    with in_one_sentence(named(args), OSError):
        made = _generate(args, existing(args) / DIRECTORY, count)
    print(f"{made} entries; a platform that runs publishes them by itself")
    return 0


def _generate(args: argparse.Namespace, folder: Path, count: int) -> int:
    from provisioning.sandbox.directory import generate

    with in_one_sentence(named(args), ValueError):
        return generate(folder, count)


def run_fault(args: argparse.Namespace) -> int:
    from provisioning.sandbox.faults import BadFault, Fault, Switches

    folder = existing(args)
    raw = {"fault": args.fault, "path": args.path, "times": args.times, "seconds": args.seconds}
    with in_one_sentence(named(args), BadFault, OSError):
        Switches(folder / "faults.json").set(None if args.fault == "off" else Fault.read(raw))
    return 0


def _suite(args: argparse.Namespace) -> str:
    from offline_cache.suites import DEFAULT_SUITE, SUITES

    suite: str = args.suite or DEFAULT_SUITE
    if suite not in SUITES:
        raise SystemExit(f"{named(args)}: {suite!r} is not one of {', '.join(SUITES)}")
    return suite
