"""The citizen of `tests/kiosk/walker.py`, who does it all with a finger on the real window."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from pypinyin import lazy_pinyin

from kiosk.catalogue.model import Item
from kiosk.visit import intents as i
from kiosk.visit import views as v
from screens.touch import Target
from tests.kiosk.walker import Walked, Walker
from tests.screens.checks import faults
from tests.screens.touching import Hands

MOST_PAGES = 15  # of one list
FURTHER = ("candidates:more", "candidates:next")
INK = [(0.2, 0.5), (0.3, 0.35), (0.4, 0.6), (0.5, 0.4), (0.6, 0.62), (0.7, 0.42), (0.8, 0.55)]


class WindowWalker(Walker):
    def __init__(self, hands: Hands, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self._hands = hands
        self._meant: list[i.Intent] = []
        self.faults: set[str] = set()  # of how the pages were drawn

    def _touch(self, intent: i.Intent) -> None:
        self.walked.touches += 1
        self._meant.append(intent)  # the hands are slower than the head

    async def _another(self, seen: object) -> v.View:
        await self._do_it()
        return await super()._another(seen)

    async def walk(self, short: str) -> Walked:
        one = self._one
        await one.sees(v.HomeView)
        item = one.catalogue.find(short)
        assert item is not None
        await self._mean(i.OpenCategory(item.category))
        await one.sees(v.ListView)
        return await super().walk_on(item)

    async def leave(self) -> None:
        """From "done" to home, without a rating."""
        await self._mean(i.Next())
        await self._one.sees(v.RateView)
        await self._mean(i.Skip())
        await self._one.sees(v.FarewellView)
        await self._mean(i.AnotherItem())
        await self._one.sees(v.HomeView)

    async def speak(self, language: str) -> None:
        if self._one.snapshot.preferences.language != language:
            await self._press("language:menu")
            await self._press(f"language:{language}")

    async def see_as(self, ways: Sequence[str]) -> None:
        """At home: large letters, contrast, low."""
        await self._one.sees(v.HomeView)
        for way in ways:
            await self._press(way)

    # ---- what is meant, as touches ------------------------------------------------------------------
    async def _mean(self, intent: i.Intent) -> None:
        self._touch(intent)
        await self._do_it()

    async def _do_it(self) -> None:
        meant, self._meant = self._meant, []
        for intent in meant:
            await self._hands.settled()
            app = self._hands.app
            found = faults(SimpleNamespace(app=app, size=app._size))
            self.faults |= {f"{self._hands.screen}: {fault}" for fault in found}
            if intent == i.Next() and isinstance(self._one.snapshot.view, v.CheckView):
                await self._read_on()
            target = await self._on_some_page(intent)
            if target is not None:
                await self._hands.touch(target)
            elif isinstance(intent, i.Answer):
                await self._give(self._one.snapshot.view, intent.value)
            elif isinstance(intent, i.Signed):
                await self._hands.stroke(await self._named("pad:signature"), INK)
                await self._press("intent:next")
            else:
                await self._press("intent:next" if intent == i.Next() else "intent:skip")

    async def _read_on(self) -> None:
        """What is signed for was on show: the main button turns the page until the last one."""
        for _ in range(MOST_PAGES):
            main = await self._named("intent:next")
            if isinstance(main.action, i.Intent):
                return
            await self._hands.touch(main)

    async def _on_some_page(self, intent: i.Intent) -> Target | None:
        for _ in range(MOST_PAGES):
            found = self._hands.find(lambda target: target.action == intent)
            following = self._hands.find(lambda target: target.name == "page:next")
            if found is not None or following is None or isinstance(intent, (i.Next, i.Skip)):
                return found
            await self._hands.touch(following)
            await self._hands.settled()
        return None

    async def _named(self, name: str) -> Target:
        await self._hands.settled()
        return await self._hands.until(lambda: self._hands.find(lambda target: target.name == name), name)

    async def _press(self, name: str) -> None:
        await self._hands.touch(await self._named(name))

    async def _give(self, view: v.View, value: Any) -> None:
        """On the keys of a question page, then on."""
        assert isinstance(view, v.QuestionView), (view, value)
        if view.kind == "choices":
            for one in set(value) ^ set(view.value or ()):
                await self._press(f"option:{one}")
        elif view.kind == "text":
            await self._write(value)
        else:
            while self._hands.find(lambda target: target.name == "key:clear") and view.value:
                await self._press("key:clear")
                break
            for character in str(value).replace("-", "") if view.kind in ("date", "month", "year") else str(value):
                await self._key(character)
        await self._press("intent:next")

    async def _key(self, character: str) -> None:
        names = (f"digit:{character}", f"key:{character}", f"key:{character.lower()}")
        await self._hands.settled()
        target = await self._hands.until(lambda: self._hands.find(lambda one: one.name in names), f"key {character}")
        await self._hands.touch(target)

    async def _write(self, text: str) -> None:
        """Chinese by pinyin, word by word; all else by its keys."""
        for word in _words(text):
            if not word.isascii():
                await self._turn("input:pinyin")
                for letter in "".join(lazy_pinyin(word)):
                    await self._key(letter)
                await self._choose(word)
                continue
            for character in word:
                await self._turn("input:digits" if character.isdigit() else "input:english")
                await (self._press("key:space") if character == " " else self._key(character))

    async def _turn(self, name: str) -> None:
        """To this way of writing."""
        tab = await self._named(name)
        if not tab.chosen:
            await self._hands.touch(tab)

    async def _choose(self, word: str) -> None:
        """The candidate that is the word, or else its characters one after the other."""
        for _ in range(MOST_PAGES):
            await self._hands.settled()
            fitting = [one for one in self._hands.targets() if one.role == "candidate" and word.startswith(one.text)]
            if fitting:
                longest = max(fitting, key=lambda one: len(one.text))
                word = word[len(longest.text) :]
                await self._hands.touch(longest)
                if not word:
                    return
                continue
            further = self._hands.find(lambda one: one.name in FURTHER)
            assert further is not None, f"{word[0]} is not offered"
            await self._hands.touch(further)
        raise AssertionError(f"{word} is far away")


def _words(text: str) -> list[str]:
    """Pieces of one kind each, at most four characters of Chinese: `测试路 1 号` is 测试路, ` 1 `, 号."""
    pieces: list[str] = []
    for character in text:
        if pieces and pieces[-1][-1].isascii() == character.isascii() and (character.isascii() or len(pieces[-1]) < 4):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


async def walk(walker: WindowWalker, item: Item, language: str, ways: Sequence[str] = ()) -> Walked:
    """One item from home to home, shown in these ways."""
    await walker.see_as(ways)
    await walker.speak(language)
    walked = await walker.walk(item.short)
    await walker.leave()
    return walked
