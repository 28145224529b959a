"""A virtual XFS4IoT service in front of a virtual receipt printer: the far end of the wire, which speaks the envelope.

It does what a service provider does: acknowledges, carries bytes to its printer over TCP and the printer's answer back,
and tells a change of the status unasked.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import threading
from pathlib import Path
from typing import Any, ClassVar

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from drivers.receipt_printer import escpos
from drivers.receipt_printer.link import Link, Stalled
from drivers.receipt_printer.status import refusal, summarize
from drivers.receipt_printer.transport import TcpAddress
from drivers.receipt_printer.twin import PrinterTwin
from drivers.status import DeviceState, PrinterStatus
from drivers.twin import Knob, Twin, switch
from drivers.xfs4iot.messages import BadMessage, Message, read, write

PATH = "/xfs4iot/v1.0/ReceiptPrinter1"
LOOK = 0.1  # s between two looks at the printer
ERRORS = {"paperOut": "paperOut", "paperJammed": "paperJammed"}


class XfsPrinterTwin(Twin):
    """`printer` is the machine behind it, with knobs of its own; `port` 0: any that is free, which it keeps."""

    KNOBS: ClassVar[tuple[Knob, ...]] = (
        switch("too_many", "不再接受命令", "takes no more commands in"),
        switch("mute_completion", "不报告完成", "never completes a command"),
        switch("hang_up_at_print", "收到打印就断开", "hangs up when it is to print"),
        switch("forget_answer", "不带回打印机的回答", "does not bring the printer's answer back"),
    )

    def __init__(self, port: int = 0, fonts: Path | None = None) -> None:
        self.printer = PrinterTwin(fonts=fonts)
        self.port = port
        self.too_many = self.mute_completion = self.hang_up_at_print = self.forget_answer = False
        self.heard: list[Message] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}{PATH}"

    def start(self) -> None:
        self.printer.start()
        self.replug()

    def close(self) -> None:
        self.unplug()
        self.printer.close()

    @property
    def plugged_in(self) -> bool:
        return self._thread is not None

    def replug(self) -> None:
        """The service comes up."""
        if self._thread is not None:
            return
        up = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(up)), name="xfs4iot-twin", daemon=True)
        self._thread.start()
        up.wait(5)

    def unplug(self) -> None:
        """The service goes down."""
        thread, self._thread = self._thread, None
        if thread is not None and self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
            thread.join(5)

    async def _serve(self, up: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with serve(self._talk, "127.0.0.1", self.port, max_size=None) as server:
            self.port = next(iter(server.sockets)).getsockname()[1]
            up.set()
            await self._stop.wait()

    # ---- one client -----------------------------------------------------------------------------------------------
    async def _talk(self, client: ServerConnection) -> None:
        line = asyncio.Lock()  # one printer, one thing at a time
        telling = asyncio.create_task(self._tell(client, line))
        running: dict[int, asyncio.Task[None]] = {}
        try:
            with contextlib.suppress(ConnectionClosed):
                async for text in client:
                    await self._take(client, line, running, text)
        finally:
            for task in (telling, *running.values()):
                task.cancel()

    async def _take(
        self, client: ServerConnection, line: asyncio.Lock, running: dict[int, asyncio.Task[None]], text: str | bytes
    ) -> None:
        try:
            command = read(text)
        except BadMessage:
            await client.send(write(Message("acknowledge", "Common.Unknown", 0, status="invalidMessage")))
            return
        self.heard.append(command)
        request = command.request
        if not request or request in running or command.type != "command":
            status = "invalidRequestID" if not request or request in running else "invalidMessage"
            await client.send(write(Message("acknowledge", command.name, request or 0, status=status)))
            return
        if self.too_many:
            await client.send(write(Message("acknowledge", command.name, request, status="tooManyRequests")))
            return
        await client.send(write(Message("acknowledge", command.name, request)))
        if command.name == "Common.Cancel":
            named = command.payload.get("requestIds")
            for one in named if isinstance(named, list) else ():
                if isinstance(one, int) and (task := running.get(one)) is not None:
                    task.cancel()
        running[request] = asyncio.create_task(self._carry_out(client, line, command))
        running[request].add_done_callback(lambda _: running.pop(request, None))
        await asyncio.sleep(0)  # a task that is cancelled before its first step would complete nothing

    async def _carry_out(self, client: ServerConnection, line: asyncio.Lock, command: Message) -> None:
        if command.name == "Printer.PrintRaw" and self.hang_up_at_print:
            await client.close()
            return
        code, payload = "success", dict[str, Any]()
        try:
            async with line:
                match command.name:
                    case "Common.Status":
                        payload = _report(await self._look())
                    case "Common.Cancel":
                        pass
                    case "Printer.ClearBuffer":
                        await self._clear()
                    case "Printer.PrintRaw":
                        code, payload = await self._print(command)
                    case _:
                        code = "unsupportedCommand"
        except asyncio.CancelledError:
            code = "canceled"
        if self.mute_completion and command.name == "Printer.PrintRaw":
            return
        with contextlib.suppress(ConnectionClosed):
            await client.send(write(Message("completion", command.name, command.request, payload, completion=code)))

    async def _tell(self, client: ServerConnection, line: asyncio.Lock) -> None:
        before: PrinterStatus | None = None
        with contextlib.suppress(ConnectionClosed):
            while True:
                async with line:
                    now = await self._look()
                if before is not None and now != before:
                    await client.send(write(Message("unsolicited", "Common.StatusChangedEvent", None, _report(now))))
                before = now
                await asyncio.sleep(LOOK)

    # ---- its printer ----------------------------------------------------------------------------------------------
    async def _look(self) -> PrinterStatus:
        try:
            link = await Link.open(TcpAddress(self.printer.host, self.printer.port))
        except OSError:
            return PrinterStatus(DeviceState.NO_DEVICE)
        try:
            return summarize(await link.status())
        except (OSError, Stalled):
            return PrinterStatus(DeviceState.OFFLINE)
        finally:
            link.close()

    async def _clear(self) -> None:
        with contextlib.suppress(OSError, Stalled):
            link = await Link.open(TcpAddress(self.printer.host, self.printer.port))
            await link.send(escpos.DROP_BUFFER)
            await link.status()
            link.close()

    async def _print(self, command: Message) -> tuple[str, dict[str, Any]]:
        """Completion code and payload."""
        try:
            data = base64.b64decode(str(command.payload.get("data", "")), validate=True)
        except ValueError:
            return "invalidData", {}
        try:
            link = await Link.open(TcpAddress(self.printer.host, self.printer.port))
        except OSError:
            return "deviceNotReady", {}
        try:
            await link.send(data)
            if command.payload.get("inputData") != "yes":
                return "success", {}
            limit = min(command.timeout or 30_000, 600_000) / 1000
            async with asyncio.timeout(limit):
                while not await link.ended(LOOK):
                    if (broken := _broken(summarize(await link.status()))) is not None:
                        return broken
        except TimeoutError:
            return "timeOut", {}
        except (OSError, Stalled):
            link.abort()
            return _broken(await self._look()) or ("hardwareError", {})
        finally:
            link.close()
        answer = bytes([link.end.paper]) if link.end is not None else b""
        return "success", {} if self.forget_answer else {"data": base64.b64encode(answer).decode()}


def _broken(status: PrinterStatus) -> tuple[str, dict[str, Any]] | None:
    """How a job ends in this state; None: it goes on."""
    reason = refusal(status)
    if reason in ERRORS:
        return "commandErrorCode", {"errorCode": ERRORS[reason]}
    return ("userError", {}) if reason == "coverOpen" else None


def _report(status: PrinterStatus) -> dict[str, Any]:
    return {"common": {"device": status.device}, "printer": {"paper": {"upper": status.paper}}}
