"""devices.toml."""

from __future__ import annotations

import pytest

from drivers.configuration import BadConfiguration, Configuration, ContactCards, SerialLine, load
from drivers.opening import open_devices
from tests.limits import LIMIT_S


@pytest.fixture
def file(tmp_path):
    return tmp_path / "devices.toml"


def test_what_is_named_is_opened_and_what_is_not_is_none(file, tmp_path):
    file.write_text('[card_reader]\nreader = "Virtual PCD"\n[id_card_reader]\npath = "/dev/kiosk/id-card"\n')
    configuration = load(file)
    assert configuration == Configuration(
        card_reader=ContactCards("Virtual PCD"), id_card_reader=SerialLine("/dev/kiosk/id-card", 115200)
    )
    devices = open_devices(configuration, tmp_path)
    assert [device.name for device in devices.all()] == ["card_reader", "id_card_reader"]
    assert devices.receipt_printer is devices.document_camera is devices.face_camera is devices.scanner is None


def test_a_scanner_that_looks_through_the_document_camera_shares_it(file, tmp_path):
    # Guards against: the second opening of one V4L2 device fails, and the terminal has a camera or a scanner, not both.
    one, two = "http://127.0.0.1:1/a", "http://127.0.0.1:1/b"
    file.write_text(
        f'[document_camera]\nsource = "{one}"\n[face_camera]\nsource = "{two}"\n[scanner]\nsource = "{one}"\n'
    )
    devices = open_devices(load(file), tmp_path)
    assert [device.name for device in devices.all()] == ["document_camera", "face_camera", "scanner"]
    assert devices.scanner is not None
    assert devices.scanner._camera is devices.document_camera


async def test_devices_that_are_not_there_start_and_close(file, tmp_path):
    # Guards against: one missing device keeps the terminal from starting.
    file.write_text(f'[id_card_reader]\npath = "{tmp_path}/absent"\n')
    devices = open_devices(load(file), tmp_path)
    await devices.start()
    assert await devices.all()[0].wait_status(lambda status: status.device == "noDevice", LIMIT_S)
    await devices.close()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[card_reader", "is not TOML"),
        ("[cardreader]", "unknown device [cardreader]"),
        ("card_reader = 1", "must be a table"),
        ("[card_reader]", "lacks reader"),
        ("[card_reader]\nraeder = 'x'", "unknown setting 'raeder'"),
        ("[card_reader]\nreader = 1", "it takes a text"),
        ("[card_reader]\nreader = ''", "it takes a text"),
        ("[id_card_reader]\npath = 'x'\nbaud = true", "it takes a whole number"),
        ("[id_card_reader]\npath = 'x'\nbaud = 0", "it takes 1 to"),
        ("[receipt_printer]\nhost = 'x'\nport = 70000", "it takes 1 to 65535"),
        ("[receipt_printer]\nport = 9100", "lacks host"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(file, text, said):
    file.write_text(text)
    with pytest.raises(BadConfiguration) as refused:
        load(file)
    assert said in str(refused.value)
    assert str(file) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_or_unreadable_file(file):
    with pytest.raises(BadConfiguration, match="does not exist"):
        load(file)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(BadConfiguration, match="is not UTF-8"):
        load(file)


def test_a_printer_without_fonts_is_said(file, tmp_path):
    file.write_text('[receipt_printer]\nhost = "127.0.0.1"\n')
    with pytest.raises(BadConfiguration, match="fonts"):
        open_devices(load(file), tmp_path)


def test_a_token_key_must_be_a_readable_key(file, tmp_path):
    # Guards against: tokens that anyone can turn back into card numbers.
    short, good = tmp_path / "short", tmp_path / "good"
    short.write_bytes(b"x" * 15)
    good.write_bytes(b"x" * 16)
    for key, said in ((tmp_path / "absent", "cannot be read"), (short, "has 15 bytes")):
        file.write_text(f'[card_reader]\nreader = "x"\ntoken_key = "{key}"\n')
        with pytest.raises(BadConfiguration, match=said):
            open_devices(load(file), tmp_path)
    file.write_text(f'[card_reader]\nreader = "x"\ntoken_key = "{good}"\n')
    assert open_devices(load(file), tmp_path).card_reader is not None


def test_a_module_on_usb_has_an_address_or_is_refused(file, tmp_path):
    file.write_text('[id_card_reader]\npath = "usb:0400:c35a:1-1.2"\n')
    assert open_devices(load(file), tmp_path).id_card_reader is not None
    file.write_text('[id_card_reader]\npath = "usb:0400"\n')
    with pytest.raises(BadConfiguration, match="is no USB address"):
        open_devices(load(file), tmp_path)
