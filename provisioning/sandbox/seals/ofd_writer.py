"""Documents as OFD (GB/T 33190): pages of text and strokes, attachments, and one sealing over all of it."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from kiosk.seals.verdict import sm3
from kiosk.signing import FIELD_ASPECT
from provisioning.clock import CHINA

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 22.0  # mm, A4
SIZE, LEADING = 4.2, 8.0  # mm
A_PAGE, A_LINE = 30, 38  # lines; characters of a line
SIGN_W, SIGN_H = 70.0, 47.0  # mm, the field of a signature by hand
SIGNS = "Doc_0/Signs"
MANIFEST, SEALING, SEAL = (f"{SIGNS}/Sign_0/{name}" for name in ("Signature.xml", "SignedValue.dat", "Seal.esl"))
_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_FIXED = (1980, 1, 1, 0, 0, 0)  # times of files say nothing
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Strokes = Sequence[Sequence[Sequence[float]]]


@dataclass(frozen=True)
class Written:
    """`strokes` in shares of the field in which they were drawn, (x, y, t)."""

    number: str
    lines: tuple[str, ...]
    attachments: dict[str, bytes]
    strokes: Strokes = ()


def write(what: Written, sealed_at: datetime, seal_file: bytes, seal: Callable[[bytes, str], bytes]) -> bytes:
    """`seal`: of Signature.xml, with its path → SES_Signature."""
    files = dict(_content(what))
    files[SEAL] = seal_file
    files[f"{SIGNS}/Signatures.xml"] = _xml(
        f"<ofd:Signatures {_NS}><ofd:MaxSignId>1</ofd:MaxSignId>"
        f'<ofd:Signature ID="1" Type="Seal" BaseLoc="/{MANIFEST}"/></ofd:Signatures>'
    )
    files[MANIFEST] = _manifest(files, sealed_at)
    files[SEALING] = seal(files[MANIFEST], f"/{MANIFEST}")
    return packed(files)


def packed(files: dict[str, bytes]) -> bytes:
    """A ZIP, the same for the same files."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, _FIXED), content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _content(what: Written) -> list[tuple[str, bytes]]:
    lines = [line[at : at + A_LINE] for line in what.lines for at in range(0, max(1, len(line)), A_LINE)]
    pages = [lines[at : at + A_PAGE] for at in range(0, max(1, len(lines)), A_PAGE)]
    listed = "".join(f'<ofd:Page ID="{1000 + at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
    box = f"0 0 {WIDTH:g} {HEIGHT:g}"
    attached = "".join(
        f"<ofd:Attachment ID={quoteattr(str(at))} Name={quoteattr(name)} Format={quoteattr(name.rpartition('.')[2])}>"
        f"<ofd:FileLoc>Attachs/{escape(name)}</ofd:FileLoc></ofd:Attachment>"
        for at, name in enumerate(what.attachments, 1)
    )
    return [
        (
            "OFD.xml",
            _xml(
                f'<ofd:OFD {_NS} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
                f"<ofd:DocID>{escape(what.number)}</ofd:DocID></ofd:DocInfo>"
                f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
                f"<ofd:Signatures>/{SIGNS}/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>"
            ),
        ),
        (
            "Doc_0/Document.xml",
            _xml(
                f"<ofd:Document {_NS}><ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID><ofd:PageArea>"
                f"<ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
                f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages><ofd:Attachments>Attachments.xml</ofd:Attachments>"
                "</ofd:Document>"
            ),
        ),
        (
            "Doc_0/PublicRes.xml",
            _xml(
                f'<ofd:Res {_NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="宋体" FamilyName="宋体"/>'
                "</ofd:Fonts></ofd:Res>"
            ),
        ),
        ("Doc_0/Attachments.xml", _xml(f"<ofd:Attachments {_NS}>{attached}</ofd:Attachments>")),
        *((f"Doc_0/Attachs/{name}", content) for name, content in what.attachments.items()),
        *(
            (f"Doc_0/Pages/Page_{at}/Content.xml", _page(page, what.strokes if at == len(pages) - 1 else ()))
            for at, page in enumerate(pages)
        ),
    ]


def _page(lines: list[str], strokes: Strokes) -> bytes:
    objects = [
        f'<ofd:TextObject ID="{2000 + at}" Boundary="{MARGIN:g} {MARGIN + at * LEADING:g} {WIDTH - 2 * MARGIN:g} '
        f'{LEADING:g}" Font="1" Size="{SIZE:g}"><ofd:TextCode X="0" Y="{SIZE:g}"{_advances(line)}>{escape(line)}'
        "</ofd:TextCode></ofd:TextObject>"
        for at, line in enumerate(lines)
        if line
    ]
    left, top = WIDTH - MARGIN - SIGN_W, HEIGHT - MARGIN - SIGN_H
    for at, stroke in enumerate(strokes):
        places = [f"{point[0] * SIGN_W:.2f} {point[1] * SIGN_W / FIELD_ASPECT:.2f}" for point in stroke]
        path = "M " + " L ".join(places)
        objects.append(
            f'<ofd:PathObject ID="{3000 + at}" Boundary="{left:g} {top:g} {SIGN_W:g} {SIGN_H:g}" LineWidth="0.6">'
            f"<ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
        )
    return _xml(
        f'<ofd:Page {_NS}><ofd:Content><ofd:Layer ID="100" Type="Body">{"".join(objects)}</ofd:Layer></ofd:Content>'
        "</ofd:Page>"
    )


def _advances(line: str) -> str:
    """How far each character stands from the one before: half as far after a narrow one."""
    steps = " ".join(f"{SIZE if ord(sign) > 0x2E7F else SIZE * 0.55:g}" for sign in line[:-1])
    return f' DeltaX="{steps}"' if steps else ""


def _manifest(files: dict[str, bytes], sealed_at: datetime) -> bytes:
    references = "".join(
        f"<ofd:Reference FileRef={quoteattr('/' + path)}><ofd:CheckValue>"
        f"{base64.b64encode(sm3(content)).decode()}</ofd:CheckValue></ofd:Reference>"
        for path, content in files.items()
    )
    when = sealed_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
    return _xml(
        f'<ofd:Signature {_NS}><ofd:SignedInfo><ofd:Provider ProviderName="sandbox" Version="1"/>'
        "<ofd:SignatureMethod>1.2.156.10197.1.501</ofd:SignatureMethod>"
        f"<ofd:SignatureDateTime>{when}</ofd:SignatureDateTime>"
        f'<ofd:References CheckMethod="1.2.156.10197.1.401">{references}</ofd:References>'
        '<ofd:StampAnnot ID="1" PageRef="1000" Boundary="150 20 42 42"/>'
        f"<ofd:Seal><ofd:BaseLoc>/{SEAL}</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo>"
        f"<ofd:SignedValue>/{SEALING}</ofd:SignedValue></ofd:Signature>"
    )


def _xml(content: str) -> bytes:
    """Signs that XML 1.0 does not have are left out: they draw nothing."""
    whole = _NOT_XML.sub("", content)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}'.encode()
