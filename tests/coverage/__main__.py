"""Write docs/coverage.md: `python -m tests.coverage`."""

from __future__ import annotations

from tests.coverage.page import PAGE, page
from tests.coverage.points import sections

if __name__ == "__main__":
    PAGE.write_text(page(sections()), encoding="utf-8")
    print(PAGE)
