"""Guards against an import that runs back up the house (pyproject.toml, [tool.importlinter])."""

import subprocess
import sys
from pathlib import Path


def test_imports_point_one_way() -> None:
    """In a process of its own: the linter switches off every logger that it finds, and later tests look at theirs."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    assert ran.returncode == 0, ran.stdout
