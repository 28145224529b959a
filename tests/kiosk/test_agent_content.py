"""The agent brings what the platform publishes, and the terminal uses it: catalogue, and the key that is sealed to."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.agent.content import ContentKeeper
from kiosk.catalogue.files import SAMPLE
from kiosk.catalogue.source import content_of, in_use
from kiosk.platform import open_client
from kiosk.settings import BadSettings, Settings
from offline_cache.outbox import Outbox
from offline_cache.sealing import read_header
from tests.limits import LIMIT_S
from tests.provisioning.services import ITEM, sandbox


def agent_until(home: Path, met: Callable[[], bool]) -> None:
    process = subprocess.Popen([sys.executable, "-m", "kiosk", "agent", "--home", str(home)])
    try:
        deadline = time.monotonic() + LIMIT_S
        while not met():
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT_S) == 0


def test_a_published_catalogue_and_a_new_key_are_used(tmp_path: Path) -> None:
    published = tmp_path / "published"
    shutil.copytree(SAMPLE, published)
    head = published / "catalogue.json"
    head.write_text(head.read_text(encoding="utf-8").replace('"version": "', '"version": "new-', 1), encoding="utf-8")
    with sandbox(tmp_path / "platform", "--catalogue", str(published)):
        home = tmp_path / "home"
        home.mkdir()
        shutil.copy(tmp_path / "platform/terminal.env", home)
        settings = Settings.load(str(home), {})
        assert not in_use(settings).version.startswith("new-")
        main(["sandbox", "rotate-key", "--suite", "MLKEM768-X25519+AES-256-GCM", "--home", str(tmp_path / "platform")])
        # The terminal was enrolled before that: it still has the file of the first key.
        first = next((tmp_path / "platform/sandbox").glob("opening-*.key"))
        from offline_cache.sealing import OpeningKey

        OpeningKey.load(first).public().save(home / "first.key")
        env = (home / "terminal.env").read_text().splitlines()
        lines = [line for line in env if not line.startswith("KIOSK_SEALING_KEY")]
        (home / "terminal.env").write_text("\n".join([*lines, "KIOSK_SEALING_KEY=first.key", ""]))
        agent_until(home, lambda: in_use(settings).version.startswith("new-"))
        form = tmp_path / "form.json"
        form.write_text("{}")
        main(["outbox", "add", "--item", ITEM, "--form", str(form), "--home", str(home)])
        outbox = Outbox.open(home / "outbox")
        (key,) = outbox.unacknowledged()
        sealed = outbox.sealed(outbox.record(key).number)
        assert sealed is not None and read_header(sealed).suite == "MLKEM768-X25519+AES-256-GCM"
        agent_until(home, lambda: outbox.record(key).case_number is not None)
        outbox.close()
        content = content_of(settings)
        assert content is not None
        label = ContentKeeper(settings, content, open_client(settings, settings.platform_url)).label()
        assert label is not None and label.startswith("new-") and "#1, confirmed" in label and len(label) <= 64


def test_settings_of_the_link(tmp_path: Path) -> None:
    said = Settings.load(str(tmp_path), {"KIOSK_METERED": "yes", "KIOSK_UPLOAD_KBIT_S": "256"})
    assert (said.metered, said.upload_kbit_s) == (True, 256.0)
    assert not Settings.load(str(tmp_path), {}).metered
    # a group's name goes in a header: one that it cannot hold made the agent fall, and nothing was sent any more
    wrong_ones = {"KIOSK_METERED": "perhaps", "KIOSK_UPLOAD_KBIT_S": "-1", "KIOSK_GROUP": "试点"}
    wrong_ones |= {"KIOSK_TERMINAL_ID": "../x", "KIOSK_PX_PER_MM": "99999"}
    for wrong in ({name: said} for name, said in wrong_ones.items()):
        with pytest.raises(BadSettings, match=next(iter(wrong))):
            Settings.load(str(tmp_path), wrong)
