"""Intermediaries (中介服务机构): who may be engaged for what an item needs, as the platform lists them.

A part of the columns (`intermediaries.json`) that a platform may lack. The order says nothing: it is drawn anew each
day, the same on every terminal, so that nobody stands first for longer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec

from kiosk.catalogue import regions
from kiosk.catalogue.check_digits import uscc_fault
from kiosk.catalogue.finding import Finding
from kiosk.catalogue.model import Catalogue, Item
from kiosk.columns.model import BadColumns, Name
from kiosk.contract.model import Day
from kiosk.text import Localized

FILE = "intermediaries.json"


class Provider(msgspec.Struct, frozen=True):
    """`licence`: what allows it (资质), until `valid_to`; `districts`: it serves only there, everywhere where empty."""

    uscc: str
    name: Localized
    address: Localized
    phone: Annotated[str, msgspec.Meta(pattern=r"^[0-9-]{3,20}$")]
    licence: Localized
    valid_to: Day
    districts: tuple[str, ...] = ()


class Trade(msgspec.Struct, frozen=True):
    """One kind of service (中介服务事项), with the items that need it."""

    id: Name
    title: Localized
    icon: str
    text: tuple[Localized, ...]
    items: tuple[str, ...]  # short or implementation codes
    providers: tuple[Provider, ...]

    def in_turn(self, day: date, district: str) -> tuple[Provider, ...]:
        """Those whose licence holds and who serve this district, in the day's order."""
        able = (
            one
            for one in self.providers
            if one.valid_to >= day.isoformat() and (not one.districts or district in one.districts)
        )
        return tuple(sorted(able, key=lambda one: hashlib.sha256(f"{day}|{self.id}|{one.uscc}".encode()).digest()))


def needed_for(trades: tuple[Trade, ...], item: Item) -> tuple[Trade, ...]:
    return tuple(trade for trade in trades if item.code in trade.items or item.short in trade.items)


def load(folder: Path) -> tuple[Trade, ...]:
    """None where the platform publishes none. Raises `BadColumns`."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=tuple[Trade, ...])
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise BadColumns(f"{FILE}: it cannot be read ({type(error).__name__})") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadColumns(f"{FILE}: {error}") from error


def check(trades: tuple[Trade, ...], catalogue: Catalogue) -> Iterator[Finding]:
    """What is wrong beyond the form."""
    for trade in trades:
        if not trade.items:
            yield Finding(trade.id, "items", "no item needs it")
        for code in trade.items:
            if catalogue.find(code) is None:
                yield Finding(trade.id, "items", f"{code} is no item of the catalogue")
        codes = [one.uscc for one in trade.providers]
        for place, one in enumerate(trade.providers):
            if fault := uscc_fault(one.uscc):
                yield Finding(trade.id, f"providers.{place}.uscc", f"no social credit code of GB 32100 ({fault})")
            if codes.count(one.uscc) > 1:
                yield Finding(trade.id, f"providers.{place}.uscc", f"{one.uscc} stands there twice")
            for code in one.districts:
                if regions.region(code) is None:
                    yield Finding(trade.id, f"providers.{place}.districts", f"no district has the code {code}")
