"""Guards against a seal that is believed though document, seal, organ or time was changed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.contract.signatures import Seal, Sealed, Sealing
from kiosk.licences.seals import SealState, verify
from kiosk.text import Localized
from provisioning.sandbox.licences import seal

AUTHORITY = Ed25519PrivateKey.generate()
ORGAN = Localized("测试局", "Test bureau")
DOCUMENT = '{"title": "结婚证", "holder": "测**"}'.encode()
NOW = datetime(2026, 11, 22, 2, 24, 5, tzinfo=UTC)
SEALED = seal(AUTHORITY, "T1", ORGAN, DOCUMENT, NOW)
TRUST = AUTHORITY.public_key()


def test_a_seal_says_whose_it_is_and_when() -> None:
    verdict = verify(DOCUMENT, SEALED, TRUST)
    assert (verdict.state, verdict.organ, verdict.at) == (SealState.VALID, ORGAN, "2026-11-22T02:24:05.000Z")


@given(place=st.integers(0, len(DOCUMENT) - 1), bit=st.integers(0, 7))
@settings(max_examples=300)
def test_one_bit_of_the_document(place: int, bit: int) -> None:
    changed = bytearray(DOCUMENT)
    changed[place] ^= 1 << bit
    assert verify(bytes(changed), SEALED, TRUST).state is SealState.CHANGED


@pytest.mark.parametrize("part", ["seal", "endorsed", "sealing", "signature"])
@given(data=st.data())
@settings(max_examples=100)
def test_one_bit_of_the_seal(part: str, data: st.DataObject) -> None:
    raw = bytearray(getattr(SEALED, part))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    forged = msgspec.structs.replace(SEALED, **{part: bytes(raw)})
    assert verify(DOCUMENT, forged, TRUST).state is SealState.NOT_GENUINE


def test_a_seal_of_another_authority_and_a_terminal_without_a_key() -> None:
    other = seal(Ed25519PrivateKey.generate(), "T1", ORGAN, DOCUMENT, NOW)
    assert verify(DOCUMENT, other, TRUST).state is SealState.NOT_GENUINE
    assert verify(DOCUMENT, SEALED, None).state is SealState.UNKNOWN


def test_a_seal_that_had_ended() -> None:
    late = seal(AUTHORITY, "T1", ORGAN, DOCUMENT, datetime(2041, 1, 1, tzinfo=UTC))
    assert verify(DOCUMENT, late, TRUST).state is SealState.OUT_OF_TIME


def test_a_sealing_of_another_seal_of_the_same_authority() -> None:
    """Parts of two genuine seals do not make a third."""
    other = seal(AUTHORITY, "T2", ORGAN, DOCUMENT, NOW)
    mixed = Sealed(seal=SEALED.seal, endorsed=SEALED.endorsed, sealing=other.sealing, signature=other.signature)
    assert verify(DOCUMENT, mixed, TRUST).state is SealState.NOT_GENUINE


def test_a_sealing_under_a_seal_that_has_ended_is_not_that_of_the_renewed_one() -> None:
    """Both seals are genuine and have one key: what was sealed names which of them it was."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    ended, renewed = (
        msgspec.json.encode(
            Seal(
                number=number,
                organ=ORGAN,
                valid_from=first,
                valid_to=last,
                public_key=public,
            )
        )
        for number, first, last in (("1", "2020-01-01", "2024-12-31"), ("2", "2025-01-01", "2029-12-31"))
    )
    sealing = msgspec.json.encode(
        Sealing(
            document=hashlib.sha256(DOCUMENT).hexdigest(),
            seal=hashlib.sha256(ended).hexdigest(),
            at="2026-11-22T02:24:05Z",
        )
    )
    for seal_bytes, state in ((ended, SealState.OUT_OF_TIME), (renewed, SealState.NOT_GENUINE)):
        sealed = Sealed(
            seal=seal_bytes, endorsed=AUTHORITY.sign(seal_bytes), sealing=sealing, signature=key.sign(sealing)
        )
        assert verify(DOCUMENT, sealed, TRUST).state is state
