"""What is seen of a scanner -> `ScannerStatus`."""

from __future__ import annotations

from drivers.status import CameraState, CameraStatus, DeviceState, ScannerState, ScannerStatus

_OF_CAMERA = {
    CameraState.OK: ScannerState.ON,
    CameraState.INOP: ScannerState.INOPERATIVE,
    CameraState.UNKNOWN: ScannerState.UNKNOWN,
}


def of_wire(there: bool, opens: bool) -> ScannerStatus:
    """`there`: its node; `opens`: and is read."""
    if not there:
        return ScannerStatus(DeviceState.NO_DEVICE, ScannerState.UNKNOWN)
    if not opens:
        return ScannerStatus(DeviceState.OFFLINE, ScannerState.INOPERATIVE)
    return ScannerStatus(DeviceState.ONLINE, ScannerState.ON)


def of_camera(camera: CameraStatus) -> ScannerStatus:
    return ScannerStatus(camera.device, _OF_CAMERA[camera.camera])


ON = of_wire(there=True, opens=True)
