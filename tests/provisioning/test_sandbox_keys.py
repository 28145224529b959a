"""Sealing keys are replaced while records are on their way: each still opens, and no name of a suite is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from offline_cache.sealing import OpeningKey, read_header
from offline_cache.suites import SINGLE_SHOT
from provisioning.sandbox import keys as keys_module
from provisioning.sandbox.keys import OpeningKeys
from tests.provisioning.services import Service, client, post, refusal, sandbox, seal_submission, sealing_key, stored


def rotate(service: Service, *more: str) -> None:
    from kiosk.__main__ import main

    main(["sandbox", "rotate-key", *more, "--home", str(service.home)])


def test_what_was_sealed_to_an_older_key_still_opens(tmp_path: Path) -> None:
    """A record may wait for weeks; a platform that is asked by the new key alone would refuse it for good."""
    folder = tmp_path / "sandbox"
    folder.mkdir()
    OpeningKey.generate(SINGLE_SHOT).save(folder / "opening.key")  # as an earlier release made it
    OpeningKeys.open(folder).newest.public().save(folder / "sealing.key")
    with sandbox(tmp_path) as service, client(service) as http:
        waiting = [seal_submission(tmp_path)]
        for suite in ("X25519+SM4-GCM", "MLKEM768-X25519+AES-256-GCM", "MLKEM768-X25519+SM4-GCM", None):
            rotate(service, *(("--suite", suite) if suite else ()))
            waiting.append(seal_submission(tmp_path))
        assert len({sealing_key(tmp_path).key_id, *(read_header(one.body).key_id for one in waiting)}) == 5
        assert [post(http, one).status_code for one in waiting] == [201] * 5  # never started anew
        assert {line["key"] for line in stored(tmp_path)} == {one.key for one in waiting}


def test_a_power_cut_within_a_rotation_loses_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = OpeningKeys.open(tmp_path)
    sealed = keys.newest.public().seal(b"x", {})
    put = keys_module._put

    def put_and_cut(folder: Path, key: OpeningKey) -> None:
        put(folder, key)
        raise OSError("cut")

    monkeypatch.setattr(keys_module, "_put", put_and_cut)
    with pytest.raises(OSError, match="cut"):
        keys.rotate()
    assert OpeningKeys(tmp_path).open_envelope(sealed) == ({}, b"x")


def test_a_suite_that_is_not_known_is_named(platform: Service) -> None:
    said = refusal("sandbox", "rotate-key", "--suite", "ROT13", "--home", str(platform.home))
    assert "ROT13" in said and "MLKEM768" in said
