"""`kiosk device scan-page`: a photographed page, judged and made upright."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from drivers.commands.common import Actions, json_line


def register(actions: Actions) -> None:
    parser = actions.add_parser(
        "scan-page",
        help="find the page in a picture and keep it alone; exit code 1 if it is not good enough",
        epilog="example: kiosk device scan-page photograph.jpg --out page.jpg --json",
    )
    parser.add_argument("image", metavar="IMAGE", help="PNG, JPEG, …")
    parser.add_argument("--out", required=True, metavar="PAGE.jpg", help="written only if the page is accepted")
    parser.add_argument("--sheet", choices=("a4", "id1"), help="what it is (default: told from its proportions)")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from drivers.camera.document import assess
    from drivers.camera.frame import jpeg
    from drivers.commands import pictures

    try:
        pixels: Any = pictures.read(Path(args.image))
    except pictures.BadPicture as error:
        raise SystemExit(f"kiosk device scan-page: {args.image} {error}") from None
    began = time.perf_counter()
    found = assess(pixels, sheet=args.sheet)
    line: dict[str, Any] = {
        "file": args.image,
        "accepted": found.rectified is not None,
        "reasons": [] if found.problem == "none" else [found.problem],
        "sheet": found.sheet,
        "corners": found.corners,
        "sharpness": round(found.sharpness, 3),
        "ms": round((time.perf_counter() - began) * 1000, 2),
    }
    if found.rectified is not None:
        try:
            Path(args.out).write_bytes(jpeg(found.rectified))
        except OSError as error:
            raise SystemExit(f"kiosk device scan-page: {args.out} cannot be written: {error.strerror}") from None
        height, width = found.rectified.shape[:2]
        line |= {"out": args.out, "width": width, "height": height}
    if args.json:
        print(json_line(line))
    else:
        print(f"accepted: {args.out}" if line["accepted"] else f"refused: {', '.join(line['reasons'])}")
    return 0 if line["accepted"] else 1
