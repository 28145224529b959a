"""Sealed documents from outside: whatever stands there is a verdict, or an error of the reader's own."""

from __future__ import annotations

from kiosk.seals.certificates import read_certificate
from kiosk.seals.ofd import LARGEST_WHOLE, BadOfd, read_ofd, unpacked
from kiosk.seals.states import SealState
from kiosk.seals.structures import BadSeal, read_sealing
from kiosk.seals.trust import BadTrust, read_trust
from kiosk.seals.verdict import sm3, verify, verify_ofd
from provisioning.sandbox.seals.ofd_writer import SEAL, packed
from tests.fuzz.card_targets import refusals
from tests.fuzz.target import Target
from tests.kiosk.seals.maker import BY_DIGEST, NOW, ORGAN, document, house

_HOUSE = house()
_TRUST = _HOUSE.trust()
_CONTENT = b"what was sealed"
_SEALED, _BY_DIGEST = _HOUSE.seal(ORGAN, _CONTENT, NOW), _HOUSE.seal(BY_DIGEST, _CONTENT, NOW)
_FILES = unpacked(document(_HOUSE))


def sealings(data: bytes) -> None:
    """GB/T 38540 structures. What is believed is what was sealed."""
    with refusals(BadSeal):
        read_sealing(data)
    if verify(_CONTENT, data, _TRUST).state is SealState.VALID:  # seeds are sealed anew in each process
        sealing, genuine = read_sealing(data), read_sealing(_SEALED)
        assert sealing.to_sign.seal.info.property.name in (ORGAN.name, BY_DIGEST.name)
        assert sealing.to_sign.data_hash == genuine.to_sign.data_hash


def seal_certificates(data: bytes) -> None:
    with refusals(BadSeal):
        read_certificate(data)


def sealed_documents(data: bytes) -> None:
    with refusals(BadOfd):
        files = unpacked(data)
        assert sum(map(len, files.values())) <= LARGEST_WHOLE
    with refusals(BadOfd):
        ofd = read_ofd(data)
        ofd.whole(sm3)
        ofd.attachment("licence.json")
    verify_ofd(data, _TRUST)


def seal_trust(data: bytes) -> None:
    with refusals(BadTrust):
        read_trust(data)


TARGETS = (
    Target("sealings", sealings, (_SEALED, _BY_DIGEST), runs=200_000),
    Target(
        "seal_certificates", seal_certificates, (read_sealing(_SEALED).cert, read_sealing(_SEALED).to_sign.seal.cert)
    ),
    # without the seal's own file, which stands in the sealing as well: an input has 4 KB
    Target(
        "sealed_documents",
        sealed_documents,
        (packed({path: content for path, content in _FILES.items() if path != SEAL}),),
        runs=300_000,
    ),
    Target("seal_trust", seal_trust, (_HOUSE.published()[1],)),
)
