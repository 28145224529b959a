"""The way to the platform: mutual TLS, and trust in one authority only."""

from __future__ import annotations

import ipaddress
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import httpx


class BadConnection(Exception):
    """One sentence that says which address or file is wrong."""


def platform_client(url: str, ca: Path | None, cert: Path | None, key: Path | None) -> httpx.AsyncClient:
    """A client for the platform at `url`. `ca`: PEM, the only authority trusted (None: those of the system);
    `cert`, `key`: PEM, this terminal's. Variables of the environment (proxies, other authorities) do not count.

    Raises `BadConnection`.
    """
    try:
        parts = urlsplit(url)
        secure = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname))
        if not parts.hostname or not secure or parts.port == 0:
            raise ValueError
    except ValueError as error:
        raise BadConnection(f"{url!r} is not an https address of the platform") from error
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
    return httpx.AsyncClient(verify=context, trust_env=False, follow_redirects=False)


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
