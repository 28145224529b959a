"""The private pcscd of virtual cards keeps to itself."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from drivers.card_reader.pcscd import PcscdUnavailable, locate_network
from drivers.card_reader.pcscd import start as start_pcscd
from tests.limits import LIMIT_S


def test_a_second_private_pcscd_is_refused_in_one_sentence(pcscd):
    with pytest.raises(PcscdUnavailable):
        start_pcscd(limit=0.1, share=False)
    shared = start_pcscd(limit=LIMIT_S)
    assert shared.pid is None
    shared.stop()
    assert shared.running()  # what was there before stays


def test_vpcd_is_not_reachable_from_outside(pcscd):
    # Guards against: anyone on the network inserts a card.
    network = locate_network()
    assert network is not None
    assert network.parts[2] == str(pcscd.pid)


def test_a_process_without_the_variable_does_not_see_our_pcscd(pcscd):
    # Guards against: the tests' virtual cards go into the reader of a terminal that runs on the same machine.
    serving = locate_network()
    variables = {name: value for name, value in os.environ.items() if name != "PCSCLITE_CSOCK_NAME"}
    assert variables != dict(os.environ)
    program = "from drivers.card_reader.pcscd import locate_network; print(locate_network())"
    seen = subprocess.run(
        [sys.executable, "-c", program], env=variables, capture_output=True, text=True, timeout=LIMIT_S, check=True
    )
    assert seen.stdout.strip() != str(serving)
