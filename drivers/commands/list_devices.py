"""`kiosk device list`: what is configured."""

from __future__ import annotations

import argparse

from drivers.commands.common import Actions, configuration, home_option, json_line


def register(actions: Actions) -> None:
    parser = actions.add_parser(
        "list", parents=[home_option()], help="what is configured", epilog="example: kiosk device list --home ~/kiosk"
    )
    parser.add_argument("--json", action="store_true", help="a line of JSON for each device")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    for name, entry in asdict(configuration(args)).items():
        if entry is None:
            continue
        if args.json:
            print(json_line({"name": name, **entry}))
        else:
            print(f"{name:16} " + "  ".join(f"{key}={value}" for key, value in entry.items()))
    return 0
