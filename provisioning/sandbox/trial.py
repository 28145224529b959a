"""A catalogue that one group of terminals gets before the others (试点): `kiosk sandbox trial`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from provisioning.files import write_whole

NAME = "trial.json"


@dataclass(frozen=True)
class Trial:
    group: str
    catalogue: Path


def trial_of(folder: Path) -> Trial | None:
    """`folder`: of the sandbox."""
    path = folder / NAME
    raw = json.loads(path.read_bytes()) if path.exists() else None
    return Trial(raw["group"], Path(raw["catalogue"])) if raw else None


def begin_trial(folder: Path, trial: Trial) -> None:
    fields = {"group": trial.group, "catalogue": str(trial.catalogue.absolute())}
    write_whole(folder / NAME, json.dumps(fields).encode())


def end_trial(folder: Path) -> None:
    write_whole(folder / NAME, b"null")
