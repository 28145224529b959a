"""The dialogue with the module: status, find, select, read. Blocking; runs on the reader's worker thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from drivers.id_card_reader import status
from drivers.id_card_reader.answers import BadAnswer, Document, document, format_sam_id, newest_address
from drivers.id_card_reader.card import ResidentCard
from drivers.id_card_reader.frames import Request, Response, Status
from drivers.id_card_reader.line import Garbled, Line, LineError, Offline
from drivers.id_card_reader.text import BadCardData, OtherDocument
from drivers.outcome import Completion, Failure
from drivers.status import IdCardReaderStatus

# How long the module may take (makers' notes: find and select 100 to 300 ms, read 2 s, with prints 3 s, newest
# address 1.5 s), and some air.
_LIMITS_S = {
    Request.STATUS: 0.5,
    Request.SAM_ID: 0.5,
    Request.FIND: 0.8,
    Request.SELECT: 0.8,
    Request.READ: 2.5,
    Request.READ_PRINTS: 3.5,
    Request.NEWEST_ADDRESS: 2.0,
}
_TRIES = 3  # of a line that garbles


@dataclass(frozen=True)
class NoCard:
    """Nothing lies on the reader that was not read already."""


@dataclass(frozen=True)
class BadTry:
    """A card was found, but could not be selected or read this time."""

    detail: str


@dataclass(frozen=True)
class Wanted:
    """What to ask of a card beside its text and photo."""

    newest_address: bool = False
    fingerprints: bool = False


Outcome = Document | Failure | NoCard | BadTry


def failed(error: str, detail: object) -> Failure:
    return Failure(Completion.COMMAND_ERROR_CODE, error, str(detail))


class Module:
    """`publish` is told what is seen meanwhile."""

    def __init__(self, line: Line, publish: Callable[[IdCardReaderStatus], None]) -> None:
        self._line = line
        self._publish = publish
        self._sam_id: str | None = None  # None: not asked yet

    def close(self) -> None:
        self._line.close()

    def probe(self, given_up: threading.Event) -> None:
        """Is anyone there? Raises `LineError`."""
        try:
            response = self._ask(Request.STATUS, given_up)
        except Offline:  # one missed answer is no outage
            response = self._ask(Request.STATUS, given_up)
        if self._sam_id is None:
            self._sam_id = self._read_sam_id(given_up)
        self._publish(status.of_probe(response.sw3))

    def look(self, given_up: threading.Event) -> None:
        """As `probe`, and whether a card lies there. Raises `LineError`."""
        try:
            response = self._ask(Request.STATUS, given_up)
        except Offline:
            response = self._ask(Request.STATUS, given_up)
        if status.of_probe(response.sw3) == status.BROKEN:
            self._publish(status.BROKEN)
        else:
            self.card_lies_there(given_up)

    def try_card(self, given_up: threading.Event, wanted: Wanted) -> Outcome:
        """Find, select, read: in this order or not at all. Raises `LineError`."""
        found = self._ask(Request.FIND, given_up)
        if found.sw3 == Status.NO_CARD:
            self._publish(status.NO_CARD)
            return NoCard()
        if found.sw3 != Status.FOUND:
            return self._refused("find", found)
        self._publish(status.CARD)
        selected = self._ask(Request.SELECT, given_up)
        if selected.sw3 != Status.OK:
            return self._refused("select", selected)
        answer = self._ask(Request.READ_PRINTS if wanted.fingerprints else Request.READ, given_up)
        if answer.sw3 != Status.OK:
            return self._refused("read", answer)
        if self._sam_id is None:  # a card came before the first look at the module
            self._sam_id = self._read_sam_id(given_up)
        read = self._interpret(answer, wanted.fingerprints)
        if wanted.newest_address and isinstance(read, ResidentCard):
            return replace(read, newest_address=self._read_newest_address(given_up))
        return read

    def card_lies_there(self, given_up: threading.Event) -> bool:
        """Whether any card lies on the reader. Raises `LineError`.

        After a good read, find answers 80 even while the card lies there, until it has left the field. So the
        card is read once more (and what it says is dropped): 90, it is still there; else find has the last
        word, since it would see another card, or one that the read has lost.
        """
        there = self._ask(Request.READ, given_up).sw3 == Status.OK
        there = there or self._ask(Request.FIND, given_up).sw3 == Status.FOUND
        self._publish(status.CARD if there else status.NO_CARD)
        return there

    def _read_newest_address(self, given_up: threading.Event) -> str:
        """Empty where the card holds none, or the module does not tell: what was read already counts more."""
        try:
            response = self._ask(Request.NEWEST_ADDRESS, given_up)
            return newest_address(response.data) if response.sw3 == Status.OK else ""
        except (BadAnswer, Garbled, Offline):
            return ""

    def _interpret(self, answer: Response, with_prints: bool) -> Outcome:
        try:
            return document(answer.data, self._sam_id or "", with_prints)
        except OtherDocument as error:
            return failed("invalidMedia", error)
        except BadCardData as error:
            return failed("dataInvalid", error)
        except BadAnswer as error:
            return failed("mediaUnreadable", error)

    def _refused(self, step: str, response: Response) -> Outcome:
        detail = f"{step}: {response.sw1:02X} {response.sw2:02X} {response.sw3:02X}"
        if response.sw3 in status.MODULE_FAULTS:
            self._publish(status.BROKEN)
            return Failure(Completion.HARDWARE_ERROR, detail=detail)
        return BadTry(detail)

    def _read_sam_id(self, given_up: threading.Event) -> str:
        """Empty if the module does not tell: the number is worth having, but no reason to refuse cards."""
        try:
            return format_sam_id(self._ask(Request.SAM_ID, given_up).data)
        except (BadAnswer, LineError):
            return ""

    def _ask(self, request: Request, given_up: threading.Event) -> Response:
        """Asked again where the answer, or the request, was garbled: nothing here does anything twice."""
        for _ in range(_TRIES):
            try:
                response = self._line.ask(request, _LIMITS_S[request], given_up)
            except Garbled as error:
                garbled = error
                continue
            except LineError:
                self._sam_id = None  # another module may come in its place
                raise
            if response.sw3 not in status.MISUNDERSTOOD:
                return response
            garbled = Garbled(f"the module does not understand us: {response.sw3:02X}")
        raise garbled
