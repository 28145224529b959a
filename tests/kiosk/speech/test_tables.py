"""Figures without their unit, and cells of which nobody can hear what they are."""

from __future__ import annotations

from kiosk.speech.spelling import spell
from kiosk.speech.tables import cell, figure, plain


def test_money_in_a_column_of_money() -> None:
    assert spell(figure("合计（元）", "8,766.32"), "zh") == "八千七百六十六元三角二分"
    assert figure("合计(元)", "未缴") == "未缴"
    assert figure("累计月数", "12") == "12"
    assert spell(figure("Total (yuan)", "20"), "en") == "twenty yuan"


def test_a_cell_says_its_column() -> None:
    assert cell("个人缴费(元)", "773.52", first=False) == "个人缴费，773.52 元"
    assert cell("月份", "2026-01", first=True) == "2026-01"
    assert cell("单位", " ", first=False) == ""
    assert plain("Paid (yuan)") == "Paid"
