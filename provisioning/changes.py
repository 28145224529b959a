"""The answer to "what has changed since?", alike from every service that has problems to tell of."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from provisioning.follow_ups import CURSOR, FEED, LARGEST, FollowUp, as_csv, json_lines
from provisioning.problem import malformed

DIGITS = 19  # of the largest; Python reads no number of thousands of them


def changes_of(request: Request, feed: str, since: Callable[[int], list[FollowUp]], *, table: bool = False) -> Response:
    """`table`: CSV instead of JSON Lines. Raises `Problem` 400."""
    text = request.query_params.get("since", "0")
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS and int(text) < LARGEST):
        raise malformed("since is a whole number: the largest seq that was seen")
    found = since(int(text))
    headers = {"Cache-Control": "no-store", FEED: feed, CURSOR: str(found[-1].seq if found else int(text))}
    if table:
        headers["Content-Disposition"] = 'attachment; filename="follow-up.csv"'
        return Response("\ufeff" + as_csv(found), headers=headers, media_type="text/csv; charset=utf-8")
    return Response(json_lines(found), headers=headers, media_type="application/jsonl")
