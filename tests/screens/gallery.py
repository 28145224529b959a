"""`python -m tests.screens.gallery OUT [--only NAME] [--all]`: every sample view as a picture."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", default="", help="names that begin so, separated by commas")
    parser.add_argument("--orientation", choices=("portrait", "landscape", "both"), default="both")
    parser.add_argument("--modes", default="standard,senior,contrast")
    parser.add_argument("--languages", default="zh,en")
    args = parser.parse_args()
    if args.orientation == "both":
        for orientation in ("portrait", "landscape"):
            subprocess.run(
                [sys.executable, "-m", "tests.screens.gallery", *sys.argv[1:], "--orientation", orientation], check=True
            )
        return 0
    return _render(args)


def _render(args: argparse.Namespace) -> int:
    from kiosk.visit.snapshot import Preferences
    from tests.screens.rig import Rig
    from tests.screens.samples import fitting, samples

    rig = Rig(args.orientation)
    args.out.mkdir(parents=True, exist_ok=True)
    chosen = [name for name in args.only.split(",") if name]
    for name, snapshot in samples().items():
        if chosen and not any(name.startswith(one) for one in chosen):
            continue
        for mode in args.modes.split(","):
            for language in args.languages.split(","):
                began = time.perf_counter()
                rig.show(fitting(replace(snapshot, preferences=Preferences(language, mode))))
                drawn = time.perf_counter() - began
                picture = rig.picture()
                clipped = [text.text for text in rig.app.screen.texts + rig.app.overlay.texts if text.clipped]
                picture.save(args.out / f"{name}-{args.orientation}-{mode}-{language}.png")
                print(f"{name} {args.orientation} {mode} {language} {drawn * 1000:.0f} ms", *clipped)
    return 0


if __name__ == "__main__":
    sys.exit(main())
