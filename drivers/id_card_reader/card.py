"""What a resident identity card (居民身份证) says, and a residence permit of Hong Kong, Macao and Taiwan people."""

from __future__ import annotations

from dataclasses import dataclass, field

from drivers.id_card_reader.fingerprints import Fingerprint
from drivers.id_card_reader.layouts import Kind
from drivers.id_card_reader.text import BadCardData, OtherDocument, check_number, contradictions, fields_of, kind_of


@dataclass(frozen=True)
class ResidentCard:
    """Codes of GB/T 2261.1 (sex) and GB/T 3304 (nation); dates `YYYY-MM-DD`, `valid_to` also 长期.

    `photo` is 1024 bytes in a closed format ("WLT") that only the ministry's library decodes: it stays as it is
    (`photo.py`). `newest_address`: where the card was told of a move, and it was asked for. A permit of type "J" has
    no nation, but a `pass_number` and an `issue_count`. `warnings`: what contradicts itself on the card, by field.
    """

    name: str = field(repr=False)
    sex: str = field(repr=False)
    nation: str = field(repr=False)
    birth: str = field(repr=False)
    address: str = field(repr=False)
    id_number: str = field(repr=False)
    authority: str = field(repr=False)
    valid_from: str = field(repr=False)
    valid_to: str = field(repr=False)
    sam_id: str
    photo: bytes = field(repr=False)
    kind: Kind = Kind.RESIDENT
    pass_number: str = field(default="", repr=False)
    issue_count: str = field(default="", repr=False)
    newest_address: str = field(default="", repr=False)
    fingerprints: tuple[Fingerprint, ...] = field(default=(), repr=False)
    warnings: tuple[str, ...] = ()


def decode(text: bytes, photo: bytes, sam_id: str) -> ResidentCard:
    """Raises `OtherDocument` or `BadCardData`."""
    kind = kind_of(text)
    if kind not in (Kind.RESIDENT, Kind.HMT_RESIDENCE_PERMIT):
        raise OtherDocument(str(kind))
    fields = fields_of(text, kind)
    fields["id_number"] = check_number(fields["id_number"])
    if not fields["name"]:
        raise BadCardData("name: empty")
    warnings = contradictions(fields, fields["id_number"])
    return ResidentCard(**{"nation": ""} | fields, sam_id=sam_id, photo=photo, kind=kind, warnings=warnings)  # type: ignore[arg-type]
