"""A certificate's page is enlarged by a touch, all of it is seen part by part, and nothing is sent by looking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.visit.intents import Uncover
from tests.screens.rig import Rig
from tests.screens.samples import samples

if TYPE_CHECKING:
    from screens.widgets.preview import LivePicture


def enlarging(rig: Rig, clock: list[float]) -> Iterator[str]:
    """One line a fault."""

    def tap(name: str) -> None:
        clock[0] += 10
        rig.tap(*rig.target(name).rect.centre)

    shot = samples()["certificate-sealed"]
    rig.show(samples()["list"])
    rig.show(shot)
    clock[0] += 10
    rig.stage.sent.clear()
    small = _shown(rig).width
    tap("page:larger")
    if _shown(rig).width < small * 1.3:
        yield f"enlarged, the page is {_shown(rig).width:.0f} wide and was {small:.0f}"
    bottoms = [sum(_shown(rig).part or ())]
    for _ in range(9):
        if not rig.target("page:next").enabled:
            break
        tap("page:next")
        top, high = _shown(rig).part or (1.0, 0.0)
        if top >= bottoms[-1]:
            yield f"between two parts of the enlarged page {top - bottoms[-1]:.2f} of it is not seen"
        bottoms.append(top + high)
    if abs(bottoms[-1] - 1) > 0.001:
        yield f"the parts of the enlarged page end at {bottoms[-1]:.2f} of it"
    if rig.stage.sent:
        yield f"looking sent {rig.stage.sent}"
    tap("intent:uncover")
    if rig.stage.sent != [Uncover(True)]:
        yield f"uncovering the enlarged page sent {rig.stage.sent}"
    tap("page:whole")
    if _shown(rig).part is not None:
        yield "the whole page did not come back"


def _shown(rig: Rig) -> LivePicture:
    from screens.widgets.preview import LivePicture  # Kivy only once the rig has set it up

    (picture,) = [child for child in rig.app.screen.children if isinstance(child, LivePicture)]
    return picture
