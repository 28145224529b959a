"""A heartbeat as it is taken in: checked, and stripped of everything that the contract does not name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from provisioning.problem import malformed

READY = ("online", "deviceBusy")
HINDERING = ("out", "jammed", "inop", "inoperative")  # secondary states with which no command can be done


@dataclass(frozen=True)
class Device:
    """`device` is XFS4IoT's device state; `secondary` its class's own states, such as `out` for paper."""

    name: str
    device: str
    secondary: tuple[str, ...] = ()

    @property
    def hindrance(self) -> str | None:
        """The state word because of which it cannot be used, or None."""
        if self.device not in READY:
            return self.device
        return next((word for word in self.secondary if word in HINDERING), None)


@dataclass(frozen=True)
class Heartbeat:
    """`boot_id` names one run of the terminal's agent, `seq` rises within it."""

    terminal: str
    boot_id: str
    seq: int
    state: str
    version: str = ""
    waiting: int = 0
    parked: int = 0
    oldest_s: float = 0.0
    phase: str = ""  # of the uploader (`offline_cache/phase.py`); empty: an earlier release does not tell
    detail: str = ""
    devices: tuple[Device, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False)  # what is stored


def read(raw: Mapping[str, Any]) -> Heartbeat:
    """From JSON as it came. Raises `Problem` 400."""
    validator, names = _validator()
    problem = next(validator.iter_errors(raw), None)
    if problem is not None:
        raise malformed(f"the heartbeat is not of its form: {problem.json_path} ({problem.validator})")
    fields = {name: raw[name] for name in names if name in raw}
    outbox = fields.get("outbox") or {}
    fields["outbox"] = {name: outbox.get(name) or 0 for name in ("waiting", "parked", "oldest_s")}
    fields["outbox"] |= {name: outbox.get(name) or "" for name in ("phase", "detail")}
    fields["devices"] = [
        {name: device.get(name) for name in ("name", "device", "secondary")} for device in fields.get("devices", [])
    ]
    return stored(fields)


def stored(fields: Mapping[str, Any]) -> Heartbeat:
    """From JSON as `read` left it (`Heartbeat.fields`), which was checked then."""
    return Heartbeat(
        terminal=fields["terminal"],
        boot_id=fields["boot_id"],
        seq=fields["seq"],
        state=fields["state"],
        version=fields.get("version") or "",
        waiting=int(fields["outbox"]["waiting"]),
        parked=int(fields["outbox"]["parked"]),
        oldest_s=float(fields["outbox"]["oldest_s"]),
        phase=fields["outbox"].get("phase", ""),  # stored by an earlier release
        detail=fields["outbox"].get("detail", ""),
        devices=tuple(
            Device(device["name"], device["device"], _words(device["secondary"])) for device in fields["devices"]
        ),
        fields=fields,
    )


def _words(secondary: str | Mapping[str, str | None] | None) -> tuple[str, ...]:
    if secondary is None:
        return ()
    if isinstance(secondary, str):
        return (secondary,) if secondary else ()
    return tuple(word for word in secondary.values() if word)


@cache
def _validator() -> tuple[jsonschema.Draft202012Validator, tuple[str, ...]]:
    """The form of a heartbeat, and the names of its fields."""
    schema = json.loads((Path(__file__).parent / "heartbeat.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema), tuple(schema["properties"])
