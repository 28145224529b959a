"""Guards against a traceback, a silent failure or a wall of text where a person mistypes a command."""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.__main__ import build_parser, main
from tests.limits import LIMIT_S

COMMANDS = ["agent", "bench", "catalogue", "demo", "device", "fleet", "maintenance", "outbox", "payments", "sandbox"]
COMMANDS += ["ui"]
KIOSK = [sys.executable, "-m", "kiosk"]


def clean(**more: str) -> dict[str, str]:
    """An environment with nothing in it that names a terminal, or how Python writes."""
    return {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("KIOSK_", "PYTHONIO", "PYTHONUN", "PYTHONUTF8", "LC_", "LANG"))
    } | more


def kiosk(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*KIOSK, *words], check=False, capture_output=True, text=True, env=clean(**environment), timeout=LIMIT_S
    )


def every_command() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Each command that runs something, by its words, with its parser."""
    found = [("kiosk", build_parser())]
    while found:
        words, parser = found.pop()
        below = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
        if not below:
            yield words, parser
        found += [(f"{words} {name}", each) for one in below for name, each in one.choices.items()]


def one_clear_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = done.stderr.strip().splitlines()
    assert done.returncode not in (0, None), done.stdout
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


def test_help_names_every_command() -> None:
    done = kiosk("--help")
    assert done.returncode == 0
    assert all(command in done.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(command: str) -> None:
    done = kiosk(command, "--help")
    assert done.returncode == 0
    assert "example" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_option_is_said_in_one_line(command: str) -> None:
    one_clear_line(kiosk(command, "--no-such-option"))


def test_no_command_and_an_unknown_one() -> None:
    assert "COMMAND" in one_clear_line(kiosk())
    assert "fly" in one_clear_line(kiosk("fly"))


@pytest.mark.parametrize(
    "words",
    [
        ("demo", "--geometry", "wide"),
        ("demo", "--port", "99999"),
        ("demo", "--home", "/proc/nothing-can-be-made-here"),
        ("ui", "--geometry", "0x0"),
        ("sandbox", "serve", "--listen", "nowhere", "--home", "{home}"),
        ("sandbox", "serve", "--listen", "127.0.0.1:99999", "--home", "{home}"),
        ("fleet", "serve", "--listen", "nowhere", "--board", "127.0.0.1:0", "--home", "{home}"),
        ("bench", "--listen", "nowhere", "--home", "{home}"),
        ("bench", "--screen", "nowhere", "--home", "{home}"),
        ("catalogue", "check", "--file", "/no/such/folder"),
        ("catalogue", "show", "XX99"),
        ("outbox", "show", "no-such-record", "--home", "{home}"),
        ("outbox", "add", "--item", "YB04", "--form", "/no/such/file", "--home", "{home}"),
        ("payments", "list", "--home", "{home}"),
        ("payments", "reconcile", "--bank", "/no/such/file", "--home", "{home}"),
        ("device", "status", "--home", "{home}"),
        ("agent", "--home", "{home}"),
    ],
)
def test_bad_values_are_said_in_one_line(words: tuple[str, ...], tmp_path: Path) -> None:
    one_clear_line(kiosk(*(word.replace("{home}", str(tmp_path)) for word in words)))


@pytest.mark.parametrize(
    "words",
    [
        "outbox list",
        "outbox add --item 11999999TE5T00024D3502099013000 --form /dev/null",
        "sandbox fault off",
        "sandbox rotate-key",
        "sandbox reconcile",
        "sandbox submissions",
        "fleet list",
        "fleet report daily",
        "payments list",
        "maintenance status",
        "maintenance training-off",
        "device status",
        "agent",
    ],
)
def test_a_home_that_cannot_even_be_looked_for_is_one_sentence(words: str) -> None:
    """Looking for a file raises, too, where a folder is closed to this user or its name is none."""
    with pytest.raises(SystemExit) as ended:
        main([*words.split(), "--home", "/tmp/" + "x" * 300])
    said = str(ended.value.code)
    assert said.startswith(f"kiosk {words.partition(' ')[0]}"), said
    assert "File name too long" in said and "Errno" not in said, said


def test_training_ends_only_where_there_is_a_terminal(tmp_path: Path) -> None:
    """Whoever mistyped the folder would believe that the terminal serves citizens again."""
    assert str(tmp_path / "no") in one_clear_line(kiosk("maintenance", "training-off", "--home", str(tmp_path / "no")))


def test_bad_settings_name_the_variable(tmp_path: Path) -> None:
    (tmp_path / "terminal.env").write_text("KIOSK_HEARTBEAT_S=often\n")
    assert "KIOSK_HEARTBEAT_S" in one_clear_line(kiosk("agent", "--home", str(tmp_path)))
    addresses = {"KIOSK_PLATFORM_URL": "https://127.0.0.1:1", "KIOSK_FLEET_URL": "https://h:99999"}
    (tmp_path / "terminal.env").write_text("\n".join(f"{name}={value}" for name, value in addresses.items()))
    assert "'https://h:99999' is not an address" in one_clear_line(kiosk("agent", "--home", str(tmp_path)))


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("demo --headless", "run/demo.lock"),
        ("bench", "run/bench.lock"),
        ("device bench", "run/bench.lock"),
        ("sandbox serve --listen 127.0.0.1:0", "sandbox/.serving"),
        ("fleet serve --listen 127.0.0.1:0 --board 127.0.0.1:0", "fleet/.serving"),
    ],
)
def test_a_second_one_in_a_home_leaves_the_first_one_alone(words: str, mark: str, tmp_path: Path) -> None:
    """It took the first one's devices, and wrote its own addresses into the first one's settings."""
    (tmp_path / mark).parent.mkdir()
    with (tmp_path / mark).open("ab") as first, pytest.raises(SystemExit) as ended:
        fcntl.flock(first, fcntl.LOCK_EX)
        main([*words.split(), "--home", str(tmp_path)])
    assert str(ended.value.code).endswith(f"one runs in {tmp_path} already; end it, or choose another --home")
    assert not (tmp_path / "terminal.env").exists()


def test_a_busy_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = one_clear_line(kiosk("sandbox", "serve", "--listen", f"127.0.0.1:{port}", "--home", str(tmp_path)))
    assert str(port) in line


def test_each_help_says_what_the_command_does_and_gives_an_example_that_can_be_typed() -> None:
    """An example that names an option of last year is worse than none."""
    for words, parser in every_command():
        assert parser.description, words
        epilog = parser.epilog or ""
        assert epilog.startswith(f"example: {words}"), words
        typed = shlex.split(epilog.removeprefix("example: ").split(" > ")[0].split(", then ")[0])
        assert build_parser(typed[1]).parse_args(typed[1:]).run is not None


def test_version_is_told() -> None:
    done = kiosk("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("kiosk ")


@pytest.mark.parametrize("words", [("catalogue", "list"), ("catalogue", "--help")])
def test_whoever_reads_the_output_may_go_away(words: tuple[str, ...]) -> None:
    """`kiosk … | head -1` ends quietly, also where all of it was still in the buffer."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody:
        done = subprocess.run([*KIOSK, *words], check=False, stdout=nobody, stderr=subprocess.PIPE, env=clean())
    assert (done.returncode, done.stderr) == (1, b"")


def test_output_that_cannot_be_written_is_a_failure_in_one_line() -> None:
    """The interpreter ends with 0 where the last of several flushes fails: a list cut short looked whole."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*KIOSK, "catalogue", "list"], check=False, stdout=full, stderr=subprocess.PIPE, env=clean()
        )
    assert (done.returncode, done.stderr) == (1, b"kiosk catalogue: No space left on device\n")


def test_closed_streams_harm_nothing(tmp_path: Path) -> None:
    """A file of ours that got the number of standard output would hold what is printed."""
    (tmp_path / "terminal.env").write_text("KIOSK_TERMINAL_ID=TEST-0001\n")
    command = shlex.join([*KIOSK, "maintenance", "on", "--home", str(tmp_path)])
    done = subprocess.run(["sh", "-c", f"{command} <&- >&- 2>&-"], check=False, env=clean())
    assert done.returncode == 0
    assert not (tmp_path / "maintenance").read_bytes()


@pytest.mark.parametrize("encoding", ["ascii", "gb18030"])
def test_any_locale_will_do_and_programs_get_utf_8(encoding: str) -> None:
    done = subprocess.run(
        [*KIOSK, "catalogue", "show", "YB04"], check=True, capture_output=True, env=clean(PYTHONIOENCODING=encoding)
    )
    assert ("异地就医" in done.stdout.decode(encoding)) == (encoding != "ascii")
    done = subprocess.run(
        [*KIOSK, "catalogue", "list", "--json"], check=True, capture_output=True, env=clean(PYTHONIOENCODING=encoding)
    )
    assert "异地就医备案" in {json.loads(line)["name"] for line in done.stdout.decode("utf-8").splitlines()}
