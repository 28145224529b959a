"""A submission as the platform reads it (docs/api.md, "Inside a submission"), sealed before it touches the disk."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from kiosk.catalogue.fields import Field, questions
from kiosk.licences.persons import said_of
from kiosk.licences.use import Filled
from kiosk.visit.context import Equipment, Visit
from kiosk.visit.still_owed import parts_for
from kiosk.visit.visitor import Instead
from offline_cache.records import Slot
from offline_cache.sealing import Prepared

SCHEMA = 1


def hand_in(visit: Visit, slot: Slot, language: str) -> None:
    """Seal everything and commit it; when this returns it is kept. Blocks. Raises `DiskFailed`: nothing was kept."""
    kit, visitor = visit.kit, visit.visitor

    def page(name: str, picture: bytes) -> str:
        context = {"kind": "page", "key": slot.key, "terminal": kit.settings.terminal_id}
        sealed = kit.sealing_key.seal(picture, {**context, "name": name, "media_type": "image/jpeg"})
        return kit.outbox.attach(slot.key, sealed)

    face: Mapping[str, Any] | None = None
    if visit.item.identity.face and not visitor.proved(visit.item.identity.level):
        face = {"page": page("face", visitor.face.jpeg)} if visitor.face else {"declined": True}
    asked = {one.name for one in visit.item.asked_materials}  # what another situation had asked for stays here
    materials = [
        {"name": name, "pages": [page(name, shot.jpeg) for shot in shots]}
        for name, shots in visitor.pages.items()
        if shots and name in asked
    ]
    in_their_place: list[dict[str, Any]] = [
        {"name": name, "pages": [], "licence": {"identifier": one.identifier, "usage": one.usage, "grade": one.grade}}
        for name, one in visitor.licences.items()
        if name in asked
    ]
    in_their_place += [_instead(visit, name, one) for name, one in visitor.instead.items() if name in asked]
    identity = None
    if visitor.known:
        session = visitor.session.token if visitor.session else None
        identity = {"method": visitor.means, "evidence": visitor.evidence, "session": session}
    signature = None
    if visitor.strokes and visitor.signed is not None:
        signature = visitor.signed.record()
    record = {
        "schema": SCHEMA,
        "key": slot.key,
        "terminal": kit.settings.terminal_id,
        "number": own_number(kit, slot),
        "item_code": visit.item.code,
        "corrects": asdict(visit.corrects) if visit.corrects else None,
        "asks_a_person": visit.asks_a_person,
        "captured_at": utc(kit.pace.now()),
        "language": language,
        "channel": "self_service",
        "identity": identity,
        "face": face,
        "answers": visitor.answers,
        "prefilled": list(prefilled(visit)),
        "materials": [*materials, *in_their_place],
        "signature": signature,
    }
    kit.outbox.commit(slot.key, seal_record(kit, "submission", slot, visit.item.code, record, prepared=visit.prepared))


def _instead(visit: Visit, name: str, one: Instead) -> dict[str, Any]:
    """What was done about a paper that is not handed in; of a package, for which of its cases."""
    parts = {"parts": [child.name for child in parts_for(visit, name)]} if visit.item.package is not None else {}
    done = {"declared": one.statement.zh} if one.statement is not None else {"later": one.by}
    return {"name": name, "pages": [], **done, **parts}


def prefilled(visit: Visit) -> Iterator[dict[str, str]]:
    """Answers that stand as a licence gave them, with the record of the consent; a part of a person as
    `spouse.name`."""
    for field in questions(visit.item):
        given = visit.visitor.answers.get(field.name)
        if field.of and isinstance(given, Mapping):
            _, filled = said_of(field, given, {}, visit.visitor.filled, asking="")
            for part in field.parts:
                yield from _as_filled(f"{field.name}.{part.name}", part, given.get(part.name), filled)
        else:
            yield from _as_filled(field.name, field, given, visit.visitor.filled)


def _as_filled(name: str, field: Field, given: Any, filled: Mapping[str, Filled]) -> Iterator[dict[str, str]]:
    for place in field.prefill:
        one = filled.get(place)
        if one is not None and given == one.value:
            yield {"name": name, "identifier": one.identifier, "usage": one.usage}


def prepare(kit: Equipment, kind: str, slot: Slot, item: str) -> Prepared:
    """The envelope of a record, all but its content."""
    context = {
        "kind": kind,
        "key": slot.key,
        "terminal": kit.settings.terminal_id,
        "item": item,
        "schema": str(SCHEMA),
    }
    return kit.sealing_key.prepare(context)


def seal_record(
    kit: Equipment, kind: str, slot: Slot, item: str, record: Mapping[str, Any], *, prepared: Prepared | None = None
) -> bytes:
    """`prepared`: for this very record; one that is used already, as by a try that failed, is not used again."""
    if prepared is None or prepared.used:
        prepared = prepare(kit, kind, slot, item)
    return prepared.seal(json.dumps(record, ensure_ascii=False).encode())


def own_number(kit: Equipment, slot: Slot) -> str:
    """The terminal's own number, `TEST-0001-000482`: six digits, or more after the millionth."""
    return f"{kit.settings.terminal_id}-{slot.number:06d}"


def utc(moment: datetime) -> str:
    """RFC 3339, UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
