"""Records, key events and HID reports: any bytes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.scanner.hidpos import Layout, Reports, reports
from drivers.scanner.keys import EVENT, KEY, Keys, events
from drivers.scanner.records import Records, Wording, interpret


def test_a_status_report_or_another_layout_is_no_code():
    # Guards against: a battery report read as a code.
    assert Reports().feed(b"\x03" + bytes(63)) is None
    whole = bytearray(reports(b"12")[0])
    whole[Layout().length_at] = 200
    assert Reports().feed(bytes(whole)) is None


@settings(max_examples=200)
@given(st.lists(st.binary(max_size=40), max_size=6))
def test_records_do_not_depend_on_how_they_come(pieces):
    # Guards against: a record lost or doubled because it came in two reads.
    cut, whole = Records(), Records()
    one_by_one = [record for piece in pieces for record in cut.feed(piece)] + cut.idle()
    at_once = whole.feed(b"".join(pieces)) + whole.idle()
    assert one_by_one == at_once
    for record in at_once:
        assert record
        assert not set(record) & {0, 10, 13}
        interpret(record, Wording(b"\x06", b"%%NoRead"))


@settings(max_examples=200)
@given(st.text(st.sampled_from("abzAZ019 -_=+~`'\"?/\\\t"), max_size=30))
def test_every_character_is_typed_as_itself(text):
    assert Keys().feed(events(text)) == (text.encode(), False)


@settings(max_examples=200)
@given(st.binary(max_size=120), st.integers(0, 120))
def test_any_bytes_may_come_from_a_node(data, cut):
    # Guards against: a driver brought down by a device that is not what it says.
    keys, whole = Keys(), Keys()
    (one, first), (two, second) = keys.feed(data[:cut]), keys.feed(data[cut:])
    assert (one + two, first or second) == whole.feed(data)
    Reports().feed(data)


@settings(max_examples=100)
@given(st.binary(min_size=1, max_size=300))
def test_reports_put_together_are_the_code(data):
    reader = Reports()
    *parts, last = [reader.feed(report) for report in reports(data)]
    assert parts == [None] * len(parts)
    assert last == b"]Q1" + data


def test_repeated_keys_and_modifiers_are_not_typed():
    held = EVENT.pack(0, 0, KEY, 30, 2) + EVENT.pack(0, 0, KEY, 29, 1)
    assert Keys().feed(held) == (b"", False)
