"""Where the set-up puts the fonts."""

import sys
from pathlib import Path

FONTS = Path(sys.prefix) / "share/kiosk/fonts"
