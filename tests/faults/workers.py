"""What is killed: a window that hands in without end, and the agent; each in a process that starts in milliseconds."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import multiprocessing
import os
import random
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

from kiosk.agent.agent import serve
from kiosk.settings import Settings
from offline_cache.adding import NotAdded, add
from offline_cache.faults import OutboxRefused
from offline_cache.outbox import Outbox
from offline_cache.sealing import SealingKey
from tests.provisioning.services import ITEM

MODULES = ["tests.faults.workers"]  # loaded once, by the process of which the others are copies
FULL = 60  # records that wait; from then on the window is as slow as citizens are
SIZES = (0, 3_000, 30_000, 600_000)  # bytes of a page; the last goes as a resumable upload


def start(what: str, home: Path, *words: object) -> BaseProcess:
    """`what`: "window" or "agent"."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(MODULES)
    process = server.Process(target={"window": window, "agent": agent}[what], args=(home, *words), daemon=True)
    process.start()
    return process


def window(home: Path, promises: Path, seed: int) -> None:
    """A line in `promises` is what a citizen was told."""
    dice = random.Random(seed)
    settings = Settings.load(str(home), {})
    try:
        outbox = Outbox.open(settings.outbox)
    except OutboxRefused:  # told by that nothing is handed in
        return
    assert settings.sealing_key is not None
    key = SealingKey.load(settings.sealing_key)
    told = os.open(promises, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    form, page = (promises.with_name(f"{name}-{seed}") for name in ("form.json", "page"))
    for number in itertools.count():
        form.write_text(f'{{"type": "long_term", "number": "{seed}-{number}"}}')
        page.write_bytes(dice.randbytes(dice.choices(SIZES, (4, 6, 3, 1))[0]))
        attached = [f"residence={page}"] if page.stat().st_size else []
        try:
            slot = add(outbox, key, settings.terminal_id, ITEM, form=form, attached=attached)
        except NotAdded:  # the disk is gone, and this process with it in a moment
            return
        os.write(told, f"{slot.key}\n".encode())
        if number % 10 == 0 and outbox.counts().waiting > FULL:
            time.sleep(0.2)


def agent(home: Path) -> None:
    logging.disable()
    settings = Settings.load(str(home), {})
    outbox = Outbox.open(settings.outbox)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(settings, outbox, "sample"))


def promised(promises: Path) -> set[str]:
    """All keys that were told, but for a line that a kill cut off."""
    if not promises.exists():
        return set()
    return {line.strip() for line in promises.read_text().splitlines(keepends=True) if line.endswith("\n")}
