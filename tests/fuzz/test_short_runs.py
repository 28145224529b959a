"""Every fuzz target, briefly: its seeds, whole, cut and damaged, and arbitrary bytes."""

from __future__ import annotations

import random
import time

import pytest

from tests.fuzz.target import all_targets

RUNS = 1500
LONGEST_S = 1.0


def damaged(seed: bytes, dice: random.Random) -> bytes:
    data = bytearray(seed)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(4):
            case 0:
                data[at : at + 1] = dice.randbytes(1)
            case 1:
                del data[at : at + dice.randint(1, 8)]
            case 2:
                data[at:at] = dice.choice([b"\x00", b"\xff", b"\x80", b"\x7f", dice.randbytes(4), bytes(data[:8])])
            case _:
                data[at:] = b""
    return bytes(data)


@pytest.mark.parametrize("name", sorted(all_targets()))
def test_nothing_but_the_drivers_own_errors(name):
    # Guards against: one broken card, cable or sheet takes the terminal out of service.
    target = all_targets()[name]
    dice = random.Random(name)
    for seed in target.seeds:
        target.run(seed)
    for number in range(RUNS):
        arbitrary = number % 4 == 0 or not target.seeds
        data = dice.randbytes(dice.randrange(120)) if arbitrary else damaged(dice.choice(target.seeds), dice)
        begun = time.thread_time()  # of the processor: the machine may be busy
        try:
            target.run(data)
        except Exception as error:
            error.add_note(f"input: {data.hex()}")
            raise
        assert time.thread_time() - begun < LONGEST_S, data.hex()
