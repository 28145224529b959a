"""What the card drivers add to the bare exchange of the same bytes: `python -m tests.benchmarks.card_reads`.

Both sides talk to the same kind of far end in one run, in turns: a virtual module on a pseudo terminal, a virtual
card behind the real pcscd. Exit code 1 if a median is over the limit.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

import serial

LIMIT_MS = 5.0
READS = 60


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="cards-") as folder:
        from drivers.card_reader import pcscd

        os.environ.update(pcscd.environment(Path(folder)))
        running = pcscd.start(limit=30.0, share=False)
        try:
            rows = asyncio.run(_id_card(Path(folder))), asyncio.run(_social_security_card())
        finally:
            running.stop()
    print(f"{'one read':24} {'bare':>9} {'driver':>9} {'added':>9} {'added p95':>10} {'limit':>7}")
    for name, bare, driver in rows:
        added = [one - other for one, other in zip(driver, bare, strict=True)]
        p95 = quantiles(added, n=20)[-1]
        print(
            f"{name:24} {median(bare):6.2f} ms {median(driver):6.2f} ms {median(added):6.2f} ms {p95:7.2f} ms "
            f"{LIMIT_MS:4.1f} ms"
        )
    return 0 if all(median(driver) - median(bare) < LIMIT_MS for _, bare, driver in rows) else 1


Row = tuple[str, list[float], list[float]]


def _ms(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


async def _id_card(folder: Path) -> Row:
    """Find, select, read: 1295 bytes of answer."""
    from drivers.id_card_reader.card import ResidentCard
    from drivers.id_card_reader.reader import IdCardReader
    from drivers.id_card_reader.twin import VirtualIdCardReader

    modules = [VirtualIdCardReader(), VirtualIdCardReader()]
    for number, module in enumerate(modules):
        module.start(folder / f"module-{number}")
    port = serial.Serial(str(folder / "module-0"), 115200, timeout=1)
    reader = IdCardReader(str(folder / "module-1"))
    await reader.start()
    await reader.wait_status(lambda status: status.ready, 5)
    bare, driver = [], []
    for _ in range(READS):
        for module in modules:
            module.place("jia")
        begun = time.perf_counter()
        await asyncio.to_thread(_bare_id_card, port)
        bare.append(_ms(begun))
        begun = time.perf_counter()
        card = await reader.read(5)
        driver.append(_ms(begun))
        assert isinstance(card, ResidentCard)
        for module in modules:
            module.remove()
    await reader.close()
    port.close()
    for module in modules:
        module.close()
    return "identity card", bare, driver


def _bare_id_card(port: serial.Serial) -> None:
    for request, length in (("20 01 22", 15), ("20 02 21", 19), ("30 01 32", 1295)):
        port.write(bytes.fromhex("AA AA AA 96 69 00 03" + request))
        head = port.read(7)
        answer = head + port.read(int.from_bytes(head[5:7], "big"))
        assert len(answer) == length


async def _social_security_card() -> Row:
    """Power up, 16 commands, power down."""
    from drivers.card_reader.reader import CardReader
    from drivers.card_reader.social_security_card import SocialSecurityCard
    from drivers.card_reader.twin import VirtualCard
    from drivers.status import Media

    slot, reader = VirtualCard(), CardReader()
    said: list[bytes] = []
    answer = slot.answer
    slot.answer = lambda application, command: said.append(command) or answer(application, command)  # type: ignore[method-assign, func-returns-value]
    slot.insert("jia")
    await reader.start()
    await reader.wait_media(Media.PRESENT, 5)
    assert isinstance(await reader.read_social_security_card(), SocialSecurityCard)
    commands = list(said)
    bare, driver = [], []
    for _ in range(READS):
        begun = time.perf_counter()
        await asyncio.to_thread(_bare_social_security_card, commands)
        bare.append(_ms(begun))
        begun = time.perf_counter()
        card = await reader.read_social_security_card()
        driver.append(_ms(begun))
        assert isinstance(card, SocialSecurityCard)
    slot.close()
    await reader.close()
    return f"social security card ({len(commands)})", bare, driver


def _bare_social_security_card(commands: list[bytes]) -> None:
    from smartcard import scard

    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    _, readers = scard.SCardListReaders(context, [])
    _, card, _ = scard.SCardConnect(context, readers[0], scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T0)
    for command in commands:
        result, response = scard.SCardTransmit(card, scard.SCARD_PCI_T0, list(command))
        assert result == 0
        assert response[-2:] == [0x90, 0x00]
    scard.SCardDisconnect(card, scard.SCARD_UNPOWER_CARD)
    scard.SCardReleaseContext(context)


if __name__ == "__main__":
    sys.exit(main())
