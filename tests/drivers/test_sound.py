"""Speech that comes too late, is cut off, goes on after it was stopped, or lies on a disk."""

from __future__ import annotations

import array
import asyncio

import pytest

from drivers.outcome import Completion, Failure
from drivers.sound.espeak import synthesise
from drivers.sound.output import Sound
from drivers.sound.pcm import BadSound, Pcm, joined, read_wav
from drivers.status import DeviceState
from tests.limits import LIMIT_S

RATE = 22050


def tone(seconds: float) -> Pcm:
    return Pcm(RATE, 1, array.array("h", [1000, -1000] * int(RATE * seconds / 2)).tobytes())


async def test_espeak_gives_sound_of_a_plausible_length():
    short = await synthesise("qing3 qu3 zou3", "cmn-latn-pinyin", 150)
    long = await synthesise("qing3 qu3 zou3 " * 4, "cmn-latn-pinyin", 150)
    fast = await synthesise("qing3 qu3 zou3 " * 4, "cmn-latn-pinyin", 300)
    assert isinstance(short, Pcm)
    assert isinstance(long, Pcm)
    assert isinstance(fast, Pcm)
    assert 0.4 < short.seconds < 3
    assert short.loudest > 3000
    assert long.seconds > 2.5 * short.seconds
    assert fast.seconds < 0.75 * long.seconds


async def test_without_espeak_there_is_a_failure_by_name(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    failed = await synthesise("a", "en", 150)
    assert isinstance(failed, Failure)
    assert failed.code is Completion.DEVICE_NOT_READY


@pytest.fixture
def speaker_file(tmp_path, monkeypatch):
    """ALSA's own file plugin as the loudspeaker: every sample that would be heard lies in this file."""
    heard = tmp_path / "heard.raw"
    (tmp_path / "asound.conf").write_text(
        f'</usr/share/alsa/alsa.conf>\npcm.file {{ type file slave.pcm null file "{heard}" format raw }}\n'
    )
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asound.conf"))
    return heard


async def test_every_sample_reaches_the_card(speaker_file):
    sound = Sound("file")
    await sound.start()
    try:
        assert await sound.wait_status(lambda s: s.device is DeviceState.ONLINE, LIMIT_S)
        pcm = tone(0.5)
        assert await sound.play(pcm) is None
        assert pcm.samples in speaker_file.read_bytes()  # the card's last period is filled up with silence
    finally:
        await sound.close()


async def test_silence_is_at_once(tmp_path, monkeypatch):
    """A card that takes ten minutes: a player of our own that just sleeps stands at its place."""
    player = tmp_path / "aplay"
    player.write_text("#!/bin/sh\nexec sleep 600\n")
    player.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    sound = Sound()
    sound._loop = asyncio.get_running_loop()
    playing = asyncio.create_task(sound.play(tone(30)))
    while sound._process is None:
        await asyncio.sleep(0.01)
    sound.silence()
    ended = await asyncio.wait_for(playing, LIMIT_S)
    assert isinstance(ended, Failure)
    assert ended.code is Completion.CANCELED


async def test_no_card_is_a_status_and_nothing_breaks():
    sound = Sound("no_such_card")
    await sound.start()
    try:
        assert await sound.wait_status(lambda s: s.device is DeviceState.NO_DEVICE, LIMIT_S)
        assert isinstance(await sound.play(tone(0.1)), Failure)
    finally:
        await sound.close()


def test_wav_files_there_and_back_and_broken_ones():
    pcm = tone(0.2)
    assert read_wav(pcm.wav()) == pcm
    assert joined([pcm, pcm]).seconds == pytest.approx(0.4, abs=0.001)
    assert pcm.scaled(0.5).loudest == 500
    assert Pcm(RATE, 1, b"\xff\x7f").scaled(2).loudest == 32767
    for broken in (b"", b"RIFF", b"RIFF0000WAVE", pcm.wav()[:30], b"RIFF0000WAVEdata\4\0\0\0aaaa"):
        with pytest.raises(BadSound):
            read_wav(broken)
