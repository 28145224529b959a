"""`kiosk device print`: one receipt on one printer, and the truth about it as the exit code."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drivers.commands.common import Actions, fonts, json_line, seconds

if TYPE_CHECKING:
    from drivers.outcome import Failure
    from drivers.print_jobs import Printed
    from drivers.receipt_printer.document import Receipt

PRINTED, NOT_PRINTED, UNKNOWN = 0, 3, 4


def register(actions: Actions) -> None:
    parser = actions.add_parser(
        "print",
        help="print a receipt; exit code 0 printed, 3 not printed, 4 cannot be known",
        description="Prints one receipt. Exit code 0: the printer said that all of it was printed. 3: it is known not "
        "to have been printed. 4: it cannot be known, so look at the printer before printing again.",
        epilog="example: kiosk device print --sample --printer tcp://192.0.2.10:9100",
    )
    parser.add_argument("receipt", nargs="?", metavar="RECEIPT.json", help="the receipt (drivers/README.md)")
    parser.add_argument("--sample", action="store_true", help="a built-in receipt instead of a file")
    parser.add_argument(
        "--printer",
        required=True,
        metavar="ADDRESS",
        help="tcp://HOST:PORT, serial:PATH[@BAUD], usb:VID:PID or file:PATH (never proved)",
    )
    parser.add_argument("--profile", default="default", metavar="NAME", help="family of the printer (default: any)")
    parser.add_argument("--limit", type=seconds, default=60.0, metavar="S", help="seconds to wait (default: 60)")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from drivers.receipt_printer import profile, receipt_file
    from drivers.receipt_printer.layout import FontsMissing
    from drivers.receipt_printer.printer import ReceiptPrinter
    from drivers.receipt_printer.transport import BadAddress, parse_address

    if args.sample == (args.receipt is not None):
        raise SystemExit("kiosk device print: it takes either RECEIPT.json or --sample")
    try:
        address = parse_address(args.printer)
        family = profile.load(args.profile)
        receipt = receipt_file.receipt_of(receipt_file.SAMPLE) if args.sample else receipt_file.load(Path(args.receipt))
        printer = ReceiptPrinter.at(address, fonts(), family)
    except (BadAddress, profile.BadProfile, receipt_file.BadReceipt, FontsMissing) as error:
        raise SystemExit(f"kiosk device print: {error}") from None
    code, said = told(asyncio.run(_print(printer, receipt, args.limit)))
    print(json_line({"printer": args.printer, **said}) if args.json else _sentence(said))
    return code


async def _print(printer: Any, receipt: Receipt, limit: float) -> Printed | Failure:
    await printer.start()
    try:
        outcome: Printed | Failure = await printer.print(receipt, limit)
        return outcome
    finally:
        await printer.close()


def told(outcome: Printed | Failure) -> tuple[int, dict[str, str]]:
    """Exit code, and `{"outcome": "printed" | "not_printed" | "unknown", "error", "detail"}`."""
    from drivers.outcome import Failure
    from drivers.print_jobs import NotPrinted

    if not isinstance(outcome, Failure):
        return (PRINTED, {"outcome": "printed"}) if outcome.confirmed else (UNKNOWN, {"outcome": "unknown"})
    why = {"error": outcome.error or str(outcome.code), "detail": outcome.detail}
    if isinstance(outcome, NotPrinted) and outcome.proved:
        return NOT_PRINTED, {"outcome": "not_printed", **why}
    return UNKNOWN, {"outcome": "unknown", **why}


def _sentence(said: dict[str, str]) -> str:
    words = {"printed": "printed", "not_printed": "not printed", "unknown": "it cannot be known whether it was printed"}
    why = f": {said['error']} ({said['detail']})" if said.get("error") else ""
    return words[said["outcome"]] + why
