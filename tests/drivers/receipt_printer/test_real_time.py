"""A real-time command that arrives in two pieces is lost, or eats a byte of the picture."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drivers.receipt_printer.real_time import taken_out

STREAM = st.lists(st.sampled_from([0x10, 0x04, 0x05, 0x14, 0x02, 0x41]), max_size=24).map(bytes)


@given(STREAM, st.integers(0, 24))
def test_where_the_line_cuts_the_stream_changes_nothing(stream: bytes, cut: int) -> None:
    whole, commands, held = taken_out(stream)
    first, some, left = taken_out(stream[:cut])
    second, others, rest = taken_out(left + stream[cut:])
    assert (first + second, some + others, rest) == (whole, commands, held)
    assert len(whole) + 3 * len(commands) + len(held) == len(stream)
