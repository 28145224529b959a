"""What confused hands do at the real window, drawn at random: on the glass, on the keypad, at the devices, far away."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable

from kiosk.visit import views as v
from kiosk.visit.views.payments import PayView
from provisioning import clock
from provisioning.sandbox.faults import Fault
from screens.touch import Target
from tests.kiosk.sandbox_stand import LoopbackPlatform
from tests.kiosk.stand import Stand
from tests.screens.touching import Hands
from tests.screens.twins_at_hand import TwinsAtHand
from tests.screens.window_walker import WindowWalker

REMEMBERED = 30  # acts that a failure tells
SENSIBLE_S = 15.0  # nobody goes on with what leads nowhere
KEYS = ("Right", "Left", "Up", "Down", "Return", "Return", "Escape", "F1", "F2", "F3", "F4", "F5", "F6", "5", "a")
LEAVING = ("intent:exit", "intent:home", "intent:back")
ADAPTING = ("mode:", "low:", "language:", "intent:help")
PLATFORM = ("error", "busy", "slow", "drop-answer", "captive-portal", "refuse-certificate")
ADDRESS = "https://test.invalid/menu?table=7"


class Confused:
    """`walker` knows what would be sensible on a page of an item."""

    def __init__(
        self, dice: random.Random, hands: Hands, one: Stand, far: LoopbackPlatform, twins: TwinsAtHand
    ) -> None:
        self.dice = dice
        self.hands = hands
        self.finger = hands._finger
        self.one, self.far, self.twins = one, far, twins
        self.walker: WindowWalker | None = None
        self.acts: deque[str] = deque(maxlen=REMEMBERED)
        self.done = 0
        self.took: Counter[str] = Counter()  # seconds, by what was done
        self.tearing = True  # at devices and network, too
        self._weights: dict[Callable[[], Awaitable[str]], float] = {
            self._sensible: 30, self._touch: 34, self._anywhere: 4, self._drag: 4, self._hammer: 4,
            self._two_fingers: 3, self._type: 6, self._scribble: 3, self._keypad: 6, self._card: 5,
            self._device: 4, self._platform: 3, self._code: 3, self._money: 2, self._wait: 4,
            self._headphones: 0.7, self._listen: 0.5,
        }  # fmt: skip

    async def act(self) -> str:
        acts = list(self._weights)
        return await self._did(self.dice.choices(acts, [self._weights[one] for one in acts])[0])

    async def sensibly(self) -> str:
        return await self._did(self._sensible)

    async def wish(self, name: str) -> None:
        """Touch what has this name, if it is there."""
        target = self.hands.find(lambda one: one.name == name)
        if target is not None:
            await self._tap(*target.rect.centre)
            await asyncio.sleep(0.4)

    async def _did(self, chosen: Callable[[], Awaitable[str]]) -> str:
        where = self.hands.screen
        begun = time.monotonic()
        word = await chosen()
        self.took[chosen.__name__[1:]] += time.monotonic() - begun
        said = f"{where}: {chosen.__name__[1:]} {word}".rstrip()
        self.acts.append(said)
        self.done += 1
        return said

    # ---- on the glass -----------------------------------------------------------------------------
    async def _touch(self) -> str:
        """Anything that is enabled; the way on more often than the way out."""
        targets = self.hands.targets()
        if not targets:
            return "nothing"
        target = self.dice.choices(targets, [_weight(one) for one in targets])[0]
        await self._tap(*target.rect.centre)
        await asyncio.sleep(self.dice.choice((0.05, 0.4, 0.6)))
        return target.name

    async def _tap(self, x: float, y: float, hold: float = 0.05) -> None:
        self.finger.down(x, y)
        await asyncio.sleep(hold)
        self.finger.up()
        await asyncio.sleep(0.03)

    def _place(self) -> tuple[float, float]:
        width, height = self.hands.app._size
        return self.dice.uniform(0, width - 1), self.dice.uniform(0, height - 1)

    async def _anywhere(self) -> str:
        x, y = self._place()
        await self._tap(x, y)
        return f"{x:.0f},{y:.0f}"

    async def _drag(self) -> str:
        (x, y), (to_x, to_y) = self._begin(), self._place()
        self.finger.down(x, y)
        for step in range(1, 7):
            self.finger.slide([(x + (to_x - x) * step / 6, y + (to_y - y) * step / 6)])
            await asyncio.sleep(0.02)
        self.finger.up()
        await asyncio.sleep(0.03)
        return f"{x:.0f},{y:.0f} to {to_x:.0f},{to_y:.0f}"

    def _begin(self) -> tuple[float, float]:
        targets = self.hands.targets()
        return self.dice.choice(targets).rect.centre if targets and self.dice.random() < 0.7 else self._place()

    async def _hammer(self) -> str:
        targets = [one for one in self.hands.targets() if one.name != "intent:exit"]
        if not targets:
            return "nothing"
        target = self.dice.choices(targets, [_weight(one) for one in targets])[0]
        for _ in range(self.dice.randint(4, 10)):
            await self._tap(*target.rect.centre, 0.015)
        return target.name

    async def _two_fingers(self) -> str:
        """The panel's second finger is the window's own: X knows one pointer."""
        from kivy.tests.common import UnitTestTouch

        height = self.hands.app._size[1]
        targets = self.hands.targets()
        if len(targets) < 2:
            return "nothing"
        both = self.dice.sample(targets, 2)
        fingers = [UnitTestTouch(one.rect.centre[0], height - one.rect.centre[1]) for one in both]
        for finger in fingers:
            finger.touch_down()
        await asyncio.sleep(0.05)
        self.dice.shuffle(fingers)
        for finger in fingers:
            finger.touch_up()
        await asyncio.sleep(0.1)
        return " ".join(one.name for one in both)

    async def _type(self) -> str:
        typed = []
        for _ in range(self.dice.randint(1, 12)):
            keys = [one for one in self.hands.targets() if one.key or one.role == "candidate"]
            if not keys:
                break
            key = self.dice.choice(keys)
            await self._tap(*key.rect.centre, 0.02)
            await asyncio.sleep(0.08)
            typed.append(key.name)
        return " ".join(typed)

    async def _scribble(self) -> str:
        pad = self.hands.find(lambda one: one.role == "pad")
        if pad is None:
            return "nothing"
        for _ in range(self.dice.randint(1, 4)):
            points = [(self.dice.uniform(0, 1.05), self.dice.uniform(0, 1.05)) for _ in range(self.dice.randint(1, 12))]
            there = [(pad.rect.x + pad.rect.w * x, pad.rect.y + pad.rect.h * y) for x, y in points]
            self.finger.down(*there[0])
            for point in there[1:]:
                self.finger.slide([point])
                await asyncio.sleep(0.015)
            self.finger.up()
            await asyncio.sleep(0.05)
        return pad.name

    async def _keypad(self) -> str:
        keys = [self.dice.choice(KEYS) for _ in range(self.dice.randint(1, 5))]
        for key in keys:
            self.finger.key(key)
            await asyncio.sleep(0.06)
        return " ".join(keys)

    # ---- what helps --------------------------------------------------------------------------------
    async def _sensible(self) -> str:
        """What the page asks for, as the citizen of the walk would do it."""
        one = self.one
        view = one.snapshot.view
        choosing = isinstance(view, v.HomeView | v.ListView)
        item = next((each for each in one.catalogue.items if each.title == one.snapshot.item), None)
        if choosing or item is None or self.walker is None or not self.walker._asks(view):
            return f"touch {await self._touch()}"
        if isinstance(view, PayView):
            return await self._money()
        with contextlib.suppress(Exception):  # the page is another before the walker has done what it asked for
            async with asyncio.timeout(SENSIBLE_S):
                await self.walker._answer(item, view)
                await self.walker._do_it()
                return "done"
        self.walker._meant = []
        return "gave up"

    async def _money(self) -> str:
        newest = self.far.sandbox.payments.newest(1, clock.now())
        if not newest or newest[0]["state"] not in ("created", "paying"):
            return "nothing to pay"
        self.far.sandbox.payments.pay(newest[0]["key"], clock.now())
        return "paid"

    # ---- at the devices and far away -----------------------------------------------------------------
    async def _card(self) -> str:
        return await self.twins.some_card(self.dice)

    async def _device(self) -> str:
        return await self.twins.some_trouble(self.dice) if self.tearing else "nothing"

    async def _code(self) -> str:
        made = (
            lambda: self.far.sandbox.codes.issue("jia", clock.now()).text,
            lambda: ADDRESS,
            lambda: str(self.dice.randrange(10**17)),
            lambda: "".join(chr(self.dice.randrange(32, 0x2FFF)) for _ in range(self.dice.randint(1, 60))),
        )
        return await self.twins.show_code(self.dice.choice(made)())

    async def _platform(self) -> str:
        if not self.tearing:
            return "nothing"
        switches = self.far.sandbox.switches
        if switches.now() is not None or self.dice.random() < 0.3:
            switches.set(None)
            return "well"
        path = self.dice.choice(("/v1/", "/v1/", "/v1/submissions", "/v1/payments", "/v1/queries", "/v1/certificates"))
        times = self.dice.choice((None, 1, 1, 2, 5))
        fault = Fault(self.dice.choice(PLATFORM), path, times, self.dice.choice((0.0, 0.5, 3.0)))
        switches.set(fault)
        return f"{fault.fault} {path} {times} {fault.seconds}"

    async def _wait(self) -> str:
        seconds = self.dice.choice((0.1, 0.1, 0.5, 0.5, 1.0, 3.0, 8.0))
        await asyncio.sleep(seconds)
        return f"{seconds} s"

    async def _headphones(self) -> str:
        self.one.stage.listen(not self.one.snapshot.listening)
        return "in" if self.one.snapshot.listening else "out"

    async def _listen(self) -> str:
        """A network that goes and comes back."""
        if not self.tearing:
            return "nothing"
        self.one.online = not self.one.online
        self.one.health.refresh()
        return "online" if self.one.online else "away"

    # ---- leaving -----------------------------------------------------------------------------------
    async def leave(self) -> None:
        """Towards home, as somebody who has had enough: one touch on the way out, the cards taken."""
        await self.twins.take_cards()
        names = ("intent:exit", "intent:home", "intent:skip", "intent:next")
        for name in names:
            target = self.hands.find(lambda one, name=name: one.name == name)  # type: ignore[misc]
            if target is not None:
                await self._tap(*target.rect.centre)
                self.acts.append(f"{self.hands.screen}: leave {name}")
                break
        await asyncio.sleep(0.6)

    async def well_again(self) -> None:
        self.far.sandbox.switches.set(None)
        self.one.online = True
        self.one.stage.listen(False)
        await self.twins.well_again()
        self.one.health.refresh()


def _weight(target: Target) -> float:
    if target.name in LEAVING:
        return 0.25
    if target.name.startswith(ADAPTING):
        return 0.3
    if target.name == "intent:next" or target.name.startswith(("item:", "option:", "means:")):
        return 3.0
    return 0.4 if target.key else 1.0
