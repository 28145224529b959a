"""One IPP operation over HTTP."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import httpx

from drivers.document_printer import ipp
from drivers.document_printer.ipp import Operation, Tag

USER = "kiosk"
STATUS_ATTRIBUTES = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "media-ready",
    "printer-input-tray",
    "device-uri",  # CUPS only: the printer behind the queue
)
JOB_ATTRIBUTES = ("job-id", "job-name", "job-state", "job-state-reasons", "time-at-processing")
ASK_LIMIT = httpx.Timeout(3.0, connect=2.0)  # s; a printer on the same switch answers in milliseconds
SEND_LIMIT = httpx.Timeout(30.0, connect=2.0)  # s without one more byte taken: small printers buffer little


Attribute = tuple[Tag, str, str | int | Sequence[str]]


class Refused(Exception):
    """The printer answered, and the answer is no. Holds the status code."""


class NotSent(OSError):
    """No connection: nothing of the request has reached the printer."""


class IppClient:
    """`address`: `ipp://HOST[:PORT]/PATH` or `ipps://…` (a certificate that this machine trusts).

    Each method raises `NotSent`, `OSError` (it may have been heard), `ipp.BadAnswer` or `Refused`.
    """

    def __init__(self, address: str) -> None:
        scheme, _, rest = address.partition("://")
        host, slash, path = rest.partition("/")
        has_port = ":" in host.rpartition("]")[2]
        self.address = address
        self._url = f"{'https' if scheme == 'ipps' else 'http'}://{host}{'' if has_port else ':631'}{slash}{path}"
        self._numbers = itertools.count(1)
        self._http = httpx.AsyncClient(trust_env=False, headers={"Content-Type": "application/ipp"})

    async def close(self) -> None:
        await self._http.aclose()

    async def printer(self) -> ipp.Attributes:
        asked: list[Attribute] = [(Tag.KEYWORD, "requested-attributes", STATUS_ATTRIBUTES)]
        return (await self._ask(Operation.GET_PRINTER_ATTRIBUTES, asked)).printer

    async def print_job(self, document: bytes, media_type: str, media: str, name: str) -> int:
        """The job's id."""
        attributes: list[Attribute] = [
            (Tag.NAME, "requesting-user-name", USER),
            (Tag.NAME, "job-name", name),
            (Tag.MIME_TYPE, "document-format", media_type),
        ]
        job = [(Tag.KEYWORD, "media", media)] if media else []
        answered = await self._ask(Operation.PRINT_JOB, attributes, job, document)
        number = ipp.number(answered.jobs[0], "job-id") if answered.jobs else None
        if number is None:
            raise ipp.BadAnswer("a job without an id")
        return number

    async def job(self, number: int) -> ipp.Attributes:
        asked: list[Attribute] = [
            (Tag.INTEGER, "job-id", number),
            (Tag.KEYWORD, "requested-attributes", JOB_ATTRIBUTES),
        ]
        answered = await self._ask(Operation.GET_JOB_ATTRIBUTES, asked)
        return answered.jobs[0] if answered.jobs else {}

    async def jobs(self, which: str) -> tuple[ipp.Attributes, ...]:
        """`which`: "completed" or "not-completed"."""
        asked: list[Attribute] = [
            (Tag.NAME, "requesting-user-name", USER),
            (Tag.KEYWORD, "which-jobs", which),
            (Tag.KEYWORD, "requested-attributes", JOB_ATTRIBUTES),
        ]
        return (await self._ask(Operation.GET_JOBS, asked)).jobs

    async def cancel(self, number: int) -> None:
        await self._ask(
            Operation.CANCEL_JOB, [(Tag.INTEGER, "job-id", number), (Tag.NAME, "requesting-user-name", USER)]
        )

    async def resume(self) -> None:
        await self._ask(Operation.RESUME_PRINTER, [(Tag.NAME, "requesting-user-name", USER)])

    async def _ask(
        self,
        operation: Operation,
        attributes: Sequence[Attribute],
        job: Sequence[Attribute] = (),
        document: bytes = b"",
    ) -> ipp.Answer:
        message = ipp.request(operation, self.address, next(self._numbers), attributes, job)
        limit = SEND_LIMIT if document else ASK_LIMIT
        try:
            response = await self._http.post(self._url, content=message + document, timeout=limit)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise NotSent(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise OSError(type(error).__name__) from error
        if response.status_code != 200:
            raise Refused(f"HTTP {response.status_code}")
        answered = ipp.answer(response.content)
        if not answered.ok:
            raise Refused(f"IPP 0x{answered.status:04x}")
        return answered
