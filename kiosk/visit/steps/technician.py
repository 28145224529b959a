"""The technician's page: devices, a test slip, and in or out of service. It shows nothing of any citizen."""

from __future__ import annotations

import asyncio
import logging
import shutil
from importlib.metadata import version

from drivers.outcome import Failure
from drivers.print_jobs import Printed
from drivers.receipt_printer.document import Line, Pair, Receipt
from kiosk.health import device_problem
from kiosk.maintenance.door import Verdict
from kiosk.maintenance.flag import switch
from kiosk.text import Localized, Message, Text, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.services import Service
from kiosk.visit.to_the_end import to_the_end
from kiosk.visit.views import QuestionView
from kiosk.visit.views.standing import DeviceRow, TechnicianView
from kiosk.words import say

SLIP_S = 30.0

_log = logging.getLogger(__name__)


async def technician(visit: Visit) -> Move:
    if await _enter(visit):
        await _page(visit)
    return Move.BACK


TECHNICIAN = Service("technician", "tool", technician, online=False)


async def _enter(visit: Visit) -> bool:
    error: Message | None = None
    while True:
        asking = QuestionView(
            name="technician_code", kind="digits", title=_localized(message("technician.code")),
            hint=_localized(message("technician.code_hint")), value="", error=error, secret=True,
        )  # fmt: skip
        touched = await visit.stage.ask(asking, i.Answer, i.Back)
        if not isinstance(touched, i.Answer):
            return False
        verdict = await asyncio.to_thread(visit.kit.door.try_code, str(touched.value))
        if verdict is Verdict.RIGHT:
            _log.info("the technician's page was opened")
            return True
        _log.warning("a wrong technician's code was entered")
        error = message("technician.locked" if verdict is Verdict.LOCKED else "technician.wrong")


async def _page(visit: Visit) -> None:
    kit, stage = visit.kit, visit.stage
    answer: Message | None = None
    while True:
        touched = await stage.ask(_view(visit, answer), i.ToggleService, i.TestPrint, i.Next)
        match touched:
            case i.ToggleService():
                answer = _toggle(visit)
            case i.TestPrint():
                stage.show(_view(visit, message("technician.printing"), busy=True))
                answer = await to_the_end(_test_slip(visit))
            case _:
                kit.health.refresh()
                return


def _toggle(visit: Visit) -> Message | None:
    out = not visit.kit.health.conditions.maintenance
    try:
        switch(visit.kit.settings.home, out)
    except OSError:
        return message("technician.failed")
    visit.kit.health.refresh()
    _log.warning("a technician took the terminal %s service", "out of" if out else "back into")
    return None


async def _test_slip(visit: Visit) -> Message:
    printer = visit.kit.devices.receipt_printer
    if printer is None:
        return message("technician.not_printed", reason=message("devices.name.receipt_printer"))
    language = visit.stage.snapshot.preferences.language
    slip = Receipt((
        Line(say(message("technician.slip"), language), size="title", align="centre"),
        Pair(visit.kit.settings.terminal_id, visit.kit.pace.now().strftime("%Y-%m-%d %H:%M")),
    ))  # fmt: skip
    outcome = await printer.print(slip, SLIP_S)
    if isinstance(outcome, Printed) and outcome.confirmed:
        return message("technician.printed")
    if isinstance(outcome, Failure) and outcome.error and outcome.error != "unconfirmed":
        return message("technician.not_printed", reason=outcome.error)
    return message("technician.unsure")


def _view(visit: Visit, answer: Message | None, *, busy: bool = False) -> TechnicianView:
    conditions = visit.kit.health.conditions
    return TechnicianView(
        devices=tuple(_row(name, device_problem(name, status)) for name, status in conditions.devices.items()),
        facts=_facts(visit),
        out_of_service=conditions.maintenance,
        answer=answer,
        busy=busy,
    )


def _row(name: str, problem: Message | None) -> DeviceRow:
    return DeviceRow(message(f"devices.name.{name}"), problem or message("technician.ready"), problem is None)


def _facts(visit: Visit) -> tuple[tuple[Text, str], ...]:
    kit = visit.kit
    counts = kit.outbox.counts()
    disk = shutil.disk_usage(kit.settings.home)
    facts = {
        "terminal": kit.settings.terminal_id,
        "version": version("yukuaiban-kiosk"),
        "catalogue": kit.catalogue.version,
        "waiting": str(counts.waiting),
        "parked": str(counts.parked),
        "disk": f"{disk.free // 2**30} GB",
    }
    return tuple((message(f"technician.fact.{name}"), value) for name, value in facts.items())


def _localized(text: Message) -> Localized:
    return Localized(say(text, "zh"), say(text, "en"))
