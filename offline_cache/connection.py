"""The way to the platform: mutual TLS, and trust in one authority only; where a network has a gateway, through it."""

from __future__ import annotations

import ipaddress
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import httpx

IDLE_S = 3.0
"""How long an idle connection is kept. Servers close theirs after 5 s and more (uvicorn, Node: 5; nginx: 75): a call
that leaves as the far end closes is lost, and nobody knows whether it was carried out. So this end closes first."""


class BadConnection(Exception):
    """One sentence that says which address or file is wrong."""


def platform_client(
    url: str, ca: Path | None, cert: Path | None, key: Path | None, *, proxy: str = ""
) -> httpx.AsyncClient:
    """A client for the platform at `url`. `ca`: PEM, the only authority trusted (None: those of the system);
    `cert`, `key`: PEM, this terminal's. `proxy`: the network's gateway, `http://host:port`, asked to CONNECT (RFC 9110,
    9.3.6), so that TLS reaches from here to the platform and the gateway sees nothing but its name; empty: there is
    none. Variables of the environment (other proxies, other authorities) do not count.

    Raises `BadConnection`.
    """
    try:
        parts = urlsplit(url)
        secure = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname))
        if not parts.hostname or not secure or parts.port == 0:
            raise ValueError
    except ValueError as error:
        raise BadConnection(f"{url!r} is not an address of the form https://host:port") from error
    if proxy and not _is_gateway(proxy):  # it may hold a password: it is not repeated
        raise BadConnection("the proxy's address is not of the form http://host:port")
    try:
        context = ssl.create_default_context(cafile=ca)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if cert is not None:
            context.load_cert_chain(cert, key)
    except OSError as error:  # ssl.SSLError is one
        named = next((path for path in (ca, cert, key) if path is not None and not path.is_file()), None)
        raise BadConnection(
            f"{named} cannot be read" if named else f"the certificates for the platform cannot be used: {error}"
        ) from error
    through = proxy if proxy and parts.scheme == "https" else None  # this machine's own services are not asked outside
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=IDLE_S)
    return httpx.AsyncClient(verify=context, trust_env=False, follow_redirects=False, proxy=through, limits=limits)


def _is_gateway(proxy: str) -> bool:
    try:
        parts = urlsplit(proxy)
        whole = parts.scheme == "http" and bool(parts.hostname) and parts.port is not None and parts.port > 0
    except ValueError:
        return False
    return whole and parts.path in ("", "/") and not parts.query and not parts.fragment


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
