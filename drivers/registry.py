"""Which models and kinds of device the drivers work with: the one list, from which the documents are generated.

`python -m drivers.registry` writes it into drivers/README.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

README = Path(__file__).with_name("README.md")
_BEGIN, _END = "<!-- supported devices: begin -->", "<!-- supported devices: end -->"


@dataclass(frozen=True)
class Model:
    """`usb`: VID:PID in lower case; `usb_class`: of an interface (bInterfaceClass); `reader`: begins a PC/SC name.

    `proof`: what the driver was tested against. "twin" is the far end of the wire in software, through the real
    daemon or device node; a model that was tested itself says "hardware", one that has no twin "nothing".
    """

    device: str  # a name of devices.toml
    name: str
    connection: str
    usb: str = ""
    usb_class: int = -1
    reader: str | None = None
    proof: str = "twin"


MODELS: tuple[Model, ...] = (
    Model("card_reader", "vpcd, the virtual reader of vsmartcard", "PC/SC", reader="Virtual PCD"),
    Model("card_reader", "any reader with a PC/SC driver, contact or contactless", "PC/SC", reader=""),
    Model("card_reader", "any CCID reader", "USB, by pcscd and libccid", usb_class=0x0B),
    Model("id_card_reader", "SAM_V module (Routon iDR200, Shensi and others)", "USB", usb="0400:c35a"),
    Model("id_card_reader", "SAM_V module, 115200 8N1 or another rate", "serial line"),
    Model("receipt_printer", "ESC/POS printer", "TCP, serial line, USB", usb_class=0x07),
    Model("receipt_printer", "ESC/POS printer of a bank's terminal, behind its XFS4IoT service", "WebSocket"),
    Model("document_printer", "IPP Everywhere printer", "CUPS, IPP"),
    Model("document_camera", "USB video class camera", "V4L2", usb_class=0x0E),
    Model("face_camera", "USB video class camera", "V4L2"),
    Model("headphones", "any jack that the kernel shows with the switch SW_HEADPHONE_INSERT", "evdev"),
    Model("sound", "any card of ALSA", "aplay"),
    Model("scanner", "any barcode scanner that sends text, or a camera", "serial line, HID POS, keyboard, V4L2"),
    Model("headphones", "a jack that tells what is in it (SW_HEADPHONE_INSERT)", "input event node"),
    Model("sound", "any sound card with an ALSA driver", "ALSA", proof="nothing"),
)


def of_usb(identifier: str, interface_classes: frozenset[int] = frozenset()) -> Model | None:
    """By VID:PID first: it says more than a class does."""
    exact = (model for model in MODELS if model.usb and model.usb == identifier.lower())
    by_class = (model for model in MODELS if model.usb_class in interface_classes)
    return next(exact, None) or next(by_class, None)


def of_reader(name: str) -> Model | None:
    return next((model for model in MODELS if model.reader is not None and name.startswith(model.reader)), None)


def table() -> str:
    """In Markdown."""
    lines = ["| device | model | connection | tested against |", "|---|---|---|---|"]
    for model in MODELS:
        identifier = f" ({model.usb})" if model.usb else ""
        lines.append(f"| `{model.device}` | {model.name}{identifier} | {model.connection} | {model.proof} |")
    return "\n".join(lines)


def with_table(text: str) -> str:
    """The document with the list between its two marks as it is now. Raises `ValueError` where they are missing."""
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"{README.name} lacks the marks {_BEGIN} and {_END}")
    return f"{before}{_BEGIN}\n{table()}\n{_END}{after}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
