"""A page that keeps itself up to date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from provisioning.pages import page


def live_page(path: str, name: str, shown: Callable[[Request], Mapping[str, Any]]) -> list[Route]:
    """The page `<name>.html`, and at `<path>/table` its changing part, which the page fetches again and again."""

    async def whole(request: Request) -> Response:
        return HTMLResponse(page(f"{name}.html", **shown(request)))

    async def table(request: Request) -> Response:
        return HTMLResponse(page(f"{name}_table.html", **shown(request)), headers={"Cache-Control": "no-store"})

    return [Route(path, whole, methods=["GET"]), Route(f"{path.rstrip('/')}/table", table, methods=["GET"])]
