"""What a page of the operator's sends, as JSON."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from provisioning.problem import malformed


async def read_json(request: Request) -> Any:
    """The body of an order. Raises `Problem` 400."""
    # a page of another site cannot send this type without being asked first, and is refused then
    if request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
        raise malformed("Content-Type is application/json")
    try:
        return await request.json()
    except (ValueError, RecursionError) as error:
        raise malformed("the body is not JSON") from error
