"""`kiosk sandbox slides` and `trial`: what the sandbox publishes, and to whom first."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

AddHome = Callable[[argparse.ArgumentParser], None]


def register(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
    add_home: AddHome,
    existing: Callable[[argparse.Namespace], Path],
) -> None:
    slides = actions.add_parser(
        "slides",
        help="publish slides for terminals that nobody uses, or take them back",
        description="JSON files in <home>/sandbox/slides, one a slide (docs/api.md), are published in their place.",
        epilog="example: kiosk sandbox slides on --home .sandbox",
    )
    slides.add_argument("state", choices=("on", "off"), help="on or off")
    add_home(slides)
    slides.set_defaults(run=lambda args: run_slides(args, existing))

    trial = actions.add_parser(
        "trial",
        help="publish a catalogue to one group of terminals first (KIOSK_GROUP), or end the trial",
        epilog="example: kiosk sandbox trial pilot --catalogue next --home .sandbox",
    )
    trial.add_argument("group", metavar="GROUP", help="the group's name, or off")
    trial.add_argument("--catalogue", metavar="DIR", help="what it gets")
    add_home(trial)
    trial.set_defaults(run=lambda args: run_trial(args, existing))


def run_slides(args: argparse.Namespace, existing: Callable[[argparse.Namespace], Path]) -> int:
    from provisioning.sandbox.slides import switch_slides  # noqa: PLC0415

    try:
        switch_slides(existing(args), args.state == "on")
    except OSError as error:
        raise SystemExit(f"kiosk sandbox: {error}") from error
    return 0


def run_trial(args: argparse.Namespace, existing: Callable[[argparse.Namespace], Path]) -> int:
    from kiosk.catalogue.files import BadCatalogue  # noqa: PLC0415
    from kiosk.catalogue.load import load  # noqa: PLC0415
    from provisioning.sandbox.trial import Trial, begin_trial, end_trial  # noqa: PLC0415

    try:
        if args.group == "off":
            end_trial(existing(args))
            return 0
        if not args.catalogue:
            raise SystemExit("kiosk sandbox trial: --catalogue names what the group gets")
        load(Path(args.catalogue))
        begin_trial(existing(args), Trial(args.group, Path(args.catalogue)))
    except (BadCatalogue, OSError) as error:
        raise SystemExit(f"kiosk sandbox trial: {error}") from error
    return 0
