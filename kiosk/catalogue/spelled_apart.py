"""Spelling many texts in a process of its own, which goes again with the dictionaries that it needed.

pypinyin's phrases take 40 MB and a third of a second of the processor; a window that only searches needs neither.
`python -m kiosk.catalogue.spelled_apart` reads a JSON list of texts and writes what `spell` says of each.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterable

from kiosk.catalogue.pinyin import Spelling, spell, spelling

LIMIT_S = 60.0  # it takes half a second; on a machine that starts everything at once some more

_log = logging.getLogger(__name__)


def spell_apart(texts: Iterable[str]) -> dict[str, Spelling]:
    """Each text's spelling. Blocks. Where no process can be started, it is done in this one."""
    wanted = sorted(set(texts))
    command = [sys.executable, "-m", "kiosk.catalogue.spelled_apart"]
    try:
        done = subprocess.run(
            command, input=json.dumps(wanted), capture_output=True, text=True, timeout=LIMIT_S, check=True
        )
        found = json.loads(done.stdout)
        return {text: spelling(text, usual, others) for text, (usual, others) in zip(wanted, found, strict=True)}
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        _log.warning("names are spelled in this process: %s", type(error).__name__)
        return {text: spell(text) for text in wanted}


def main() -> int:
    found = [spell(text) for text in json.load(sys.stdin)]
    json.dump([(one.usual, one.others) for one in found], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
