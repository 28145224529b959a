"""How a USB module wants its frames, decided from its descriptors alone.

Modules of one and the same VID and PID differ: with two bulk endpoints each way, the first carries preamble and
length and the second all the rest; with one each way, it carries whole frames.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_BULK = 0x02  # bits 0 and 1 of bmAttributes (USB 2.0, 9.6.6)
_IN = 0x80  # bit 7 of bEndpointAddress


@dataclass(frozen=True)
class Endpoint:
    interface: int
    address: int
    attributes: int

    @property
    def is_bulk(self) -> bool:
        return self.attributes & 0x03 == _BULK


@dataclass(frozen=True)
class EndpointLayout:
    """Endpoint addresses. `head_…` and `body_…` are the same where frames go whole."""

    interface: int
    head_out: int
    body_out: int
    head_in: int
    body_in: int

    @property
    def is_split(self) -> bool:
        return self.head_out != self.body_out


def choose(endpoints: Iterable[Endpoint]) -> EndpointLayout | None:
    """The layout of the first interface that has one; None where no interface does."""
    by_interface: dict[int, list[int]] = {}
    for endpoint in endpoints:
        if endpoint.is_bulk:
            by_interface.setdefault(endpoint.interface, []).append(endpoint.address)
    for interface, addresses in sorted(by_interface.items()):
        outs = sorted({address for address in addresses if not address & _IN})
        ins = sorted({address for address in addresses if address & _IN})
        if len(outs) == len(ins) and len(outs) in (1, 2):
            return EndpointLayout(interface, outs[0], outs[-1], ins[0], ins[-1])
    return None
