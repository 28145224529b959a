"""The first page's pictures, read instead of drawn: the same pixels, and never those of another program."""

from pathlib import Path

import pytest
from PIL import Image

from screens import picture_store
from screens.picture_store import PictureStore, pixels

RED = Image.new("RGB", (3, 2), "#C00000")


def kept(folder: Path) -> Path:
    store = PictureStore(folder)
    assert store.picture(("card", 3), lambda: RED) == pixels(RED)
    store.close()()
    return folder / "front.pictures"


def never() -> Image.Image:
    raise AssertionError("it was drawn again")


def test_the_same_pixels_come_back(tmp_path: Path) -> None:
    """A picture is upside down, or another one's, after the next start."""
    kept(tmp_path)
    assert PictureStore(tmp_path).picture(("card", 3), never) == pixels(RED)


def test_another_program_draws_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An icon that was changed by an update goes on looking as before."""
    kept(tmp_path)
    monkeypatch.setattr(picture_store, "_mark", lambda: "another")
    assert PictureStore(tmp_path).picture(("card", 3), RED.copy) == pixels(RED)
    with pytest.raises(AssertionError):
        PictureStore(tmp_path).picture(("card", 3), never)


def test_a_torn_file_is_drawn_anew(tmp_path: Path) -> None:
    """A power cut while the file was written leaves half a picture on the first page."""
    path = kept(tmp_path)
    path.write_bytes(path.read_bytes()[:-5])
    assert PictureStore(tmp_path).picture(("card", 3), lambda: RED) == pixels(RED)


def test_what_was_kept_already_is_not_written_again(tmp_path: Path) -> None:
    """Every start writes megabytes to a disk that wears out."""
    path = kept(tmp_path)
    before = path.stat().st_mtime_ns
    store = PictureStore(tmp_path)
    store.picture(("card", 3), never)
    store.close()()
    assert path.stat().st_mtime_ns == before
    assert not store.open
