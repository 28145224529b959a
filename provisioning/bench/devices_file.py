"""The `devices.toml` that leads a terminal to the virtual devices of a bench."""

from __future__ import annotations

from pathlib import Path

from provisioning.bench.hands import Hands
from provisioning.bench.headphones import sound_card
from provisioning.files import write_whole

HEAD = "# Written by `kiosk bench`: the virtual devices of this machine.\n"


class NotOurs(Exception):
    """One sentence."""


def written(hands: Hands, scanner: str) -> str:
    """`scanner`: "camera" or a kind of wire scanner; a terminal has one."""
    camera_source = hands.scanner.twin.source
    sections: dict[str, dict[str, str | int]] = {
        "card_reader": {"reader": "Virtual PCD 00 00"},
        "id_card_reader": {"path": str(hands.id_cards.link)},
        "receipt_printer": {"host": "127.0.0.1", "port": hands.receipts.twin.port},
        "document_camera": {"source": hands.document_camera.twin.source},
        "face_camera": {"source": hands.face_camera.twin.source},
        "scanner": {"source": camera_source}
        if scanner == "camera"
        else {"kind": scanner, "path": next(str(one.path) for one in hands.wire_scanners if one.kind == scanner)},
        "headphones": {"path": str(hands.headphones.twin.path)},
        "sound": {"device": sound_card()},
    }
    if hands.documents is not None:
        sections["document_printer"] = {"url": hands.documents.twin.address}
    lines = [HEAD]
    for name, values in sections.items():
        lines.append(f"[{name}]\n")
        lines += [f"{key} = {_toml(value)}\n" for key, value in values.items()]
    return "".join(lines)


def write(path: Path, text: str) -> None:
    """Raises `NotOurs` where the file names the devices of a real terminal."""
    if path.exists() and not path.read_text(encoding="utf-8", errors="replace").startswith(HEAD):
        raise NotOurs(f"{path} was not written by a bench: it may name real devices. Choose another --home.")
    write_whole(path, text.encode())


def _toml(value: str | int) -> str:
    return str(value) if isinstance(value, int) else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
