"""docs/security.md names proofs: each is a file of tests that is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_proof_of_the_threat_model_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", (ROOT / "docs/security.md").read_text(encoding="utf-8")))
    assert len(named) > 15
    assert [one for one in sorted(named) if not (ROOT / one).is_file()] == []
