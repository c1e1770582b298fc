"""A store and its inventory beside what the seeds give when everything is derived anew."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.build.inventory import Inventory
from kg.build.plan import Late, Plan, Watch, unseen
from kg.build.revise import INVENTORY
from kg.build.whole import Whole
from kg.care.fitting import UNREADABLE, copied
from kg.project import Project
from kg.store.embedded import database
from kg.store.findings import ANEW, Finding
from kg.store.graphs import as_stored, quads_of
from kg.store.orders import Seen, sum_of
from kg.temporary import temporary_folder

_TABLES = {
    "what each file describes": "SELECT name, digest, subjects FROM files",
    "what is settled": "SELECT holder || ' ' || proposition, '', rows FROM pairs",
    "who spoke when": "SELECT holder, '', months FROM holders WHERE months != '{}'",
    "what is not told": "SELECT stance, reacts_to, '' FROM hidden",
    "counts": "SELECT proposition || ' ' || place || ' ' || what, number, '' FROM counts "
    "WHERE number != 0",
}


def look_at_content(project: Project, seen: Seen, watch: Watch = unseen) -> Iterator[Finding]:
    """What a store or its inventory hold that is not what its seeds give.

    Of a store that was built from these seeds, by this code. Raises InputError where the seeds
    cannot be built, StoreUnusable where there is no room to work in.
    """
    with temporary_folder("kg-doctor-") as folder:
        sums = _derive(project, folder, watch)
        for name in sorted(sums.keys() | seen.sums.keys()):
            if sums.get(name, 0) != seen.sums.get(name, 0):
                told = f"graph {name} holds other quads than the seeds give"
                yield Finding(database(project.folder), told, ANEW)
        with copied(project.folder) as kept:
            if kept is None:
                return
            for what in _differences(folder / INVENTORY, kept):
                told = f"is damaged: {what}: not what the seeds give"
                yield Finding(project.folder / INVENTORY, told, ANEW)


def _derive(project: Project, folder: Path, watch: Watch) -> dict[str, int]:
    """The sums of the quads of each graph, and an inventory in the folder."""
    plan = Plan.of(project, watch=watch)
    while True:
        (folder / INVENTORY).unlink(missing_ok=True)
        with contextlib.suppress(Late), contextlib.closing(Inventory(folder / INVENTORY)) as kept:
            try:
                sums: Counter[str] = Counter()
                for step in Whole(plan, kept, folder).steps():
                    for block in step.blocks:
                        sums[block.graph] += sum_of(as_stored(quads_of([block])))
                    step.record(kept)
            except Late as late:
                plan = plan.after(late)
                raise
            kept.commit()
            return {name: sum_ % 2**64 for name, sum_ in sums.items()}


def _differences(made: Path, kept: Path) -> Iterator[str]:
    """The tables of which two inventories tell other things."""
    for what, select in _TABLES.items():
        try:
            same = _told(made, select) == _told(kept, select)
        except UNREADABLE:
            same = False
        if not same:
            yield what


def _told(path: Path, select: str) -> dict[str, Any]:
    with contextlib.closing(sqlite3.connect(path)) as base:
        return {name: (digest, _plain(packed)) for name, digest, packed in base.execute(select)}


def _plain(packed: bytes | str) -> list[str] | dict[str, int]:
    """What is packed in a cell, in an order of its own: how it came there does not count."""
    if isinstance(packed, str):
        found: dict[str, int] = json.loads(packed) if packed else {}
        return found
    text = zlib.decompress(packed).decode() if packed else ""
    if text.startswith("[["):
        return sorted(json.dumps(row) for row in json.loads(text))
    return sorted(text.split("\n"))
