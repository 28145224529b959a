"""One whole visit without a look at the screen: the transcript of what was spoken, and the keys of a keypad."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.end_to_end.ears import Ears, Heard
from tests.end_to_end.terminal import Terminal, eventually
from tests.end_to_end.test_visits import ID_NUMBER, nothing_left_of


@pytest.fixture
def ears(running: Terminal) -> Iterator[Ears]:
    one = Ears(running)
    yield one
    running.bench("headphones", "jack", "out")


def plausible(said: Heard) -> bool:
    """Sound came back, as long as so many syllables or words take."""
    size = len(re.findall(r"[\u4e00-\u9fff]|[A-Za-z]+", said.text))
    return 0.08 * size <= said.seconds <= 1.0 * size + 1.5


def test_a_whole_visit_by_ear_and_keypad(running: Terminal, ears: Ears) -> None:
    ears.put_on()
    ears.hear("语音播报已打开", "今天办什么")
    ears.choose("社保")
    ears.hear("个可选")
    ears.choose("缴费明细")
    ears.hear("谁可以办", "要带什么", "身份证")
    ears.choose("开始办理")
    ears.hear("请把身份证平放在读卡区")
    running.bench("id_card_reader", "put", "jia")
    ears.hear("您要查哪种保险")
    ears.choose("养老")
    ears.hear("从哪一年哪一月开始", "年", "月")
    ears.choose("下一步")
    ears.hear("到哪一年哪一月为止")
    ears.choose("下一步")
    result = ears.hear("社保缴费明细", "元")
    assert re.search(r"[一二三四五六七八九]千[一二三四五六七八九零百十]+元", result), "an amount is said as money"
    heard = ears.everything()
    ears.choose("看完了")
    ears.hear("请取走您的身份证")
    running.bench("id_card_reader", "take")
    ears.hear("已查好", "查询编号")
    ears.hear("请取走回执")
    heard += [one for one in ears.everything() if one.serial > heard[-1].serial]
    ears.choose("评价")
    ears.hear("这次办得怎么样")
    ears.choose("非常满意")
    ears.hear("是哪些方面")
    ears.choose("提交评价")
    ears.hear("谢谢您")
    eventually("nothing of the visit left to be heard", lambda: "谢谢您" not in str(ears.everything()))
    assert {one.where for one in heard} == {"headphones"}
    assert all(plausible(one) for one in heard), [one for one in heard if not plausible(one)]
    assert not any(re.search(r"\d", one.text) for one in heard)
    nothing_left_of(running, ID_NUMBER, "测试员甲")


def test_without_headphones_only_what_names_nobody_is_said(running: Terminal, ears: Ears) -> None:
    eventually("home", lambda: running.outline()["screen"] == "home")
    running.touch("item:SB03")
    running.touch("intent:next")
    running.bench("id_card_reader", "put", "jia")
    running.touch("option:pension")
    for _ in range(2):
        running.touchable("digit:1")
        running.touch("intent:next")
    running.see("result")
    running.touch("intent:next")
    running.see("take_card")
    eventually("the loudspeaker", lambda: any("请取走您的证件" in one.text for one in ears.everything()))
    said = ears.everything()
    assert {one.where for one in said} == {"loudspeaker"}
    assert {one.text for one in said} <= {"请取走您的证件。", "您的证件还在机器里，请取走。"}
    running.bench("id_card_reader", "take")
    running.see("done")
    running.touch("intent:exit", 60)
