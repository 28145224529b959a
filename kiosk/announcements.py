"""What the agent is told of the window as it changes: what it does, how its devices are, whether its clock is right."""

from __future__ import annotations

import logging
from pathlib import Path

from drivers.status import DeviceState, Status
from kiosk.devices import Device
from kiosk.run_files import UiState, device_state, write_state
from kiosk.visit import views as v
from kiosk.visit.snapshot import Snapshot
from kiosk.visit.stage import STARTING
from kiosk.visit.views.closed import ClosedView
from kiosk.visit.views.directory import DirectoryView, DistrictsView
from kiosk.visit.views.search import SearchView
from kiosk.visit.views.standing import AttractView

CLOCK_S = 60.0  # how far this machine's clock may be from the platform's
IDLE = (ClosedView, v.HomeView, v.ListView, SearchView, DirectoryView, DistrictsView, AttractView)

_log = logging.getLogger(__name__)


class Announcements:
    """It is written whenever something of it has changed."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._state = "starting"
        self._devices: dict[str, Device] = {}
        self._clock_wrong = False

    def note_state(self, snapshot: Snapshot) -> None:
        state = state_of(snapshot)
        if state != self._state:
            self._state = state
            self._write()

    def watch(self, devices: dict[str, Device]) -> None:
        self._devices = devices
        for device in devices.values():
            device.subscribe(self._note_device)

    def note_clock(self, behind_s: float) -> None:
        """A clock that is wrong makes receipts lie and certificates fail: staff are told, and go on being told."""
        wrong = abs(behind_s) > CLOCK_S
        if wrong != self._clock_wrong:
            self._clock_wrong = wrong
            if wrong:
                _log.error("the clock of this machine is wrong by %d s", round(behind_s))
            self._write()

    def _note_device(self, _status: Status) -> None:
        self._write()

    def _write(self) -> None:
        devices = tuple(device_state(name, device.status) for name, device in self._devices.items())
        if self._clock_wrong:
            devices += ({"name": "clock", "device": str(DeviceState.USER_ERROR), "secondary": {}},)
        write_state(self._home, UiState(self._state, devices))


def state_of(snapshot: Snapshot) -> str:
    """The heartbeat's word for what is on show."""
    if isinstance(snapshot.view, v.OutOfOrderView):
        return "out_of_order"
    if isinstance(snapshot.view, IDLE):
        return "idle"
    return "starting" if snapshot.view == STARTING else "visit"
