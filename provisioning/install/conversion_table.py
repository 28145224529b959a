"""For developers: `python -m provisioning.install.conversion_table > kiosk/words/zh_hant/characters.tsv`.

Takes OpenCC's dictionaries (Debian packages opencc and libopencc-data, not needed by the terminal) and leaves out every
word that the shorter ones already give: 7,000 of 49,000 remain.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

DICTIONARIES = Path("/usr/share/opencc")
_LONGEST = 12
HEAD = """\
# Simplified to traditional characters: single ones, then the words in which a character has another form than alone.
# From OpenCC 1.1.6, STCharacters and STPhrases (Apache-2.0, https://github.com/BYVoid/OpenCC), without the
# words that the others already give. Made by provisioning/install/conversion_table.py; what it gets wrong here stands
# in reviewed.tsv.
"""


def read(name: str) -> dict[str, str]:
    """The first choice of each entry."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text"
        source = DICTIONARIES / f"{name}.ocd2"
        subprocess.run(["opencc_dict", "-i", source, "-o", text, "-f", "ocd2", "-t", "text"], check=True)
        rows = (line.split("\t") for line in text.read_text(encoding="utf-8").splitlines())
        return {before: after.split(" ")[0] for before, after in rows}


def needed(words: Mapping[str, str], characters: Mapping[str, str]) -> dict[str, str]:
    """The words that the characters and the shorter words get wrong."""
    kept: dict[str, str] = {}
    for word in sorted(words, key=lambda word: (len(word), word)):
        if _converted(word, kept, characters) != words[word]:
            kept[word] = words[word]
    return kept


def _converted(text: str, words: Mapping[str, str], characters: Mapping[str, str]) -> str:
    out, at = "", 0
    while at < len(text):
        lengths = range(min(_LONGEST, len(text) - at), 1, -1)
        length = next((length for length in lengths if text[at : at + length] in words), 1)
        piece = text[at : at + length]
        out += words[piece] if length > 1 else characters.get(piece, piece)
        at += length
    return out


def main() -> int:
    usual = str.maketrans("臺覈爲", "台核為")  # as most people write them
    every = {before: after.translate(usual) for before, after in read("STCharacters").items()}
    characters = {before: after for before, after in every.items() if before != after}
    phrases = {before: after.translate(usual) for before, after in read("STPhrases").items()}
    words = needed(phrases, characters)
    rows = [*sorted(characters.items()), *sorted(words.items())]
    sys.stdout.write(HEAD + "".join(f"{before}\t{after}\n" for before, after in rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
