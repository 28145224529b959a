"""Who makes seals and who seals with them, in the sandbox: after GB/T 38540, by organs that do not exist.

<sandbox>/seals/issuer.der    certificate of who certifies organs; its key, and every other, comes from the platform's
<sandbox>/seals/maker.der     certificate of who makes the organs' seals (制章者)
"""

from __future__ import annotations

import io
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec
from cryptography.hazmat.asn1 import BitString, GeneralizedTime, IA5String, PrintableString, encode_der
from PIL import Image, ImageDraw

from kiosk.seals import structures as s
from kiosk.seals.certificates import read_certificate
from kiosk.seals.trust import Listed, SealTrust
from kiosk.seals.verdict import sm3
from provisioning import clock
from provisioning.files import only_one, write_whole
from provisioning.sandbox.seals.sm2_certificates import Named, certified
from provisioning.sandbox.seals.sm2_signing import Sm2Key

TABLE = """
CREATE TABLE IF NOT EXISTS seals (             -- those that were used so far
    number       TEXT PRIMARY KEY,             -- esID
    name         TEXT NOT NULL,
    revoked_at   TEXT
) STRICT, WITHOUT ROWID;
"""
FROM, TO = datetime(2020, 1, 1, tzinfo=UTC), datetime(2039, 12, 31, 23, 59, 59, tzinfo=UTC)
ENDS = TO + timedelta(days=3650)  # of certificates
ORGAN = 1  # the kind of a seal; 2 would be a person's
WIDTH_MM = 42
RED = (200, 22, 29)


@dataclass(frozen=True)
class Organ:
    """Whose seal it is, and how long that is good. `code`: of the seal's number and key; `by_digest`: how the seal
    names the organ's certificate."""

    code: str
    name: str
    begins: datetime = FROM
    ends: datetime = TO
    by_digest: bool = False

    @property
    def number(self) -> str:
        return f"TEST{self.code}"


class SealHouse:
    """Seals for organs, made when they are first needed."""

    def __init__(self, database: sqlite3.Connection, folder: Path, secret: bytes) -> None:
        """`secret`: 32 bytes that nobody else has. Raises `OSError`, `NoSm2`."""
        database.executescript(TABLE)
        self._database = database
        self._secret = secret
        self._issuer, self._maker = Sm2Key.derived(secret, "issuer"), Sm2Key.derived(secret, "maker")
        with only_one(folder / ".keys.lock"):
            self._issuer_cert = _kept(folder / "seals/issuer.der", "沙箱签章证书认证", self._issuer, self._issuer)
            self._maker_cert = _kept(folder / "seals/maker.der", "沙箱制章中心", self._maker, self._issuer)
        self._seals: dict[Organ, tuple[s.Seal, bytes]] = {}

    # ---- sealing --------------------------------------------------------------------------------
    def seal(self, organ: Organ, content: bytes, now: datetime, about: str = "") -> bytes:
        """An SES_Signature of the content by an organ's seal. `about`: what it is of; in OFD, its Signature.xml."""
        seal, cert = self._seal_of(organ)
        to_sign = s.ToSign(
            version=s.VERSION,
            seal=seal,
            time_info=GeneralizedTime(now.astimezone(UTC).replace(microsecond=0)),
            data_hash=BitString(sm3(content), 0),
            property_info=IA5String(about),
            ext_datas=None,
        )
        signature = Sm2Key.derived(self._secret, organ.code).sign(encode_der(to_sign))
        return encode_der(
            s.Sealing(
                to_sign=to_sign,
                cert=cert,
                signature_alg_id=s.SM2_WITH_SM3,
                signature=BitString(signature, 0),
                time_stamp=None,
            )
        )

    def seal_file(self, organ: Organ) -> bytes:
        """Seal.esl of an OFD document."""
        return encode_der(self._seal_of(organ)[0])

    def _seal_of(self, organ: Organ) -> tuple[s.Seal, bytes]:
        known = self._seals.get(organ)
        if known is not None:
            return known
        key = Sm2Key.derived(self._secret, organ.code)
        cert = certified(Named(organ.name, key.point, FROM, ENDS), self._issuer_cert, self._issuer)
        info = s.SealInfo(
            header=s.Header(id=IA5String(s.HEADER), version=s.VERSION, vid=IA5String("KIOSKSANDBOX")),
            es_id=IA5String(organ.number),
            property=s.Property(
                type=ORGAN,
                name=organ.name,
                cert_list_type=s.DIGESTS if organ.by_digest else s.CERTIFICATES,
                certs=[s.CertDigest(type=PrintableString("SM3"), value=sm3(cert)) if organ.by_digest else cert],
                create_date=GeneralizedTime(organ.begins),
                valid_start=GeneralizedTime(organ.begins),
                valid_end=GeneralizedTime(organ.ends),
            ),
            picture=s.Picture(type=IA5String("PNG"), data=_picture(), width=WIDTH_MM, height=WIDTH_MM),
            ext_datas=None,
        )
        seal = s.Seal(
            info=info,
            cert=self._maker_cert,
            sign_alg_id=s.SM2_WITH_SM3,
            signed_value=BitString(self._maker.sign(encode_der(info)), 0),
        )
        self._seals[organ] = seal, cert
        self._database.execute("INSERT OR IGNORE INTO seals VALUES (?, ?, NULL)", (organ.number, organ.name))
        return seal, cert

    # ---- trust ----------------------------------------------------------------------------------
    def revoke(self, number: str, back: bool, now: datetime) -> bool:
        """Take a seal back, or let it be good again. False: there is no such seal."""
        at = None if back else clock.rfc3339(now)
        changed = self._database.execute("UPDATE seals SET revoked_at = ? WHERE number = ?", (at, number))
        return changed.rowcount == 1

    def seals(self) -> list[sqlite3.Row]:
        return self._database.execute("SELECT * FROM seals ORDER BY number").fetchall()

    def trust(self) -> SealTrust:
        maker, issuer = read_certificate(self._maker_cert), read_certificate(self._issuer_cert)
        return SealTrust(frozenset((maker.point,)), (issuer,), frozenset(self._revoked()))

    def published(self) -> tuple[str, bytes]:
        """Version and bytes of `seal-trust.json`."""
        revoked = self._revoked()
        listed = Listed(f"sandbox-{len(revoked)}", (self._maker_cert,), (self._issuer_cert,), tuple(revoked))
        return listed.version, msgspec.json.encode(listed)

    def _revoked(self) -> list[str]:
        rows = self._database.execute("SELECT number FROM seals WHERE revoked_at IS NOT NULL ORDER BY number")
        return [row["number"] for row in rows]


def _kept(path: Path, name: str, key: Sm2Key, issuer: Sm2Key) -> bytes:
    """Made once: another signature of the same key would be another certificate, and new content for all terminals."""
    if path.exists():
        return path.read_bytes()
    authority = None if key is issuer else (path.parent / "issuer.der").read_bytes()
    cert = certified(Named(name, key.point, FROM, ENDS), authority, issuer)
    write_whole(path, cert)
    return cert


@cache
def _picture() -> bytes:
    """A red ring and a star; the organ's name stands in the seal itself."""
    picture = Image.new("P", (160, 160), 0)
    picture.putpalette([255, 255, 255, *RED])
    draw = ImageDraw.Draw(picture)
    draw.ellipse((2, 2, 157, 157), outline=1, width=5)
    draw.regular_polygon((80, 80, 34), 5, fill=1)
    packed = io.BytesIO()
    picture.save(packed, "PNG", transparency=0)
    return packed.getvalue()
