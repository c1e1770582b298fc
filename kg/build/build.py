"""Seeds, candidates and reviews to the store: all of it, or nothing."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.build.inventory import Inventory
from kg.build.kept_served import revise_served
from kg.build.plan import Late, Plan, Watch, unseen
from kg.build.revise import INVENTORY, PRIMARY, revise
from kg.build.sources import Tree, code_hash, fingerprint
from kg.build.steps import Step, Torn
from kg.build.whole import Whole
from kg.errors import StoreUnusable
from kg.project import Project
from kg.seeds.sweeping import sweep_seeds
from kg.store.blocks import Block
from kg.store.graphs import as_stored, quads_of
from kg.store.writing import FolderWriter, Workshop, Writer, open_writer

_SMALL = 24 * 2**20
"""A graph of fewer bytes, as text, is compared with what is there, quad by quad."""

_REMEDIES = {
    sqlite3.SQLITE_FULL: "free some space there, and build again",
    sqlite3.SQLITE_READONLY: "have writing allowed there, and build again",
    sqlite3.SQLITE_CANTOPEN: "have writing allowed there, and build again",
    sqlite3.SQLITE_NOMEM: "there is too little memory: try again when other programs have ended",
}


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: quads by graph, and how many were added and removed."""

    graphs: dict[str, int]
    added: int
    removed: int

    @property
    def changed(self) -> bool:
        """Whether the store is another than before."""
        return bool(self.added or self.removed)


def build(
    project: Project,
    *,
    anew: bool = False,
    verify: bool = False,
    files: Iterable[Path] | None = None,
    workers: int | None = None,
    watch: Watch = unseen,
) -> Built:
    """Bring the store up to date with the seeds; ``anew`` writes it afresh in any case.

    To ``verify`` is to believe nothing of what is known of the store: it is compared with all that
    the seeds give, or written afresh where it is too large for that. Of ``files`` it is known that
    no other has changed since the last build: no other is looked at. ``workers`` are the processes
    that read, as many as there are cores where it is not told; ``watch`` hears of a stage, how much
    of it is done, and of how much.

    Raises InputError where a seed cannot be used and StoreError where the store cannot; what was
    there before then stays as it was, but for a server that is cut off while it is written to: the
    next build sees that and repairs it.
    """
    tree, code = Tree.of(project), code_hash(project)
    names = None if files is None else [tree.name(path) for path in files]
    version = ""
    with _inventory_in_use(project), open_writer(project.store, project.beside) as writer:
        if names is None:
            sweep_seeds(project)
        revised = None
        if not (anew or verify):
            if isinstance(writer, FolderWriter):
                revised = revise(writer.folder, tree, code, names)
            else:
                revised = revise_served(writer, tree, code, names)
        if anew or revised:
            # What was cut off is of another state, or of files that are not to be relied on.
            writer.drop_work()
        if revised:
            return Built(revised.sizes, revised.added, revised.removed)
        if not isinstance(writer, FolderWriter):
            # A server is told beforehand what it will hold: so it knows the same load again.
            version = fingerprint(project)
            if writer.fingerprint() == version and not (anew or verify):
                return Built(writer.sizes(), 0, 0)
        plan = Plan.of(project, workers, watch)
        return _build_whole(plan, writer, anew=anew, version=version)


@contextlib.contextmanager
def _inventory_in_use(project: Project) -> Iterator[None]:
    """Turn what SQLite says of the inventory into what a person can act on."""
    try:
        yield
    except sqlite3.Error as error:
        kind = getattr(error, "sqlite_errorcode", 0) & PRIMARY
        raise StoreUnusable(
            f"{project.beside / INVENTORY}: cannot be read or written: {error}",
            hint=_REMEDIES.get(kind, "kg build --anew makes all anew"),
        ) from None


def _build_whole(plan: Plan, writer: Writer, *, anew: bool, version: str) -> Built:
    while True:
        with contextlib.suppress(Late, Torn), writer.workshop(plan.key) as folder:
            with contextlib.closing(Inventory(folder / INVENTORY)) as inventory:
                try:
                    whole = Whole(plan, inventory, folder)
                    built = _write(whole, writer, inventory, folder, anew=anew, version=version)
                except Late as late:
                    plan = plan.after(late)
                    # A server knows a load by its input, and that is the same for both plans.
                    anew = anew or late.loaded
                    raise
            writer.keep(folder / INVENTORY)
            return built


def _write(
    whole: Whole, writer: Writer, inventory: Inventory, folder: Path, *, anew: bool, version: str
) -> Built:
    source = _Source(inventory)
    steps = whole.steps(source.record)
    first: list[Block] = []
    small = not inventory.is_done("register")
    size = 0
    for step in steps if small else ():
        first += step.blocks
        step.record(inventory)
        size += sum(len(block.content) for block in step.blocks)
        small = size <= _SMALL
        if not small:
            break
    if small:
        added, removed = writer.replace_all(as_stored(quads_of(first)), anew=anew)
        inventory.commit()
        return Built(inventory.sizes(), added, removed)
    blocks = source.blocks(first, steps)
    del first
    try:
        writer.load(blocks, Workshop(folder, source.loaded, version, anew))
    except Late as late:
        raise Late(late.names, loaded=True) from None
    source.record()
    inventory.commit()
    sizes = inventory.sizes()
    return Built(sizes, sum(sizes.values()), 0)


class _Source:
    """The blocks of a build, whose steps are recorded as they are loaded."""

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory
        self._given = self._recorded = 0
        self._waiting: deque[tuple[int, Step, Counter[str]]] = deque()

    def blocks(self, first: list[Block], steps: Iterable[Step]) -> Iterator[Block]:
        """All blocks in their order; of the first ones the steps are recorded already."""
        self._given = self._recorded = len(first)
        while first:
            yield first.pop(0)
        for step in steps:
            self._given += len(step.blocks)
            self._waiting.append((self._given, step, step.sizes()))
            # What waits to be recorded must not hold what is loaded.
            while step.blocks:
                yield step.blocks.pop(0)

    def record(self) -> None:
        """Record every step that was asked for, though it may still be on its way."""
        self._record(self._given)

    def loaded(self, number: int) -> None:
        """So many blocks are loaded: what is recorded counts, if it is of these alone."""
        self._record(number)
        if self._recorded <= number:
            self._inventory.commit()

    def _record(self, number: int) -> None:
        while self._waiting and self._waiting[0][0] <= number:
            self._recorded, step, sizes = self._waiting.popleft()
            step.record(self._inventory, sizes)
