"""A page that is silent, a number out of the loudspeaker, a voice that goes on into the next page or the next visit."""

from __future__ import annotations

import array
import asyncio
from dataclasses import replace

import pytest

from drivers.sound.pcm import Pcm
from kiosk.text import Localized
from kiosk.visit import views as v
from kiosk.visit.snapshot import Site, Snapshot
from screens.focus import Focus, first_of, order_of
from screens.geometry import Rect
from screens.keypad import BadKeypad, load
from screens.outline import ShownText
from screens.speech import voice as voices
from screens.speech.clips import Clips
from screens.speech.narration import Line, changed_lines, page_lines, target_lines
from screens.speech.narrator import Narrator
from screens.speech.voice import Manner, Voice
from screens.touch import Target
from screens.worded import Worded
from tests.limits import LIMIT_S

ZH = Manner("zh")
LOUD = Manner("zh", private=False)


def text(words: str, y: float = 0, role: str = "text", zone: str = "body") -> ShownText:
    return ShownText(words, Rect(0, y, 100, 20), 40, False, "#000000", False, role, zone)


def target(name: str, y: float = 0, x: float = 0, **more: object) -> Target:
    return Target(name, Rect(x, y, 100, 50), lambda: None, name, **more)  # type: ignore[arg-type]


class Card:
    """A sound card that plays until it is told to be silent; `heard` is what began."""

    def __init__(self) -> None:
        self.heard: list[Pcm] = []
        self.silenced = 0
        self._quiet = asyncio.Event()

    async def play(self, pcm: Pcm) -> None:
        self.heard.append(pcm)
        self._quiet.clear()
        await self._quiet.wait()

    def silence(self) -> None:
        self.silenced += 1
        self._quiet.set()


async def until(met) -> None:
    async with asyncio.timeout(LIMIT_S):
        while not met():
            await asyncio.sleep(0.005)


async def test_what_is_said_went_through_the_synthesiser_and_became_sound():
    voice = Voice(lambda: None, Clips(()))
    voice.say([Line("余额 3520.75 元"), Line("请核对。")], ZH)
    await until(lambda: not voice.busy)
    said = list(voice.transcript)
    assert [one.text for one in said] == ["余额三千五百二十元七角五分", "请核对。"]
    assert said[0].seconds > 2
    assert 0.4 < said[1].seconds < 3
    assert {one.where for one in said} == {"headphones"}


async def test_the_loudspeaker_says_nothing_that_has_no_key():
    voice = Voice(lambda: None, Clips(()))
    voice.say([Line("测试员甲"), Line("请取走您的证件。", "speech.take_card"), Line("3520.75 元")], LOUD)
    await until(lambda: not voice.busy)
    assert [(one.text, one.where) for one in voice.transcript] == [("请取走您的证件。", "loudspeaker")]


async def test_something_new_silences_what_is_being_said_at_once():
    card = Card()
    voice = Voice(lambda: card, Clips(()))  # type: ignore[arg-type, return-value]
    voice.say([Line("第一句"), Line("第二句")], ZH)
    await until(lambda: len(card.heard) == 1)
    voice.say([Line("别的")], ZH)
    assert card.silenced >= 1
    await until(lambda: len(card.heard) == 2)
    assert [one.text for one in voice.transcript] == ["第一句", "别的"], "what waited behind it is dropped"
    voice.hush()
    assert not voice.busy


async def test_nothing_of_a_visit_is_kept_or_heard_after_it():
    card = Card()
    voice = Voice(lambda: card, Clips(()))  # type: ignore[arg-type, return-value]
    voice.say([Line("测试员甲"), Line("还有一句")], ZH)
    await until(lambda: len(card.heard) == 1)
    voice.forget()
    assert not voice.transcript
    await asyncio.sleep(0.1)
    assert len(card.heard) == 1
    assert not voice.busy


async def test_a_recording_takes_the_place_of_the_synthesiser_without_code(tmp_path):
    (tmp_path / "zh").mkdir()
    recorded = Pcm(16000, 1, array.array("h", [500] * 16000).tobytes())
    (tmp_path / "zh/speech.take_card.wav").write_bytes(recorded.wav())
    voice = Voice(lambda: None, Clips((tmp_path,)))
    voice.say([Line("请取走您的证件。", "speech.take_card"), Line("请核对", "speech.other")], ZH)
    await until(lambda: not voice.busy)
    assert [(one.by, one.seconds > 0) for one in voice.transcript] == [("recording", True), ("espeak-ng", True)]
    assert voice.transcript[0].seconds == 1.0
    voice.say([Line("请取走您的证件。", "speech.take_card")], Manner("zh", rate=3))
    await until(lambda: not voice.busy)
    assert voice.transcript[-1].by == "espeak-ng", "a recording cannot be heard faster"


async def test_faster_is_shorter_and_louder_is_louder():
    lengths = []
    for rate in (0, 2, 4):
        voice = Voice(lambda: None, Clips(()))
        voice.say([Line("请把身份证平放在读卡区")], Manner("zh", rate=rate))
        await until(lambda voice=voice: not voice.busy)
        lengths.append(voice.transcript[0].seconds)
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > 2 * lengths[2]
    assert sorted(voices.VOLUMES) == list(voices.VOLUMES)


def test_a_page_is_read_in_its_order_and_controls_by_themselves():
    button = target("intent:next", 400, zone="actions")
    row = target("item:SB01", 100)
    texts = [
        text("渝快办", role="brand"),
        text("第 2 步", zone="steps"),
        text("下一步", 410),
        text("参保证明", 110),
        text("请核对", 10, role="heading"),
        text("有不对的，点修改", 40),
        text("10:00", role="clock"),
    ]
    lines = [line.text for line in page_lines(texts, [button, row], "zh")]
    assert lines == ["请核对", "第 2 步", "有不对的，点修改"]
    spoken = [line.text for line in target_lines(row, texts, (1, 2), "zh")]
    assert spoken == ["item:SB01", "参保证明", "第1个，共2个。"]
    off = target("b", 0, enabled=False)
    assert "现在不能用" in [line.text for line in target_lines(off, [], (1, 1), "zh")]
    chosen = target("c", 0, chosen=True)
    assert "已选中" in [line.text for line in target_lines(chosen, [], (1, 1), "zh")]


def test_what_comes_to_a_page_is_said_and_what_stood_there_is_not():
    before = [text("请看镜头", 10), text("10:00", role="clock")]
    now = [text("请看镜头", 10), text("请靠近一点", 30, role="alert"), text("10:01", role="clock")]
    assert [line.text for line in changed_lines(before, now, [])] == ["请靠近一点"]


def test_focus_goes_round_everything_and_stays_at_what_was_drawn_again():
    targets = [
        target("intent:next", zone="actions"),
        target("pad:signature", role="pad"),
        target("help", zone="adapt"),
        target("one"),
        target("two"),
        target("intent:exit", zone="header"),
    ]
    assert [t.name for t in order_of(targets)] == ["one", "two", "intent:next", "intent:exit", "help"]
    focus = Focus()
    focus.update(targets, fresh=True)
    seen = [focus.name, *(focus.move("next").name for _ in range(4))]
    assert seen == ["one", "two", "intent:next", "intent:exit", "help"]
    assert focus.move("next").name == "one"
    assert focus.move("previous").name == "help"
    focus.update(targets, fresh=False)
    assert focus.name == "help"
    focus.update(targets[:1], fresh=False)
    assert focus.name == "intent:next", "what was focused is gone: begin anew"


def test_arrows_cross_a_keyboard_by_rows():
    keys = [target(f"key:{n}", y=60 * (n // 3), x=110 * (n % 3), key=True) for n in range(9)]
    focus = Focus()
    focus.update([*keys, target("intent:next", 300, zone="actions")], fresh=True)
    assert focus.name == "intent:next", "not at a key: a keyboard is gone into on purpose"
    focus.name = "key:1"
    assert focus.move("down").name == "key:4"
    assert focus.move("next").name == "key:5"
    assert focus.move("up").name == "key:2"
    focus.name = "key:7"
    assert focus.move("down").name == "intent:next", "below the last row lies what follows the keyboard"
    assert first_of([]) is None


def test_words_remember_their_key():
    said = Worded("下一步", "screens.button.next")
    assert said == "下一步"
    assert said.key == "screens.button.next"


def test_the_keypad_is_configuration(tmp_path):
    file = tmp_path / "keypad.toml"
    known = frozenset({"right", "tab", "left", "up", "down", "enter", "numpadenter", "escape", "f17"}) | {
        f"f{n}" for n in range(1, 13)
    }
    assert load(file, known).command("right") == "next"
    file.write_text('[keys]\nnext = ["f17"]\n')
    assert load(file, known).command("f17") == "next"
    assert load(file, known).command("right") is None
    for bad in ('[keys]\nnext = ["f99"]', '[keys]\nnxt = ["f17"]', '[keys]\nnext = ["left"]', "[other]", "next ="):
        file.write_text(bad)
        with pytest.raises(BadKeypad):
            load(file, known)


class Recorder:
    """In place of the voice: what it is told, and how."""

    def __init__(self) -> None:
        self.said: list[tuple[str, bool]] = []
        self.hushed = self.forgotten = 0
        self.on_quiet = lambda: None

    def say(self, lines, manner, *, after=False):
        self.said += [(line.text, manner.private) for line in lines]

    def hush(self):
        self.hushed += 1

    def forget(self):
        self.forgotten += 1

    def take(self) -> list[str]:
        said, self.said = [text for text, _ in self.said], []
        return said


SITE = Site(Localized("测试", "Test"), "TEST-0001")
PAGE = [text("请核对", role="heading")]


class Scene:
    def __init__(self) -> None:
        self.voice, self.clock, self.stayed = Recorder(), [100.0], 0
        self.later: list = []
        self.narrator = Narrator(
            self.voice,
            lambda: self.clock[0],
            lambda s, call: self.later.append(call),
            self._stay,  # type: ignore[arg-type]
        )
        self.focus = Focus()

    def _stay(self) -> None:
        self.stayed += 1

    def show(self, view: v.View, page: object = 1, texts=PAGE, main="intent:next", **more: object) -> list[str]:
        targets = [replace(target("intent:next", 900, zone="actions"), text=main)]
        self.focus.update(targets, fresh=True)
        self.narrator.shown(Snapshot(1, view, SITE, **more), page, texts, targets, self.focus)  # type: ignore[arg-type]
        return self.voice.take()


NOTICE = v.FarewellView(False)


def test_with_headphones_a_page_is_read_once_and_at_the_plug():
    scene = Scene()
    assert scene.show(NOTICE) == []
    said = scene.show(NOTICE, listening=True)
    assert said[0].startswith("语音播报已打开")
    assert "请核对" in said
    assert scene.show(NOTICE, listening=True) == []
    assert scene.show(NOTICE, page=2, listening=True)[0] == "请核对"
    assert scene.show(NOTICE, page=2) == []
    assert scene.voice.forgotten == 1, "the plug is pulled: silent, and nothing kept"


def test_nothing_is_left_when_the_next_visit_begins():
    scene = Scene()
    scene.show(NOTICE, listening=True)
    assert scene.show(NOTICE, listening=True, visits=1)[0].startswith("语音播报已打开"), "the next one is greeted"
    assert scene.voice.forgotten == 1


def test_alarms_are_heard_by_everybody_and_again_without_shouting_all_the_time():
    scene = Scene()
    said = [scene.show(v.TakeCardView("id_card", second)) for second in range(30)]
    assert said[0] == ["请取走您的证件。"]
    heard = [second for second, lines in enumerate(said) if lines]
    assert heard == [0, 10, 18, 26]
    assert said[10] == ["您的证件还在机器里，请取走。"]
    assert scene.show(NOTICE, warning=30) == ["您还在吗？请触摸屏幕，继续办理。"]
    assert [scene.show(NOTICE, warning=left) for left in range(29, 0, -1)] == [[]] * 29


def test_a_warning_counts_aloud_in_headphones():
    scene = Scene()
    scene.show(NOTICE, listening=True)
    scene.show(NOTICE, page=2, listening=True, warning=60)
    counted = {left: scene.show(NOTICE, page=2, listening=True, warning=left) for left in range(59, 0, -1)}
    assert {left for left, lines in counted.items() if lines} == {20, 10, 5}


def test_a_change_too_soon_is_said_later_and_not_never():
    scene = Scene()
    scene.show(NOTICE, listening=True)
    assert scene.show(NOTICE, listening=True, texts=[*PAGE, text("请靠近", 50)]) == ["请靠近"]
    scene.clock[0] += 1
    assert scene.show(NOTICE, listening=True, texts=[*PAGE, text("请退后", 50)]) == []
    scene.clock[0] += 2
    scene.later.pop()()
    assert scene.voice.take() == ["请退后"]


def test_a_button_that_means_something_else_now_is_said_under_the_finger():
    """看下一页 has become 确认提交, and the next press hands everything in unawares."""
    scene = Scene()
    scene.show(NOTICE, listening=True, main="看下一页")
    scene.focus.moved = True
    said = scene.show(NOTICE, listening=True, main="确认提交", texts=[*PAGE, text("手机号", 50)])
    assert said[:2] == ["手机号", "确认提交"]


def test_the_time_for_an_answer_begins_when_the_page_has_been_read():
    scene = Scene()
    scene.show(NOTICE, listening=True)
    scene.voice.on_quiet()
    assert scene.stayed == 1
    scene.show(NOTICE, listening=True, texts=[*PAGE, text("请靠近", 50)])
    scene.voice.on_quiet()
    assert scene.stayed == 1, "a camera that says something all the time keeps no page open"
