"""Everything at several sizes, beside peers on the same data and the same questions.

``python -m benchmarks.scale --sizes 10000,100000,1000000`` measures what is not measured yet, and
prints the report in Markdown. What is known is kept in the folder of work, so that a run which was
cut off goes on; ``--report`` only writes the report from it. At a million stances the work takes
about 45 GB of disk and 12 GB of memory.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.scale_build import Bench, measure_build
from benchmarks.scale_change import measure_change
from benchmarks.scale_outputs import measure_outputs
from benchmarks.scale_queries import kind_of, measure_queries
from benchmarks.scale_report import report
from benchmarks.scale_results import Results
from kg.project import find_project
from kg.queries.catalogue import read_catalogue

PARTS: dict[str, Callable[[Bench], None]] = {
    "build": measure_build,
    "queries": measure_queries,
    "outputs": measure_outputs,
    # It changes the seeds and the store, and so comes last.
    "change": measure_change,
}
_SIZES = "10000,100000,1000000"
_WORK = Path("build") / "scale"


def main() -> None:
    """Measure what the command line asks for, and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=_SIZES, type=_numbers, help="numbers of stances")
    parser.add_argument("--only", default=",".join(PARTS), type=_parts, help="some of the parts")
    parser.add_argument("--work", default=_WORK, type=Path, help="where everything is kept")
    parser.add_argument("--report", action="store_true", help="measure nothing")
    given = parser.parse_args()
    # The servers and workers end with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    given.work.mkdir(parents=True, exist_ok=True)
    results = Results(given.work / "results.jsonl")
    if not given.report:
        for size in given.sizes:
            bench = Bench(size, given.work.resolve(), results, size == min(given.sizes))
            for part in given.only:
                sys.stderr.write(f"{size:,}: {part}\n")
                PARTS[part](bench)
    catalogue = read_catalogue(find_project())
    sys.stdout.write(report(results, {name: kind_of(query) for name, query in catalogue.items()}))


def _numbers(text: str) -> list[int]:
    return sorted({int(word) for word in text.split(",")})


def _parts(text: str) -> list[str]:
    wanted = text.split(",")
    if unknown := set(wanted) - set(PARTS):
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: none of {', '.join(PARTS)}")
    return [part for part in PARTS if part in wanted]


if __name__ == "__main__":
    main()
