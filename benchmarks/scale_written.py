"""The quads of seeds in the order of the seeds, and a build of ours whose index is timed apart.

``python -m benchmarks.scale_written quads ROOT FILE`` writes N-Quads; ``... build ROOT STORE``
builds and prints for how many seconds it waited for nothing but the index of words.
"""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from pyoxigraph import Store

from kg.build.build import build
from kg.build.inventory import Inventory
from kg.build.plan import Plan
from kg.build.whole import Whole
from kg.project import Project
from kg.rdf.terms import graph
from kg.store import loading
from kg.store.blocks import Block
from kg.store.loading import Loading


def write_quads(project: Project, path: Path) -> None:
    """Write what a build of the seeds loads, in the order in which it loads it."""
    plan = Plan.of(project)
    with (
        tempfile.TemporaryDirectory(dir=path.parent) as name,
        contextlib.closing(Inventory(Path(name) / "inventory.sqlite")) as inventory,
        path.open("wb") as quads,
    ):
        for step in Whole(plan, inventory, Path(name)).steps():
            quads.writelines(map(_in_graph, step.blocks))
            step.record(inventory)


def _in_graph(block: Block) -> bytes:
    if block.graph == "published":
        return block.content
    return block.content.replace(b" .\n", f" {graph(block.graph)} .\n".encode())


def timed_build(project: Project) -> float:
    """Build, and tell for how many seconds it waited for nothing but the index of words."""
    spent = ordered = 0.0
    write, put_in_order = loading.index_words, Loading.put_in_order

    def in_order(database: Loading) -> None:
        nonlocal ordered
        put_in_order(database)
        ordered = perf_counter()

    def timed(store: Store, folder: Path) -> None:
        nonlocal spent
        begun = perf_counter()
        write(store, folder)
        # The engine puts its files in order meanwhile; where it is not done yet, it is waited for.
        spent += perf_counter() - max(begun, ordered) if ordered else 0.0

    loading.index_words, Loading.put_in_order = timed, in_order
    try:
        build(project, anew=True)
    finally:
        loading.index_words, Loading.put_in_order = write, put_in_order
    return spent


if __name__ == "__main__":
    what, root, place = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if what == "quads":
        write_quads(Project(root, place), place)
    else:
        sys.stdout.write(json.dumps(timed_build(Project(root, place))))
