"""The envelope: only the platform opens it, nothing in it can be changed, nothing malformed is more than a name."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache.sealing import BadKey, OpeningKey, SealingKey, Unreadable, read_header
from offline_cache.suites import SUITES

KEY = OpeningKey.generate()
CONTEXT = {"kind": "submission", "key": "k", "terminal": "TEST-0001", "item": "测试", "schema": "1"}
ENVELOPE = KEY.public().seal("测试员甲".encode(), CONTEXT)
HEADER_END = 8 + int.from_bytes(ENVELOPE[4:8], "big")


def envelope(header: bytes, rest: bytes = b"") -> bytes:
    return b"KSE1" + len(header).to_bytes(4, "big") + header + rest


@given(st.binary(max_size=2000), st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=6))
@settings(max_examples=50, deadline=None)
def test_what_is_sealed_opens_with_its_context(content: bytes, context: dict[str, str]) -> None:
    try:
        for text in (*context, *context.values()):
            text.encode()
    except UnicodeEncodeError:
        return
    assert KEY.open_envelope(KEY.public().seal(content, context)) == (context, content)


def test_the_format_is_that_of_the_interface() -> None:
    """Opened by hand, with nothing but RFC 9180 and AES-256-GCM."""
    header, sealed = ENVELOPE[8:HEADER_END], ENVELOPE[HEADER_END:]
    assert json.loads(header) == {"suite": "X25519+AES-256-GCM", "key_id": KEY.key_id, "context": CONTEXT}
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    private = X25519PrivateKey.from_private_bytes(KEY.private_key)
    content_key = suite.decrypt(sealed[:80], private, info=header)  # encapsulated key 32, content key 32, tag 16
    assert AESGCM(content_key).decrypt(bytes(12), sealed[80:], header) == "测试员甲".encode()
    assert len(sealed) == 80 + 12 + 16


def test_sm4_gcm_is_the_standards_own() -> None:
    """RFC 8998, appendix A.1: the same cipher that the envelope uses, with the nonce of the example."""
    encryptor = Cipher(
        algorithms.SM4(bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")),
        modes.GCM(bytes.fromhex("00001234567800000000ABCD")),
    ).encryptor()
    encryptor.authenticate_additional_data(bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"))
    text = b"".join(bytes([byte]) * 8 for byte in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
    assert (encryptor.update(text) + encryptor.finalize()).hex().startswith("17f399f08c67d5ee")
    assert encryptor.tag.hex() == "83de3541e4c2b58177e065a9bf7b62ec"


@pytest.mark.parametrize("suite", SUITES)
def test_every_suite_opens_and_no_byte_of_it_can_be_changed(suite: str) -> None:
    key = OpeningKey.generate(suite)
    sealed = key.public().seal("测试员甲".encode(), CONTEXT)
    assert read_header(sealed).suite == suite
    assert key.open_envelope(sealed) == (CONTEXT, "测试员甲".encode())
    assert "测试员甲".encode() not in sealed
    for position in (*range(0, len(sealed), 17), len(sealed) - 1):
        changed = bytearray(sealed)
        changed[position] ^= 1
        for bad in (bytes(changed), sealed[:position]):
            with pytest.raises(Unreadable):
                key.open_envelope(bad)


def test_a_suite_cannot_be_passed_off_as_another() -> None:
    """A thief who names a weaker suite in the header gains nothing: the name is bound."""
    sealed = ENVELOPE.replace(b"X25519+AES-256-GCM", b"X25519+SM4-GCM")
    header = sealed[8 : HEADER_END - 4]
    other = OpeningKey(KEY.key_id, "X25519+SM4-GCM", KEY.private_key)
    with pytest.raises(Unreadable):
        other.open_envelope(envelope(header, ENVELOPE[HEADER_END:]))


@pytest.mark.parametrize("suite", SUITES)
def test_what_was_prepared_takes_one_content(suite: str) -> None:
    """A second content under the same key and nonce would give both away."""
    key = OpeningKey.generate(suite)
    prepared = key.public().prepare(CONTEXT)
    assert not prepared.used
    assert key.open_envelope(prepared.seal(b"first")) == (CONTEXT, b"first")
    assert prepared.used
    with pytest.raises(RuntimeError):
        prepared.seal(b"second")


def test_no_byte_can_be_changed_and_none_cut_off() -> None:
    for position in range(len(ENVELOPE)):
        changed = bytearray(ENVELOPE)
        changed[position] ^= 1
        for bad in (bytes(changed), ENVELOPE[:position]):
            with pytest.raises(Unreadable):
                KEY.open_envelope(bad)


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda rest: b"KSE1" + rest)))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_unreadable_and_no_crash(content: bytes) -> None:
    with pytest.raises(Unreadable):
        KEY.open_envelope(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.sampled_from(list(CONTEXT)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@given(st.fixed_dictionaries({}, optional={"suite": JSON, "key_id": JSON, "context": JSON, "more": JSON}))
@settings(max_examples=200, deadline=None)
def test_any_header_is_unreadable_and_no_crash(fields: dict[str, object]) -> None:
    header = json.dumps({"suite": KEY.suite, "key_id": KEY.key_id} | fields).encode()
    with pytest.raises(Unreadable):
        KEY.open_envelope(envelope(header, ENVELOPE[HEADER_END:]))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not-an-envelope"),
        (b"KSE2" + ENVELOPE[4:], "not-an-envelope"),
        (b"KSE1\xff\xff\xff\xff" + ENVELOPE[8:], "cut-off"),
        (ENVELOPE[: HEADER_END - 1], "cut-off"),
        (envelope(b"\xff"), "bad-header"),
        (envelope(b"[" * 16000), "bad-header"),
        (envelope(b'{"suite":"a","key_id":"b","context":{"a":1}}'), "bad-header"),
        (envelope(b'{"suite":"a","suite":"a","key_id":"b","context":{}}'), "bad-header"),
        (envelope(b'{"suite":"a","key_id":"b","context":{"a":"\\ud800"}}'), "bad-header"),
        (envelope(b'{"suite":"ROT13","key_id":"b","context":{}}'), "unknown-suite"),
        (OpeningKey.generate().public().seal(b"", {}), "other-key"),
        (ENVELOPE[:HEADER_END], "not-sealed-so"),
        (ENVELOPE[:HEADER_END] + bytes(60), "not-sealed-so"),
    ],
)
def test_each_fault_has_its_name(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as found:
        KEY.open_envelope(content)
    assert found.value.reason == reason


def test_the_key_that_is_needed_is_told_before_opening() -> None:
    assert read_header(ENVELOPE).key_id == KEY.public().key_id and read_header(ENVELOPE).context == CONTEXT


def test_keys_are_kept_in_files_and_the_private_half_shows_nowhere(tmp_path: Path) -> None:
    KEY.save(tmp_path / "opening.key")
    KEY.public().save(tmp_path / "sealing.key")
    assert OpeningKey.load(tmp_path / "opening.key") == KEY
    assert SealingKey.load(tmp_path / "sealing.key") == KEY.public()
    assert (tmp_path / "opening.key").stat().st_mode & 0o777 == 0o600
    assert base64.b64encode(KEY.private_key).decode() not in (tmp_path / "sealing.key").read_text()
    assert repr(KEY.private_key)[2:-1] not in repr(KEY)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"[" * 100_000,
        b"{}",
        b'{"key_id": 1, "suite": 2, "public_key": 3}',
        b'{"key_id": "a", "suite": "ROT13", "public_key": ""}',
        b'{"key_id": "a", "suite": "DHKEM(X25519)-HKDF-SHA256-AES-256-GCM", "public_key": "AAAA"}',
        b'{"key_id": "a", "suite": "DHKEM(X25519)-HKDF-SHA256-AES-256-GCM", "public_key": "%s"}'
        % base64.b64encode(bytes(32)),  # a point of small order
        None,
    ],
)
def test_a_bad_key_file_is_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "sealing.key"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadKey) as found:
        SealingKey.load(path)
    assert "\n" not in str(found.value) and "sealing.key" in str(found.value)
