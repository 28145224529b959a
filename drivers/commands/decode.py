"""`kiosk device decode`: the codes in pictures."""

from __future__ import annotations

import argparse
import base64
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drivers.commands.common import Actions, json_line

if TYPE_CHECKING:
    from drivers.scanner.payload import Scanned


def register(actions: Actions) -> None:
    parser = actions.add_parser(
        "decode",
        help="read the codes in pictures; exit code 1 if one holds none",
        description="Reads the QR codes in each picture; where there is none, codes of other kinds.",
        epilog="example: kiosk device decode --json telephone.jpg",
    )
    parser.add_argument("images", nargs="+", metavar="IMAGE", help="PNG, JPEG, …")
    parser.add_argument("--every-kind", action="store_true", help="other kinds also beside QR codes (ten times slower)")
    parser.add_argument("--json", action="store_true", help="a line of JSON for each picture")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from drivers.commands import pictures
    from drivers.scanner.decode import decode_all
    from drivers.scanner.second_opinion import SecondOpinion

    second_opinion = SecondOpinion()
    all_read = True
    try:
        for name in args.images:
            codes: list[Scanned] = []
            line: dict[str, Any] = {"file": name, "codes": []}
            try:
                pixels: Any = pictures.read(Path(name), grey=True)
                began = time.perf_counter()
                codes = decode_all(pixels, second_opinion, args.every_kind)
                line["ms"] = round((time.perf_counter() - began) * 1000, 2)
            except pictures.BadPicture as error:
                line |= {"ms": 0.0, "error": str(error)}
            line["codes"] = [told(code) for code in codes]
            all_read = all_read and bool(codes)
            if args.json:
                print(json_line(line))
            else:
                print(_sentences(line), file=sys.stderr if "error" in line else sys.stdout)
    finally:
        second_opinion.close()
    return 0 if all_read else 1


def told(code: Scanned) -> dict[str, Any]:
    """`text` is null where the bytes are no text; they then come as `base64`."""
    if code.text is None:
        return {"symbology": code.symbology, "text": None, "base64": base64.b64encode(code.data).decode()}
    return {"symbology": code.symbology, "text": code.text}


def _sentences(line: dict[str, Any]) -> str:
    if not line["codes"]:
        return f"{line['file']}: {line.get('error', 'no code')}"
    words = (f"{line['file']}: {code['symbology']} {code['text'] or code.get('base64', '')}" for code in line["codes"])
    return "\n".join(words)
