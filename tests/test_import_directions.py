"""Guards against an import that runs back up the house (pyproject.toml, [tool.importlinter])."""

from importlinter.cli import lint_imports


def test_imports_point_one_way() -> None:
    assert lint_imports(config_filename="pyproject.toml", cache_dir=None) == 0
