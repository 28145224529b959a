"""An outline that lets a test tap before the screen takes touches, or that others can read."""

import asyncio
import json

from kiosk.visit.intents import Exit
from screens import outline
from screens.geometry import Rect
from screens.outline import OutlineSocket, ShownText, describe
from screens.touch import Target
from tests.limits import LIMIT_S


async def test_one_connection_one_document_once_the_screen_is_settled(tmp_path, monkeypatch):
    monkeypatch.setattr(outline, "_SETTLE_S", LIMIT_S)
    settled = [False]
    shown = describe(
        [Target("item:BD02", Rect(10.4, 20, 300, 90), Exit(), "有无住房证明", dimmed=True)],
        [ShownText("打印机缺纸", Rect(1, 2, 3, 4), 30, False, "#000000")],
    )
    server = OutlineSocket(
        tmp_path / "outline", lambda: {"screen": "home", "settled": settled[0], **shown}, lambda: settled[0]
    )
    await server.start()
    try:
        assert (tmp_path / "outline").stat().st_mode & 0o077 == 0
        asyncio.get_running_loop().call_later(0.1, lambda: settled.__setitem__(0, True))
        reader, writer = await asyncio.open_unix_connection(tmp_path / "outline")
        document = json.loads(await asyncio.wait_for(reader.read(), LIMIT_S))
        writer.close()
    finally:
        await server.close()
    assert document["settled"]
    assert document["touchables"] == [
        {
            "name": "item:BD02",
            "role": "button",
            "text": "有无住房证明",
            "rect": [10, 20, 300, 90],
            "enabled": False,
            "chosen": False,
        }
    ]
    assert document["texts"][0]["text"] == "打印机缺纸"
    assert not (tmp_path / "outline").exists()
