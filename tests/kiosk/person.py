"""The test person and the two cards that say who it is."""

from __future__ import annotations

from drivers.card_reader.social_security_card import SocialSecurityCard
from drivers.id_card_reader.card import ResidentCard
from drivers.identity_number import check_character

NAME = "测试员甲"
FIRST_17 = "99999919900101001"
ID_NUMBER = FIRST_17 + check_character(FIRST_17)

CARD = ResidentCard(
    name=NAME, sex="1", nation="01", birth="1990-01-01", address="测试省测试市测试路 1 号", id_number=ID_NUMBER,
    authority="测试公安局", valid_from="2020-01-01", valid_to="2040-01-01",
    sam_id="05.01-20260101-0000000001-0000000002", photo=b"",
)  # fmt: skip
SOCIAL_CARD = SocialSecurityCard(
    id_number=ID_NUMBER, name=NAME, sex="1", nation="01", birth="1990-01-01", card_number="T00000001",
    identification_code="999999" + "0" * 26, region="999999", version="3.00", issued="2020-01-01",
    valid_to="2040-01-01",
)  # fmt: skip
