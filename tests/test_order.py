from __future__ import annotations

from pathlib import Path

from tests.order import LONGEST


def test_the_files_that_begin_first_are_there() -> None:
    """A file that was renamed or divided begins late from then on, and the whole run takes minutes more."""
    here = Path(__file__).parent
    assert [name for name in LONGEST if not (here / name).is_file()] == []
