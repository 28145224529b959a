"""libzbar aborts over a hostile code."""

from __future__ import annotations

from drivers.scanner.second_opinion import MOST_STARTS, SecondOpinion
from tests.drivers.scanner.codes import grey_code


def test_a_decoder_that_dies_takes_nothing_with_it():
    # Guards against: a hostile code that aborts libzbar, and the terminal with it.
    opinion, picture = SecondOpinion(), grey_code(b"again")
    try:
        assert opinion(picture) is not None
        opinion._process.kill()
        opinion._process.wait()
        assert opinion(picture) is None
        assert opinion(picture) is not None
        for _ in range(MOST_STARTS):
            opinion.close()
            last = opinion(picture)
        assert last is None
    finally:
        opinion.close()
