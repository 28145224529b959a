"""Where each field stands in the 256 bytes of text (UTF-16LE) of the documents that a SAM_V module reads.

GA/T 490 and the makers' notes. One character at 248 tells the kind: blank, a resident identity card (居民身份证);
"J", a residence permit for people of Hong Kong, Macao and Taiwan (港澳台居民居住证); "I" and "Y", a foreigner's
permanent residence card (外国人永久居留身份证) of 2017 and of 2023.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

TEXT_LENGTH, PHOTO_LENGTH = 256, 1024
TYPE_FLAG = (248, 2)
LONG_TERM = "长期"

Place = tuple[int, int]
"""Offset and length, in bytes."""


class Kind(StrEnum):
    RESIDENT = "resident"
    HMT_RESIDENCE_PERMIT = "hmt_residence_permit"
    PERMANENT_RESIDENCE_2017 = "permanent_residence_2017"
    PERMANENT_RESIDENCE_2023 = "permanent_residence_2023"


FLAGS: Mapping[str, Kind] = MappingProxyType(
    {
        "": Kind.RESIDENT,
        "J": Kind.HMT_RESIDENCE_PERMIT,
        "I": Kind.PERMANENT_RESIDENCE_2017,
        "Y": Kind.PERMANENT_RESIDENCE_2023,
    }
)

_RESIDENT: dict[str, Place] = {
    "name": (0, 30),
    "sex": (30, 2),
    "nation": (32, 4),
    "birth": (36, 16),
    "address": (52, 70),
    "id_number": (122, 36),
    "authority": (158, 30),
    "valid_from": (188, 16),
    "valid_to": (204, 16),
}

LAYOUTS: Mapping[Kind, Mapping[str, Place]] = MappingProxyType(
    {
        Kind.RESIDENT: _RESIDENT,
        Kind.HMT_RESIDENCE_PERMIT: {
            **{name: place for name, place in _RESIDENT.items() if name != "nation"},
            "pass_number": (220, 18),
            "issue_count": (238, 4),
        },
        Kind.PERMANENT_RESIDENCE_2017: {
            "name_en": (0, 120),
            "sex": (120, 2),
            "number": (122, 30),
            "country": (152, 6),
            "name": (158, 30),
            "valid_from": (188, 16),
            "valid_to": (204, 16),
            "birth": (220, 16),
            "version": (236, 4),
            "authority": (240, 8),
        },
        Kind.PERMANENT_RESIDENCE_2023: {
            "name": (0, 30),
            "sex": (30, 2),
            "issue_count": (32, 4),
            "birth": (36, 16),
            "name_en": (52, 70),
            "number": (122, 36),
            "valid_from": (188, 16),
            "valid_to": (204, 16),
            "name_en_rest": (220, 22),
            "country": (242, 6),
            "association": (250, 6),
        },
    }
)
DATES = ("birth", "valid_from", "valid_to")
