"""Serving ASGI applications over HTTPS, with the caller's certificate in the scope.

uvicorn does not tell an application who is at the other end of a TLS connection; its HTTP
protocol class is extended to do so: `scope["peer"]` is a `Peer`.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import signal
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from provisioning.authority import Authority, Pair

GRACE_S = 3  # running requests get this long when the service is stopped
BACKLOG = 2048


class BadAddress(Exception):
    """One sentence that says what is wrong with an address or its port."""


@dataclass(frozen=True)
class Peer:
    """Who is connected: the common name of a verified client certificate, or None; `abort` cuts the connection."""

    name: str | None
    abort: Callable[[], None]


class PeerProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 protocol, which adds the `Peer` to each request's scope."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        tls = transport.get_extra_info("ssl_object")
        peer = Peer(common_name(tls.getpeercert()) if tls else None, transport.abort)
        inner = cast(ASGIApp, self.app)

        async def with_peer(scope: Scope, receive: Receive, send: Send) -> None:
            scope["peer"] = peer
            await inner(scope, receive, send)

        self.app = with_peer


def common_name(certificate: Any) -> str | None:
    """The common name of what `ssl.SSLObject.getpeercert` gives."""
    for part in (certificate or {}).get("subject", ()):
        for field, value in part:
            if field == "commonName":
                return str(value)
    return None


def bind(address: str) -> socket.socket:
    """Take an address of the form HOST:PORT (port 0: a free one), and listen. Raises `BadAddress`."""
    host, _, port = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise BadAddress(f"{address!r} is no address of the form HOST:PORT, such as 127.0.0.1:8443")
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise BadAddress(f"{host} is no address of this machine: {error}") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a restart must not wait for old connections
        listener.bind(where)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise BadAddress(f"{address} cannot be listened on: {error.strerror}") from error
    return listener


def bind_loopback(address: str) -> socket.socket:
    """As `bind`, for pages that ask nobody who they are. Raises `BadAddress` for an address that others can reach."""
    listener = bind(address)
    if not ipaddress.ip_address(listener.getsockname()[0]).is_loopback:
        listener.close()
        raise BadAddress(f"{address} can be reached from outside; this page is served on loopback only")
    return listener


def hosts_of(listener: socket.socket) -> list[str]:
    """What a certificate must name beside the local names, so that a terminal reaches this listener."""
    address = ipaddress.ip_address(listener.getsockname()[0])
    return [] if address.is_loopback or address.is_unspecified else [str(address)]


def url_of(listener: socket.socket, scheme: str) -> str:
    """The address under which this machine reaches a listener."""
    host, port = listener.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "::1" if ":" in host else "127.0.0.1"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def tls_context(authority: Authority, pair: Pair) -> ssl.SSLContext:
    """TLS for a service. A caller without a certificate gets in and is told so by the application;
    one with a certificate of another authority fails in the handshake."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(pair.certificate, pair.key)
    context.load_verify_locations(authority.ca)
    context.verify_mode = ssl.CERT_OPTIONAL
    return context


@dataclass(frozen=True)
class Service:
    """An application on a listening socket; without `tls` it is plain HTTP."""

    application: ASGIApp
    listener: socket.socket
    tls: ssl.SSLContext | None = None


def _worth_a_line(record: logging.LogRecord) -> bool:
    """A request that was still running when the service was stopped is no error."""
    return not record.exc_info or record.exc_info[0] is not asyncio.CancelledError


class _Server(uvicorn.Server):
    """One of several servers in a process; signals are handled once for all of them."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(services: Sequence[Service], started: Callable[[], None], stop: asyncio.Event | None = None) -> None:
    """Serve until SIGTERM, SIGINT or `stop`; `started` is called when all of them answer."""
    stop = stop or asyncio.Event()
    logging.getLogger("uvicorn.error").addFilter(_worth_a_line)
    loop = asyncio.get_running_loop()
    with contextlib.suppress(ValueError, RuntimeError):  # outside the main thread only `stop` ends it
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
    servers = []
    for service in services:
        config = uvicorn.Config(
            service.application,
            http=PeerProtocol,
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,  # paths name sessions
            server_header=False,
            timeout_keep_alive=75,  # longer than the pause between heartbeats
            timeout_graceful_shutdown=GRACE_S,
        )
        config.load()
        config.ssl = service.tls
        servers.append(_Server(config))
    running = [
        asyncio.create_task(server.serve(sockets=[service.listener]))
        for server, service in zip(servers, services, strict=True)
    ]
    try:
        while not all(server.started for server in servers):
            if any(task.done() for task in running):
                break
            await asyncio.sleep(0.005)
        else:
            started()
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([stopping, *running], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
    finally:
        for server in servers:
            server.should_exit = True
        await asyncio.gather(*running)
