"""`kiosk sandbox import`: what a terminal put on a stick."""

from __future__ import annotations

import argparse
import json
import sqlite3
from pathlib import Path

from provisioning.one_sentence import in_one_sentence
from provisioning.sandbox.home_option import DATABASE, add_home, existing, named


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    importing = actions.add_parser(
        "import",
        help="take in records that a terminal put on a stick (kiosk outbox export)",
        epilog="example: kiosk sandbox import /media/stick/TEST-0001 --home .sandbox",
    )
    importing.add_argument("folder", metavar="DIR", help="the folder on the stick")
    importing.add_argument("--json", action="store_true", help="one JSON object a record")
    add_home(importing)
    importing.set_defaults(run=run_import)


def run_import(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from kiosk.catalogue.load import load
    from kiosk.working_days import BadCalendar
    from offline_cache.progress import bar
    from offline_cache.sealing import BadKey
    from provisioning.database import BadDatabase
    from provisioning.sandbox.desk import Desk
    from provisioning.sandbox.importing import BadExport, read_export, take_in
    from provisioning.sandbox.intake import Intake
    from provisioning.sandbox.keys import OpeningKeys, content_key
    from provisioning.sandbox.licences import LicenceService
    from provisioning.sandbox.seals.house import SealHouse
    from provisioning.sandbox.signed_documents import SignedDocuments
    from provisioning.sandbox.store import Store
    from provisioning.sandbox.uploads import Uploads

    home, folder = existing(args), Path(args.folder)
    refused = 0
    with in_one_sentence(named(args), BadCalendar, BadDatabase, BadExport, BadKey, sqlite3.Error, OSError):
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
    return 1 if refused else 0
