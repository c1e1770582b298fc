"""Readers given what no one would write, guided by which of their lines have run.

``python -m tests.trust.fuzz [--seconds N] [READER ...]``, as ``make fuzz`` calls it, needs atheris.
Each reader has a process of its own; what breaks one is kept in build/fuzz.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.trust.tally import count

KEPT = Path("build") / "fuzz"
FUZZED = (
    "query", "stances", "sources", "dna", "events", "tokens", "settings", "accept", "dates",
    "turtle", "page", "feed", "archive", "lines", "sheet",
)  # fmt: skip
_LONGEST = 2**14
_SLOWEST = 20
_MEMORY = 4096
_DONE = re.compile(r"^Done (\d+) runs", re.MULTILINE)


def main() -> int:
    """Fuzz each reader; returns the number of those that broke."""
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("--seconds", type=int, default=1800)
    parser.add_argument("readers", nargs="*", default=FUZZED)
    asked = parser.parse_args()
    broken = 0
    for name in asked.readers:
        command = [sys.executable, "-m", "tests.trust.fuzz", "--inside", name, str(asked.seconds)]
        ended = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace")
        done = _DONE.search(ended.stderr)
        runs, is_broken = int(done[1]) if done else 1, ended.returncode != 0
        count("fuzz", name, runs, runs - is_broken)
        how = "BROKEN" if is_broken else "none broke it"
        sys.stdout.write(f"{name}: {runs:,} inputs, {how}\n")
        sys.stdout.flush()
        if is_broken:
            broken += 1
            sys.stderr.write(ended.stderr[-4_000:])
    return broken


def _fuzz(name: str, seconds: str) -> None:
    """Never returns: the fuzzer ends its process."""
    import atheris

    with atheris.instrument_imports(include=["kg"]):
        from kg.errors import KgError
        from tests.trust.readers import READERS

    reader = READERS[name]
    folder, corpus = Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp())
    for number, sample in enumerate(reader.samples):
        (corpus / str(number)).write_bytes(sample)
    KEPT.mkdir(parents=True, exist_ok=True)

    def read(content: bytes) -> None:
        try:
            reader.read(content, folder)
        except KgError:
            return

    longest = max(_LONGEST, *map(len, reader.samples))
    options = [
        *(f"-max_total_time={seconds}", f"-max_len={longest}", f"-timeout={_SLOWEST}"),
        *(f"-rss_limit_mb={_MEMORY}", f"-artifact_prefix={KEPT}/{name}-", "-seed=1"),
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], read)
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        _fuzz(*sys.argv[2:4])
    else:
        sys.exit(min(main(), 1))
