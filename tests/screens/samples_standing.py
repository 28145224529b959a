"""Samples of what is shown while nobody uses the terminal, or a technician does."""

from __future__ import annotations

from kiosk.text import message
from kiosk.visit.snapshot import Site, Snapshot
from kiosk.visit.views.standing import AttractView, DeviceRow, TechnicianView


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
        "attract-elders": slide(3, "elders", "heart-handshake"),
        "technician": Snapshot(1, technician, site, in_visit=True),
    }
