"""The tokens that everything is drawn from: colours, few type sizes, spacing in millimetres, three modes.

Sizes are written in millimetres of a 21.5 inch glass and become pixels through `px_per_mm`; on larger glass they grow
with the root of its width, so that a 43 inch screen is neither empty nor shouts.
Contrast ratios (WCAG 2.2) are held by `tests/screens/test_theme.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from zlib import crc32

_REACH_MM = 1100  # forward reach over a 400 mm deep counter, for some 80 % of wheelchair users
_LOW_PORTRAIT, _LOW_LANDSCAPE = 0.55, 0.60  # of the height: the least in which every page's buttons find room

STYLES = ("number", "title", "button", "body", "caption")
DRAWN_AT = 4.03  # px/mm of the 21.5 inch screen that the type sizes were chosen on
_DRAWN_MM = 268.0  # its shorter side

SIZES = (26, 30, 40, 48, 52, 60, 64, 76, 80, 96)
"""The ten type sizes that there are, in pixels of the screen they were drawn on. Each more would be another open CJK
font a weight, of several MB. The smallest has capitals of 4.8 mm (ADA 707.7.2)."""
_STANDARD = {"caption": 30, "body": 40, "button": 48, "title": 64, "number": 80}
_SENIOR = {"caption": 40, "body": 52, "button": 60, "title": 76, "number": 96}


@dataclass(frozen=True, slots=True)
class Tint:
    """A dark colour on a pale ground of its own."""

    ink: str
    ground: str


@dataclass(frozen=True)
class Palette:
    ground: str
    paper: str
    ink: str
    soft: str
    primary: str
    primary_deep: str  # lower end of the header's shade
    on_primary: str
    on_primary_soft: str
    pale: str  # chosen, and small buttons
    accent: str
    line: str
    edge: str  # border of what can be touched
    disabled: str
    disabled_ground: str
    tray: str  # under a keyboard
    key: str
    key_dark: str
    step: str  # the step that one is at
    shadow: float  # opacity
    outlined: bool  # everything that can be touched has a border
    tints: Mapping[str, Tint] = field(default_factory=dict)

    def tint(self, name: str) -> Tint:
        return self.tints[name]

    @property
    def stress(self) -> str:
        """Of what stands out and is only read; `primary` in contrast is the colour of what can be touched."""
        return self.ink if self.outlined else self.primary


_CALM = Palette(
    ground="#F3F6FB",
    paper="#FFFFFF",
    ink="#14213D",
    soft="#4A5670",
    primary="#0B4FA8",
    primary_deep="#083F8A",
    on_primary="#FFFFFF",
    on_primary_soft="#E3ECF8",
    pale="#E6EFFA",
    accent="#C8102E",
    line="#D8DFEA",
    edge="#8190AC",
    disabled="#5B6579",
    disabled_ground="#E9EDF4",
    tray="#DCE3EE",
    key="#FFFFFF",
    key_dark="#C9D3E3",
    step="#7FA6DC",
    shadow=0.10,
    outlined=False,
    tints={
        "blue": Tint("#0B4FA8", "#E6EFFA"),
        "good": Tint("#0B6B4A", "#E3F4EC"),
        "warn": Tint("#8A4B00", "#FFF0DB"),
        "bad": Tint("#A50D26", "#FBE7EA"),
        "violet": Tint("#5B3A9E", "#EEE8F8"),
        "teal": Tint("#0B6270", "#DFF3F5"),
        "grey": Tint("#4A5670", "#E9EDF4"),
    },
)

_YELLOW = "#FFD400"
_CONTRAST = Palette(
    ground="#000000",
    paper="#000000",
    ink="#FFFFFF",
    soft="#FFFFFF",
    primary=_YELLOW,
    primary_deep=_YELLOW,
    on_primary="#000000",
    on_primary_soft="#000000",
    pale="#332B00",
    accent=_YELLOW,
    line="#FFFFFF",
    edge=_YELLOW,
    disabled="#C8C8C8",
    disabled_ground="#1C1C1C",
    tray="#000000",
    key="#000000",
    key_dark="#332B00",
    step="#FFFFFF",
    shadow=0.0,
    outlined=True,
    # what is only read is white: yellow is what can be touched
    tints={name: Tint("#FFFFFF", "#000000") for name in ("blue", "violet", "teal", "good", "warn", "bad", "grey")},
)

_CATEGORY_TINTS = {
    "social_insurance": "blue",
    "medical_insurance": "good",
    "housing_fund": "warn",
    "household": "violet",
    "exit_entry": "teal",
    "vehicles": "blue",
    "real_estate": "good",
    "tax": "bad",
    "civil_affairs": "violet",
    "market": "teal",
    "utilities": "warn",
    "livelihood": "good",
    "packages": "blue",
}
_CYCLE = ("blue", "good", "warn", "violet", "teal", "bad")


def category_tint(category: str) -> str:
    """A category keeps its colour everywhere; one that a later catalogue brings gets a steady one too."""
    return _CATEGORY_TINTS.get(category) or _CYCLE[crc32(category.encode()) % len(_CYCLE)]


@dataclass(frozen=True)
class Theme:
    mode: str  # "standard", "senior", "contrast"
    px_per_mm: float
    width: int
    height: int
    screen_bottom_mm: float = 0.0  # of the picture's lower edge above the floor; 0: not known
    low: bool = False  # everything that is touched stands in `reach`

    @cached_property
    def reach(self) -> int:
        """Height in pixels of what a hand reaches from a wheelchair: up to 1100 mm above the floor (EN 301 549 drafts).

        No less than the pages need; where nobody measured, that least.
        """
        least = _LOW_LANDSCAPE if self.landscape else _LOW_PORTRAIT
        reached = (_REACH_MM - self.screen_bottom_mm) * self.px_per_mm if self.screen_bottom_mm else 0.0
        return round(min(self.height, max(least * self.height, reached)))

    @cached_property
    def palette(self) -> Palette:
        return _CONTRAST if self.mode == "contrast" else _CALM

    @property
    def senior(self) -> bool:
        return self.mode == "senior"

    @property
    def landscape(self) -> bool:
        return self.width > self.height

    @cached_property
    def unit(self) -> float:
        """Pixels of a millimetre of the layout; on larger glass it is more than one, and never less."""
        return self.px_per_mm * max(1.0, min(self.width, self.height) / self.px_per_mm / _DRAWN_MM) ** 0.5

    @property
    def ample(self) -> float:
        """How much more room the layout has, in width and height, than it was drawn on: 0 at 21.5 inch, 0.4 at 43."""
        return self.unit / self.px_per_mm - 1

    def mm(self, millimetres: float) -> int:
        return round(millimetres * self.unit)

    def size(self, style: str) -> int:
        """Type size in pixels."""
        scale = _SENIOR if self.senior else _STANDARD
        return self._px(scale[style])

    @cached_property
    def smaller(self) -> tuple[int, ...]:
        """Type sizes below the scale, the largest first: for a name that fits in no other way."""
        caption = (_SENIOR if self.senior else _STANDARD)["caption"]
        return tuple(self._px(size) for size in reversed(SIZES) if size < caption)

    def _px(self, size: int) -> int:
        return round(size * self.unit / DRAWN_AT)

    def pick(self, standard: float, senior: float) -> float:
        """Millimetres, one value for each scale, as pixels."""
        return self.mm(senior if self.senior else standard)

    # What everything shares.
    @cached_property
    def margin(self) -> int:
        return self.mm(12)

    @cached_property
    def gap(self) -> int:
        """Between things of a kind."""
        return self.mm(4.5)

    @cached_property
    def space(self) -> int:
        """Between kinds."""
        return self.mm(6 if self.low else 9)

    @cached_property
    def corner(self) -> int:
        return self.mm(5)

    @cached_property
    def target(self) -> int:
        """The least width and height of what can be touched (15 mm, senior 19 mm)."""
        return int(self.pick(15, 19))

    @cached_property
    def action(self) -> int:
        """Height of the page's main buttons; where there is little of it the page's other things need it more."""
        if self.low:
            return int(self.pick(22, 25))
        return int(self.pick(29, 31 if self.landscape else 37))
