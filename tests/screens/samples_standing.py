"""Samples of what is shown while nobody uses the terminal, or a technician does."""

from __future__ import annotations

from dataclasses import replace

from kiosk.slides import Slide, pixels
from kiosk.text import Localized as L
from kiosk.text import message
from kiosk.visit.snapshot import Site, Snapshot
from kiosk.visit.views.standing import AttractView, DeviceRow, TechnicianView
from provisioning.sandbox.slides import sample_picture


def published() -> AttractView:
    """As the sandbox publishes it."""
    slide = Slide(
        L("年底了，证明早点办（示例）", "Certificates before the year ends (sample)"),
        L(
            "参保证明、缴费明细，带身份证，两分钟打印。",
            "Insurance and payment records: two minutes with your ID card.",
        ),
        sample_picture(),
    )
    return AttractView(slide.title, slide.body, "speakerphone", 0, 2, pixels(slide))


def samples(site: Site) -> dict[str, Snapshot]:
    def slide(index: int, name: str, icon: str) -> Snapshot:
        title = message(f"attract.{name}.title", total=54)
        return Snapshot(1, AttractView(title, message(f"attract.{name}.body"), icon, index, 4), site)

    names = ("id_card_reader", "card_reader", "scanner", "document_camera", "face_camera", "receipt_printer")
    rows = [DeviceRow(message(f"devices.name.{name}"), message("technician.ready"), True) for name in names]
    paper = message("devices.paper_out", device=message("devices.name.document_printer"))
    rows.append(DeviceRow(message("devices.name.document_printer"), paper, False))
    facts = {"terminal": "TEST-0137", "version": "0.1.0", "catalogue": "2026.11", "waiting": "2", "parked": "0"}
    technician = TechnicianView(
        tuple(rows),
        tuple((message(f"technician.fact.{name}"), value) for name, value in (facts | {"disk": "118 GB"}).items()),
        out_of_service=True,
        answer=message("technician.printed"),
    )
    return {
        "attract": slide(0, "items", "layout-grid"),
        "attract-published": Snapshot(1, published(), site),
        "attract-elders": slide(3, "elders", "heart-handshake"),
        "technician": Snapshot(1, technician, site, in_visit=True),
        "technician-train": Snapshot(
            1,
            replace(technician, can_train=True, sure=True, answer=message("technician.train.sure_enter")),
            site,
            in_visit=True,
        ),
        "technician-training": Snapshot(
            1,
            replace(technician, can_train=True, training=True, out_of_service=False, answer=None),
            replace(site, training=True),
            in_visit=True,
        ),
    }
