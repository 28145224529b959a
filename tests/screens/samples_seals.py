"""Seals and signatures: a certificate that bears one, and what a citizen signed."""

from __future__ import annotations

from dataclasses import replace

from kiosk.text import message
from kiosk.visit.snapshot import Progress, Site, Snapshot
from kiosk.visit.views.certificates import CertificateView
from tests.screens import samples_money


def samples(site: Site) -> dict[str, Snapshot]:
    progress = Progress(4, 5, message("visit.progress.print"))
    page = CertificateView(samples_money.CERTIFICATE, samples_money.sheet(), 0, 2, 1, 3, covered=True)
    sealed = replace(page, seal=message("seals.short.valid"))
    unknown = replace(page, seal=message("seals.short.unknown"), seal_tone="warn")
    return {
        name: Snapshot(1, view, site, item=samples_money.ITEM, progress=progress, can_go_back=True)
        for name, view in {"certificate-sealed": sealed, "certificate-seal-unknown": unknown}.items()
    }
