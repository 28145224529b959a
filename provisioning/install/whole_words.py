"""For developers: `python -m provisioning.install.whole_words > screens/whole_words.txt`.

The Chinese words of two to four characters in what the terminal says and in its catalogue: a line does not end within
one of them (余 | 额). What is a word is known from Debian's rime-data-pinyin-simp (Apache-2.0), where it is usual;
both writings are given, for both are shown.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from kiosk.catalogue.load import load
from kiosk.languages import converted
from kiosk.words import subjects, words_of

DICTIONARY = Path("/usr/share/rime-data/pinyin_simp.dict.yaml")  # word, reading, weight
USUAL = 600  # weight: rarer ones are mostly two words that happen to meet (单打 in 清单打印)
LENGTHS = (2, 3, 4)
NO_WORDS = {
    "一个",
    "一项",
    "一张",
    "一份",
    "一次",
    "不是",
    "的话",
    "上一",
    "下一",
    "这一",
    "是不",
    "就是",
    "看下",
    "上看",
    "我已",
}
OURS = {
    "平放",
    "放在",
    "哪一件",
    "民政局",
    "出纸口",
    "读卡区",
    "扫码口",
    "扫码处",
    "查询码",
    "转办码",
    "验证码",
    "身份证",
}
OURS |= {"社保卡", "公积金", "高拍仪", "办件", "事项", "补正", "回执", "签章", "出入境", "不动产", "车驾管", "一件事"}
OURS |= {"开柜码", "取件码", "土家族", "苗族", "自治县", "合法", "使用权", "异地就医", "工作人员", "社会保障"}
_RUN = re.compile(r"[\u4e00-\u9fff]+")


def texts() -> list[str]:
    said = [words for subject in subjects("zh") for words in words_of(subject, "zh").values()]
    for item in load().items:
        said += [item.name.of("zh"), *(str(part) for part in (item.guide.bring.of("zh"), item.department.of("zh")))]
    return said


def known() -> set[str]:
    rows = (line.split("\t") for line in DICTIONARY.read_text(encoding="utf-8").splitlines())
    return {row[0] for row in rows if len(row) > 2 and len(row[0]) in LENGTHS and int(row[2] or 0) >= USUAL}


def found() -> set[str]:
    every, words = known(), set()
    for text in texts():
        for run in _RUN.findall(text):
            for length in LENGTHS:
                words |= {run[at : at + length] for at in range(len(run) - length + 1)} & every
    return words - NO_WORDS | OURS


def main() -> int:
    words = found()
    both = words | {converted(word, "zh_hant") for word in words}
    sys.stdout.write("".join(f"{word}\n" for word in sorted(both)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
