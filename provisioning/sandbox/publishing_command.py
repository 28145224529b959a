"""`kiosk sandbox slides` and `trial`: what the sandbox publishes, and to whom first."""

from __future__ import annotations

import argparse
from pathlib import Path

from provisioning.one_sentence import in_one_sentence
from provisioning.sandbox.home_option import add_home, existing, named


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    slides = actions.add_parser(
        "slides",
        help="publish slides for terminals that nobody uses, or take them back",
        description="JSON files in <home>/sandbox/slides, one a slide (docs/api.md), are published in their place.",
        epilog="example: kiosk sandbox slides on --home .sandbox",
    )
    slides.add_argument("state", choices=("on", "off"), help="on or off")
    add_home(slides)
    slides.set_defaults(run=run_slides)

    trial = actions.add_parser(
        "trial",
        help="publish a catalogue to one group of terminals first (KIOSK_GROUP), or end the trial",
        epilog="example: kiosk sandbox trial pilot --catalogue next --home .sandbox",
    )
    trial.add_argument("group", metavar="GROUP", help="the group's name, or off")
    trial.add_argument("--catalogue", metavar="DIR", help="what it gets")
    add_home(trial)
    trial.set_defaults(run=run_trial)


def run_slides(args: argparse.Namespace) -> int:
    from provisioning.sandbox.slides import switch_slides

    with in_one_sentence(named(args), OSError):
        switch_slides(existing(args), args.state == "on")
    return 0


def run_trial(args: argparse.Namespace) -> int:
    from kiosk.catalogue.files import BadCatalogue
    from kiosk.catalogue.load import load
    from kiosk.settings import GROUP_NAME
    from provisioning.sandbox.trial import Trial, begin_trial, end_trial

    with in_one_sentence(named(args), BadCatalogue, OSError):
        if args.group == "off":
            end_trial(existing(args))
            return 0
        if not GROUP_NAME.fullmatch(args.group):
            raise SystemExit(
                f"{named(args)}: {args.group!r} is no group: letters, digits, '.', '-' and '_', at most 40"
            )
        if not args.catalogue:
            raise SystemExit(f"{named(args)}: --catalogue names what the group gets")
        load(Path(args.catalogue))
        begin_trial(existing(args), Trial(args.group, Path(args.catalogue)))
    return 0
