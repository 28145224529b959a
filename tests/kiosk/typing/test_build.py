"""A set-up that stops half-way, builds twice, or says nothing when a package is missing."""

from __future__ import annotations

from pathlib import Path

from kiosk.typing import build, dictionary, readings


def test_built_once_and_whole(tmp_path: Path) -> None:
    (tmp_path / "typing.part").mkdir()  # of a set-up that was interrupted
    assert build.main([str(tmp_path / "typing")]) == 0
    names = {path.name for path in (tmp_path / "typing").rglob("*") if path.is_file()}
    assert {"kiosk_pinyin.table.bin", "kiosk_stroke.table.bin", "built"} <= names
    assert not any("userdb" in name or name in ("user.yaml", "installation.yaml") for name in names)
    assert not (tmp_path / "typing.part").exists()
    stamp = (tmp_path / "typing/built").stat().st_mtime_ns
    assert not build.build(tmp_path / "typing")
    assert (tmp_path / "typing/built").stat().st_mtime_ns == stamp


def test_missing_data_is_one_sentence(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(dictionary, "RIME_DATA", tmp_path)
    assert build.main([str(tmp_path / "typing")]) == 1
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "rime-data-pinyin-simp" in said
    assert not (tmp_path / "typing").exists()


def test_readings_of_names() -> None:
    read, levels = readings.syllables(), readings.standard_levels()
    assert read["䶮"] == {"yan"}
    assert read["𠮷"] == {"ji"}  # borrowed from 吉
    assert read["重"] == {"chong", "zhong"}
    assert read["女"] >= {"nv"}
    assert (len(levels), levels["一"], levels["䶮"]) == (8105, 1, 3)
