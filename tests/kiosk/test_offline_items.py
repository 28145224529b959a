"""What works while the network is away is decided per item, said in the guide before anybody begins, and true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from drivers.status import CameraStatus, CardReaderStatus, DeviceState, IdCardReaderStatus, Media, Paper, PrinterStatus
from kiosk.catalogue.model import Item, Step
from kiosk.catalogue.plan import is_offered, waits_offline
from kiosk.health import Conditions, obstacle
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.visit.steps.guide import rows_of
from tests.kiosk.handing_in import sign
from tests.kiosk.stand import CARD, sample, stand

CATALOGUE = sample()
ITEMS = [*CATALOGUE.items, *CATALOGUE.further]
ONLINE = DeviceState.ONLINE


class Everything(dict[str, Any]):
    """Every device there is, ready."""

    def get(self, name: str, default: Any = None) -> Any:
        kinds: dict[str, Any] = {
            "id_card_reader": IdCardReaderStatus(ONLINE, Media.NOT_PRESENT),
            "card_reader": CardReaderStatus(ONLINE, Media.NOT_PRESENT),
            "receipt_printer": PrinterStatus(ONLINE, Paper.FULL),
            "document_printer": PrinterStatus(ONLINE, Paper.FULL),
        }
        return kinds.get(name, CameraStatus(ONLINE))


AWAY = Conditions(Everything(), platform=False, outbox=True)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.short)
def test_the_guide_says_what_is_true(item: Item) -> None:
    """An item that promised to work offline and then did not would cost a citizen a quarter of an hour."""
    said = [row.value.key for row in rows_of(item, None) if getattr(row.label, "key", "") == "offline.label"]  # type: ignore[union-attr]
    assert said == ["offline.waits" if waits_offline(item) else "offline.needs_platform"]
    if not is_offered(item):
        return
    reason = obstacle(item, AWAY)
    assert (reason is None) == (said == ["offline.waits"])
    assert reason is None or reason.key == "devices.platform_away"


@pytest.mark.parametrize("item", [item for item in ITEMS if waits_offline(item)], ids=lambda item: item.short)
def test_no_step_of_what_waits_needs_the_platform(item: Item) -> None:
    assert set(item.steps).isdisjoint({Step.QUERY, Step.PAYMENT, Step.PRINT})
    assert Step.SUBMIT in item.steps
    assert item.offline


def test_what_must_never_be_offline_is_not() -> None:
    """Paying, certificates and answers of the records are nothing without the platform."""
    kinds = {item.kind for item in ITEMS if waits_offline(item)}
    assert kinds <= {"application", "package"}
    assert sum(waits_offline(item) for item in CATALOGUE.items) > 10


async def test_it_is_said_and_then_done_without_the_platform(tmp_path: Path) -> None:
    async with stand(tmp_path, second=1.0) as one:
        one.online = False
        one.health.refresh()
        await one.sees(v.HomeView, lambda view: view.notice is not None)
        item = CATALOGUE.find("GJ04")
        assert item is not None
        one.touch(i.ChooseItem(item.code))
        guide = await one.sees(v.GuideView)
        assert guide.unavailable is None
        assert "offline.waits" in [getattr(row.value, "key", "") for row in guide.rows]
        one.touch(i.Next())
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        await one.sees(v.NoticeView)
        one.touch(i.Next())
        await one.sees(v.FaceView)
        one.touch(i.Skip())
        for name, value in (("mode", None), ("amount", "900"), ("marital", None), ("bank_card", "6222020000000000000")):
            asked = await one.sees(v.QuestionView, lambda view, name=name: view.name == name)
            assert not asked.phone  # there is nobody to keep a draft
            one.touch(i.Answer(value or asked.options[0].value))
        await one.answer("phone", "13800001234")
        await one.sees(v.CheckView)
        one.touch(i.Next())
        await sign(one)
        await one.sees(v.TakeCardView)
        one.id_cards.take()
        done = await one.sees(v.DoneView)
        assert done.outcome == "held"
