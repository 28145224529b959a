"""Guards against Chinese cells between English heads, and against a date or a name that is taken for something else."""

import pytest

from kiosk.usual_names import usual


@pytest.mark.parametrize(
    ("value", "en"),
    [
        ("养老", "Pension"),
        ("126 个月", "126 months"),
        ("1个月", "1 month"),
        ("8,766.32 元", "8,766.32 yuan"),
        ("2026 年", "2026 年"),
        ("12 月", "12 月"),
        ("测试员甲", "测试员甲"),
        ("360.96", "360.96"),
    ],
)
def test_what_agencies_usually_write_is_read_in_english(value, en):
    assert usual(value, "en") == en
    assert usual(value, "zh") == value
    assert usual(value, "zh_hant")
