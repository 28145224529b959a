"""The dialogue with a bank card, byte for byte, and what its data objects mean."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
from datetime import date

import pytest

from drivers.card_reader import ber_tlv, card_application
from drivers.card_reader.bank_card import read
from drivers.card_reader.bank_card_data import BankCard, interpret, luhn, masked
from drivers.card_reader.card_application import CardApplication
from drivers.card_reader.errors import BadCard, BadCardData, OtherCard
from tests.drivers.card_reader.transcript import Transcript

KEY = b"a key for tests only"
TODAY = date(2026, 11, 22)
PSE = "00A404000E315041592E5359532E444446303100"
AID = "A000000333010101"
SELECT_AID = f"00A4040008{AID}00"
DIRECTORY = f"{PSE} > 6F15840E315041592E5359532E4444463031A503880101 9000"
ENTRY = f"00B2010C00 > 700C610A4F08{AID} 9000\n00B2020C00 > 6A83"

# Form 80, a PDOL of an amount and a currency, two records; the card answers in parts as T=0 cards do.
CONTACT = f"""
{DIRECTORY}
{ENTRY}
{SELECT_AID} > 611A
00C000001A > 6F188408{AID}A50C9F38099F7A019F02065F2A02 9000
80A800000B8309000000000000000156 00 > 800A7C00 08010100 10010100 9000
00B2010C00 > 6C2A
00B2010C2A > 7028 5713 6200000000000013D31122010000000000000F 5F2008B2E2CAD4D4B1BCD7 9F620100 9F150100 9000
00B2011400 > 7014 5A08 6200000000000013 5F2403311231 5F340101 9000
"""


def card_of(*objects: tuple[int, str], aid: str = AID) -> BankCard:
    return interpret([(tag, bytes.fromhex(value)) for tag, value in objects], bytes.fromhex(aid), "", KEY, False)


def application(name: str, **knobs: bool) -> CardApplication:
    return CardApplication(card_application.load(name), **knobs)


def test_the_bytes_of_a_contact_card():
    card = Transcript(CONTACT)
    found = read(card.transmit, KEY, TODAY)
    assert card.finished
    assert found == BankCard(
        scheme="unionpay",
        pan_masked="620000******0013",
        token=hmac.new(KEY, b"6200000000000013", hashlib.sha256).hexdigest(),
        expiry="2031-12-31",
        name="测试员甲",
        holder_number="",
        holder_number_kind="id_card",
        sequence="01",
        label="",
        aid=AID,
        contactless=False,
        warnings=(),
    )


@pytest.mark.parametrize("more_data", [False, True])
def test_every_bank_card_of_the_bench(more_data):
    contact = read(application("bank_card", more_data=more_data).answer, KEY, TODAY)
    assert (contact.pan_masked, contact.name, contact.holder_number) == (
        "620000******0013",
        "测试员甲",
        "999999199001010016",
    )
    over_air = read(application("bank_card_contactless").answer, KEY, TODAY, contactless=True)
    assert (over_air.pan_masked, over_air.expiry, over_air.name) == ("620000******0021", "2030-11-30", "TEST/YI")
    assert (over_air.label, over_air.contactless, over_air.holder_number) == ("PBOC CREDIT", True, "")


def test_a_card_without_a_directory_is_found_by_the_usual_names_and_a_refused_application_is_passed_over():
    card = read(application("bank_card_no_directory").answer, KEY, TODAY)
    assert (card.aid, card.expiry, card.name) == (AID, "2033-06-30", "测试员㐂")
    # Guards against: a real card with a wrong check digit in 9F61 (one such was captured) is refused.
    assert card.warnings == ("holder_number: its check character is wrong",)


def test_neither_a_pin_nor_a_payment_is_ever_sent():
    sent = []
    for name in card_application.names():
        answer = application(name).answer
        for contactless in (False, True):
            try:
                read(lambda command, answer=answer: sent.append(command) or answer(command), KEY, TODAY, contactless)
            except (OtherCard, BadCardData):
                continue
    assert {(command[0], command[1]) for command in sent} <= {(0, 0xA4), (0, 0xB2), (0, 0xC0), (0x80, 0xA8)}


def test_the_full_number_is_nowhere_in_what_leaves():
    for name in ("bank_card", "bank_card_contactless", "bank_card_no_directory"):
        card = read(application(name).answer, KEY, TODAY, name.endswith("less"))
        assert "0000000000" not in str(dataclasses.astuple(card))
        assert "测试" not in repr(card)
        assert "9999" not in repr(card)


def test_a_token_is_the_same_for_the_same_card_and_key_only():
    one, again = (read(application("bank_card").answer, KEY, TODAY) for _ in range(2))
    other_key = read(application("bank_card").answer, b"another key", TODAY)
    other_card = read(application("bank_card_no_directory").answer, KEY, TODAY)
    assert one.token == again.token
    assert len({one.token, other_key.token, other_card.token}) == 3


def test_a_card_number_and_a_track_that_differ_are_refused_without_telling_them():
    with pytest.raises(BadCardData) as refused:
        read(application("bank_card_contradicts").answer, KEY, TODAY)
    assert "pan" in str(refused.value)
    assert "6200" not in str(refused.value)


@pytest.mark.parametrize(
    ("objects", "expiry", "warnings"),
    [
        ([(0x57, "6200000000000013D3112201F")], "2031-12", ()),
        ([(0x5A, "6200000000000013"), (0x5F24, "311200")], "2031-12-31", ()),  # day 00: the month's last
        ([(0x5A, "6200000000000013"), (0x5F24, "991231")], "1999-12-31", ()),
        ([(0x5A, "6200000000000013"), (0x5F24, "311332")], "", ("expiry: no date",)),
        ([(0x57, "6200000000000013D3011F0"), (0x5F24, "311231")], "", ("expiry: 5F24 and track 2 differ",)),
        ([(0x57, "6200D3112"), (0x5A, "6200000000000013")], "", ("track 2: malformed",)),
        ([(0x5A, "6200000000000014")], "", ("pan: its check digit is wrong",)),
        ([(0x5A, "6200000000000013"), (0x5F20, "FFFE")], "", ("name: not GB18030",)),
        ([(0x5A, "6200000000000013"), (0x5A, "6200000000000013")], "", ()),  # twice the same is no contradiction
    ],
)
def test_what_contradicts_itself_is_reported_not_guessed(objects, expiry, warnings):
    padded = [(tag, value if len(value) % 2 == 0 else value + "F") for tag, value in objects]
    card = card_of(*padded)
    assert (card.expiry, card.warnings) == (expiry, warnings)


@pytest.mark.parametrize(
    "objects",
    [
        [],
        [(0x5A, "620000000000")],  # 12 digits
        [(0x5A, "62000000000000000000")],  # 20 digits
        [(0x5A, "62000000000000AA")],
        [(0x5A, "6200000000000013"), (0x5A, "6200000000000021")],
        [(0x57, "6200000000000013D3112F"), (0x57, "6200000000000021D3112F")],
        [(0x57, "D3112F")],
    ],
)
def test_a_card_without_one_number_is_refused(objects):
    with pytest.raises(BadCardData):
        card_of(*objects)


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        (f"{PSE} > 6283", OtherCard),  # an invalidated directory: the usual names are tried, here in vain
        (f"{PSE} > 6F00", BadCard),
        (f"{PSE} > 6F02840100 9000", BadCardData),  # announces more than is there
        (f"{PSE} > 6F05A503880120 9000", BadCardData),  # no short file identifier
        (f"{DIRECTORY}\n{ENTRY}\n{SELECT_AID} > 6A81", OtherCard),
        (f"{DIRECTORY}\n{ENTRY}\n{SELECT_AID} > 6283", BadCard),
        (f"{DIRECTORY}\n{ENTRY}\n{SELECT_AID} > 9000\n80A80000028300 00 > 6985", OtherCard),
        (f"{DIRECTORY}\n{ENTRY}\n{SELECT_AID} > 9000\n80A80000028300 00 > 8103414243 9000", BadCardData),
        (f"{DIRECTORY}\n{ENTRY}\n{SELECT_AID} > 9000\n80A80000028300 00 > 80047C000801 9000", BadCardData),
        (f"{DIRECTORY}\n{ENTRY}\n{SELECT_AID} > 9000\n80A80000028300 00 > 80067C000801FF00 9000", BadCardData),
        (
            f"{DIRECTORY}\n{ENTRY}\n{SELECT_AID} > 9000\n80A80000028300 00 > 80067C0008010100 9000\n00B2010C00 > 6A83",
            BadCard,
        ),
    ],
)
def test_what_is_refused(lines, error):
    card = Transcript(lines)

    def transmit(command: bytes) -> bytes:
        return b"\x6a\x82" if card.finished else card.transmit(command)

    with pytest.raises(error):
        read(transmit, KEY, TODAY)


def test_masking_and_check_digit():
    assert masked("6200000000000013") == "620000******0013"
    assert luhn("6200000000000013")
    assert not luhn("6200000000000031")  # two digits swapped


def test_the_twin_refuses_what_a_card_refuses():
    answer = application("bank_card").answer
    assert answer(bytes.fromhex("80A80000028300 00".replace(" ", ""))) == b"\x6e\x00"  # nothing selected
    answer(bytes.fromhex(SELECT_AID))
    assert answer(bytes.fromhex("00B2010C00")) == b"\x69\x85"  # records before the processing options
    assert answer(bytes.fromhex("80A8000002830000")) == b"\x6a\x80"  # not what the PDOL asks for
    assert answer(bytes.fromhex("0020000003123456")) == b"\x6d\x00"
    assert ber_tlv.encode(0x83, b"") == b"\x83\x00"
