"""Guards against SM2 or SM3 that agree with themselves and with nobody else."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.seals import sm2
from kiosk.seals.verdict import sm3
from provisioning.sandbox.seals.sm2_signing import ORDER, Sm2Key

# GB/T 32918.5-2017, annex A.2: private key, public key, "message digest", the identifier 1234567812345678
SCALAR = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
POINT = bytes.fromhex(
    "04"
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
R = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
S = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA
MESSAGE = b"message digest"


def test_the_example_of_the_standard() -> None:
    assert sm2.verify(POINT, MESSAGE, encode_dss_signature(R, S))
    assert not sm2.verify(POINT, MESSAGE + b".", encode_dss_signature(R, S))
    assert not sm2.verify(POINT, MESSAGE, encode_dss_signature(R, S ^ 1))
    assert Sm2Key(SCALAR).point == POINT


@pytest.mark.parametrize(
    ("content", "digest"),
    [  # GB/T 32905-2016, annex A
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3(content: bytes, digest: str) -> None:
    assert sm3(content).hex() == digest


def test_keys_are_derived_one_for_each_name_and_sign_for_themselves_only() -> None:
    one, other = Sm2Key.derived(b"s" * 32, "one"), Sm2Key.derived(b"s" * 32, "other")
    assert one.point != other.point
    signature = one.sign(MESSAGE)
    assert sm2.verify(one.point, MESSAGE, signature)
    assert not sm2.verify(other.point, MESSAGE, signature)


@given(point=st.binary(max_size=70) | st.binary(min_size=64, max_size=64).map(b"\x04".__add__), rest=st.binary())
@settings(deadline=None)
def test_what_is_no_key_or_no_signature_is_only_not_genuine(point: bytes, rest: bytes) -> None:
    assert not sm2.verify(point, MESSAGE, rest)
    assert not sm2.verify(POINT, MESSAGE, rest)


def test_zero_and_the_order_are_no_signature() -> None:
    """What a careless verifier takes for any message."""
    for r, s in ((0, 0), (0, S), (R, 0), (ORDER, S), (R, ORDER), (R, ORDER - R)):
        assert not sm2.verify(POINT, MESSAGE, encode_dss_signature(r, s))
