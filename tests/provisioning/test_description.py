"""Guards against a call that is not described, or described and not there: others build against the document."""

from __future__ import annotations

from pathlib import Path

import httpx
from starlette.routing import Route

from kiosk.catalogue.load import load
from kiosk.contract.every import OPERATIONS
from kiosk.contract.openapi import document
from provisioning.sandbox.application import Sandbox
from tests.kiosk.sandbox_stand import LoopbackPlatform


def test_what_is_described_is_there_and_what_is_there_is_described(tmp_path: Path) -> None:
    sandbox = Sandbox.open(tmp_path, load())
    try:
        application = sandbox.application()
        routes = {
            (method, route.path)
            for route in application.routes  # type: ignore[attr-defined]
            if isinstance(route, Route) and route.path != "/openapi.json"
            for method in route.methods or ()
        }
    finally:
        sandbox.store.close()
    described = {(verb.upper(), path) for path, verbs in document(OPERATIONS, "1")["paths"].items() for verb in verbs}
    assert routes - {("HEAD", path) for verb, path in described if verb == "GET"} == described


async def test_the_platform_serves_its_own_description(tmp_path: Path) -> None:
    sandbox = Sandbox.open(tmp_path, load())
    try:
        platform = LoopbackPlatform(sandbox)
        platform.application()
        async with httpx.AsyncClient(transport=httpx.ASGITransport(platform), base_url="http://platform") as client:
            served = (await client.get("/openapi.json")).json()
        assert served["openapi"] == "3.1.0"
        assert served["paths"].keys() == document(OPERATIONS, "1")["paths"].keys()
    finally:
        sandbox.store.close()
