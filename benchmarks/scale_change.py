"""One changed document: what our build makes of it, beside one bare update of the same quads.

``python -m benchmarks.scale_change ROOT STORE`` turns the polarity of one stance in each of some
documents, builds, and prints what it took as JSON. In the end all is turned back and built again.
"""

from __future__ import annotations

import itertools
import json
import statistics
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from time import perf_counter

from pyoxigraph import Store

from benchmarks.scale_build import RAW, Bench, prepare
from benchmarks.scale_costs import run_tree
from benchmarks.scale_results import OURS, Result
from kg.build import kept
from kg.build.build import build
from kg.build.revise import open_reviser
from kg.build.sources import Tree, code_hash
from kg.project import Project
from kg.store.locks import locked_to_write
from kg.store.snapshot import Snapshot

PART = "change"
ONE, SAME, OPENED = "one document", "nothing changed", "one document, with opening the store"
_TIMES = 5
_LIMIT = 4 * 3600.0
_SIDES = ("polarity:favours", "polarity:opposes")


def measure_change(bench: Bench) -> None:
    """Ours and the bare engine's medians over some documents."""
    prepare(bench)
    if not bench.lacks(PART, ONE, OURS):
        return
    told = bench.folder / "change.json"
    places = [str(bench.project.root), str(bench.project.folder)]
    command = [sys.executable, "-m", "benchmarks.scale_change", *places]
    cost = run_tree(command, bench.log, limit=_LIMIT, out=told)
    if cost.outcome:
        bench.keep(PART, ONE, OURS, cost)
        return
    found = json.loads(told.read_text(encoding="utf-8"))
    for name, engine, seconds in found["seconds"]:
        bench.results.add(
            Result(
                size=bench.size,
                part=PART,
                name=name,
                engine=engine,
                seconds=seconds,
                memory=cost.memory if engine == OURS else None,
                amount=found["quads"],
            )
        )


def apply_changes(project: Project, times: int = _TIMES) -> dict[str, object]:
    """The medians, in seconds, of our revisions and of bare updates, and of what they changed."""
    # The first may have more to do: the code may be newer than the store.
    build(project)
    begun = perf_counter()
    build(project)
    same = perf_counter() - begun
    documents = {path: path.read_bytes() for path in _documents(project, times)}
    copy = Snapshot(project.folder)
    try:
        told, back = _revised(project, list(documents), Store(str(copy.database)))
        whole = _built(project, list(zip(documents, back, strict=True)), copy.database)
    finally:
        copy.close()
        for path, content in documents.items():
            path.write_bytes(content)
        build(project)
    changed = int(statistics.median(told.pop("quads")))
    return {"quads": changed, "seconds": [(SAME, OURS, same), *_rows(told | whole)]}


def _revised(
    project: Project, paths: list[Path], bare: Store
) -> tuple[dict[str, list[float]], list[str]]:
    """Seconds of revisions of an open store, and of the same updates of an open copy, in turns.

    With them come the updates that undo them.
    """
    tree, updates, back = Tree.of(project), list[str](), list[str]()
    made = kept.as_change

    def noted(added: Mapping[str, Iterable[str]], removed: Mapping[str, Iterable[str]]) -> str:
        updates.append(made(added, removed))
        back.append(made(removed, added))
        return updates[-1]

    kept.as_change = noted
    found: dict[str, list[float]] = {f"{ONE}|{OURS}": [], f"{ONE}|{RAW}": [], "quads": []}
    try:
        with (
            locked_to_write(project.folder),
            open_reviser(project.folder, tree, code_hash(project)) as reviser,
        ):
            if reviser is None:
                raise SystemExit("the store cannot be revised")
            for path in paths:
                _turn(path)
                begun = perf_counter()
                done = reviser.revise(*tree.named([tree.name(path)]))
                found[f"{ONE}|{OURS}"].append(perf_counter() - begun)
                found["quads"].append(done.added + done.removed)
                begun = perf_counter()
                bare.update(updates[-1])
                bare.flush()
                found[f"{ONE}|{RAW}"].append(perf_counter() - begun)
    finally:
        kept.as_change = made
    return found, back


def _built(project: Project, changes: list[tuple[Path, str]], copy: Path) -> dict[str, list[float]]:
    """Seconds of whole builds of one file, and of opening a copy for an update of the same quads.

    The changes are undone, the last one first: each update finds all that it removes.
    """
    found: dict[str, list[float]] = {f"{OPENED}|{OURS}": [], f"{OPENED}|{RAW}": []}
    for path, update in reversed(changes):
        _turn(path)
        begun = perf_counter()
        build(project, files=[path])
        found[f"{OPENED}|{OURS}"].append(perf_counter() - begun)
        begun = perf_counter()
        store = Store(str(copy))
        store.update(update)
        store.flush()
        del store
        found[f"{OPENED}|{RAW}"].append(perf_counter() - begun)
    return found


def _rows(told: dict[str, list[float]]) -> list[tuple[str, str, float]]:
    return [
        (name.partition("|")[0], name.partition("|")[2], statistics.median(seconds))
        for name, seconds in told.items()
    ]


def _documents(project: Project, count: int) -> list[Path]:
    """So many files with a stance that is no mixed one, from all over the seeds."""
    paths = sorted((project.seeds / "documents").rglob("*.ttl"))
    step = max(1, len(paths) // count)
    turnable = (
        next((path for path in paths[first:] if _has_side(path)), None)
        for first in range(0, len(paths), step)
    )
    found = dict.fromkeys(path for path in turnable if path is not None)
    return list(itertools.islice(found, count))


def _has_side(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    return any(side in text for side in _SIDES)


def _turn(path: Path) -> None:
    """Put the first stance of a file on the other side."""
    text = path.read_text(encoding="utf-8")
    side = min((side for side in _SIDES if side in text), key=text.index)
    (other,) = set(_SIDES) - {side}
    path.write_text(text.replace(side, other, 1), encoding="utf-8")


if __name__ == "__main__":
    made = apply_changes(Project(Path(sys.argv[1]), Path(sys.argv[2])))
    sys.stdout.write(json.dumps(made))
