"""The readers that pcscd has now."""

from __future__ import annotations

from smartcard import scard

from drivers.card_reader import status as pcsc
from drivers.card_reader.monitor import PcscError, code_of, establish


def reader_names() -> list[str]:
    """Empty where pcscd has none or does not run."""
    try:
        context = establish()
    except PcscError:
        return []
    try:
        result, readers = scard.SCardListReaders(context, [])
        return list(readers) if code_of(result) == pcsc.SUCCESS else []
    finally:
        scard.SCardReleaseContext(context)
