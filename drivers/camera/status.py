"""What is seen of a camera -> `CameraStatus`."""

from __future__ import annotations

from dataclasses import dataclass

from drivers.status import CameraState, CameraStatus, DeviceState


@dataclass(frozen=True)
class Seen:
    """The witnesses. `there`: its node, or True for a network camera, whose cable cannot be seen."""

    there: bool = True
    opens: bool = True  # a network camera: it takes the connection
    reads: bool = True
    changes: bool = True  # a sensor's noise never lets pixels repeat; False also: the library does not return
    network: bool = False


def summarize(seen: Seen) -> CameraStatus:
    """Frames that stop are a fault of the camera where its node is there; of the network where there is one."""
    if not seen.there:
        return CameraStatus(DeviceState.NO_DEVICE, CameraState.INOP)
    if not seen.opens or (seen.network and not seen.reads):
        return CameraStatus(DeviceState.OFFLINE, CameraState.INOP)
    if not seen.reads or not seen.changes:
        return CameraStatus(DeviceState.HARDWARE_ERROR, CameraState.INOP)
    return CameraStatus(DeviceState.ONLINE, CameraState.OK)


ONLINE = summarize(Seen())
NO_DEVICE = summarize(Seen(there=False))
OFFLINE = summarize(Seen(opens=False))
BROKEN = summarize(Seen(changes=False))
