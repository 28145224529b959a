"""The virtual module on USB: its endpoints, byte for byte, in place of libusb and the bus.

What a kernel and a controller do is not imitated; what the transport sees of them is: packets of 64 bytes, time-outs,
a device that is pulled, one that may not be opened.
"""

from __future__ import annotations

from collections import deque

from drivers.id_card_reader.endpoints import Endpoint
from drivers.id_card_reader.frames import Parser
from drivers.id_card_reader.twin import VirtualIdCardReader
from drivers.id_card_reader.usb_device import UsbAddress, UsbLost

_BULK, _INTERRUPT = 0x02, 0x03
SPLIT = (Endpoint(0, 0x02, _BULK), Endpoint(0, 0x06, _BULK), Endpoint(0, 0x81, _BULK), Endpoint(0, 0x85, _BULK))
WHOLE = (Endpoint(0, 0x83, _INTERRUPT), Endpoint(0, 0x01, _BULK), Endpoint(0, 0x81, _BULK))
_PACKET, _HEAD = 64, 7


class VirtualUsbBus:
    """One socket with the module in it. `opener` is what `UsbLine` takes.

    Knobs beside the module's own: `plugged`, `denied` (may not be opened), `late` (so many reads give nothing first),
    `fail_writes` (so many writes fail although the device is there).
    """

    def __init__(self, module: VirtualIdCardReader, endpoints: tuple[Endpoint, ...] = SPLIT) -> None:
        self.module = module
        self.interface = endpoints
        self.plugged = True
        self.denied = False
        self.late = 0
        self.fail_writes = 0
        self.opened = 0
        self.written: list[tuple[int, bytes]] = []

    def opener(self, address: UsbAddress) -> VirtualUsbDevice | None:
        if not self.plugged:
            return None
        if self.denied:
            raise UsbLost("USBError 13")
        self.opened += 1
        return VirtualUsbDevice(self)


class VirtualUsbDevice:
    def __init__(self, bus: VirtualUsbBus) -> None:
        self._bus = bus
        self._parser = Parser()
        self._claimed = False
        bulk = [endpoint.address for endpoint in bus.interface if endpoint.is_bulk]
        ins = sorted(address for address in bulk if address & 0x80) or [0]
        self._head_in, self._body_in = ins[0], ins[-1]
        self._waiting: dict[int, deque[bytes]] = {address: deque() for address in ins}

    def endpoints(self) -> list[Endpoint]:
        return list(self._bus.interface)

    def claim(self, interface: int) -> None:
        self._claimed = True

    def write(self, address: int, data: bytes, limit_ms: int) -> None:
        self._check()
        if self._bus.fail_writes:
            self._bus.fail_writes -= 1
            raise UsbLost("USBError 5")
        self._bus.written.append((address, data))
        for body in self._parser.feed(data):
            answer = b"".join(self._bus.module.answer(body))
            head = _HEAD if self._head_in != self._body_in else 0
            self._lay_out(self._head_in, answer[:head])
            self._lay_out(self._body_in, answer[head:])

    def _lay_out(self, address: int, data: bytes) -> None:
        self._waiting[address].extend(data[at : at + _PACKET] for at in range(0, len(data), _PACKET))

    def read(self, address: int, size: int, limit_ms: int) -> bytes:
        self._check()
        assert size % _PACKET == 0, "a smaller size overflows when the device sends a whole packet"
        if self._bus.late:
            self._bus.late -= 1
            return b""
        waiting = self._waiting[address]
        return waiting.popleft() if waiting else b""

    def close(self) -> None:
        self._claimed = False

    def _check(self) -> None:
        if not self._bus.plugged:
            raise UsbLost("USBError 19", gone=True)
        assert self._claimed, "an interface must be claimed before it is used"
