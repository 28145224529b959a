"""What each driver says that it can do, against what it has."""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import fields

import pytest

from drivers.capabilities import Capabilities, PrinterCapabilities, wire
from drivers.configuration import Configuration, load
from drivers.device import Device
from drivers.opening import open_devices
from drivers.receipt_printer import profile
from drivers.receipt_printer.printer import ReceiptPrinter
from drivers.receipt_printer.transport import parse_address
from tests.drivers.faces import FONTS

ALL = """
[card_reader]
reader = "Virtual PCD"
[id_card_reader]
path = "/dev/none"
[receipt_printer]
host = "192.0.2.1"
[document_printer]
url = "ipp://192.0.2.1/ipp/print"
[document_camera]
source = "/dev/none"
[face_camera]
source = "http://192.0.2.1/"
[scanner]
kind = "{kind}"
{way} = "/dev/none"
[headphones]
path = "/dev/none"
[sound]
device = "default"
"""


@pytest.fixture(params=["camera", "serial", "wedge", "hidpos"])
def devices(request, tmp_path):
    file = tmp_path / "devices.toml"
    file.write_text(ALL.format(kind=request.param, way="source" if request.param == "camera" else "path"))
    configured = load(file)
    assert all(getattr(configured, field.name) is not None for field in fields(Configuration))
    return open_devices(configured, FONTS).all()


def commands(device: Device) -> set[str]:
    """The public coroutines and contexts of a device, beyond what all devices have."""
    own = {name: member for name, member in inspect.getmembers(type(device)) if not name.startswith("_")}
    found = {name for name, member in own.items() if inspect.iscoroutinefunction(inspect.unwrap(member))}
    found |= {name for name, member in own.items() if inspect.isasyncgenfunction(inspect.unwrap(member))}
    return found - {name for name, _ in inspect.getmembers(Device)}


def test_every_driver_tells_its_commands_and_has_those_it_tells(devices):
    # Guards against: a command that a program cannot find out about, or that is told and missing.
    for device in devices:
        told = {re.sub("([A-Z])", r"_\1", name).lower() for name in device.capabilities.commands}
        assert commands(device) <= told, device.name
        assert all(callable(getattr(device, name)) for name in told), device.name


def test_what_is_told_is_json_without_what_is_not_supported(devices):
    for device in devices:
        assert type(device.capabilities) is not Capabilities or device.name in ("headphones", "sound")
        said = wire(device.capabilities)
        assert json.loads(json.dumps(said)).keys() == said.keys()
        assert not [name for name, value in said.items() if value in ("", 0, False, ())]


def test_a_printer_tells_by_its_wire_and_profile_what_it_can_prove():
    # Guards against: "proved" told of a wire that brings no answer.
    def of(address: str, name: str) -> PrinterCapabilities:
        return ReceiptPrinter.at(parse_address(address), FONTS, profile.load(name)).capabilities

    assert of("tcp://192.0.2.1:9100", "default").proof == ("gs_r", "asb")
    assert of("file:/dev/null", "default").proof == ()
    narrow = of("serial:/dev/none", "mainland-58")
    assert (narrow.width, narrow.columns, narrow.text) == (384, 32, "gb18030")
    assert "partialCut" not in narrow.control
