"""Chinese typed through the real window: what reaches the platform, and what stays behind."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end import visits
from tests.end_to_end.terminal import Terminal, eventually

PARTNER = "测试员䶮"  # the last character is beyond the everyday set
PARTNER_ID = "999999199203030023"


def choose_first(running: Terminal) -> None:
    terminal = running

    def first() -> str | None:
        names = [t["name"] for t in terminal.outline()["touchables"]]
        return next((name for name in names if name.startswith("option:")), None)

    terminal.touch(eventually("a choice", first))


def pick(terminal: Terminal, text: str) -> None:
    """Touch the candidate with this text."""

    def find() -> str | None:
        touchables = terminal.outline()["touchables"]
        return next((t["name"] for t in touchables if t["role"] == "candidate" and t["text"] == text), None)

    terminal.touch(eventually(f"the candidate {text!r}", find))


def engines_of(terminal: Terminal) -> list[int]:
    """Typing engines that this terminal's window has started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"kiosk.typing.engine" in (folder / "cmdline").read_bytes().split(b"\0"):
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                if str(terminal.home).encode() in Path(f"/proc/{parent}/cmdline").read_bytes():
                    found.append(int(folder.name))
        except OSError:
            continue  # it has just ended
    return found


def test_a_name_in_pinyin_reaches_the_platform_and_leaves_nothing(running: Terminal) -> None:
    terminal = running
    before = len(terminal.stored())
    terminal.see("home")
    terminal.touch("category:civil_affairs")
    terminal.touch("item:MZ01")
    terminal.see("guide")
    terminal.touch("intent:next")
    visits.lay_id_card(terminal, "jia", visits.unseen)
    for _ in range(3):  # what for, where, when
        terminal.see("question")
        choose_first(terminal)
    terminal.touchable("input:pinyin")
    for letter in "ceshiyuan":
        terminal.touch(f"key:{letter}")
    pick(terminal, "测试")
    pick(terminal, "员")
    for letter in "yan":
        terminal.touch(f"key:{letter}")
    terminal.touch("candidates:more")
    terminal.touch("candidates:rare")
    pick(terminal, "䶮")
    assert PARTNER in terminal.words()
    assert engines_of(terminal)
    terminal.touch("intent:next")
    terminal.touchable("digit:1")
    for digit in PARTNER_ID:
        terminal.touch(f"digit:{digit}")
    terminal.touch("intent:next")
    terminal.touchable("digit:1")
    for digit in "13800000000":
        terminal.touch(f"digit:{digit}")
    terminal.touch("intent:next")
    terminal.see("check")
    terminal.touch("intent:next")
    visits.take_id_card(terminal, visits.unseen)
    visits.done(terminal, visits.unseen)
    new = terminal.stored()[before:]
    assert len(new) == 1
    visits.rate_and_leave(terminal)
    assert engines_of(terminal) == []
    for path in terminal.home.rglob("*"):
        if path.is_file():
            assert PARTNER.encode() not in path.read_bytes(), path.name
            assert "䶮".encode() not in path.read_bytes(), path.name
    assert "䶮" not in terminal.words()


def test_searching_in_characters(running: Terminal) -> None:
    terminal = running
    terminal.see("home")
    terminal.touch("intent:search")
    for letter in "yanglao":
        terminal.touch(f"key:{letter}")
    pick(terminal, "养老")
    terminal.see_text("养老")
    names = [t["name"] for t in terminal.outline()["touchables"]]
    assert any(name.startswith("item:SB") for name in names)
