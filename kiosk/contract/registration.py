"""First-time real-name registration (实名注册): consent, and three proofs at once."""

from __future__ import annotations

from types import NoneType

from kiosk.contract.identity import CodeSent, Evidence, Jpeg, OneTimeCode, Phone, Session
from kiosk.contract.model import Model, Moment
from kiosk.contract.operation import Operation
from kiosk.text import Localized


class Consent(Model, frozen=True):
    """What is agreed to. `version` is stored with the agreement."""

    version: str
    title: Localized
    paragraphs: tuple[Localized, ...]


class Agreed(Model, frozen=True):
    version: str
    at: Moment


class PhoneAsked(Model, frozen=True):
    phone: Phone


class PhoneProof(Model, frozen=True):
    phone: Phone
    challenge: str
    code: OneTimeCode


class Registration(Model, frozen=True):
    """Three proofs: the resident ID card, a face, a telephone. One that is missing is null, and refused."""

    consent: Agreed
    card: Evidence | None
    face: Jpeg | None
    phone: PhoneProof | None


CONSENT = Operation(
    "registrationConsent", "GET", "/v1/identity/consent", "What somebody who registers agrees to", NoneType, Consent
)
SEND = Operation(
    "sendRegistrationCode",
    "POST",
    "/v1/identity/registrations/otp",
    "Send a one-time code to the telephone of somebody who registers",
    PhoneAsked,
    CodeSent,
    status=201,
    problems=((429, "too-many-codes"),),
)
REGISTER = Operation(
    "register",
    "POST",
    "/v1/identity/registrations",
    "Register a citizen, who is then signed in",
    Registration,
    Session,
    status=201,
    problems=(
        (401, "card-lost"),
        (401, "card-expired"),
        (401, "not-recognised"),
        (403, "face-mismatch"),
        (403, "code-wrong"),
        (409, "consent-outdated"),
        (410, "code-expired"),
        (422, "face-unclear"),
        (422, "proofs-missing"),
        (429, "too-many-tries"),
    ),
)

OPERATIONS = (CONSENT, SEND, REGISTER)
