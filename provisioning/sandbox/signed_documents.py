"""What citizens sign: compared on intake, made a sealed document, kept under the platform's own key, given back."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from kiosk.catalogue.answers import show
from kiosk.catalogue.fields import questions
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.packages import shaped
from kiosk.clock import on_the_wall
from kiosk.contract.signed_documents import SIGNED, SignedContent
from kiosk.signing import fits, ink_sha256, line_of
from kiosk.text import Localized
from provisioning import clock
from provisioning.sandbox.contents import unreadable
from provisioning.sandbox.keys import OpeningKeys
from provisioning.sandbox.seals.house import Organ, SealHouse
from provisioning.sandbox.seals.ofd_writer import Written, write
from provisioning.sandbox.signable import Signable

PLATFORM = Organ("PLATFORM", "沙箱政务服务平台电子签章专用章", by_digest=True)  # the other organs name theirs whole
MEANS = {"pad": "在自助终端手写", "phone": "在手机上手写", "press": "按键确认，没有手写"}
UNKNOWN = Localized("目录中没有此事项", "Not in the catalogue")


class SignedDocuments:
    def __init__(self, database: sqlite3.Connection, keys: OpeningKeys, house: SealHouse, catalogue: Catalogue) -> None:
        """The table is that of `cases.sql`."""
        self._database = database
        self._keys = keys
        self._house = house
        self._catalogue = catalogue

    def check(self, content: Mapping[str, Any]) -> Signable | None:
        """None: nothing was signed, or by a terminal that sends no words with it. Raises `Problem` 422."""
        signature = content.get("signature")
        if not signature or "statement" not in signature:
            return None
        if not fits(signature):
            raise unreadable("the signature is not of what was shown")
        if signature["strokes"] and self._used(ink_sha256(signature["strokes"]), content["key"]):
            raise unreadable("the signature was given for something else")
        item = self._catalogue.find(content["item_code"])
        return Signable(content, item.name if item else UNKNOWN, self._agrees(content))

    def keep(self, signed: Signable, number: str, now: datetime) -> None:
        """Within the transaction that stores the submission. Where what was shown says something else than what was
        handed in there is no document: a person asks."""
        if not signed.agrees:
            return
        key, strokes = signed.content["key"], signed.content["signature"]["strokes"]
        document = self._document(signed, number, now)
        context = {"kind": "signed", "key": key, "terminal": signed.content["terminal"]}
        row = (
            key,
            number,
            ink_sha256(strokes) if strokes else None,
            self._keys.newest.public().seal(document, context),
        )
        self._database.execute("INSERT INTO signed_documents VALUES (?, ?, ?, ?)", row)

    def of(self, number: str) -> list[tuple[str, bytes]]:
        """Key and document, the newest first."""
        rows = self._database.execute(
            "SELECT key, document FROM signed_documents WHERE number = ? ORDER BY rowid DESC", (number,)
        )
        return [(row["key"], self._keys.open_envelope(row["document"])[1]) for row in rows]

    def _used(self, ink: str, key: str) -> bool:
        row = self._database.execute("SELECT key FROM signed_documents WHERE ink = ?", (ink,)).fetchone()
        return row is not None and row["key"] != key

    def _agrees(self, content: Mapping[str, Any]) -> bool:
        """Masked and worded as on the terminal: both have the same functions and the same catalogue. Words of another
        version of either do not fit; then a person looks, and nobody is sent away."""
        item, answers = self._catalogue.find(content["item_code"]), content["answers"]
        if item is None:
            return True  # a part of a package, as a correction asks for it: nothing to compare with
        lines = set(content["signature"]["statement"].split("\n"))
        language = content["signature"]["language"]
        try:
            whole = shaped(item, answers) if item.package is not None else item
            return all(
                line_of(one.label, show(one, answers[one.name]), language) in lines
                for one in questions(whole)
                if one.name in answers
            )
        except (TypeError, ValueError, KeyError, AttributeError):  # answers that the form does not take
            return False

    def _document(self, signed: Signable, number: str, now: datetime) -> bytes:
        content, signature = signed.content, signed.content["signature"]
        said = SignedContent(
            number=number,
            title=signed.title,
            statement=signature["statement"],
            language=signature["language"],
            statement_sha256=signature["statement_sha256"],
            signed_at=signature["signed_at"],
            means=signature["means"],
            strokes=tuple(tuple(tuple(point) for point in stroke) for stroke in signature["strokes"]),
            bound=signature["bound"],
            terminal=content["terminal"],
            received_at=clock.rfc3339(now),
        )
        lines = [
            "申请人签署文件",
            f"办件编号：{number}",
            f"事项：{signed.title.zh}",
            "",
            *(line.replace("\t", "：") for line in said.statement.split("\n")),
            "",
            f"签署时间：{on_the_wall(said.signed_at)}",
            f"签署方式：{MEANS[said.means]}",
            f"内容摘要（SHA-256）：{said.statement_sha256}",
        ]
        what = Written(number, tuple(lines), {SIGNED: msgspec.json.encode(said)}, signature["strokes"])
        seal = self._house.seal
        return write(
            what, now, self._house.seal_file(PLATFORM), lambda manifest, path: seal(PLATFORM, manifest, now, path)
        )
