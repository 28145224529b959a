"""What this terminal is told about itself: `KIOSK_HOME/terminal.env`, overridden by the environment.

Every process of the terminal reads the same few variables; nothing else configures it but
`KIOSK_HOME/devices.toml` (which devices, at which addresses: `drivers/configuration.py`).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from kiosk.text import Localized
from kiosk.training import flag
from kiosk.training.variables import FOLDER, NotTraining, variables
from offline_cache.home import TERMINAL_ID

GROUP_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")  # it goes in a header of HTTP, which knows ASCII alone
PX_PER_MM = (1.0, 20.0)  # a wall of lights to the finest glass of a telephone: beyond, no letter can be drawn
SITE_PROFILES = ("", "mall", "bank", "station", "store", "hall")


class BadSettings(Exception):
    """One sentence that names the variable and what is wrong with it."""


@dataclass(frozen=True)
class Settings:
    home: Path
    terminal_id: str = "TEST-0001"
    site_name: str = "测试站点"
    site_name_en: str = "Test site"
    site_profile: str = ""  # one of SITE_PROFILES: what stands around the terminal
    site_hours: str = ""  # 10:00-22:00, where this place's own differ from its kind's
    district: str = "500107"  # GB/T 2260; 九龙坡区
    platform_url: str = ""
    platform_ca: Path | None = None  # PEM; the only authority trusted for the platform and the fleet service
    terminal_cert: Path | None = None  # PEM; names this terminal to the platform (mutual TLS)
    terminal_key: Path | None = None
    sealing_key: Path | None = None  # the platform's public sealing key (offline_cache/sealing.py)
    content_key: Path | None = None  # PEM; with which the platform signs catalogue and sealing keys (Ed25519)
    group: str = ""  # of terminals that get new content before the others (试点); empty: with all
    upload_kbit_s: float = 0.0  # kbit/s that uploads may take of the link; 0: all of it
    metered: bool = False  # the link costs by the byte: what can wait waits
    training_switch: bool = False  # not a variable: training was switched on at the terminal (kiosk/training/flag.py)
    training: bool = False  # another platform, another home, a mark on everything (kiosk/training)
    fleet_url: str = ""
    proxy: str = ""  # the network's gateway, http://host:port, for platform and fleet; HTTPS_PROXY and such never count
    heartbeat_s: float = 60.0
    technician_code: str = ""  # its hash, made by `kiosk maintenance code`; empty: there is no technician's page
    px_per_mm: float = 4.03  # 21.5 inch, 1080 × 1920
    screen_bottom_mm: float = 0.0  # of the picture's lower edge above the floor: low mode counts from it; 0: not known
    voice: Path = Path(sys.prefix) / "share/kiosk/voice"  # fixed sentences as sound files; KIOSK_HOME/voice goes before
    fonts: Path = Path(sys.prefix) / "share/kiosk/fonts"
    typing: Path = Path(sys.prefix) / "share/kiosk/typing"  # dictionaries for pinyin and strokes
    rating_url: str = ""  # where a case is rated by telephone, with {number} in it; on the slip as a QR code
    guide_url: str = ""  # the platform's page of an item, with {code} in it: what a guide's QR code says
    catalogue: Path | None = None  # None: the sample catalogue that comes with the program

    @property
    def site(self) -> Localized:
        return Localized(self.site_name, self.site_name_en)

    @property
    def outbox(self) -> Path:
        return self.home / "outbox"

    @property
    def devices(self) -> Path:
        """One trains with the machine's own devices."""
        return (self.home.parent if self.training else self.home) / "devices.toml"

    @classmethod
    def load(
        cls, home: str | None = None, environ: Mapping[str, str] = os.environ, *, training: bool = False
    ) -> Settings:
        """Read the variables; `home` (a command's `--home`) goes before `KIOSK_HOME`. `training`: as they would be
        with training switched on.

        Raises `BadSettings`.
        """
        folder = home_of(home, environ)
        written = read_env(folder / "terminal.env") | {k: v for k, v in environ.items() if k.startswith("KIOSK_")}
        written["KIOSK_TRAINING_SWITCH"] = "yes" if (switched := training or flag.is_on(folder)) else "no"
        if switched:
            written["KIOSK_TRAINING"] = "yes"
        if _yes_or_no("KIOSK_TRAINING", written.get("KIOSK_TRAINING") or "no"):
            folder, written = _to_train_with(folder, written)
        values: dict[str, object] = {"home": folder}
        for field in fields(cls):
            raw = written.get(f"KIOSK_{field.name.upper()}")
            if field.name == "home" or raw is None or raw == "":
                continue
            if "Path" in str(field.type):
                values[field.name] = (folder / raw).absolute()
            elif field.type == "bool":
                values[field.name] = _yes_or_no(f"KIOSK_{field.name.upper()}", raw)
            elif field.type == "float":
                values[field.name] = _positive(f"KIOSK_{field.name.upper()}", raw)
            else:
                values[field.name] = raw
        settings = cls(**values)  # type: ignore[arg-type]
        _check(settings)
        return settings


def _check(said: Settings) -> None:
    """What no part of the terminal could live with. Raises `BadSettings`."""
    least, most = PX_PER_MM
    if said.site_profile not in SITE_PROFILES:
        takes = ", ".join(filter(None, SITE_PROFILES))
        raise BadSettings(f"KIOSK_SITE_PROFILE is {said.site_profile!r}; it takes {takes}")
    if not TERMINAL_ID.fullmatch(said.terminal_id):
        raise BadSettings(f"KIOSK_TERMINAL_ID is {said.terminal_id!r}; it takes up to 40 letters, digits and hyphens")
    if said.group and not GROUP_NAME.fullmatch(said.group):
        raise BadSettings(f"KIOSK_GROUP is {said.group!r}; it takes up to 40 letters, digits, dots, hyphens and '_'")
    if not least <= said.px_per_mm <= most:
        raise BadSettings(f"KIOSK_PX_PER_MM is {said.px_per_mm:g}; it takes {least:g} to {most:g}")


def home_of(home: str | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The real one, whatever stands in it."""
    return Path(home or environ.get("KIOSK_HOME") or Path.home() / ".local/share/kiosk").absolute()


def _to_train_with(folder: Path, written: dict[str, str]) -> tuple[Path, dict[str, str]]:
    own = folder / FOLDER
    try:
        return own, variables(folder, written, read_env(own / "terminal.env"))
    except NotTraining as error:
        raise BadSettings(f"KIOSK_TRAINING: {error}") from error


def _positive(name: str, raw: str) -> float:
    try:
        number = float(raw)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e6:
        raise BadSettings(f"{name} is {raw!r}; it takes a number above 0")
    return number


def _yes_or_no(name: str, raw: str) -> bool:
    answers = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
    if raw.lower() not in answers:
        raise BadSettings(f"{name} is {raw!r}; it takes yes or no")
    return answers[raw.lower()]


def read_env(path: Path) -> dict[str, str]:
    """`NAME=value` lines; `#` begins a comment line. A missing file is an empty one."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadSettings(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadSettings(f"{path} is not UTF-8") from error
    values = {}
    for number, line in enumerate(map(str.strip, lines), 1):
        if not line or line.startswith("#"):
            continue
        name, sign, value = line.partition("=")
        if not sign or not name.strip():
            raise BadSettings(f"{path}, line {number}: not of the form NAME=value")
        values[name.strip()] = value.strip()
    return values
