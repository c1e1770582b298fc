"""One changed document: what our build makes of it, beside one bare update of the same quads.

``python -m benchmarks.scale_change ROOT STORE`` turns the polarity of one stance in each of some
documents, builds, and prints what it took as JSON. In the end all is turned back and built again.
"""

from __future__ import annotations

import itertools
import json
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from pyoxigraph import NamedNode, Quad, Store

from benchmarks.scale_build import RAW, Bench, prepare
from benchmarks.scale_costs import run_tree
from benchmarks.scale_results import OURS, Result
from kg.build.build import build
from kg.project import Project
from kg.rdf.terms import ST
from kg.rdf.turtle import read_turtle
from kg.store.embedded import open_reader
from kg.store.graphs import as_update
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
    """The medians, in seconds, of our builds and of bare updates, and of the quads that changed."""
    # The first may have more to do: the code may be newer than the store.
    build(project)
    begun = perf_counter()
    build(project)
    same = perf_counter() - begun
    copy = Snapshot(project.folder)
    ours, bare, opened, changed = [], [], [], []
    documents = {path: path.read_bytes() for path in _documents(project, times)}
    try:
        for path in documents:
            before = open_reader(project.folder)
            near = _near(before, path)
            old = _about(before, near)
            _turn(path)
            begun = perf_counter()
            build(project)
            ours.append(perf_counter() - begun)
            after = open_reader(project.folder)
            new = _about(after, near | _near(after, path))
            update = as_update(new - old, old - new)
            changed.append(len(new ^ old))
            begun = perf_counter()
            store = Store(str(copy.database))
            reached = perf_counter()
            store.update(update)
            store.flush()
            bare.append(perf_counter() - reached)
            opened.append(perf_counter() - begun)
            del store
    finally:
        copy.close()
        for path, content in documents.items():
            path.write_bytes(content)
        build(project)
    return {
        "quads": int(statistics.median(changed)),
        "seconds": [
            (SAME, OURS, same),
            (ONE, OURS, statistics.median(ours)),
            (ONE, RAW, statistics.median(bare)),
            (OPENED, RAW, statistics.median(opened)),
        ],
    }


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


def _near(store: Store, path: Path) -> set[NamedNode]:
    """What a change of a file may reach: its subjects, and all of its holders' same pairs."""
    subjects = {t.subject for t in read_turtle(path) if isinstance(t.subject, NamedNode)}
    return subjects | {node for subject in subjects for node in _pair(store, subject)}


def _pair(store: Store, stance: NamedNode) -> Iterator[NamedNode]:
    """The holder of a stance, and the stances and shifts of that holder on that proposition."""
    holders = _objects(store, stance, ST.holder)
    propositions = _objects(store, stance, ST.proposition)
    yield from holders
    for holder, proposition in itertools.product(holders, propositions):
        for link in (ST.holder, ST.actor):
            for quad in store.quads_for_pattern(None, link, holder, None):
                node = quad.subject
                if isinstance(node, NamedNode) and proposition in _objects(
                    store, node, ST.proposition
                ):
                    yield node


def _objects(store: Store, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
    found = (quad.object for quad in store.quads_for_pattern(subject, predicate, None, None))
    return [node for node in found if isinstance(node, NamedNode)]


def _about(store: Store, nodes: set[NamedNode]) -> set[Quad]:
    return {quad for node in nodes for quad in store.quads_for_pattern(node, None, None, None)}


if __name__ == "__main__":
    made = apply_changes(Project(Path(sys.argv[1]), Path(sys.argv[2])))
    sys.stdout.write(json.dumps(made))
