"""Guards against a day by the machine's own time zone: until eight in the morning it would be yesterday."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCAL = re.compile(r"date\.today\(\)|datetime\.now\(\)|time\.localtime\(\)|fromtimestamp\([^,()]*\)")


@pytest.mark.parametrize("folder", ["kiosk", "screens", "provisioning", "offline_cache"])
def test_every_day_is_one_of_a_named_zone(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / folder).rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if LOCAL.search(line)
    ]
    assert not found
