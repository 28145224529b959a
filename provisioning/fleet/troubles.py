"""What hinders a terminal, as short words that can be counted, and the sentences for them."""

from __future__ import annotations

from kiosk.text import Localized
from provisioning.fleet.heartbeat import Heartbeat
from provisioning.fleet.standing import DEVICE_NAMES, DEVICE_STATES, OUTBOX_STATES, UI_STATES

SILENT = "silent"
PARKED = "parked"
OUTBOX = "outbox"
SERVING = frozenset({"idle", "visit"})  # the screen works; a closed place shows its hours, and is no trouble


def troubles_of(heartbeat: Heartbeat) -> frozenset[str]:
    """`ui_down`, `out_of_order`, `parked`, `outbox:<phase>`, or `<device>:<state>`."""
    found = {heartbeat.state} & UI_STATES.keys()
    found |= {f"{OUTBOX}:{phase}" for phase in {heartbeat.phase} & OUTBOX_STATES.keys()}
    if heartbeat.parked:
        found.add(PARKED)
    starting = heartbeat.state == "starting"
    for device in heartbeat.devices:
        hindrance = device.hindrance
        if hindrance is not None and not (starting and hindrance == "starting"):
            found.add(f"{device.name}:{hindrance}")
    return frozenset(found)


def words_for(trouble: str) -> Localized:
    if trouble == SILENT:
        return Localized("失联", "No heartbeat")
    if trouble == PARKED:
        return Localized("申报搁置", "Submissions parked")
    if trouble in UI_STATES:
        return UI_STATES[trouble]
    name, _, state = trouble.partition(":")
    if name == OUTBOX:
        return OUTBOX_STATES.get(state, Localized(state, state))
    device = DEVICE_NAMES.get(name, Localized(name, name))
    word = DEVICE_STATES.get(state, Localized(state, state))
    return Localized(f"{device.zh}：{word.zh}", f"{device.en}: {word.en}")
