"""`python -m tests.fuzz.run [TARGET…] [--runs N]`: coverage-guided fuzzing (atheris, libFuzzer) of every parser.

Each target runs in a process of its own, so that one's fault, hang (over 5 s) or hunger (over 1 GB, or memory that
grew by more than 64 MB over the last nine tenths of the inputs) is told and the others still run. Exit code 1 if one
failed; the input that did it is left in the current folder.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.target import Memory, Target, all_targets

_LONGEST = 4096  # bytes of an input; the longest answer of all devices is 2321
_HANG_S, _MEMORY_MB = 5, 1024
_GROWTH_MB = 64  # the fuzzer's own corpus and coverage are in it: some 5 to 30 MB


def main() -> int:
    parser = argparse.ArgumentParser(description="Coverage-guided fuzzing of every parser.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="default: all")
    parser.add_argument("--runs", type=int, help="inputs for each (default: a million, fewer for slow ones)")
    parser.add_argument("--child", nargs=2, metavar=("TARGET", "FOLDER"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        return _fuzz(*args.child, args.runs)
    known = all_targets()
    unknown = sorted(set(args.targets) - set(known))
    if unknown:
        parser.error(f"no target {unknown[0]}; there are {', '.join(sorted(known))}")
    chosen = [known[name] for name in args.targets or sorted(known)]
    failed = [target.name for target in chosen if not _holds(target, args.runs or target.runs)]
    print(f"failed: {', '.join(failed)}" if failed else "all targets held")
    return 1 if failed else 0


def _holds(target: Target, runs: int) -> bool:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for number, seed in enumerate(target.seeds):
            (corpus / f"seed-{number}").write_bytes(seed)
        command = [sys.executable, "-m", "tests.fuzz.run", "--child", target.name, folder, "--runs", str(runs)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        kept = len(list(corpus.iterdir()))
        memory = Memory.noted(Path(folder, "memory"))
    held = ended.returncode == 0 and memory.growth_mb <= _GROWTH_MB
    seconds = time.monotonic() - begun
    result = "held" if held else "FAILED"
    figures = f"{seconds:6.0f} s  {kept:5} kept  {memory.peak_mb:4.0f} MB, grew {memory.growth_mb:4.1f}"
    print(f"{target.name:28} {runs:>9} inputs  {figures}  {result}", flush=True)
    if not held:
        print((ended.stdout + ended.stderr)[-4000:], file=sys.stderr)
    return held


def _fuzz(name: str, folder: str, runs: int) -> int:
    try:
        import atheris
    except ImportError:
        print("atheris is not installed: make fuzz installs it (tests/fuzz/requirements.lock)", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["drivers", "kiosk.seals"]):
        target = all_targets()[name]
    limits = [f"-max_len={_LONGEST}", f"-timeout={_HANG_S}", f"-rss_limit_mb={_MEMORY_MB}", f"-runs={runs}"]
    memory = Memory(Path(folder, "memory"), runs)
    atheris.Setup([name, *limits, "-verbosity=0", str(Path(folder, "corpus"))], memory.watched(target.run))
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
