"""Real services in processes of their own, and a terminal's side of the wire to speak to them."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
import select
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uuid_utils

from kiosk.__main__ import main
from kiosk.settings import read_env
from offline_cache.sealing import SealingKey
from provisioning.authority import Authority
from provisioning.sandbox.store import stored as look_into
from tests.limits import LIMIT_S

KIOSK = [sys.executable, "-m", "kiosk"]
# What is waited for is what the service says and that it ends; these only end a wait for one that hangs.
START_LIMIT_S = 110.0
STOP_LIMIT_S = 60.0
TERMINAL = "TEST-0001"
ITEM = "11999999TE5T00024D3502099014000"  # YB04 of the sample catalogue


@dataclass
class Service:
    """A running `kiosk sandbox serve` or `kiosk fleet serve`."""

    process: subprocess.Popen[bytes]
    home: Path
    address: str
    page: str

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(STOP_LIMIT_S)


def start(home: Path, *arguments: str, lines: int) -> Service:
    """Start a service and wait until it has printed its addresses: HTTPS on the first line, HTTP on the last."""
    process = subprocess.Popen([*KIOSK, *arguments, "--home", str(home)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    said, ends = b"", time.monotonic() + START_LIMIT_S
    while said.count(b"\n") < lines and time.monotonic() < ends:
        if select.select([process.stdout], [], [], 0.2)[0]:
            part = process.stdout.read1()  # type: ignore[attr-defined]
            if not part:
                break
            said += part
    found = re.findall(rb"https?://\S+", said)
    if said.count(b"\n") < lines:
        process.kill()
        raise AssertionError(f"the service did not start: {said!r}")
    return Service(process, home, found[0].decode(), found[-1].decode())


@contextlib.contextmanager
def sandbox(home: Path, *more: str) -> Iterator[Service]:
    arguments = ("sandbox", "serve", "--listen", "127.0.0.1:0", "--operator-listen", "127.0.0.1:0", *more)
    service = start(home, *arguments, lines=3)
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()


@contextlib.contextmanager
def fleet(home: Path, *more: str) -> Iterator[Service]:
    service = start(home, "fleet", "serve", "--listen", "127.0.0.1:0", "--board", "127.0.0.1:0", *more, lines=2)
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()


def tls(home: Path, terminal: str | None = TERMINAL, signer: Path | None = None) -> ssl.SSLContext:
    """A terminal's TLS; `signer`: home of the authority that signed its certificate, when it is another one."""
    context = ssl.create_default_context(cafile=str(home / "authority/ca.pem"))
    if terminal is not None:
        pair = Authority.open((signer or home) / "authority").terminal(terminal)
        context.load_cert_chain(pair.certificate, pair.key)
    return context


def client(service: Service, terminal: str | None = TERMINAL, signer: Path | None = None) -> httpx.Client:
    return httpx.Client(
        base_url=service.address, verify=tls(service.home, terminal, signer), trust_env=False, timeout=LIMIT_S
    )


@dataclass(frozen=True)
class Sealed:
    """A record as a terminal would send it."""

    key: str
    body: bytes
    attachments: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()

    @property
    def headers(self) -> dict[str, str]:
        digest = base64.b64encode(hashlib.sha256(self.body).digest()).decode()
        headers = {
            "Content-Type": "application/octet-stream",
            "Idempotency-Key": f'"{self.key}"',
            "Content-Digest": f"sha-256=:{digest}:",
        }
        return headers | ({"Kiosk-Attachments": ", ".join(self.attachments)} if self.attachments else {})


def new_key() -> str:
    return str(uuid_utils.uuid7())


def sealing_key(home: Path) -> SealingKey:
    return SealingKey.load(Path(read_env(home / "terminal.env")["KIOSK_SEALING_KEY"]))


def seal_submission(
    home: Path,
    key: str | None = None,
    pages: tuple[str, ...] = (),
    context: dict[str, str] | None = None,
    content: dict[str, Any] | None = None,
) -> Sealed:
    """A submission of a test person; `context` and `content` replace what would be right."""
    key = key or new_key()
    right = {
        "schema": 1,
        "key": key,
        "terminal": TERMINAL,
        "number": f"{TERMINAL}-000001",
        "item_code": ITEM,
        "captured_at": "2026-11-22T02:24:05Z",
        "language": "zh",
        "channel": "self_service",
        "identity": {"method": "id_card", "evidence": {"name": "测试员甲"}, "session": None},
        "face": None,
        "answers": {"type": "long_term"},
        "materials": [{"name": "residence", "pages": list(pages)}],
        "signature": None,
    }
    about = {"kind": "submission", "key": key, "terminal": TERMINAL, "item": ITEM, "schema": "1"}
    body = sealing_key(home).seal(json.dumps(right | (content or {})).encode(), about | (context or {}))
    return Sealed(key, body, pages)


def seal_rating(home: Path, **content: Any) -> Sealed:
    key = new_key()
    right = {
        "schema": 1,
        "key": key,
        "terminal": TERMINAL,
        "about": new_key(),
        "item_code": ITEM,
        "level": "satisfied",
        "tags": ["412"],
        "tag_version": "sample-1",
        "rated_at": "2026-11-22T02:26:00Z",
        "channel": "self_service",
        "anonymous": True,
    }
    context = {"kind": "rating", "key": key, "terminal": TERMINAL, "item": ITEM, "schema": "1"}
    return Sealed(key, sealing_key(home).seal(json.dumps(right | content).encode(), context))


def seal_page(home: Path, key: str, picture: bytes, terminal: str = TERMINAL) -> bytes:
    context = {"kind": "page", "key": key, "terminal": terminal, "name": "residence-1", "media_type": "image/jpeg"}
    return sealing_key(home).seal(picture, context)


def post(http: httpx.Client, record: Sealed, path: str = "/v1/submissions") -> httpx.Response:
    return http.post(path, content=record.body, headers=record.headers)


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and the last part of the type."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


def stored(home: Path, kind: str = "submission") -> list[dict[str, Any]]:
    """What the platform says that it has stored."""
    return list(look_into(home / "sandbox/platform.sqlite", kind))


def printed(home: Path, *arguments: str) -> list[dict[str, Any]]:
    """What a command prints, a JSON object a line."""
    command = [*KIOSK, *arguments, "--json", "--home", str(home)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=LIMIT_S).stdout
    return [json.loads(line) for line in said.splitlines()]


def refusal(*arguments: str) -> str:
    """The one line with which a command ends that cannot do what it was told."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = ended.value.code
    assert isinstance(said, str), said  # a text goes to stderr, and the exit code is 1
    assert "\n" not in said
    return said
