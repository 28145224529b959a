"""One call of the interface, declared once for both ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from kiosk.contract.model import Model

Asked = TypeVar("Asked", bound=Model | None)
Answered = TypeVar("Answered", bound=Model | None)


@dataclass(frozen=True)
class Operation(Generic[Asked, Answered]):
    """`path` may hold `{names}`. `asked`: the body (the query string of a GET); `answered`: the body of the answer;
    either is None where there is none.

    `session`: the call is made by a citizen who said who they are; the token travels as `Authorization: Bearer`.
    `versioned`: the call changes something that somebody else may have changed meanwhile: it names the version that
    it knows by `If-Match` (RFC 9110, 13.1.1) and is otherwise answered 412.
    `repeatable`: asked twice it does nothing twice, so it may be asked once more where the platform asked for time.
    `problems`: status and type of every refusal that the call has of its own (RFC 9457).
    """

    name: str  # operationId
    verb: str
    path: str
    summary: str
    asked: type[Asked]
    answered: type[Answered]
    status: int = 200
    session: bool = False
    versioned: bool = False
    problems: tuple[tuple[int, str], ...] = ()
    repeatable: bool = False

    @property
    def may_repeat(self) -> bool:
        """A GET changes nothing (RFC 9110, 9.2.1); of the others only what says so."""
        return self.verb == "GET" or self.repeatable
