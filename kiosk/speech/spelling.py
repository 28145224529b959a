"""A line of a screen as it is said: no digit, no sign and no mask is left to a synthesiser's guess.

Espeak drops decimals, reads identity numbers as quadrillions and stars as nothing. What is said here is also what a
test reads, so that hearing and reading can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kiosk.speech import chinese, english

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_HAN = r"[㐀-䶿一-鿿豈-﫿]"
_NUMBER = r"-?\d[\d,]*(?:\.\d+)?"
_ALONE, _END = r"(?<![\d.,])", r"(?![\d.]*\d)"
_HOTLINES = "12345|12333|12393|12366|12329|12348|12328|12315|12306"
_MEASURES = "个位项件页步秒张年月天日周元角分块题次种名条份行档台处" + "小工"  # of 小时, 工作日
_LONG = 8  # digits from which on a number is a name rather than an amount


def spell(text: str, language: str) -> str:
    """The words for a line; an empty line stays empty."""
    for pattern, said in _ENGLISH if language == "en" else _CHINESE:
        text = pattern.sub(said, text)
    return re.sub(r"\s+", " ", text).strip(" ，,")


def _rules(*pairs: tuple[str, Callable[[re.Match[str]], str]]) -> tuple[Rule, ...]:
    return tuple((re.compile(pattern), said) for pattern, said in pairs)


def _is_a_name(number: str) -> bool:
    """A code or an account rather than an amount: it is said digit by digit."""
    plain = number.lstrip("-")
    return plain.isdigit() and (len(plain) >= _LONG or (len(plain) > 1 and plain.startswith("0")))


# ---- Chinese ------------------------------------------------------------------------------------
def _zh(number: str) -> str:
    return chinese.integer(int(number))


def _zh_year(match: re.Match[str]) -> str:
    parts = [part for part in match.groups() if part]
    return (
        chinese.digits(parts[0])
        + "年"
        + "".join(_zh(part) + unit for part, unit in zip(parts[1:], ("月", "日"), strict=False))
    )


def _zh_time(match: re.Match[str]) -> str:
    hour, minute = match[1], int(match[2])
    if not minute:
        return chinese.quantity(int(hour)) + "点整"
    return chinese.quantity(int(hour)) + "点" + ("零" if minute < 10 else "") + chinese.integer(minute) + "分"


def _zh_masked(match: re.Match[str]) -> str:
    head, stars, tail = match[1], len(match[2]), match[3]
    return f"{chinese.digits(head, telephone=True)}，隐去{_zh(str(stars))}位，{chinese.digits(tail, telephone=True)}，"


def _zh_code(match: re.Match[str]) -> str:
    return "，".join(chinese.digits(part) for part in re.split(r"[-_]", match[0]) if part)


def _zh_telephone(match: re.Match[str]) -> str:
    number = re.sub(r"\D", "", match[0])
    groups = (number[:3], number[3:7], number[7:]) if len(number) == 11 else (number,)
    return "，".join(chinese.digits(group, telephone=True) for group in groups) + "，"


def _zh_plain(match: re.Match[str]) -> str:
    number = match[0]
    return chinese.digits(number.lstrip("-")) if _is_a_name(number) else chinese.decimal(number)


_CHINESE = _rules(
    (r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)", _zh_year),
    (r"(?<![\d-])(\d{4})-(0[1-9]|1[0-2])(?![\d-])", _zh_year),
    (r"(?<!\d)(\d{4}) ?年", _zh_year),
    (r"(?<!\d)(\d{1,2}):(\d{2})(?::\d{2})?(?!\d)", _zh_time),
    (r"(\d{2,6})(\*{3,})([\dX]{2,4})", _zh_masked),
    (r"\*{3,} ?(\d{2,6})", lambda m: "尾号" + chinese.digits(m[1], telephone=True)),
    (rf"(?<={_HAN})\*+(?={_HAN})?", lambda m: "某" * len(m[0])),
    (r"(?<=[A-Za-z])\*+", lambda m: "某"),
    (rf"[¥￥] ?({_NUMBER})(?: ?元)?", lambda m: chinese.money(m[1])),
    (rf"{_ALONE}({_NUMBER}) ?元", lambda m: chinese.money(m[1])),
    (r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)", _zh_telephone),
    (r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)", _zh_telephone),
    (rf"(?<![\d.,])(?:{_HOTLINES})(?![\d.,]*\d)", lambda m: chinese.digits(m[0], telephone=True)),
    (r"(?<![A-Za-z\d])[A-Za-z]+-?\d[A-Za-z\d-]*|(?<![A-Za-z\d])\d{2,}[A-Z][A-Z\d]*", _zh_code),
    (rf"({_NUMBER}) ?%", lambda m: "百分之" + chinese.decimal(m[1])),
    (r"(?<!\d)(\d+) ?/ ?(\d+)(?!\d)", lambda m: f"第{_zh(m[1])}页，共{_zh(m[2])}页"),
    (r"(?<![\d-])(\d{1,4}) ?[-–~至到] ?(\d{1,4})(?![\d-])", lambda m: f"{_zh(m[1])}到{_zh(m[2])}"),
    (r"第 ?(\d{1,6})(?!\d) ?", lambda m: "第" + _zh(m[1])),
    (rf"(?<![\d.,])2(?= ?[{_MEASURES}])", lambda _: "两"),
    (_NUMBER, _zh_plain),
    (rf"(?<={_HAN}) +(?={_HAN})", lambda _: ""),
    (r"[“”‘’\"_*]", lambda _: ""),
    (r" *[·›|/（）()【】《》<>—–…\n]+ *", lambda _: "，"),
    (r"，(?=[，。！？、；：])|(?<=[，。！？、；：])，", lambda _: ""),
)


# ---- English ------------------------------------------------------------------------------------
def _en(number: str) -> str:
    return english.integer(int(number))


def _en_date(match: re.Match[str]) -> str:
    year, month, day = match[1], int(match[2]), match[3] if match.re.groups > 2 else None
    if not 1 <= month <= 12:
        return english.digits(re.sub(r"\D", "", match[0]))
    said = f"{english.MONTHS[month - 1]} {_en_year(year)}"
    return f"{english.ordinal(int(day))} of {said}" if day else said


def _en_year(year: str) -> str:
    head, tail = int(year[:2]), int(year[2:])
    if year[1:3] == "00":
        return english.integer(int(year))
    return english.integer(head) + " " + ("hundred" if not tail else ("oh " if tail < 10 else "") + _en(str(tail)))


def _en_plain(match: re.Match[str]) -> str:
    number = match[0]
    return english.digits(number.lstrip("-")) if _is_a_name(number) else english.decimal(number)


def _en_telephone(match: re.Match[str]) -> str:
    number = re.sub(r"\D", "", match[0])
    groups = (number[:3], number[3:7], number[7:]) if len(number) == 11 else (number,)
    return ", ".join(english.digits(group) for group in groups)


def _en_time(match: re.Match[str]) -> str:
    hour, minute = _en(match[1]), int(match[2])
    if not minute:
        return f"{hour} hundred"
    return f"{hour} {'oh ' if minute < 10 else ''}{english.integer(minute)}"


_ENGLISH = _rules(
    (r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)", _en_date),
    (r"(?<![\d-])(\d{4})-(0[1-9]|1[0-2])(?![\d-])", _en_date),
    (r"(?<!\d)(\d{1,2}):(\d{2})(?::\d{2})?(?!\d)", _en_time),
    (
        r"(\d{2,6})(\*{3,})([\dX]{2,4})",
        lambda m: f"{english.digits(m[1])}, {_en(str(len(m[2])))} hidden, {english.digits(m[3])}",
    ),
    (r"\*{3,} ?(\d{2,6})", lambda m: "ending in " + english.digits(m[1])),
    (rf"(?<={_HAN})\*+(?={_HAN})?", lambda m: "某" * len(m[0])),
    (r"(?<=[A-Za-z])\*+", lambda m: ", hidden"),
    (rf"[¥￥] ?({_NUMBER})", lambda m: english.money(m[1])),
    (rf"{_ALONE}({_NUMBER}) ?(?:yuan|CNY|RMB)\b", lambda m: english.money(m[1])),
    (r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)", _en_telephone),
    (r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)", _en_telephone),
    (rf"(?<![\d.,])(?:{_HOTLINES})(?![\d.,]*\d)", lambda m: english.digits(m[0])),
    (
        r"(?<![A-Za-z\d])[A-Z]+-?\d[A-Za-z\d-]*|(?<![A-Za-z\d])\d{2,}[A-Z][A-Z\d]*",
        lambda m: " ".join(english.digits(part) for part in re.split(r"[-_]", m[0]) if part),
    ),
    (rf"({_NUMBER}) ?%", lambda m: english.decimal(m[1]) + " percent"),
    (r"(?<!\d)(\d+) ?/ ?(\d+)(?!\d)", lambda m: f"page {_en(m[1])} of {_en(m[2])}"),
    (r"(?<![\d-])(\d{1,4}) ?[-–~] ?(\d{1,4})(?![\d-])", lambda m: f"{_en(m[1])} to {_en(m[2])}"),
    (_NUMBER, _en_plain),
    (r"[“”‘’\"_*]", lambda _: ""),
    (r" *[·›|/()\[\]<>—–…\n]+ *", lambda _: ", "),
    (r" +(?=[,.!?;:])|(?<=,)(?: *,)+", lambda _: ""),
)
