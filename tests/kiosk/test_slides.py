"""The platform's slides: shown where they are genuine and of their form, within bounds; else the program's own."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import httpx
import pytest
from PIL import Image

from kiosk.agent.content import ContentKeeper
from kiosk.catalogue.source import content_of
from kiosk.shelf import Shelf
from kiosk.slides import LARGEST, LONGEST_SIDE, MOST, SHOWN_SIDE, SLIDES, BadSlides, Slide, load, pixels
from kiosk.text import Localized, Message
from kiosk.visit import attract
from kiosk.visit import views as v
from kiosk.visit.views.standing import AttractView
from provisioning.sandbox.slides import slide_parts, switch_slides
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import Stand

WORDS = {"title": {"zh": "题", "en": "T"}, "body": {"zh": "文", "en": "B"}}


def encoded(size: tuple[int, int] = (60, 40), form: str = "JPEG") -> str:
    held = io.BytesIO()
    Image.new("RGB", size, "#336699").save(held, form)
    return base64.b64encode(held.getvalue()).decode()


def write(folder: Path, **fields: object) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "slide-01.json").write_text(json.dumps(WORDS | fields), encoding="utf-8")
    return folder


def prepare(one: Stand) -> None:
    from dataclasses import replace

    one.settings = replace(one.settings, content_key=one.home / "sandbox/content.pub", district="500107")
    one.shelf = Shelf(one.settings)


async def fetch(one: Stand) -> bool:
    content = content_of(one.settings)
    assert content is not None and one.shelf is not None
    async with httpx.AsyncClient() as client:
        got = await ContentKeeper(one.settings, content, client)._fetch(SLIDES)
    await one.shelf.look()
    return got


async def test_the_platforms_slides_go_round_with_their_pictures_and_without_any_the_programs_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attract, "AFTER_S", 0.2)
    monkeypatch.setattr(attract, "SLIDE_S", 0.5)
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, _):
        assert not await fetch(one), "a platform that publishes none"
        own = await one.sees(AttractView)
        assert isinstance(own.title, Message) and own.picture is None
        switch_slides(tmp_path / "sandbox", True)
        assert await fetch(one)
        first = await one.sees(AttractView, lambda view: isinstance(view.title, Localized) and view.slide == 0)
        assert first.slides == 2 and first.picture is not None
        assert len(first.picture.rgb) == first.picture.width * first.picture.height * 3
        second = await one.sees(AttractView, lambda view: isinstance(view.title, Localized) and view.slide == 1)
        assert second.title != first.title
        assert isinstance(one.snapshot.view, AttractView) and v.HomeView in {type(view) for view in one.seen}


async def test_what_was_changed_on_the_way_or_is_of_another_form_is_not_shown(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path, prepare=prepare) as (one, _):
        switch_slides(tmp_path / "sandbox", True)
        assert await fetch(one)
        assert one.shelf is not None and len(one.shelf.laid.slides) == 2
        write(tmp_path / "sandbox" / SLIDES, picture=base64.b64encode(b"GIF89a" + bytes(50)).decode())
        assert not await fetch(one), "published, signed, and not of the form: the ones before stay"
        assert len(one.shelf.laid.slides) == 2
        content = content_of(one.settings)
        assert content is not None
        document = content.kept(SLIDES)
        assert document is not None
        part = content.folder(document) / "slide-01.json"
        part.write_bytes(part.read_bytes().replace(b"\xe5\xb9\xb4\xe5\xba\x95", b"\xe6\x94\xb9\xe5\x8a\xa8"))
        assert Shelf(one.settings).laid.slides == ()
        later = Shelf(one.settings)
        await later.look()
        assert later.laid.slides == (), "changed on this disk: the program's own are shown"


@pytest.mark.parametrize(
    "fields",
    [
        {"picture": encoded((LONGEST_SIDE + 1, 10))},
        {"picture": encoded((40, 40), "GIF")},
        {"picture": base64.b64encode(b"no picture").decode()},
        {"picture": base64.b64encode(bytes(LARGEST + 1)).decode()},
        {"title": {"zh": "长" * 41, "en": "x"}},
        {"title": {"zh": " ", "en": "x"}},
        {"begins": "tomorrow"},
        {"body": 7},
    ],
)
def test_what_is_too_large_or_no_slide_is_refused(tmp_path: Path, fields: dict[str, object]) -> None:
    with pytest.raises(BadSlides, match=r"slide-01\.json"):
        load(write(tmp_path / "slides", **fields))


def test_too_many_slides_or_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSlides):
        load(tmp_path)
    for number in range(MOST + 1):
        (tmp_path / f"slide-{number:02d}.json").write_text(json.dumps(WORDS), encoding="utf-8")
    with pytest.raises(BadSlides):
        load(tmp_path)


def test_a_picture_is_no_larger_than_it_is_shown_and_a_broken_one_is_none(tmp_path: Path) -> None:
    large = load(write(tmp_path / "a", picture=encoded((LONGEST_SIDE, LONGEST_SIDE), "PNG")))[0]
    shown = pixels(large)
    assert shown is not None and max(shown.width, shown.height) == SHOWN_SIDE
    whole = base64.b64decode(encoded((300, 300), "PNG"))
    assert pixels(Slide(Localized("题", "T"), Localized("文", "B"), whole[: len(whole) // 2])) is None
    assert pixels(Slide(Localized("题", "T"), Localized("文", "B"))) is None


def test_a_slide_is_shown_in_its_time_and_district() -> None:
    slide = Slide(
        Localized("题", "T"), Localized("文", "B"), None, "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z", ("500107",)
    )
    assert slide.holds("2026-11-22T00:00:00Z", "500107")
    assert not slide.holds("2026-11-22T00:00:00Z", "500103")
    assert not slide.holds("2026-12-01T00:00:00Z", "500107") and not slide.holds("2026-10-31T23:59:59Z", "500107")


def test_the_samples_are_the_same_each_time_and_small(tmp_path: Path) -> None:
    switch_slides(tmp_path, True)
    version, parts = slide_parts(tmp_path)
    assert version == "sample" and parts == slide_parts(tmp_path)[1]
    assert all(len(part) < 200_000 for part in parts.values())
