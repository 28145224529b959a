"""Guards against a seal that is believed though document, seal, organ or time was changed, or it was taken back."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.asn1 import BitString, PrintableString, encode_der
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.seals import structures
from kiosk.seals.ofd import BadOfd, read_ofd, unpacked
from kiosk.seals.structures import BadSeal, read_sealing
from kiosk.seals.verdict import SealState, SealVerdict, sm3, verify, verify_digest, verify_ofd
from provisioning.sandbox.seals.house import Organ
from provisioning.sandbox.seals.ofd_writer import MANIFEST, SEALING, packed
from provisioning.sandbox.seals.sm2_certificates import Named, certified
from provisioning.sandbox.seals.sm2_signing import Sm2Key
from tests.kiosk.seals.maker import BY_DIGEST, NOW, ORGAN, document, house

HOUSE = house()
TRUST = HOUSE.trust()
CONTENT = "测试证明".encode()
SEALED = HOUSE.seal(ORGAN, CONTENT, NOW, "N-1")
DIGESTED = HOUSE.seal(BY_DIGEST, CONTENT, NOW, "N-1")  # its certificate is named by digest (certListType 2)
DOCUMENT = document(HOUSE)
FILES = unpacked(DOCUMENT)


def test_a_seal_says_whose_it_is_and_when() -> None:
    genuine = SealVerdict(SealState.VALID, "测试局", "2026-11-22T02:24:05Z", "TESTT1")
    assert verify(CONTENT, SEALED, TRUST, "N-1") == genuine
    assert verify_digest(sm3(CONTENT), SEALED, TRUST) == genuine
    assert verify_ofd(DOCUMENT, TRUST) == genuine
    assert read_ofd(DOCUMENT).attachment("licence.json") == b'{"a": "b"}'


def test_a_seal_that_names_its_certificate_by_digest() -> None:
    genuine = SealVerdict(SealState.VALID, "另一测试局", "2026-11-22T02:24:05Z", "TESTT9")
    assert read_sealing(DIGESTED).to_sign.seal.info.property.cert_list_type == structures.DIGESTS
    assert verify(CONTENT, DIGESTED, TRUST, "N-1") == genuine
    assert verify_ofd(document(HOUSE, BY_DIGEST), TRUST) == genuine


@given(kind=st.sampled_from((SEALED, DIGESTED)), place=st.integers(0, len(CONTENT) - 1), bit=st.integers(0, 7))
@settings(deadline=None)
def test_one_bit_of_what_was_sealed(kind: bytes, place: int, bit: int) -> None:
    changed = bytearray(CONTENT)
    changed[place] ^= 1 << bit
    assert verify(bytes(changed), kind, TRUST).state is SealState.CHANGED


@given(kind=st.sampled_from((SEALED, DIGESTED)), data=st.data())
@settings(max_examples=160, deadline=None)
def test_one_bit_of_the_seal(kind: bytes, data: st.DataObject) -> None:
    forged = bytearray(kind)
    forged[data.draw(st.integers(0, len(kind) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert verify(CONTENT, bytes(forged), TRUST).state is SealState.NOT_GENUINE


def remade(*certs: bytes | structures.CertDigest, kind: int) -> bytes:
    """As if the maker had made the organ's seal for these certificates: all signatures are right."""
    secret, sealing = b"a secret of the tests, 32 bytes!", read_sealing(DIGESTED)
    known = sealing.to_sign.seal.info.property
    known.certs, known.cert_list_type = list(certs), kind
    maker, organ = Sm2Key.derived(secret, "maker"), Sm2Key.derived(secret, BY_DIGEST.code)
    sealing.to_sign.seal.signed_value = BitString(maker.sign(encode_der(sealing.to_sign.seal.info)), 0)
    sealing.signature = BitString(organ.sign(encode_der(sealing.to_sign)), 0)
    return encode_der(sealing)


def digest_of(value: bytes, kind: str = "SM3") -> structures.CertDigest:
    return structures.CertDigest(type=PrintableString(kind), value=value)


def test_a_digest_that_nobody_here_knows_has_a_verdict_of_its_own() -> None:
    """One bit of it, a digest of another kind, that of another organ's certificate: nobody can say who sealed."""
    cert = read_sealing(DIGESTED).cert
    whole, other = sm3(cert), read_sealing(SEALED).cert
    assert verify(CONTENT, remade(digest_of(whole), kind=2), TRUST).state is SealState.VALID
    assert verify(CONTENT, remade(digest_of(sm3(other)), digest_of(whole), kind=2), TRUST).state is SealState.VALID
    one_bit = bytes([whole[0] ^ 1]) + whole[1:]
    for value in (one_bit, sm3(other), whole[:20], b"", hashlib.sha256(cert).digest()):
        assert verify(CONTENT, remade(digest_of(value), kind=2), TRUST).state is SealState.UNKNOWN_SIGNER
    assert verify(CONTENT, remade(other, kind=1), TRUST).state is SealState.NOT_GENUINE


def test_a_list_that_is_not_of_its_kind_is_none() -> None:
    cert = read_sealing(DIGESTED).cert
    digest = digest_of(sm3(cert))
    for certs, kind in (((cert,), 2), ((digest,), 1), ((cert, digest), 1), ((digest, cert), 2), ((), 2), ((cert,), 3)):
        with pytest.raises(BadSeal):
            read_sealing(remade(*certs, kind=kind))


@given(path=st.sampled_from(sorted(FILES)), data=st.data())
@settings(max_examples=120, deadline=None)
def test_one_bit_of_any_file_of_a_document(path: str, data: st.DataObject) -> None:
    raw = bytearray(FILES[path])
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    found = verify_ofd(packed({**FILES, path: bytes(raw)}), TRUST).state
    assert found in (SealState.CHANGED, SealState.NOT_GENUINE)
    if path.endswith(("licence.json", "Content.xml")):
        assert found is SealState.CHANGED


@given(place=st.integers(0, len(DOCUMENT) - 1), bit=st.integers(0, 7))
@settings(max_examples=120, deadline=None)
def test_one_bit_of_the_container(place: int, bit: int) -> None:
    """What a ZIP says about its files (their time, say) is no content: then what is shown is what was sealed."""
    raw = bytearray(DOCUMENT)
    raw[place] ^= 1 << bit
    if verify_ofd(bytes(raw), TRUST).state is SealState.VALID:
        assert unpacked(bytes(raw)) == FILES


def test_nothing_may_be_put_beside_what_was_sealed_and_nothing_taken_away() -> None:
    more = packed({**FILES, "Doc_0/Pages/Page_1/Content.xml": b"<x/>"})
    less = packed({path: content for path, content in FILES.items() if not path.endswith("PublicRes.xml")})
    assert [verify_ofd(one, TRUST).state for one in (more, less)] == [SealState.CHANGED] * 2


def test_a_seal_of_another_house_and_a_terminal_that_knows_none() -> None:
    other = house(b"another secret of the tests 32 b")
    assert verify(CONTENT, other.seal(ORGAN, CONTENT, NOW), TRUST).state is SealState.NOT_GENUINE
    assert verify_ofd(document(other), TRUST).state is SealState.NOT_GENUINE
    assert verify(CONTENT, SEALED, None).state is SealState.UNKNOWN
    assert verify_ofd(DOCUMENT, None).state is SealState.UNKNOWN


def test_a_seal_that_had_ended() -> None:
    ended = Organ("T3", "测试局", datetime(2020, 1, 1, tzinfo=UTC), datetime(2024, 12, 31, tzinfo=UTC))
    assert verify(CONTENT, HOUSE.seal(ended, CONTENT, NOW), TRUST).state is SealState.OUT_OF_TIME
    in_time = HOUSE.seal(ended, CONTENT, datetime(2024, 1, 1, tzinfo=UTC))
    assert verify(CONTENT, in_time, TRUST).state is SealState.VALID, "sealed while it was good"


def test_a_seal_that_was_taken_back() -> None:
    assert verify(CONTENT, SEALED, replace(TRUST, revoked=frozenset(("TESTT1",)))).state is SealState.REVOKED


def test_the_seal_of_one_document_is_not_that_of_another() -> None:
    """Also where both are of one organ and one moment, and where a seal says that it is of something else."""
    other = unpacked(document(HOUSE, content=b'{"a": "c"}'))
    assert verify_ofd(packed({**FILES, SEALING: other[SEALING]}), TRUST).state is SealState.CHANGED
    both = {**FILES, SEALING: other[SEALING], MANIFEST: other[MANIFEST]}
    assert verify_ofd(packed(both), TRUST).state is SealState.CHANGED
    assert verify(CONTENT, SEALED, TRUST, "N-2").state is SealState.CHANGED
    assert verify(DOCUMENT, SEALED, TRUST).state is SealState.CHANGED


def test_an_organ_makes_no_seal_and_lends_none() -> None:
    """Its key is certified, but it is no maker; and a seal names the certificates that may seal with it."""
    genuine, other = read_sealing(SEALED), read_sealing(HOUSE.seal(Organ("T2", "另一测试局"), CONTENT, NOW))
    organ_key = Sm2Key.derived(b"a secret of the tests, 32 bytes!", "T1")
    genuine.to_sign.seal.cert = genuine.cert
    genuine.to_sign.seal.signed_value = BitString(organ_key.sign(encode_der(genuine.to_sign.seal.info)), 0)
    genuine.signature = BitString(organ_key.sign(encode_der(genuine.to_sign)), 0)
    assert verify(CONTENT, encode_der(genuine), TRUST).state is SealState.NOT_GENUINE
    other.cert = read_sealing(SEALED).cert
    other.signature = BitString(organ_key.sign(encode_der(other.to_sign)), 0)
    assert verify(CONTENT, encode_der(other), TRUST).state is SealState.NOT_GENUINE


def test_a_certificate_that_nobody_issued() -> None:
    """A maker cannot make seals for keys that nobody has certified."""
    alone = Sm2Key.derived(b"x" * 32, "alone")
    forged = read_sealing(SEALED)
    maker = Sm2Key.derived(b"a secret of the tests, 32 bytes!", "maker")
    cert = certified(Named("测试局", alone.point, NOW, datetime(2030, 1, 1, tzinfo=UTC)), None, alone)
    forged.to_sign.seal.info.property.certs = [cert]
    forged.to_sign.seal.signed_value = BitString(maker.sign(encode_der(forged.to_sign.seal.info)), 0)
    forged.cert = cert
    forged.signature = BitString(alone.sign(encode_der(forged.to_sign)), 0)
    assert verify(CONTENT, encode_der(forged), TRUST).state is SealState.NOT_GENUINE


# ---- bytes from outside --------------------------------------------------------------------------------------------
@given(st.binary(max_size=300))
@settings(deadline=None)
def test_arbitrary_bytes_are_refused_by_name(content: bytes) -> None:
    with pytest.raises(BadSeal):
        read_sealing(content)
    with pytest.raises(BadOfd):
        read_ofd(content)
    assert verify(content, content, TRUST).state is SealState.NOT_GENUINE
    assert verify_ofd(content, TRUST).state is SealState.NOT_GENUINE


def test_bombs_cost_little() -> None:
    """Zeros that unpack to a gigabyte, thousands of files, entities that grow, nesting without an end."""
    zeros = io.BytesIO()
    with zipfile.ZipFile(zeros, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("OFD.xml", "w") as file:
        for _ in range(64):
            file.write(bytes(2**20))
    many = packed({f"f{number}": b"" for number in range(300)})
    laughs = '<!DOCTYPE a [<!ENTITY b "' + "ha" * 99 + '"><!ENTITY c "' + "&b;" * 99 + '">]><a>&c;</a>'
    nested = b"<a>" * 100_000 + b"</a>" * 100_000
    for bomb in (zeros.getvalue(), many, packed({"OFD.xml": laughs.encode()}), packed({"OFD.xml": nested})):
        with pytest.raises(BadOfd):
            read_ofd(bomb)
    with pytest.raises(BadSeal):
        read_sealing(bytes(structures.LARGEST + 1))


@pytest.mark.parametrize("path", ["../OFD.xml", "/OFD.xml", "a/../b", "a//b", "a\\b/..", "./a"])
def test_names_that_leave_the_container_are_none(path: str) -> None:
    with pytest.raises(BadOfd):
        unpacked(packed({path: b"x"}))
