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
from kiosk.maintenance.training import can_switch, hindrance
from kiosk.maintenance.training import switch as switch_training
from kiosk.payments.journal import JournalFailed
from kiosk.text import Message, Text, message
from kiosk.visit import intents as i
from kiosk.visit.context import Move, Visit
from kiosk.visit.services import Service
from kiosk.visit.to_the_end import to_the_end
from kiosk.visit.views import QuestionView
from kiosk.visit.views.standing import DeviceRow, TechnicianView
from kiosk.words import say
from offline_cache.faults import DiskFailed

SLIP_S = 30.0
UNKNOWN = "—"
READ_S = 2.5  # to read why the screen goes dark

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
            name="technician_code", kind="digits", title=message("technician.code"),
            hint=message("technician.code_hint"), value="", error=error, secret=True,
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
        touched = await stage.ask(await _view(visit, answer), i.ToggleService, i.TestPrint, i.ToggleTraining, i.Next)
        match touched:
            case i.ToggleTraining():
                answer = await _toggle_training(visit)
            case i.ToggleService():
                answer = _toggle(visit)
            case i.TestPrint():
                stage.show(await _view(visit, message("technician.printing"), busy=True))
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


async def _toggle_training(visit: Visit) -> Message | None:
    """Asked once more; then the window ends, and another begins in the other mode. Whoever waits sees why."""
    kit, stage = visit.kit, visit.stage
    if not _can_train(visit):
        return None
    if (answer := await _hindrance(visit)) is not None:
        return answer
    doing = "leave" if kit.settings.training else "enter"
    asking = await _view(visit, message(f"technician.train.sure_{doing}"), sure=True)
    touched = await stage.ask(asking, i.ToggleTraining, i.Next)
    if not isinstance(touched, i.ToggleTraining):
        return None
    if (answer := await _hindrance(visit)) is not None:  # the agent and the platform go on meanwhile
        return answer
    try:
        switch_training(kit.settings)
    except OSError:
        return message("technician.failed")
    _log.warning("a technician had the terminal %s training", doing)
    stage.show(await _view(visit, message(f"technician.train.now_{doing}"), busy=True))
    await asyncio.sleep(READ_S * kit.pace.second)
    kit.start_anew()
    await asyncio.Event().wait()  # the window ends, and this visit with it
    return None


def _can_train(visit: Visit) -> bool:
    return can_switch(visit.kit.settings) and not visit.stage.snapshot.site.profile.guest


async def _hindrance(visit: Visit) -> Message | None:
    """Why it cannot be switched now. Disks are asked: in a thread."""
    kit = visit.kit

    def looked() -> Message | None:
        unpaid = len(kit.payments.journal.open_entries()) if kit.payments is not None else 0
        return hindrance(kit.settings, kit.outbox.counts().waiting, unpaid, kit.errands.open)

    try:
        return await asyncio.to_thread(looked)
    except (JournalFailed, DiskFailed) as error:
        _log.error("training cannot be switched: %s", error)
        return message("technician.failed")


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


async def _view(visit: Visit, answer: Message | None, *, busy: bool = False, sure: bool = False) -> TechnicianView:
    conditions = visit.kit.health.conditions
    return TechnicianView(
        devices=tuple(_row(name, device_problem(name, status)) for name, status in conditions.devices.items()),
        facts=await asyncio.to_thread(_facts, visit),
        out_of_service=conditions.maintenance,
        answer=answer,
        busy=busy,
        training=visit.kit.settings.training,
        can_train=_can_train(visit),
        sure=sure,
    )


def _row(name: str, problem: Message | None) -> DeviceRow:
    return DeviceRow(message(f"devices.name.{name}"), problem or message("technician.ready"), problem is None)


def _facts(visit: Visit) -> tuple[tuple[Text, str], ...]:
    """Disks are asked: in a thread. One that fails is what the technician came for, and ends no page."""
    kit = visit.kit
    waiting = parked = free = UNKNOWN
    try:
        counts = kit.outbox.counts()
        waiting, parked = str(counts.waiting), str(counts.parked)
        free = f"{shutil.disk_usage(kit.settings.home).free // 2**30} GB"
    except (DiskFailed, OSError) as error:
        _log.error("the technician's page cannot ask the disk: %s", type(error).__name__)
    facts = {
        "terminal": kit.settings.terminal_id,
        "version": version("yukuaiban-kiosk"),
        "catalogue": kit.catalogue.version,
        "waiting": waiting,
        "parked": parked,
        "disk": free,
    }
    return tuple((message(f"technician.fact.{name}"), value) for name, value in facts.items())
