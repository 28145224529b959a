"""The sandbox platform as one ASGI application (docs/api.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kiosk.catalogue.model import Catalogue
from offline_cache.suites import DEFAULT_SUITE
from provisioning import clock
from provisioning.callers import KnownTerminals, read_object
from provisioning.problem import Problem, answer_http_error, answer_problem, malformed
from provisioning.sandbox import codes
from provisioning.sandbox.codes import Codes
from provisioning.sandbox.faults import Faulty, Switches
from provisioning.sandbox.identity import masked, recognise
from provisioning.sandbox.intake import Intake
from provisioning.sandbox.keys import OpeningKeys, content_key
from provisioning.sandbox.publishing import Publisher
from provisioning.sandbox.queries import answer_query
from provisioning.sandbox.records import Records
from provisioning.sandbox.sessions import Sessions
from provisioning.sandbox.store import Store
from provisioning.sandbox.tus import Tus
from provisioning.sandbox.uploads import Uploads


@dataclass(frozen=True)
class Sandbox:
    """What the platform works with; `open` makes it from a folder."""

    store: Store
    uploads: Uploads
    keys: OpeningKeys
    switches: Switches
    catalogue: Catalogue
    publisher: Publisher
    codes: Codes = field(default_factory=Codes)

    @classmethod
    def open(
        cls, folder: Path, catalogue: Catalogue, suite: str = DEFAULT_SUITE, published: Path | None = None
    ) -> Sandbox:
        """`suite`: of the first sealing key, if there is none yet; `published`: folder of the catalogue that
        terminals get, None for the sample. Raises `BadDatabase`, `BadKey` or `OSError`."""
        store = Store.open(folder / "platform.sqlite")
        keys = OpeningKeys.open(folder, suite)
        (folder / "content").mkdir(exist_ok=True)
        publisher = Publisher(folder / "content", content_key(folder), keys, published)
        uploads = Uploads(store.database, folder)
        return cls(store, uploads, keys, Switches(folder / "faults.json"), catalogue, publisher)

    @property
    def intake(self) -> Intake:
        return Intake(self.store, self.uploads, self.keys)

    def application(self) -> ASGIApp:
        people = People(self.catalogue, self.codes)
        routes = [
            Route("/v1/health", health, methods=["GET"]),
            *people.routes(),
            *Tus(self.uploads).routes(),
            *self.publisher.routes(),
            *Records(self.intake, self.uploads).routes(),
        ]
        return Starlette(
            routes=routes,
            middleware=[Middleware(Faulty, switches=self.switches), Middleware(KnownTerminals)],
            exception_handlers={
                Problem: answer_problem,
                HTTPException: answer_http_error,
                ClientDisconnect: _gone,
            },
        )


async def health(_: Request) -> Response:
    return JSONResponse({"server_time": clock.rfc3339(clock.now())})


class People:
    """Identity sessions and what is asked within one."""

    def __init__(self, catalogue: Catalogue, issued: Codes) -> None:
        self._catalogue = catalogue
        self._codes = issued
        self._sessions = Sessions()

    def routes(self) -> list[Route]:
        return [
            Route("/v1/identity/sessions", self.begin, methods=["POST"]),
            Route("/v1/identity/sessions/{session}", self.end, methods=["DELETE"]),
            Route("/v1/queries", self.query, methods=["POST"]),
        ]

    async def begin(self, request: Request) -> Response:
        body = await read_object(request)
        now = clock.now()
        method, evidence = body.get("method"), body.get("evidence")
        if method == codes.METHOD:
            person = self._codes.redeem(evidence, now)
        else:
            person = recognise(method, evidence, clock.china_day(now))
        session = self._sessions.begin(person, request.scope["terminal"], now)
        answer = {
            "session": session.token,
            "level": person.level,
            "subject": {"name": masked(person.name)},
            "expires_at": clock.rfc3339(session.expires_at),
        }
        return JSONResponse(answer, 201, {"Cache-Control": "no-store"})

    async def end(self, request: Request) -> Response:
        self._sessions.end(request.path_params["session"], request.scope["terminal"])
        return Response(status_code=204)

    async def query(self, request: Request) -> Response:
        body = await read_object(request)
        now = clock.now()
        session = self._sessions.find(body.get("session"), request.scope["terminal"], now)
        code, answers = body.get("item_code"), body.get("answers")
        if not isinstance(code, str) or not isinstance(answers, dict):
            raise malformed("item_code is a text, answers an object")
        item = self._catalogue.find(code)
        if item is None:
            raise Problem(404, "nothing-found", "the item is not in the catalogue")
        answer = answer_query(item, session.person.number, answers, clock.china_day(now))
        answer["as_of"] = clock.rfc3339(now)
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})


async def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=499)  # the caller has left; nobody hears this
