"""A serial line that never ends its record."""

from __future__ import annotations

from drivers.scanner.payload import LARGEST, Scanned
from drivers.scanner.records import Records, Wording, interpret


def test_more_than_a_code_can_hold_is_dropped_to_its_end():
    # Guards against: memory that fills from a line that only makes noise.
    records = Records()
    assert records.feed(b"x" * (3 * LARGEST) + b"\r" + b"good\r") == [b"good"]
    assert interpret(b"%%NoRead", Wording(no_read=b"%%NoRead")) is None
    assert interpret(b"\x06]Q1good", Wording(ack=b"\x06")) == Scanned(b"good", "good", "qrCode")
