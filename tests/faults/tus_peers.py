"""Uploads between the product and others that speak tus 1.0: our client to @tus/server, and tuspy to the sandbox.

`python -m tests.faults.tus_peers` (`make prove`); needs node and npm, and tests/faults/requirements.lock.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from offline_cache import tus
from offline_cache.exchange import TRANSPORT_FAILURES, Answer, ask
from provisioning.authority import Authority
from tests.faults.wire import Manner, Wire
from tests.provisioning.services import TERMINAL, Service, sandbox

PEERS = Path(__file__).parent / "peers"
SIZES = (0, 1, 10_000, 600_000, 3_000_000)
LARGE = 3_000_000
CUTS = (500, 90_000, 700_000, 2_000_000)  # bytes after which a connection is lost; then one that is not


@contextmanager
def tus_server(folder: Path) -> Iterator[str]:
    """The address of a running @tus/server, which keeps its files in `folder`/kept."""
    (folder / "kept").mkdir(parents=True)
    for each in PEERS.iterdir():
        shutil.copy(each, folder)
    npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(npm, cwd=folder, check=True, stdout=sys.stderr)
    process = subprocess.Popen(["node", "server.mjs", "kept"], cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(10)


class Client:
    """The product's client of tus, as `delivery.py` uses it, with what it remembers between two tries."""

    def __init__(self, client: httpx.AsyncClient, collection: str) -> None:
        self._client = client
        self._collection = collection
        self.url: str | None = None
        self.requests: list[str] = []

    async def bring(self, content: bytes) -> None:
        """Until it is there, however often the connection is lost."""
        digest = hashlib.sha256(content).hexdigest()
        for _ in range(20):
            try:
                refusal = await tus.upload(
                    self._ask, self._collection, content, digest, url=self.url, begun=self._begun
                )
            except TRANSPORT_FAILURES:
                continue
            if refusal is None:
                return
            await asyncio.sleep(0.2)  # the server has not noticed yet that the connection before was lost
        raise AssertionError(f"not brought: {self.requests}")

    async def _ask(self, method: str, url: str, headers: Mapping[str, str], content: bytes) -> Answer:
        self.requests.append(method)
        return await ask(self._client, method, url, headers, content)

    async def _begun(self, url: str | None) -> None:
        self.url = url

    async def terminate(self) -> int:
        assert self.url
        return (await ask(self._client, "DELETE", self.url, tus.VERSION)).status


async def our_client_at_their_server(address: str, kept: Path) -> list[str]:
    done = []
    async with httpx.AsyncClient(trust_env=False) as http:
        for size in SIZES:
            content, client = os.urandom(size), Client(http, address)
            await client.bring(content)
            _same(content, kept, client.url)
            done.append(f"{size:,} bytes: {' '.join(client.requests)}")
        parts, content = urlsplit(address), os.urandom(LARGE)
        wire = Wire(parts.hostname or "", parts.port or 0, iter([*(Manner(cut_up=at) for at in CUTS), *[Manner()] * 9]))
        async with wire.laid() as url:
            client = Client(http, f"{url}{parts.path}".replace("https:", "http:"))
            await client.bring(content)
        _same(content, kept, client.url)
        done.append(f"{LARGE:,} bytes, lost {len(CUTS)} times: {' '.join(client.requests)}")
        assert client.requests.count("POST") <= 3 and "HEAD" in client.requests, "begun anew instead of resumed"
        client = Client(http, address)
        await client.bring(content)
        assert await client.terminate() == 204
        client.requests.clear()
        await client.bring(content)  # its address is no longer good: it begins anew by itself
        _same(content, kept, client.url)
        done.append(f"ended in between: {' '.join(client.requests)}")
    return done


def _same(content: bytes, kept: Path, url: str | None) -> None:
    found = (kept / (url or "").rpartition("/")[2]).read_bytes()
    assert hashlib.sha256(found).digest() == hashlib.sha256(content).digest(), f"{len(found)} of {len(content)} bytes"


def their_client_at_our_server(service: Service) -> list[str]:
    from tusclient.client import TusClient

    authority = service.home / "authority"
    pair = Authority.open(authority).terminal(TERMINAL)
    os.environ["REQUESTS_CA_BUNDLE"] = str(authority / "ca.pem")  # the one way by which it takes an authority
    client = TusClient(f"{service.address}/v1/uploads", client_cert=(str(pair.certificate), str(pair.key)))
    done = []
    for size, piece in ((1, 1000), (10_000, 3_000), (LARGE, 256 * 1024), (LARGE, LARGE)):
        content = os.urandom(size)
        metadata = {"sha256": hashlib.sha256(content).hexdigest()}
        first = client.uploader(file_stream=io.BytesIO(content), chunk_size=piece, metadata=metadata)
        first.upload(stop_at=min(size, piece * 2))
        again = client.uploader(file_stream=io.BytesIO(content), chunk_size=piece, url=first.url)
        assert again.offset == first.offset == min(size, piece * 2), "another offset than was left"
        again.upload()
        found = _page(service, metadata["sha256"])
        assert found == content, "not the file that was sent"
        done.append(f"{size:,} bytes in pieces of {piece:,}, resumed by another object")
    return done


def _page(service: Service, digest: str) -> bytes:
    (path,) = service.home.rglob(digest)
    return path.read_bytes()


def main() -> int:
    if shutil.which("npm") is None or importlib.util.find_spec("tusclient") is None:
        print("NOT RUN: npm and tuspy are needed")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        with tus_server(Path(folder) / "node") as address:
            for line in asyncio.run(our_client_at_their_server(address, Path(folder) / "node/kept")):
                print(f"our client at @tus/server: {line}")
        with sandbox(Path(folder) / "platform") as service:
            for line in their_client_at_our_server(service):
                print(f"tuspy at the sandbox: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
