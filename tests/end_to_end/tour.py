"""`python -m tests.end_to_end.tour FOLDER`: one visit with the network and its end without it, as pictures.

Takes a running demo, touches it as a citizen does, and keeps what the window shows and what the printer prints.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image

from tests.end_to_end import visits
from tests.end_to_end.terminal import Terminal, eventually

COLOURS = 192  # a page of the window has fewer that an eye can tell apart; the files are a third as large
BROWSER = "chromium"  # for the two pages that are not the window; left out where it is not installed


class Album:
    def __init__(self, folder: Path, terminal: Terminal) -> None:
        self.folder = folder
        self.terminal = terminal

    def look(self, name: str) -> None:
        self.keep(self.terminal.picture(), name)

    def keep(self, picture: Image.Image, name: str) -> None:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(self.folder / f"{name}.png", optimize=True)
        print(name, flush=True)

    def page(self, address: str, name: str, size: str) -> None:
        if shutil.which(BROWSER) is None:
            return
        target = self.folder / f"{name}.png"
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--timeout=6000"]
        subprocess.run(
            [BROWSER, *options, f"--screenshot={target}", f"--window-size={size}", address],
            check=True,
            capture_output=True,
        )
        self.keep(Image.open(target), name)


def tour(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with Terminal() as terminal:
        album = Album(folder, terminal)
        visits.register_treatment_elsewhere(terminal, look=album.look)
        album.keep(terminal.receipts()[-1], "receipt")
        album.page(terminal.bench_address, "bench", "1500,1050")
        visits.rate_and_leave(terminal, look=album.look)
        terminal.tidy()

        visits.query_contributions(terminal, look=only(album, "result"))
        visits.rate_and_leave(terminal)
        visits.query_medical_account(terminal, look=only(album, "insert"))
        visits.rate_and_leave(terminal)
        terminal.tidy()

        terminal.bench("receipt_printer", "state", "out")
        terminal.see_text("缺纸")
        album.look("home-no-paper")
        terminal.tidy()
        for name in ("mode:senior", "mode:contrast"):
            terminal.touch(name)
            album.look(f"home-{name.partition(':')[2]}")
            terminal.tidy()
        for language in ("en", "zh_hant"):
            terminal.speak(language)
            album.look(f"home-{language}")
        terminal.tidy()
        terminal.touch("intent:search")
        for letter in "gjj":
            terminal.touch(f"key:{letter}")
        album.look("search")
        terminal.tidy()

        visits.start(terminal, "YB04", visits.unseen)
        visits.lay_id_card(terminal, "yi", visits.unseen, then="face")
        terminal.bench("platform", "state", "stopped")
        visits.after_identity(terminal)
        album.look("held")
        album.keep(terminal.receipts()[-1], "receipt-held")
        visits.rate_and_leave(terminal)
        terminal.bench("platform", "state", "online")
        eventually(
            "the terminal on the board", lambda: "JLP-0137" in terminal.http.get(terminal.fleet_address).text, 90
        )
        album.page(terminal.fleet_address, "fleet", "1280,700")
    with Terminal("1920x1080") as terminal:
        album = Album(folder, terminal)
        visits.query_contributions(terminal, look=only(album, "home", "identify", "result", "done", suffix="-wide"))


def only(album: Album, *names: str, suffix: str = "") -> visits.Look:
    return lambda name: album.look(name + suffix) if name in names else None


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m tests.end_to_end.tour FOLDER")
    tour(Path(sys.argv[1]))
