"""The container OFD (GB/T 33190): a ZIP in which `Signature.xml` names the digest of every other file.

    OFD.xml                         names Document.xml and Signatures.xml
    Doc_0/Document.xml              names pages and attachments
    Doc_0/Attachments.xml           names each attachment and where it lies
    Doc_0/Signs/Signatures.xml      names one Signature.xml
    Doc_0/Signs/Sign_0/Signature.xml, SignedValue.dat, Seal.esl

It comes from outside: sizes, names, nesting and XML are bounded before anything is believed.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

LARGEST = 4 * 2**20  # bytes of a document, packed
MOST_FILES = 200
LARGEST_FILE, LARGEST_WHOLE = 4 * 2**20, 16 * 2**20  # bytes, unpacked: what a bomb may cost
_NAMESPACE = "{http://www.ofdspec.org/2016}"
_METHODS = {"1.2.156.10197.1.401", "SM3"}  # how producers name SM3
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
    OverflowError, KeyError, IndexError,
)  # fmt: skip
"""What zipfile raises for bytes that are no ZIP, or one that is encrypted or packed in a way of its own."""


class BadOfd(Exception):
    """No OFD document that can be read here. A few words."""


@dataclass(frozen=True)
class Ofd:
    """`files` by path, without a leading slash. `manifest`: Signature.xml; `sealing`: SES_Signature."""

    files: dict[str, bytes] = field(repr=False)
    root: str  # path of Document.xml
    listed: str  # path of Signatures.xml
    manifest_path: str
    manifest: bytes = field(repr=False)
    sealing_path: str
    sealing: bytes = field(repr=False)

    def whole(self, digest: Callable[[bytes], bytes]) -> bool:
        """Whether every file is named by the manifest and is as it says; nothing may lie beside what was sealed.

        Only the list of sealings may be left out, as producers do who let another one be added: it shows nothing.
        """
        references = dict(self._references())
        rest = set(self.files) - {self.manifest_path, self.sealing_path}
        if not set(references) <= rest or not rest <= {*references, self.listed}:
            return False
        return all(hmac.compare_digest(digest(self.files[path]), value) for path, value in references.items())

    def _references(self) -> Iterator[tuple[str, bytes]]:
        found = _parsed(self.manifest).find(f"{_NAMESPACE}SignedInfo/{_NAMESPACE}References")
        if found is None or found.get("CheckMethod", "") not in _METHODS:
            return
        for one in found.iter(f"{_NAMESPACE}Reference"):
            try:
                value = base64.b64decode(_text(one, "CheckValue"), validate=True)
            except (binascii.Error, ValueError) as error:
                raise BadOfd("a digest is none") from error
            yield _resolved(self.manifest_path, one.get("FileRef", "")), value

    def attachment(self, name: str) -> bytes:
        """What is attached under a name. Raises `BadOfd`."""
        listed = _resolved(self.root, _text(_parsed(self.files[self.root]), "Attachments"))
        for one in _parsed(self._file(listed)).iter(f"{_NAMESPACE}Attachment"):
            if one.get("Name") == name:
                return self._file(_resolved(listed, _text(one, "FileLoc")))
        raise BadOfd(f"nothing is attached as {name}")

    def _file(self, path: str) -> bytes:
        if path not in self.files:
            raise BadOfd("a file is not there that another one names")
        return self.files[path]


def read_ofd(content: bytes) -> Ofd:
    """A document with one sealing. Raises `BadOfd`."""
    files = unpacked(content)

    def file(path: str) -> bytes:
        if path not in files:
            raise BadOfd("a file is not there that another one names")
        return files[path]

    body = _parsed(file("OFD.xml")).find(f"{_NAMESPACE}DocBody")
    if body is None:
        raise BadOfd("no document in it")
    root = _resolved("OFD.xml", _text(body, "DocRoot"))
    file(root)
    signatures_path = _resolved("OFD.xml", _text(body, "Signatures"))
    signatures = _parsed(file(signatures_path)).findall(f"{_NAMESPACE}Signature")
    if len(signatures) != 1:
        raise BadOfd("sealed more than once, or not at all")
    manifest_path = _resolved(signatures_path, signatures[0].get("BaseLoc", ""))
    manifest = file(manifest_path)
    sealing_path = _resolved(manifest_path, _text(_parsed(manifest), "SignedValue"))
    return Ofd(files, root, signatures_path, manifest_path, manifest, sealing_path, file(sealing_path))


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a ZIP by their names. Raises `BadOfd`."""
    if len(content) > LARGEST:
        raise BadOfd("too large")
    files: dict[str, bytes] = {}
    left = LARGEST_WHOLE
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            infos = [one for one in packed.infolist() if not one.is_dir()]
            if len(infos) > MOST_FILES:
                raise BadOfd("too many files")
            for one in infos:
                if one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise BadOfd("packed in another way than ZIP usually is")
                if one.filename in files or one.filename != _resolved("OFD.xml", one.filename):
                    raise BadOfd("a file's name is not a plain one, or there twice")
                with packed.open(one) as stream:
                    most = min(LARGEST_FILE, left)
                    unzipped = stream.read(most + 1)
                if len(unzipped) > most:
                    raise BadOfd("too large")
                files[one.filename] = unzipped
                left -= len(unzipped)
    except _UNREADABLE as error:
        raise BadOfd("no ZIP that can be read") from error
    return files


def _parsed(content: bytes) -> Element:
    try:
        return fromstring(content, forbid_dtd=True)  # type: ignore[no-any-return]
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise BadOfd("a file is not XML") from error


def _text(element: Element, name: str) -> str:
    found = element.find(_NAMESPACE + name)
    if found is None or not found.text:
        raise BadOfd(f"{name} is missing")
    return found.text.strip()


def _resolved(base: str, path: str) -> str:
    """ST_Loc: from the root where it begins with a slash, else from the folder of the file that names it."""
    whole = path if path.startswith("/") else posixpath.join("/", posixpath.dirname(base), path)
    return posixpath.normpath(whole).lstrip("/")
