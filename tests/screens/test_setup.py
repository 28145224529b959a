"""A panel that is read twice, a bad geometry, a Japanese face, a set-up that imports Kivy."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from screens import fonts
from screens.kivy_setup import BadGeometry, Geometry, parse_geometry
from tests.limits import LIMIT_S

ROOT = Path(__file__).parents[2]


def run(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=LIMIT_S, check=False, cwd=ROOT
    )


def test_one_input_provider_only(tmp_path):
    """Kivy's default reads the touch panel beside the window's own events: each tap would count twice."""
    code = (
        "from pathlib import Path; from screens import kivy_setup as k;"
        f"k.configure(k.Geometry(1080, 1920), Path({str(tmp_path)!r}));"
        "from kivy.config import Config; print(Config.items('input'), Config.get('graphics', 'multisamples'),"
        "Config.get('kivy', 'exit_on_escape'))"
    )
    ran = run(code)
    assert ran.stdout.strip() == "[('mouse', 'mouse,disable_multitouch')] 0 0", ran.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"kivy"}
    assert not list(tmp_path.rglob("*.log")) + list(tmp_path.rglob("*.txt"))


@pytest.mark.parametrize("size", ["", "1080", "1080x", "1080*1920", "10x10", "99999x1080", "-1080x1920"])
def test_a_bad_geometry_is_one_sentence(size):
    with pytest.raises(BadGeometry, match="WIDTHxHEIGHT"):
        parse_geometry(size)


def test_geometry():
    assert parse_geometry("1920x1080", "-1080,0") == Geometry(1920, 1080, -1080, 0)


def test_the_command_says_in_one_line_what_is_wrong(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "kiosk", "ui", "--home", str(tmp_path), "--geometry", "huge"],
        capture_output=True, text=True, timeout=LIMIT_S, check=False,
    )  # fmt: skip
    assert ran.returncode != 0
    assert len(ran.stderr.strip().splitlines()) == 1
    assert "geometry" in ran.stderr


def test_fonts_come_without_kivy_and_are_the_simplified_face(tmp_path):
    ran = run(
        "import sys; from screens import fonts;"
        f"code = fonts.main([{str(tmp_path)!r}]); print(code, 'kivy' in sys.modules)"
    )
    assert ran.stdout.strip().splitlines()[-1] == "0 False", ran.stderr
    from fontTools.ttLib import TTFont

    for face in ("SC", "TC"):
        for path in fonts.font_files(tmp_path, face).values():
            with TTFont(path, lazy=True) as font:
                assert font["name"].getBestFamilyName() == f"Noto Sans CJK {face}"
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert fonts.main([str(tmp_path)]) == 0
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}  # the second call does nothing


def test_missing_collection_is_one_sentence(tmp_path):
    with pytest.raises(fonts.MissingFonts, match="fonts-noto-cjk"):
        fonts.extract(tmp_path / "out", tmp_path)


def test_without_its_x_server_the_window_ends_and_does_not_serve_unseen(tmp_path: Path) -> None:
    # Guards against: an X server that starts anew, a black glass, and a terminal that says it is idle and painted.
    environment = {name: value for name, value in os.environ.items() if name != "SDL_VIDEODRIVER"}
    environment |= {"DISPLAY": ":9999", "KIOSK_HOME": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-m", "kiosk", "ui"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1), ended.stderr  # and not in words of a library's
    assert ended.stderr.startswith("kiosk ui: no X server answers on DISPLAY=:9999")
    assert not (tmp_path / "run/painted").exists()
