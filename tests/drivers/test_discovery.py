"""What is plugged in, from a tree that is laid out as /sys and /dev are."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.commands.list_devices import fields_of, is_configured
from drivers.configuration import Configuration, ContactCards, SerialLine
from drivers.discovery import Present, present


class Tree:
    """A machine's /sys and /dev, as far as discovery looks."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "sys/bus/usb/devices").mkdir(parents=True)

    def usb(self, port: str, identifier: str, name: str = "", interfaces: tuple[str, ...] = (), kind: str = "00"):
        folder = self.root / "sys/devices/pci0000:00/usb1" / port
        folder.mkdir(parents=True)
        vendor, product = identifier.split(":")
        for file, value in (("idVendor", vendor), ("idProduct", product), ("product", name), ("bDeviceClass", kind)):
            (folder / file).write_text(value + "\n")
        for number, interface in enumerate(interfaces):
            inner = folder / f"{port}:1.{number}"
            inner.mkdir()
            (inner / "bInterfaceClass").write_text(interface + "\n")
            self._link(self.root / "sys/bus/usb/devices" / inner.name, inner)
        self._link(self.root / "sys/bus/usb/devices" / port, folder)
        return folder

    def serial(self, node: str, adapter: Path | None, by_id: str = "", by_path: str = "") -> None:
        device = self.root / "dev" / node
        device.parent.mkdir(exist_ok=True)
        device.touch()
        for folder, name in (("by-id", by_id), ("by-path", by_path)):
            if name:
                self._link(self.root / "dev/serial" / folder / name, device)
        if adapter is not None:
            inner = adapter / f"{adapter.name}:1.0" / node
            inner.mkdir(parents=True, exist_ok=True)
            self._link(self.root / "sys/class/tty" / node / "device", inner)

    @staticmethod
    def _link(link: Path, to: Path) -> None:
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(to)


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path)


def test_an_identity_card_reader_on_usb_is_known(tree):
    tree.usb("1-1.2", "0400:c35a", "SAM", ("ff",))
    (found,) = present(root=tree.root)
    assert found.supported
    assert found.model is not None
    assert (found.model.device, found.path) == ("id_card_reader", "usb:0400:c35a:1-1.2")


@pytest.mark.parametrize(("interface", "device"), [("0b", "card_reader"), ("07", "receipt_printer")])
def test_a_class_is_known_whoever_made_it(tree, interface, device):
    tree.usb("1-2", "1234:5678", "Something", ("03", interface))
    (found,) = present(root=tree.root)
    assert found.model is not None
    assert found.model.device == device


def test_what_no_driver_is_for_is_listed_all_the_same(tree):
    # Guards against: a technician plugs in a device and sees nothing, not even that it cannot be used.
    tree.usb("1-3", "dead:beef", "Palm Vein Sensor", ("ff",))
    (found,) = present(root=tree.root)
    assert not found.supported
    assert fields_of(found) == {
        "name": "Palm Vein Sensor",
        "configured": False,
        "supported": False,
        "connection": "usb",
        "path": "usb:dead:beef:1-3",
        "usb": "dead:beef",
    }


def test_a_serial_line_has_a_path_that_stays_and_its_adapter_is_not_listed_twice(tree):
    adapter = tree.usb("1-4", "1a86:7523", "USB Serial", ("ff",))
    tree.serial("ttyUSB0", adapter, by_id="usb-1a86_USB_Serial-if00-port0", by_path="pci-0000:00-usb-0:4:1.0-port0")
    (found,) = present(root=tree.root)
    assert (found.connection, found.name, found.node) == ("serial", "USB Serial", "/dev/ttyUSB0")
    assert found.path == "/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0"
    assert not found.supported  # what is at its end cannot be known from here


def test_two_adapters_of_one_name_are_told_apart_by_their_sockets(tree):
    # Guards against: two adapters without serial numbers share one link by id; one of them would be lost.
    for number, port in enumerate(("1-4", "1-5")):
        adapter = tree.usb(port, "1a86:7523", "USB Serial", ("ff",))
        by_id = "usb-1a86_USB_Serial-if00-port0" if number == 0 else ""
        tree.serial(f"ttyUSB{number}", adapter, by_id, by_path=f"pci-0000:00-usb-0:{port}:1.0-port0")
    paths = [device.path for device in present(root=tree.root)]
    assert paths == [
        "/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0",
        "/dev/serial/by-path/pci-0000:00-usb-0:1-5:1.0-port0",
    ]


def test_a_camera_is_known_by_the_node_that_gives_pictures(tree):
    camera = tree.usb("1-6", "1bcf:2c99", "Document Camera", ("0e", "0e"))
    for node, index in (("video0", 0), ("video1", 1)):
        link = tree.root / f"dev/v4l/by-path/pci-0000:00-usb-0:6:1.0-video-index{index}"
        tree._link(link, tree.root / "dev" / node)
        tree._link(tree.root / "sys/class/video4linux" / node / "device", camera / "1-6:1.0")
    (found,) = present(root=tree.root)
    assert (found.connection, found.name, found.node) == ("v4l2", "Document Camera", "/dev/video0")
    assert found.path == "/dev/v4l/by-path/pci-0000:00-usb-0:6:1.0-video-index0"
    assert found.model is not None
    assert found.model.device == "document_camera"


def test_a_printer_s_path_is_the_one_that_its_driver_takes(tree):
    tree.usb("1-7", "0416:5011", "POS Printer", ("07",))
    assert [device.path for device in present(root=tree.root)] == ["usb:0416:5011"]


def test_hubs_are_not_devices(tree):
    tree.usb("usb1", "1d6b:0002", "xHCI Host Controller", ("09",), kind="09")
    assert present(root=tree.root) == []


def test_a_machine_without_buses_has_nothing(tmp_path):
    assert present(root=tmp_path) == []


def test_a_device_that_is_pulled_while_it_is_listed_does_no_harm(tree):
    folder = tree.usb("1-1", "0400:c35a", "SAM", ("ff",))
    for file in ("idProduct", "product"):
        (folder / file).unlink()
    assert [device.supported for device in present(root=tree.root)] == [False]


def test_readers_of_pcscd():
    found = present(["Virtual PCD 00 00", "ACS ACR39U ICC Reader 00 00"], Path("/nowhere"))
    assert [device.supported for device in found] == [True, True]
    assert [device.model.name.split(",")[0] for device in found if device.model] == [
        "vpcd",
        "any reader with a PC/SC driver",
    ]


@pytest.mark.parametrize(
    ("device", "configuration", "known"),
    [
        (Present("pcsc", "Reader A 00 00", ""), Configuration(card_reader=ContactCards("Reader A")), True),
        (Present("pcsc", "Reader B 00 00", ""), Configuration(card_reader=ContactCards("Reader A")), False),
        (Present("usb", "usb:0400:c35a:1-1", "", "0400:c35a"), Configuration(), False),
        (
            Present("usb", "usb:0400:c35a:1-1", "", "0400:c35a"),
            Configuration(id_card_reader=SerialLine("usb:0400:C35A")),
            True,
        ),
        (
            Present("usb", "usb:0400:c35a:1-1.2", "", "0400:c35a"),
            Configuration(id_card_reader=SerialLine("usb:0400:c35a:1-1")),
            False,
        ),
        (
            Present("serial", "/dev/serial/by-id/x", "", node="/dev/ttyUSB0"),
            Configuration(id_card_reader=SerialLine("/dev/ttyUSB0")),
            True,
        ),
    ],
)
def test_what_is_configured_is_not_offered_again(device, configuration, known):
    assert is_configured(device, configuration) is known
