"""`kiosk agent`: uploads and heartbeats."""

from __future__ import annotations

import argparse


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "agent",
        help="uploads what was handed in, and reports how the terminal is",
        description="Uploads the outbox to the platform and sends heartbeats to the fleet service. Ends on SIGTERM.",
        epilog="example: kiosk agent --home /var/lib/kiosk",
    )
    parser.add_argument("--home", metavar="DIR", help="state folder (default: KIOSK_HOME)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    import asyncio

    from kiosk import logs
    from kiosk.agent.agent import serve
    from kiosk.catalogue.files import BadCatalogue
    from kiosk.catalogue.source import in_use
    from kiosk.settings import BadSettings, Settings
    from offline_cache.faults import OutboxRefused
    from offline_cache.outbox import Outbox

    logs.begin()
    try:
        settings = Settings.load(args.home)
        if not settings.platform_url and not settings.fleet_url:
            raise BadSettings(
                f"KIOSK_PLATFORM_URL is not set, nor in {settings.home / 'terminal.env'}: nobody to talk to"
            )
        catalogue = in_use(settings).version
        outbox = Outbox.open(settings.outbox)
    except (BadSettings, BadCatalogue, OutboxRefused) as error:
        raise SystemExit(f"kiosk agent: {error}") from error
    try:
        return asyncio.run(serve(settings, outbox, catalogue))
    except BadSettings as error:
        raise SystemExit(f"kiosk agent: {error}") from error
    finally:
        outbox.close()
