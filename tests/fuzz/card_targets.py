"""Cards and the identity card module: whatever they answer is a value, or an error of the driver's own."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date

from drivers.card_reader import bank_card, bank_card_data, ber_tlv, card_application, recognition, tlv
from drivers.card_reader import social_security_card as social
from drivers.card_reader.apdu import NoAnswer
from drivers.card_reader.card_application import CardApplication
from drivers.card_reader.errors import BadCard, BadCardData, OtherCard
from drivers.card_reader.tlv import BadTlv
from drivers.id_card_reader import answers, twin
from drivers.id_card_reader.endpoints import Endpoint, choose
from drivers.id_card_reader.frames import Parser, Request, Response, decode_response, encode_request, encode_response
from drivers.id_card_reader.text import BadCardData as BadDocument
from drivers.id_card_reader.text import OtherDocument
from tests.fuzz.target import Pieces, Target, pieces

KEY, TODAY = b"a key for fuzzing only", date(2026, 11, 22)
MOST_COMMANDS = 900  # a card that always has more to say must still be done with
HARMLESS = {(0x00, 0xA4), (0x00, 0xB2), (0x00, 0xC0), (0x80, 0xA8), (0xFF, 0xCA)}


class Card:
    """A card that answers with the pieces of the input."""

    def __init__(self, data: bytes) -> None:
        self._pieces = Pieces(data)
        self._commands = 0

    def transmit(self, command: bytes) -> bytes:
        self._commands += 1
        assert self._commands <= MOST_COMMANDS, "the dialogue does not end"
        assert (command[0], command[1]) in HARMLESS, "a command that can lock a card, or pay"
        if not self._pieces.left:
            raise NoAnswer
        return self._pieces.next()


def recorded(name: str, dialogue: Callable[[Callable[[bytes], bytes]], object]) -> bytes:
    """What a card of the bench answers in a dialogue, as one input."""
    answer = CardApplication(card_application.load(name)).answer
    said: list[bytes] = []
    with suppress(OtherCard, BadCard, BadCardData):
        dialogue(lambda command: said.append(answer(command)) or said[-1])  # type: ignore[func-returns-value]
    return pieces(*said)


@contextmanager
def refusals(*allowed: type[Exception]) -> Iterator[None]:
    """The driver's own errors, which must not tell what was on the card in more than a line."""
    try:
        yield
    except allowed as error:
        assert "\n" not in str(error)
        assert len(str(error)) < 200


def simple_tlv(data: bytes) -> None:
    with refusals(BadTlv):
        assert sum(len(value) for _, value in tlv.decode(data)) <= len(data)


def nested_tlv(data: bytes) -> None:
    with refusals(BadTlv):
        assert sum(1 for _ in ber_tlv.walk(ber_tlv.decode(data))) <= 9 * len(data)
    with refusals(BadTlv):
        ber_tlv.decode_names(data)


def answer_to_reset(data: bytes) -> None:
    recognition.of_reset(data)


def read_social_security_card(data: bytes) -> None:
    with refusals(NoAnswer, OtherCard, BadCard, BadCardData):
        social.read(Card(data).transmit)


def social_security_records(data: bytes) -> None:
    with refusals(BadTlv, BadCardData):
        social.interpret(dict(tlv.decode(data)))


def read_bank_card(data: bytes) -> None:
    contactless = bool(data and data[0] & 1)
    with refusals(NoAnswer, OtherCard, BadCard, BadCardData):
        card = bank_card.read(Card(data[1:]).transmit, KEY, TODAY, contactless)
        assert card.pan_masked.count("*") >= 3


def bank_card_objects(data: bytes) -> None:
    with refusals(BadTlv, BadCardData):
        objects = ber_tlv.decode(data)
        for _ in ber_tlv.walk(objects):
            pass
        bank_card_data.interpret(objects, b"\xa0\x00\x00\x03\x33", "", KEY, False)


def read_any_card(data: bytes) -> None:
    stream = Pieces(data)
    atr = stream.next()
    with refusals(NoAnswer, BadCard, BadCardData):
        recognition.read(Card(data[1 + len(atr) :]).transmit, atr, KEY, TODAY)


def module_frames(data: bytes) -> None:
    parser, stream = Parser(), Pieces(data)
    while stream.left:
        for body in parser.feed(stream.next()):
            decode_response(body)
        assert len(parser._buffer) < 7 + 0x0A00


def module_answers(data: bytes) -> None:
    for with_prints in (False, True):
        with refusals(answers.BadAnswer, BadDocument, OtherDocument):
            answers.document(data, "", with_prints)
    with refusals(answers.BadAnswer):
        answers.newest_address(data)
    with refusals(answers.BadAnswer):
        answers.format_sam_id(data)


def document_text(data: bytes) -> None:
    """The text block alone, so that no luck with the lengths is needed."""
    text = data[:256].ljust(256, b" ")
    with refusals(BadDocument, OtherDocument):
        answers.document(struct.pack(">HH", 256, 4) + text + b"WLT.", "")


def usb_descriptors(data: bytes) -> None:
    choose(Endpoint(*data[at : at + 3]) for at in range(0, len(data) - 2, 3))


_OBJECTS = bytes.fromhex("57136200000000000013D31122010000000000000F5A0862000000000000135F2403311231")
_HOLDER = b"\x08\x12999999199001010016\x09\x08" + "测试员甲".encode("gb18030") + bytes.fromhex("0D0419900101")
_READ = struct.pack(">HH", 256, 1024) + twin.load("jia").text() + twin.load("jia").photo()


def _any(name: str) -> bytes:
    atr = card_application.load(name).atr
    return pieces(atr) + recorded(name, lambda transmit: recognition.read(transmit, atr, KEY, TODAY))


def _bank(name: str, contactless: bool) -> bytes:
    said = recorded(name, lambda transmit: bank_card.read(transmit, KEY, TODAY, contactless))
    return bytes((contactless,)) + said


TARGETS = tuple(
    Target(run.__name__, run, seeds)
    for run, seeds in (
        (simple_tlv, (_HOLDER,)),
        (nested_tlv, (_OBJECTS, bytes.fromhex("6F15840E315041592E5359532E4444463031A503880101"))),
        (answer_to_reset, (card_application.load("transit_card").atr,)),
        (read_social_security_card, tuple(recorded(name, social.read) for name in ("jia", "yi", "bing_2012"))),
        (social_security_records, (_HOLDER,)),
        (
            read_bank_card,
            (
                _bank("bank_card", False),
                _bank("bank_card_contactless", True),
                _bank("bank_card_no_directory", False),
            ),
        ),
        (bank_card_objects, (_OBJECTS,)),
        (read_any_card, tuple(_any(name) for name in ("jia", "bank_card", "bank_card_contactless", "transit_card"))),
        (
            module_frames,
            (
                pieces(encode_request(Request.READ)),
                pieces(twin.NOISE, encode_response(Response(0x9F, bytes(4)))[:6], encode_response(Response(0x90))),
            ),
        ),
        (module_answers, (_READ, twin.SAM_ID, "测试市 1 号".ljust(35).encode("utf-16-le"))),
        (document_text, tuple(twin.load(name).text() for name in twin.names())),
        (usb_descriptors, (bytes.fromhex("000202000602008102008502"),)),
    )
)
