"""A card reader at pcscd, contact or contactless: which card lies there, and what it says."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from drivers.capabilities import CardReaderCapabilities
from drivers.card_reader import recognition, social_security_card
from drivers.card_reader.bank_card_data import BankCard
from drivers.card_reader.connection import Connection, converse
from drivers.card_reader.errors import OtherCard
from drivers.card_reader.monitor import Monitor
from drivers.card_reader.recognition import UnknownCard
from drivers.card_reader.social_security_card import SocialSecurityCard
from drivers.device import Device
from drivers.outcome import Completion, Failure
from drivers.status import CardReaderStatus, ChipPower, DeviceState, Media
from drivers.worker import Worker

T = TypeVar("T")

_LAST_ANSWER_S = 1.0  # at the end of the limit, a card at work may give its answer; one that does not hangs


class CardReader(Device[CardReaderStatus]):
    """The reader whose name begins with `reader`; an empty one means the first that there is.

    Errors of reading: "noMedia" (no card), "mediaUnreadable" (it does not answer: upside down, dirty, broken),
    "invalidMedia" (another kind of card), "mediaRemoved" (pulled while it was read), "dataInvalid" (what it says
    cannot be true). No reader or no pcscd: `DEVICE_NOT_READY`.
    `token_key` (at least 16 bytes) makes bank card numbers into tokens; without one, tokens hold for this object only.
    """

    def __init__(
        self, reader: str = "Virtual PCD 00 00", name: str = "card_reader", token_key: bytes | None = None
    ) -> None:
        super().__init__(name, CardReaderStatus())
        self._reader = reader
        self._token_key = token_key or secrets.token_bytes(32)
        self._monitor: Monitor | None = None
        self._worker: Worker | None = None
        self._at_card: threading.Event | None = None  # set when the present read has left the card
        self._hanging: threading.Event | None = None  # of the read that was left behind

    @property
    def capabilities(self) -> CardReaderCapabilities:
        return CardReaderCapabilities(
            commands=("readSocialSecurityCard", "readCard", "readUid", "waitMedia"),
            cards=("social_security_card", "bank_card", "unknown"),
            chip_protocols=("chipT0", "chipT1", "chipTypeAPart4", "chipTypeB"),
        )

    async def _start(self) -> None:
        self._worker = Worker(self.name, on_abandoned=self._hung)
        self._monitor = Monitor(self._reader, self._seen)
        self._monitor.start()

    async def _stop(self) -> None:
        if self._monitor is not None:
            self._monitor.stop()
        if self._worker is not None:
            self._worker.close()

    def _seen(self, status: CardReaderStatus) -> None:
        """From the monitor: pcscd finds nothing wrong with a reader in which a command hangs."""
        if self._hanging is None or self._hanging.is_set():
            self._publish_from_thread(status)

    def _hung(self) -> None:
        self._hanging = self._at_card
        self._publish(CardReaderStatus(DeviceState.HARDWARE_ERROR, self.status.media, ChipPower.UNKNOWN))

    async def read_social_security_card(self, limit: float = 8.0) -> SocialSecurityCard | Failure:
        """Read the card that is in the reader now; waits for none. `limit` in seconds."""
        return await self._read(_social_security_card, limit)

    async def read_card(self, limit: float = 8.0) -> SocialSecurityCard | BankCard | UnknownCard | Failure:
        """Read whichever card is in the reader now, and tell by its type which kind it is. `limit` in seconds."""
        key = self._token_key

        def any_card(connection: Connection) -> SocialSecurityCard | BankCard | UnknownCard:
            return recognition.read(connection.transmit, connection.atr, key, date.today())

        return await self._read(any_card, limit)

    async def read_uid(self, limit: float = 3.0) -> str | Failure:
        """The number that a contactless card shows to every reader, in hex; empty where it shows none.

        It may be new each time and is no identity.
        """
        return await self._read(lambda connection: recognition.read_uid(connection.transmit), limit)

    async def _read(self, dialogue: Callable[[Connection], T], limit: float) -> T | Failure:
        given_up = threading.Event()
        last = min(_LAST_ANSWER_S, limit / 4)

        async def work() -> T | Failure:
            worker = self._worker
            assert worker is not None
            ending = asyncio.get_running_loop().call_later(limit - last, given_up.set)
            self._at_card = threading.Event()
            try:
                return await worker.call(converse, self._reader, given_up, self._at_card, dialogue, limit=limit)
            finally:
                ending.cancel()

        try:
            # The worker's own limit comes first, so that a reader that hangs is left behind and reported.
            return await self._command(work, limit + 0.05)
        finally:
            given_up.set()  # also when cancelled: no further command goes to the card

    async def wait_media(self, media: Media, limit: float) -> Failure | None:
        """Until a card is there (`PRESENT`) or gone (`NOT_PRESENT`), at most `limit` seconds."""
        if await self.wait_status(lambda status: status.media is media, limit):
            return None
        return Failure(Completion.TIME_OUT, detail=f"{self.name}: media {self.status.media} after {limit:g} s")


def _social_security_card(connection: Connection) -> SocialSecurityCard:
    try:
        return social_security_card.read(connection.transmit)
    except OtherCard as error:
        other = recognition.name_of_other(connection.transmit, connection.atr)
        raise OtherCard(f"{other} ({error})") from None
