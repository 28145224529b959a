"""Which files are begun first: a worker that gets a long one last keeps the others waiting for it.

The longest first, as a run on two busy cores showed them; files that are not named take less than those that are.
"""

from __future__ import annotations

from pathlib import Path

LONGEST = (
    "kiosk/test_walk_all.py",
    "end_to_end/test_visits.py",
    "screens/test_reach.py",
    "screens/test_window.py",
    "end_to_end/test_trouble.py",  # not beside the other whole terminal: each draws on a core of its own
    "screens/test_approved.py",
    "kiosk/test_payment_power_cuts.py",
    "screens/test_window_walk.py",
    "end_to_end/test_start_and_stop.py",
    "end_to_end/test_typing.py",
    "kiosk/test_walk_money.py",
    "network/test_alone.py",
    "kiosk/test_visit_decision.py",
    "kiosk/test_visit_certificate.py",
    "screens/test_keyboard.py",
    "drivers/document_printer/test_cups_killed.py",
    "drivers/document_printer/test_cups_queue.py",
    "faults/test_power_cuts.py",
    "faults/test_networks.py",
    "kiosk/test_means.py",
    "kiosk/test_licence_login.py",
    "kiosk/test_progress.py",
    "provisioning/test_sandbox_identity.py",
    "provisioning/test_fleet_calls.py",
    "kiosk/usage/test_of_visits.py",
    "kiosk/test_step_up.py",
    "kiosk/test_walk_packages.py",
    "kiosk/test_drafts.py",
    "kiosk/test_visit_payment.py",
    "kiosk/test_identify_by_code.py",
    "kiosk/test_identity_in_trouble.py",
    "kiosk/test_wipe.py",
    "kiosk/test_reading.py",
    "kiosk/licences/test_visit.py",
    "offline_cache/test_large_records.py",
    "offline_cache/test_export.py",
    "offline_cache/test_uploader.py",
    "provisioning/test_signed_documents.py",
    "provisioning/test_sandbox_records.py",
    "provisioning/test_device_bench.py",
    "test_commands.py",
)
_HERE = Path(__file__).parent
_PLACES = {_HERE / name: place for place, name in enumerate(LONGEST)}


def place(path: Path) -> int:
    """A smaller number begins earlier."""
    return _PLACES.get(path, len(LONGEST))
