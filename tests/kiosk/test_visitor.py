"""What the visitor holds is emptied where it lies, not only forgotten, and no repr shows it."""

from __future__ import annotations

from kiosk.masking import mask_card, mask_id_number, mask_name, mask_phone
from kiosk.visit.visitor import Visitor
from tests.kiosk.stand import ID_NUMBER, NAME


def test_somebody_who_still_holds_a_container_holds_nothing() -> None:
    evidence = {"name": NAME, "id_number": ID_NUMBER}
    answers = {"phone": "13800001234"}
    visitor = Visitor("id_card", evidence, answers=answers)
    assert NAME not in repr(visitor)
    visitor.wipe()
    assert (evidence, answers, visitor.name, visitor.means) == ({}, {}, "", "")


def test_masks_keep_little() -> None:
    assert [mask_name(name) for name in ("", "张", "张三", "张三丰", "欧阳测试", "Test Person")] == [
        "", "张", "张*", "张*丰", "欧**试", "T***",
    ]  # fmt: skip
    assert mask_id_number(ID_NUMBER) == "999***********" + ID_NUMBER[-4:]
    assert mask_phone("13812345678") == "138****5678"
    assert mask_card("6200000000006789") == "**** 6789"
    assert mask_phone("110") == "***"  # too short to keep anything
