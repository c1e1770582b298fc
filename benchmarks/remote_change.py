"""What one changed document costs a served store: seconds, requests, and triples read.

``python -m benchmarks.remote_change --stances 100000`` prints a table in Markdown of whole commands
on Oxigraph's server and on Virtuoso 7, which begin empty and live on the loopback.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.remote import Kept, places
from benchmarks.seeded import write_project
from kg.cli.main import run
from kg.project import find_project
from kg.store.remote.bounds import Bounds
from kg.store.remote.wire import Sent, Wire
from kg.views.evaluation import table_of

_TALLY = "KG_BENCH_TALLY"
_SIDES = ("polarity:favours", "polarity:opposes")


def _tally(path: Path) -> None:
    """Have this process tell a file what it asks of a server, and how many triples it reads."""
    tally = Counter[str]()
    heard: Callable[..., Any] = Wire.heard
    counted: Callable[..., Any] = Bounds.counted

    def hearing(wire: Wire, sent: Sent) -> Any:
        tally["requests"] += 1
        return heard(wire, sent)

    def counting(bounds: Bounds, quads: Iterable[Any]) -> Iterator[Any]:
        for quad in counted(bounds, quads):
            tally["triples"] += 1
            yield quad

    def leaving(wire: Wire, *told: object) -> None:
        left(wire, *told)
        path.write_text(json.dumps(tally))

    # A command ends its process without looking back: what is known when it leaves a line counts.
    left: Callable[..., None] = Wire.__exit__
    Wire.heard, Bounds.counted = hearing, counting  # type: ignore[method-assign]
    Wire.__exit__ = leaving  # type: ignore[method-assign]


def _built(root: Path, place: Kept, tally: Path) -> tuple[float, Counter[str]]:
    """Seconds that a build takes as a whole command, and what it asked and read."""
    arguments = ["--root", str(root), "--store", place.store, "build"]
    begun = perf_counter()
    subprocess.run(
        [sys.executable, "-m", "benchmarks.remote_change", "--counted", *arguments],
        env={**os.environ, **place.environ, _TALLY: str(tally)},
        check=True,
        capture_output=True,
    )
    return perf_counter() - begun, Counter(json.loads(tally.read_text()))


def report(stances: int) -> str:
    """A table of what builds ask of each server."""
    rows = list[tuple[str, ...]]()
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as name:
        folder = Path(name)
        root = folder / "project"
        write_project(find_project(), stances, root)
        documents = sorted((root / "seeds" / "documents").rglob("*.ttl"))
        path = next(one for one in documents if _SIDES[0] in one.read_text(encoding="utf-8"))
        before = path.read_text(encoding="utf-8")
        after = before.replace(*_SIDES, 1)
        steps = (
            ("first build", before),
            ("nothing to do", before),
            ("one document changed", after),
            ("turned back", before),
        )
        with places(folder, stances) as (_, *served):
            for place in served:
                for what, text in steps:
                    if text != path.read_text(encoding="utf-8"):
                        path.write_text(text, encoding="utf-8")
                    seconds, tally = _built(root, place, folder / "tally")
                    told = (f"{seconds:,.1f}", *(f"{tally[one]:,}" for one in _COUNTED))
                    rows.append((place.name, what, *told))
                    sys.stderr.write(f"{rows[-1]}\n")
    return table_of(("server", "build", "s", *_COUNTED), rows, "md", None)


_COUNTED = ("requests", "triples")


def main() -> None:
    """Print the table; ``--counted`` runs one command instead, and counts what it asks."""
    if sys.argv[1:2] == ["--counted"]:
        del sys.argv[1]
        _tally(Path(os.environ[_TALLY]))
        run()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stances", type=int, default=10_000)
    wanted = parser.parse_args().stances
    print(f"{wanted:,} invented stances, whole commands.\n")
    print(report(wanted))


if __name__ == "__main__":
    main()
