"""librime 1.8 through its C API (rime_api.h): letters in, candidates out. Debian packages librime1 and rime-data-*.

One process can set librime up once. The structures are those of rime_api.h; strings are UTF-8.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_size_t, c_void_p
from dataclasses import dataclass
from pathlib import Path

LIBRARY = "librime.so.1"
BUILD, USER = "build", "user"  # folders below the one that build.py writes
_ERRORS_ONLY = 2  # glog's level
_SLOT_SELECT, _SLOT_VERSION = (
    72,
    73,
)  # places in RimeApi, `data_size` being 0; select_candidate has no symbol of its own
_BACKSPACE = 0xFF08

Event = str | int
"""A letter, or the index of the candidate that was chosen."""
Candidate = tuple[int, str]
"""The index by which it is chosen, and its text."""
_MOST = 1500  # the syllable with the most characters, yi, has 1,100
_LOOKAHEAD = 120  # so far the characters that are read as typed are looked for among those that nearly are


class NoRime(Exception):
    """One sentence: the library or its dictionaries are not there, or of another make."""


class _Traits(Structure):
    _fields_ = (
        ("data_size", c_int),
        ("shared_data_dir", c_char_p),
        ("user_data_dir", c_char_p),
        ("distribution_name", c_char_p),
        ("distribution_code_name", c_char_p),
        ("distribution_version", c_char_p),
        ("app_name", c_char_p),
        ("modules", POINTER(c_char_p)),
        ("min_log_level", c_int),
        ("log_dir", c_char_p),
        ("prebuilt_data_dir", c_char_p),
        ("staging_dir", c_char_p),
    )


class _Composition(Structure):
    _fields_ = (
        ("length", c_int),
        ("cursor_pos", c_int),
        ("sel_start", c_int),
        ("sel_end", c_int),
        ("preedit", c_char_p),
    )


class _Candidate(Structure):
    _fields_ = (("text", c_char_p), ("comment", c_char_p), ("reserved", c_void_p))


class _Menu(Structure):
    _fields_ = (
        ("page_size", c_int),
        ("page_no", c_int),
        ("is_last_page", c_int),
        ("highlighted_candidate_index", c_int),
        ("num_candidates", c_int),
        ("candidates", POINTER(_Candidate)),
        ("select_keys", c_char_p),
    )


class _Context(Structure):
    _fields_ = (
        ("data_size", c_int),
        ("composition", _Composition),
        ("menu", _Menu),
        ("commit_text_preview", c_char_p),
        ("select_labels", POINTER(c_char_p)),
    )


class _Commit(Structure):
    _fields_ = (("data_size", c_int), ("text", c_char_p))


class _Iterator(Structure):
    _fields_ = (("ptr", c_void_p), ("index", c_int), ("candidate", _Candidate))


@dataclass(frozen=True)
class Composed:
    """`committed` is finished text, `preedit` what is still being composed, as it is shown (`测试yuan`)."""

    committed: str
    preedit: str


class Rime:
    """Raises `NoRime`. `folder` is what `build.py` has written; nothing in it is changed."""

    def __init__(self, folder: Path) -> None:
        try:
            library = ctypes.CDLL(LIBRARY)
        except OSError as error:
            raise NoRime(f"{LIBRARY} cannot be loaded; the Debian package librime1 brings it") from error
        self._library = library
        library.RimeCreateSession.restype = c_size_t
        for name in ("RimeProcessKey", "RimeSelectSchema", "RimeGetContext", "RimeGetCommit", "RimeClearComposition"):
            getattr(library, name).argtypes = None
        self._traits = traits(folder)
        library.RimeSetup(byref(self._traits))
        library.RimeInitialize(byref(self._traits))
        slots = ctypes.cast(_api(library), POINTER(c_void_p))
        version = ctypes.CFUNCTYPE(c_char_p)(slots[_SLOT_VERSION])()
        if not (version or b"").startswith(b"1."):
            raise NoRime(f"{LIBRARY} is of a make that is not known here")
        self._select = ctypes.CFUNCTYPE(c_int, c_size_t, c_size_t)(slots[_SLOT_SELECT])
        self._sessions: dict[str, c_size_t] = {}
        self._done: dict[str, tuple[Event, ...]] = {}
        self._committed: dict[str, str] = {}

    def offers(self, schema: str) -> bool:
        """Whether this schema's tables are there."""
        session = self._session(schema)
        name = ctypes.create_string_buffer(64)
        self._library.RimeGetCurrentSchema(session, name, c_size_t(64))
        if name.value.decode() != schema:
            return False
        self.compose(schema, ("h",))
        found = bool(self.candidates(schema, 1))
        self.compose(schema, ())
        return found

    def compose(self, schema: str, events: Sequence[Event]) -> Composed:
        """The composition after these letters and choices, from an empty one on. Takes up where it can."""
        session, wanted = self._session(schema), tuple(events)
        done = self._done.get(schema, ())
        if wanted[: len(done)] != done:
            self._library.RimeClearComposition(session)
            self._take_commit(session)
            self._committed[schema], done = "", ()
        for event in wanted[len(done) :]:
            if isinstance(event, int):
                self._select(session, event)
            else:
                self._library.RimeProcessKey(session, ord(event), 0)
            self._committed[schema] = self._committed.get(schema, "") + self._take_commit(session)
        self._done[schema] = wanted
        return Composed(self._committed.get(schema, ""), self._preedit(session))

    def candidates(self, schema: str, most: int = _MOST) -> list[Candidate]:
        """At least `most` of those that fit, best first; what is only nearly read so (从 for chong) after what is."""
        iterator = _Iterator()
        session, found = self._session(schema), list[Candidate]()
        near = list[Candidate]()
        if not self._library.RimeCandidateListBegin(session, byref(iterator)):
            return []
        try:
            while len(found) < most and len(found) + len(near) < most + _LOOKAHEAD:
                if not self._library.RimeCandidateListNext(byref(iterator)):
                    break
                text = (iterator.candidate.text or b"").decode("utf-8", "replace")
                # librime names the reading of a character where it is not the one that was typed
                (near if len(text) == 1 and iterator.candidate.comment else found).append((iterator.index, text))
        finally:
            self._library.RimeCandidateListEnd(byref(iterator))
        return found + near

    # ---- inside ---------------------------------------------------------------------------------
    def _session(self, schema: str) -> c_size_t:
        if schema not in self._sessions:
            session = c_size_t(self._library.RimeCreateSession())
            self._library.RimeSelectSchema(session, schema.encode())
            self._sessions[schema] = session
        return self._sessions[schema]

    def _preedit(self, session: c_size_t) -> str:
        context = _Context(ctypes.sizeof(_Context) - ctypes.sizeof(c_int))
        if not self._library.RimeGetContext(session, byref(context)):
            return ""
        shown = (context.composition.preedit or b"").decode("utf-8", "replace")
        self._library.RimeFreeContext(byref(context))
        return shown

    def _take_commit(self, session: c_size_t) -> str:
        commit = _Commit(ctypes.sizeof(_Commit) - ctypes.sizeof(c_int))
        if not self._library.RimeGetCommit(session, byref(commit)):
            return ""
        text = (commit.text or b"").decode("utf-8", "replace")
        self._library.RimeFreeCommit(byref(commit))
        return text


def traits(folder: Path) -> _Traits:
    """Where librime reads; `user_data_dir` is a folder that it would learn into, and that stays empty."""
    made = _Traits(data_size=ctypes.sizeof(_Traits) - ctypes.sizeof(c_int))
    made.shared_data_dir = str(folder).encode()
    made.user_data_dir = str(folder / USER).encode()
    made.distribution_name = made.distribution_code_name = b"kiosk"
    made.distribution_version = b"1"
    made.app_name = b"rime.kiosk"
    made.min_log_level = _ERRORS_ONLY
    made.log_dir = b""  # to stderr, not to a file
    made.prebuilt_data_dir = made.staging_dir = str(folder / BUILD).encode()
    return made


def _api(library: ctypes.CDLL) -> c_void_p:
    library.rime_get_api.restype = c_void_p
    return c_void_p(library.rime_get_api())
