"""Fuzz one target in this process: `python -m tests.fuzz.one MODULE TARGET [libFuzzer options]`."""

from __future__ import annotations

import importlib
import sys

import atheris


def main() -> None:
    module, target, *options = sys.argv[1:]
    with atheris.instrument_imports(include=["drivers"]):
        targets = importlib.import_module(f"tests.fuzz.{module}").TARGETS
    atheris.Setup([target, *options], targets[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
