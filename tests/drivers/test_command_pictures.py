"""`kiosk device decode`, `scan-page` and `print`, as a technician types them."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest
import qrcode
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.camera import scene
from drivers.receipt_printer import receipt_file
from drivers.receipt_printer.twin import PrinterTwin
from drivers.scanner.decode import decode_all
from drivers.status import Paper
from tests.drivers.typed import kiosk

CHINESE = "渝快办测试码:姓名=测试员甲"


def test_decode_reads_every_picture_and_says_which_held_nothing(tmp_path):
    # Guards against: one bad file that hides the codes of the others; text mangled by a guess of its encoding.
    good, other, empty, broken = (tmp_path / name for name in ("good.png", "other.png", "empty.png", "broken.png"))
    qrcode.make(CHINESE.encode("gb18030")).save(good)
    bars = zxingcpp.create_barcode("TEST-0001", zxingcpp.BarcodeFormat.Code128)
    cv2.imwrite(str(other), np.pad(np.array(bars.to_image(scale=4)), 20, constant_values=255))
    cv2.imwrite(str(empty), np.full((60, 60), 200, np.uint8))
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + b"no picture")
    said = kiosk("decode", "--json", *map(str, (good, other, empty, broken)))
    assert said.returncode == 1
    lines = [json.loads(line) for line in said.stdout.splitlines()]
    assert lines[0]["codes"] == [{"symbology": "qrCode", "text": CHINESE}]
    assert lines[1]["codes"] == [{"symbology": "code128", "text": "TEST-0001"}]
    assert [line["codes"] for line in lines[2:]] == [[], []]
    assert all(set(line) >= {"file", "codes", "ms"} for line in lines)
    assert "Traceback" not in said.stderr
    # Guards against: a sentence about a bad file among the codes that a script takes from standard output.
    plain = kiosk("decode", *map(str, (good, empty, broken)))
    assert plain.stdout.splitlines() == [f"{good}: qrCode {CHINESE}", f"{empty}: no code"]
    assert plain.stderr.splitlines()[-1].startswith(f"{broken}: ")  # before it the picture library's own warnings


def test_binary_is_not_shown_as_text():
    # Guards against: bytes that are no text made into some by guessing.
    code = qrcode.QRCode(border=4)
    code.add_data(bytes(range(256)))
    (read,) = decode_all(np.asarray(code.make_image(), np.uint8) * 255)
    assert (read.data, read.text) == (bytes(range(256)), None)


def test_scan_page_keeps_a_good_page_and_refuses_an_empty_desk(tmp_path):
    # Guards against: a picture of a desk filed as a residence permit.
    page, desk, out = (tmp_path / name for name in ("page.png", "desk.png", "out.jpg"))
    cv2.imwrite(str(page), scene.lay_on_desk((1280, 960), scene.page(scene.SAMPLE_PAGE)))
    cv2.imwrite(str(desk), scene.desk((1280, 960)))
    refused = kiosk("scan-page", str(desk), "--out", str(out), "--json")
    assert (refused.returncode, json.loads(refused.stdout)["reasons"]) == (1, ["noPage"])
    assert not out.exists()
    accepted = kiosk("scan-page", str(page), "--out", str(out), "--json")
    said = json.loads(accepted.stdout)
    assert (accepted.returncode, said["accepted"], said["reasons"], said["sheet"]) == (0, True, [], "a4")
    assert cv2.imread(str(out)).shape == (said["height"], said["width"], 3)


def test_print_tells_the_truth_by_its_exit_code(tmp_path):
    # Guards against: a script that believes 0 and loses receipts, or prints twice because of 4.
    with PrinterTwin() as twin:
        address = f"tcp://{twin.host}:{twin.port}"
        assert kiosk("print", "--sample", "--printer", address).returncode == 0
        assert len(twin.take()) == 1
        twin.load_paper(Paper.OUT)
        refused = kiosk("print", "--sample", "--printer", address, "--json")
        assert refused.returncode == 3
        assert json.loads(refused.stdout)["error"] == "paperOut"
    unheard = kiosk("print", "--sample", "--printer", f"file:{tmp_path}/lp0", "--json")
    assert (unheard.returncode, json.loads(unheard.stdout)["outcome"]) == (4, "unknown")
    gone = kiosk("print", "--sample", "--printer", address)
    assert gone.returncode == 3


@pytest.mark.parametrize(
    "words",
    [
        ("print", "--printer", "file:/dev/null"),
        ("print", "--sample", "--printer", "lpt1"),
        ("print", "--sample", "--printer", "file:/dev/null", "--profile", "other"),
        ("print", "gone.json", "--printer", "file:/dev/null"),
        ("scan-page", "gone.png", "--out", "out.jpg"),
    ],
)
def test_a_slip_of_the_pen_is_one_sentence(words):
    # Guards against: a traceback for a technician.
    said = kiosk(*words)
    assert said.returncode == 1
    assert len(said.stderr.strip().splitlines()) == 1


def test_a_receipt_file_is_read_and_the_sample_is_one():
    receipt = receipt_file.receipt_of(receipt_file.SAMPLE)
    assert {type(block).__name__ for block in receipt.blocks} == {"Line", "Pair", "Rule", "Table", "QrCode"}


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["blocks", "type", "text", "rows", "mm", "payload"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(JSON)
def test_any_other_json_is_one_sentence_without_its_words(written):
    # Guards against: a traceback, or a citizen's name in an error that ends up in a log.
    try:
        receipt_file.receipt_of(written)
    except receipt_file.BadReceipt as error:
        assert len(str(error)) < 200
