"""The sandbox platform as one ASGI application (docs/api.md)."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kiosk.catalogue.model import Catalogue
from kiosk.contract.every import OPERATIONS
from kiosk.contract.health import HEALTH, PATHS, Health
from kiosk.contract.openapi import document
from offline_cache.suites import DEFAULT_SUITE
from provisioning import clock
from provisioning.callers import KnownTerminals
from provisioning.problem import Problem, answer_http_error, answer_problem
from provisioning.sandbox.calls import Call, route
from provisioning.sandbox.case_calls import CaseCalls
from provisioning.sandbox.certificate_store import CertificateStore
from provisioning.sandbox.certificates import Certificates
from provisioning.sandbox.codes import Codes
from provisioning.sandbox.desk import Desk
from provisioning.sandbox.device_logins import DeviceLogins
from provisioning.sandbox.drafts import DraftCalls, Drafts
from provisioning.sandbox.enterprise_codes import EnterpriseCodes
from provisioning.sandbox.faces import Faces
from provisioning.sandbox.faults import Faulty, Switches
from provisioning.sandbox.intake import Intake
from provisioning.sandbox.keys import OpeningKeys, content_key
from provisioning.sandbox.licence_copies import LicenceCopies
from provisioning.sandbox.licences import LicenceService
from provisioning.sandbox.messages import Messages
from provisioning.sandbox.packages import PackageCalls
from provisioning.sandbox.payers import Payers
from provisioning.sandbox.payment_store import PaymentStore
from provisioning.sandbox.payments import Payments
from provisioning.sandbox.people import People
from provisioning.sandbox.phone_signing import PhoneSigning
from provisioning.sandbox.publishing import Publisher
from provisioning.sandbox.queries import Queries
from provisioning.sandbox.queues import QueueCalls, Queues
from provisioning.sandbox.reconciling.days import PaymentDays
from provisioning.sandbox.records import Records
from provisioning.sandbox.registrations import Registered, Registrations
from provisioning.sandbox.seals.calls import SealCalls
from provisioning.sandbox.seals.house import SealHouse
from provisioning.sandbox.sessions import Sessions
from provisioning.sandbox.signed_calls import SignedCalls
from provisioning.sandbox.signed_documents import SignedDocuments
from provisioning.sandbox.slots import SlotCalls
from provisioning.sandbox.store import Store
from provisioning.sandbox.tus import Tus
from provisioning.sandbox.uploads import Uploads

FONTS = Path(sys.prefix) / "share/kiosk/fonts"  # where set-up puts them


@dataclass(frozen=True)
class Sandbox:
    """What the platform works with; `open` makes it from a folder."""

    store: Store
    uploads: Uploads
    keys: OpeningKeys
    switches: Switches
    catalogue: Catalogue
    publisher: Publisher
    desk: Desk
    licences: LicenceService
    house: SealHouse
    codes: Codes = field(default_factory=Codes)
    fonts: Path = FONTS
    payers: Payers = field(default_factory=Payers)
    device_logins: DeviceLogins = field(default_factory=DeviceLogins)
    enterprise_codes: EnterpriseCodes = field(default_factory=EnterpriseCodes)
    messages: Messages = field(default_factory=Messages)
    faces: Faces = field(default_factory=Faces)
    sessions: Sessions = field(default_factory=Sessions)

    @classmethod
    def open(
        cls, folder: Path, catalogue: Catalogue, suite: str = DEFAULT_SUITE, published: Path | None = None
    ) -> Sandbox:
        """`suite`: of the first sealing key, if there is none yet; `published`: folder of the catalogue that
        terminals get, None for the sample. Raises `BadDatabase`, `BadKey` or `OSError`."""
        store = Store.open(folder / "platform.sqlite")
        keys = OpeningKeys.open(folder, suite)
        (folder / "content").mkdir(exist_ok=True)
        signing = content_key(folder)
        publisher = Publisher(folder / "content", signing, keys, published)
        uploads = Uploads(store.database, folder)
        desk = Desk.open(store.database, folder, catalogue)
        house = SealHouse(store.database, folder, signing.private_bytes_raw())
        publisher.seal_trust, publisher.calendar = house.published, desk.cases.calendar
        licences = LicenceService(store.database, house)
        switches = Switches(folder / "faults.json")
        return cls(store, uploads, keys, switches, catalogue, publisher, desk, licences, house)

    @cached_property
    def drafts(self) -> Drafts:
        return Drafts(self.store.database, self.catalogue)

    @cached_property
    def queues(self) -> Queues:
        return Queues(self.store.database, lambda: self.drafts.phone)

    @cached_property
    def copies(self) -> LicenceCopies:
        return LicenceCopies(self.licences, self.certificates, self.house, self.fonts, lambda: self.drafts.phone)

    @property
    def intake(self) -> Intake:
        return Intake(
            self.store,
            self.uploads,
            self.keys,
            self.desk,
            self.sessions,
            signed=self.signed_documents,
            usage=self.licences.usage,
        )

    @cached_property
    def phone_signing(self) -> PhoneSigning:
        return PhoneSigning(lambda: self.drafts.phone)

    @cached_property
    def signed_documents(self) -> SignedDocuments:
        return SignedDocuments(self.store.database, self.keys, self.house, self.catalogue)

    @property
    def certificates(self) -> CertificateStore:
        return CertificateStore(self.store.database)

    @property
    def payments(self) -> PaymentStore:
        return PaymentStore(self.store.database)

    @property
    def payment_days(self) -> PaymentDays:
        return PaymentDays(self.store.database, self.payments)

    @property
    def registered(self) -> Registered:
        return Registered(self.store.database, self.desk.holders.digest)

    def health(self, call: Call[None]) -> Health:
        """A shared service is down while a switch makes its calls fail."""
        fault = self.switches.now()
        broken = fault.path if fault is not None and fault.fault == "error" else None
        states = {
            name: "down" if broken is not None and path.startswith(broken) else "up" for name, path in PATHS.items()
        }
        return Health(server_time=clock.rfc3339(call.now), services=states, test=True)

    def application(self) -> ASGIApp:
        sessions = self.sessions
        sessions.remember = self.desk.logins.remember
        services = [
            route(HEALTH, sessions, self.health),
            *People(
                self.codes,
                self.messages,
                self.faces,
                registered=self.registered.knows,
                logins=self.device_logins,
                enterprise=self.enterprise_codes,
                catalogue=self.catalogue,
            ).routes(sessions),
            *Registrations(self.registered, self.messages, self.faces).routes(sessions),
            *Queries(self.catalogue).routes(sessions),
            *Certificates(self.desk, self.certificates, self.fonts, self.house).routes(sessions),
            *Payments(self.desk, self.payments, self.payers).routes(sessions),
            *self.payment_days.routes(sessions),
            *CaseCalls(self.desk.cases, self.desk.holders, self.desk.ratings, self.keys.seal).routes(sessions),
            *DraftCalls(self.drafts, self.desk.holders).routes(sessions),
            *SlotCalls(self.store.database, self.desk.holders, self.desk.cases.calendar).routes(sessions),
            *QueueCalls(self.queues, self.desk.holders).routes(sessions),
            *PackageCalls(self.catalogue).routes(sessions),
            *self.licences.routes(sessions),
            *self.copies.routes(sessions),
            *SealCalls(self.house).routes(sessions),
            *self.phone_signing.routes(sessions),
            *SignedCalls(self.desk, self.signed_documents, self.certificates, self.fonts, self.house).routes(sessions),
        ]
        routes = [
            Route("/openapi.json", described, methods=["GET"]),
            *services,
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


async def described(_: Request) -> Response:
    """The interface as OpenAPI 3.1, for whoever tests against it."""
    return JSONResponse(document(OPERATIONS, version("yukuaiban-kiosk")))


async def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=499)  # the caller has left; nobody hears this
