"""Each kind of document on a real pseudo terminal, and what else a module can be asked."""

from __future__ import annotations

import pytest

from drivers.id_card_reader.answers import Document
from drivers.id_card_reader.card import ResidentCard
from drivers.id_card_reader.permits import PermanentResidenceCard
from tests.drivers.id_card_reader.hands import READ_S, error_of


@pytest.mark.parametrize(
    ("person", "kind"),
    [
        ("jia", "resident"),
        ("hk", "hmt_residence_permit"),
        ("foreigner_2017", "permanent_residence_2017"),
        ("foreigner_2023", "permanent_residence_2023"),
    ],
)
async def test_each_kind_of_document(reader, module, person, kind):
    module.place(person)
    found = await reader.read_document(READ_S)
    assert isinstance(found, Document)
    assert found.kind == kind
    assert found.name.startswith("测试员")
    assert found.sam_id
    if isinstance(found, PermanentResidenceCard) and kind.endswith("2023"):
        assert found.old_number == "UTO990081020316"


@pytest.mark.parametrize("person", ["foreigner_2017", "foreigner_2023"])
async def test_where_a_resident_card_is_due_a_foreigners_is_of_the_wrong_kind(reader, module, person):
    # Guards against: a step that expects a citizen's number gets a card that has none.
    module.place(person)
    assert error_of(await reader.read(READ_S)) == "invalidMedia"


async def test_the_newest_address_where_there_is_one(reader, module):
    module.place("moved")
    found = await reader.read_document(READ_S, newest_address=True)
    assert isinstance(found, ResidentCard)
    assert found.newest_address == "测试市测试区测试新村 88 号 8 栋"
    module.remove()
    module.place("jia")
    found = await reader.read_document(READ_S, newest_address=True)
    assert isinstance(found, ResidentCard)
    assert found.newest_address == ""


@pytest.mark.parametrize("how", ["refused", "garbled"])
async def test_a_card_whose_newest_address_cannot_be_read_is_read_all_the_same(reader, module, how):
    module.place("moved")
    respond = module._respond

    def breaks_the_address(request: int):
        if request == 0x3003 and how == "refused":
            module.fail_next(0x41)
        elif request == 0x3003:
            module.break_next("checksum")
        return respond(request)

    module._respond = breaks_the_address
    found = await reader.read_document(READ_S, newest_address=True)
    assert isinstance(found, ResidentCard)
    assert (found.name, found.newest_address) == ("测试员辛", "")


@pytest.mark.parametrize(("print_bytes", "fingers"), [(0, 0), (512, 1), (1024, 2)])
async def test_fingerprints_of_every_length(reader, module, print_bytes, fingers):
    module.print_bytes = print_bytes
    module.place("jia")
    found = await reader.read_document(READ_S, fingerprints=True)
    assert isinstance(found, ResidentCard)
    assert len(found.fingerprints) == fingers


@pytest.mark.parametrize("words", [0x9000, 0x6A82, 0xFFFF])
async def test_the_cards_own_status_words_decide_nothing(reader, module, words):
    # Guards against: a module that passes on what the card said is taken for a failing one.
    module.card_words = words
    module.place("jia")
    assert isinstance(await reader.read(READ_S), ResidentCard)
