"""The page of the bench and its addresses, on loopback only.

`/state`, `/do`, `/receipts/N.png`, `/documents/N`, `/cameras/NAME.jpg`.
"""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from provisioning.bench.hands import Hands
from provisioning.bench.orders import Clumsy
from provisioning.bench.phone import Phone
from provisioning.bench.platform_switch import PlatformSwitch

PAGE = Path(__file__).parent / "page"


class Place(Protocol):
    """What takes orders."""

    async def do(self, device: str, action: str, value: str | None) -> None: ...


def build(
    hands: Hands, platform: PlatformSwitch | None, phone: Phone, *, screen: str, links: list[dict[str, str]], wide: bool
) -> Starlette:
    """`platform`: None where there is no platform to take away.

    `screen`: address of the live screen, or empty when the window is on a real display; `wide`: its shape.
    """

    places: dict[str, Place] = {"phone": phone}
    if platform is not None:
        places["platform"] = platform

    async def page(_: Request) -> Response:
        return FileResponse(PAGE / "index.html")

    async def state(_: Request) -> Response:
        shown = await hands.state() | (await platform.state() if platform else {}) | phone.state()
        return JSONResponse(shown | {"screen": screen, "wide": wide, "links": links})

    async def do(request: Request) -> Response:
        try:
            order: dict[str, Any] = await request.json()
            device, action, value = order["device"], order["do"], order.get("value")
            place: Place = places.get(device, hands)
            await place.do(device, action, value)
        except (ValueError, KeyError, TypeError):
            return JSONResponse({"error": "not an order"}, 400)
        except Clumsy as error:
            return JSONResponse({"error": str(error)}, 409)
        return JSONResponse({})

    async def receipt(request: Request) -> Response:
        picture = hands.receipts.receipt(request.path_params["number"])
        if picture is None:
            return JSONResponse({"error": "no such paper"}, 404)
        tag = f'"{hashlib.sha256(picture).hexdigest()[:16]}"'
        return Response(picture, media_type="image/png", headers={"ETag": tag, "Cache-Control": "no-store"})

    async def camera(request: Request) -> Response:
        station = hands.camera(request.path_params["name"])
        if station is None:
            return JSONResponse({"error": "no such camera"}, 404)
        seen = await asyncio.to_thread(station.twin.picture)
        return Response(seen, media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    async def document(request: Request) -> Response:
        printed = hands.documents.document(request.path_params["number"]) if hands.documents else None
        if printed is None:
            return JSONResponse({"error": "no such paper"}, 404)
        kind = "application/pdf" if printed.startswith(b"%PDF") else "image/jpeg"
        return Response(printed, media_type=kind, headers={"Cache-Control": "no-store"})

    return Starlette(
        routes=[
            Route("/", page),
            Route("/state", state),
            Route("/do", do, methods=["POST"]),
            Route("/receipts/{number}.png", receipt),
            Route("/documents/{number:int}", document),
            Route("/cameras/{name}.jpg", camera),
            Mount("/page", StaticFiles(directory=PAGE)),
        ]
    )
