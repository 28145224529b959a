"""The reading side of a bank card (银行卡), contact and contactless: PBOC 3.0 (JR/T 0025), EMV Books 1 and 3.

The dialogue: select the directory, select an application, get its processing options, read the records that these
name, and stop. VERIFY and GENERATE AC are never sent: one costs PIN tries, the other is a payment.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drivers.card_reader import ber_tlv, emv
from drivers.card_reader.apdu import Command, Response, Transmit, exchange, read_record
from drivers.card_reader.bank_card_data import BankCard, interpret
from drivers.card_reader.ber_tlv import Objects
from drivers.card_reader.errors import NOT_HERE, BadCard, BadCardData, OtherCard, refused
from drivers.card_reader.tlv import BadTlv

_RECORD = 0x70
_MOST_ENTRIES = 16  # records of a directory; a card has one to four applications
_MOST_RECORDS = 64  # of an application; a card that names more is broken
_LE = 0x00  # as much as there is


def read(transmit: Transmit, token_key: bytes, today: date, contactless: bool = False) -> BankCard:
    """The whole dialogue. Raises `NoAnswer`, `OtherCard`, `BadCard` or `BadCardData`.

    `token_key`: with it the card number becomes a token (`BankCard.token`).
    """
    refusals = []
    for aid, label in _applications(transmit, contactless):
        selected = exchange(transmit, _select(aid))
        if not selected.ok:
            refusals.append(selected.sw)
            continue
        found, sw = _read_application(transmit, selected, today)
        if found is None:
            refusals.append(sw)
            continue
        control = _objects(selected, "the application")
        name = next(iter(ber_tlv.values(control, 0x84)), aid)
        return interpret(found, name or aid, _label(control) or label, token_key, contactless)
    if any(sw not in NOT_HERE for sw in refusals):
        raise BadCard("no application can be used: " + ", ".join(f"{sw:04X}" for sw in dict.fromkeys(refusals)))
    raise OtherCard("no payment application")


def _select(name: bytes) -> Command:
    return Command(0xA4, 0x04, 0x00, name, _LE)


def _applications(transmit: Transmit, contactless: bool) -> Iterator[tuple[bytes, str]]:
    """AIDs and labels: the directory's in their order of priority, or else the usual ones."""
    directory = emv.CONTACTLESS_DIRECTORY if contactless else emv.CONTACT_DIRECTORY
    selected = exchange(transmit, _select(directory))
    listed: list[tuple[int, bytes, str]] = []
    if selected.ok:
        answer = _objects(selected, "the directory")
        entries = [value for tag, value in ber_tlv.walk(answer) if tag == emv.ENTRY]
        for file in ber_tlv.values(answer, emv.DIRECTORY_FILE):
            entries += _directory_entries(transmit, int.from_bytes(file, "big"))
        listed = [entry for entry in map(_entry, entries) if entry is not None]
    elif selected.sw not in (*NOT_HERE, 0x6283):  # 6283: a directory that is invalidated
        raise refused("the directory", selected.sw, OtherCard)
    if listed:
        yield from ((aid, label) for _, aid, label in sorted(listed, key=lambda entry: entry[0]))
    else:
        yield from ((aid, "") for aid in emv.USUAL_AIDS)


def _directory_entries(transmit: Transmit, file: int) -> list[bytes]:
    if not 0 < file < 31:
        raise BadCardData("the directory's file identifier")
    entries: list[bytes] = []
    for number in range(1, _MOST_ENTRIES + 1):
        response = exchange(transmit, read_record(number, file << 3 | 4, _LE))
        if not response.ok:
            break
        entries += [value for tag, value in ber_tlv.walk(_objects(response, "the directory")) if tag == emv.ENTRY]
    return entries


def _entry(template: bytes) -> tuple[int, bytes, str] | None:
    """Priority (1 is first; none comes last), AID, label."""
    objects = _decode(template, "a directory entry")
    aid = next((value for tag, value in objects if tag == emv.AID), b"")
    priority = next((value for tag, value in objects if tag == emv.PRIORITY), b"")
    if not 5 <= len(aid) <= 16:
        return None
    return (priority[0] & 0x0F if priority else 0) or 16, aid, _label(objects)


def _label(objects: Objects) -> str:
    label = next((value for tag, value in ber_tlv.walk(objects) if tag == emv.LABEL), b"")
    return label.decode("ascii", "replace").strip()


def _read_application(transmit: Transmit, selected: Response, today: date) -> tuple[Objects | None, int]:
    """All data objects of the selected application; None and the status word where it will not be used."""
    control = _objects(selected, "the application")
    wanted = next(iter(ber_tlv.values(control, emv.PDOL)), b"")
    try:
        values = emv.answer_names(ber_tlv.decode_names(wanted), emv.terminal_values(today))
    except BadTlv as error:
        raise BadCardData(f"what the card wants to know: {error}") from None
    if len(values) > 0xF0:
        raise BadCardData("the card wants to know too much")
    response = exchange(transmit, Command(0xA8, 0x00, 0x00, ber_tlv.encode(0x83, values), _LE, cla=0x80))
    if not response.ok:
        return None, response.sw
    options, locator = _options(response)
    return options + _records(transmit, locator), response.sw


def _options(response: Response) -> tuple[Objects, bytes]:
    """The processing options: what they hold themselves, and the file locator."""
    for tag, value in _objects(response, "the processing options"):
        if tag == emv.FORMAT_1:  # interchange profile (2 bytes), then the file locator
            return [], value[2:]
        if tag == emv.FORMAT_2:
            objects = _decode(value, "the processing options")
            locator = next((value for tag, value in objects if tag == emv.FILE_LOCATOR), b"")
            return objects, locator
    raise BadCardData("the processing options have neither of their two forms")


def _records(transmit: Transmit, locator: bytes) -> Objects:
    try:
        places = emv.locations(locator)
    except ValueError as error:
        raise BadCardData(str(error)) from None
    if sum(place.last - place.first + 1 for place in places) > _MOST_RECORDS:
        raise BadCardData("the file locator names too many records")
    found: Objects = []
    for place in places:
        for number in range(place.first, place.last + 1):
            response = exchange(transmit, read_record(number, place.file << 3 | 4, _LE))
            if not response.ok:
                raise refused(f"record {number} of file {place.file}", response.sw, BadCard)
            if place.file > 10 and response.data[:1] != bytes((_RECORD,)):
                continue  # files 11 to 30 are the issuer's own and need hold no TLV
            found += _objects(response, f"record {number} of file {place.file}")
    return found


def _objects(response: Response, what: str) -> Objects:
    return _decode(response.data, what)


def _decode(data: bytes, what: str) -> Objects:
    """The outermost objects, once all levels are known to be well formed."""
    try:
        objects = ber_tlv.decode(data)
        for _ in ber_tlv.walk(objects):
            pass
    except BadTlv as error:
        raise BadCardData(f"{what}: {error}") from None
    return objects
