"""How long the fleet service asked to be left alone."""

from __future__ import annotations

import random

import httpx

from offline_cache.backoff import delay
from offline_cache.verdict import retry_after

BUSY = (429, 503)


def asked_to_wait(response: httpx.Response) -> float:
    """Seconds until it may be asked again, spread so that terminals do not return together; 0: it did not say."""
    if response.status_code not in BUSY or (asked := retry_after(response.headers)) is None:
        return 0.0
    return delay(0, random.random, asked)
