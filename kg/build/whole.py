"""All seeds to blocks, step by step: the register, the files in portions, the pairs in buckets.

What a portion leaves to be settled lies in a folder until it is, so that memory does not grow with
the seeds and a build that was cut off goes on where it was.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Literal, Triple

from kg.ahead import ahead
from kg.build.buckets import Settler
from kg.build.chunks import Chunk, Teller
from kg.build.counts import tell_counts
from kg.build.describe import DATASET, Extent, describe
from kg.build.faults import find_doubles, locate
from kg.build.inventory import Inventory
from kg.build.pairs import Pair
from kg.build.plan import Late, Plan
from kg.build.register import Register
from kg.build.skeletons import STANCE, add_candidate
from kg.build.sources import Tree, portions, version_of
from kg.build.steps import Left, Step
from kg.build.telling import Telling
from kg.errors import InputError, KgError
from kg.rdf.content import read_file
from kg.rdf.ntriples import Line, lines_of
from kg.rdf.terms import ST
from kg.rdf.turtle import parse_turtle
from kg.seeds.promises import broken_reviews, broken_searches
from kg.seeds.read import read_files
from kg.store.blocks import Block, cut
from kg.store.graphs import COUNTS, META, PUBLISHED, REVIEWS
from kg.temporary import temporary_folder
from kg.workers import Lost, Worker, answers

_OF_A_BUCKET = 8 * 2**20
_FEWEST_BUCKETS = 8
"""Of what is worth several: the engine loads the first while others are settled."""
_MOST_BUCKETS = 512
"""Each bucket is gathered from every portion: more buckets cost more looks than memory."""
_LONGEST = 3600.0
_AHEAD = 2
"""So many portions that are not loaded yet may wait for each worker."""
ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")


class Whole:
    """The seeds of a plan, all of them anew; the folder holds what is left to be settled."""

    def __init__(self, plan: Plan, inventory: Inventory, folder: Path) -> None:
        self._plan, self._inventory, self._folder = plan, inventory, folder
        self._tree, self._sources = plan.tree, plan.sources
        self._registered: dict[str, str] = {}
        size = sum(source.size for source in plan.sources)
        buckets = max(_FEWEST_BUCKETS, size // _OF_A_BUCKET) if size > _OF_A_BUCKET else 1
        self._buckets = min(_MOST_BUCKETS, buckets)

    def steps(self, record: Callable[[], None] = lambda: None) -> Iterator[Step]:
        """The steps in their order, but for those that were done before.

        Each is to be recorded before the next is asked for, or when ``record`` is called: then all
        of them are looked at. Raises InputError with every fault that was found up to there, and
        Late.
        """
        register = self._register()
        if not self._inventory.is_done("register"):
            yield _registered(register, self._plan.ontology)
        left = Left(self._folder)
        yield from self._read(register, left)
        record()
        self._look_at_files(register, left)
        yield from self._settle(register, left)
        record()
        yield self._described()

    def _register(self) -> Register:
        told: list[Triple] = []
        try:
            for name in sorted(self._plan.of_register):
                path = self._tree.path(name)
                content = read_file(path)
                told += (quad.triple for quad in parse_turtle(path, content))
                self._registered[name] = sha256(content).hexdigest()
        except InputError:
            # A person wants to hear of all files at fault, not only of these.
            read_files(self._tree.path(source.name) for source in self._sources)
            raise
        try:
            return Register.of(told)
        except ValueError as error:
            raise self._broken([_of_record(error)]) from None

    def _read(self, register: Register, left: Left) -> Iterator[Step]:
        teller = Teller(self._tree, register, self._plan.of_register, self._buckets)
        parts = [(f"files {n}", part) for n, part in enumerate(portions(self._sources))]
        todo = [(name, part) for name, part in parts if not self._inventory.is_done(name)]
        for name, _ in parts:
            if self._inventory.is_done(name):
                left.pick_up(name)
        seen, unreadable, broken = len(self._sources) - sum(len(p) for _, p in todo), [], []
        late: list[str] = []
        for name, part, chunk in self._spread(todo, teller.read):
            late += chunk.late
            self._refuse_changed(chunk)
            unreadable += chunk.unreadable
            broken += chunk.broken
            left.put_down(name, chunk)
            seen += len(part)
            self._plan.watch("files", seen, len(self._sources))
            if not (late or unreadable or broken):
                yield Step(name, chunk.blocks, chunk.extent, chunk=chunk)
        if late:
            raise Late(late)
        if unreadable:
            raise InputError(f"{len(unreadable)} file(s) cannot be read", problems=unreadable)
        if broken:
            raise InputError("the seeds cannot be built", problems=broken)

    def _refuse_changed(self, chunk: Chunk) -> None:
        """Raise InputError where a file of the register is another than the one that was read."""
        for name, _, _, digest, _ in chunk.files:
            if self._registered.get(name, digest) != digest:
                raise InputError(
                    f"{self._tree.path(name)}: has changed while the seeds were read",
                    hint="build again",
                )

    def _look_at_files(self, register: Register, left: Left) -> None:
        doubles = list(find_doubles(self._tree, self._inventory, left.hashes, left.made))
        if doubles:
            raise InputError("the seeds cannot be built", problems=doubles)
        light = Pair()
        for row in left.met:
            if row[0] != STANCE:
                add_candidate(light, row)
        stances = {row[3] for row in left.met if row[0] == STANCE}
        known = set(register.names), set(register.titles)
        faults = [
            *broken_reviews(register.reviews, light.candidates, stances, *known),
            *broken_searches(register.searches, *known),
        ]
        if faults:
            raise self._broken(faults)

    def _settle(self, register: Register, left: Left) -> Iterator[Step]:
        wanted = frozenset(left.reacted)
        settler = Settler(register, left.documents, left.foreign, wanted)
        resolved: set[str] = set()
        found: set[str] = set()
        faults: list[tuple[str, str]] = []
        numbers = range(self._buckets)
        for _, number, bucket in self._spread(
            [(str(n), n) for n in numbers], lambda n: settler.settle(left.parts(n))
        ):
            resolved |= bucket.resolved
            found |= bucket.found
            faults += bucket.broken
            self._plan.watch("pairs", number + 1, self._buckets)
            name = f"pairs {number}"
            if not faults and not self._inventory.is_done(name):
                yield Step(name, bucket.blocks, bucket.extent, bucket=bucket)
        for stance in sorted(left.foreign.keys() - resolved):
            for row in left.foreign[stance]:
                faults.append((f"evidence/{row[2]}", f"stance:{stance} is described nowhere"))
        for missing in sorted(wanted - found):
            told = f"{missing.replace('/', ':', 1)} is described nowhere"
            faults.append((f"stance/{left.reacted[missing]}", told))
        if faults:
            raise self._broken(faults)

    def _described(self) -> Step:
        held = self._inventory
        version = version_of(self._plan.code, ((row[0], row[3]) for row in held.files()))
        held.note("version", version)
        held.note("code", self._plan.code)
        counted = tell_counts(held.counts(), held.statuses())
        told = {*describe(held.extent()), Triple(DATASET, ST.inputHash, Literal(version))}
        blocks = [*_blocks(COUNTS, lines_of(counted)), *_blocks(META, lines_of(told))]
        return Step("described", blocks)

    def _spread(
        self, items: Sequence[tuple[str, ItemT]], work: Callable[[ItemT], ResultT]
    ) -> Iterator[tuple[str, ItemT, ResultT]]:
        """What comes of each item, in their order, by several processes where there is enough."""
        if len(items) < 2 or self._plan.workers < 2:
            for name, item in items:
                yield name, item, work(item)
            return
        crew: list[Worker[ItemT, ResultT]] = [
            Worker(lambda: work, _LONGEST, None) for _ in range(self._plan.workers)
        ]
        told = answers(crew, (((name, item), item) for name, item in items))
        # The crew works on while what it has found is loaded.
        for (name, item), found in ahead(told, _AHEAD * len(crew)):
            if found is None or isinstance(found, Lost):
                why = found.trace or found.why if found else ""
                raise KgError(f"a part of the seeds cannot be read: {why}")
            yield name, item, found

    def _broken(self, faults: Iterable[tuple[str, str]]) -> InputError:
        names = [source.name for source in self._sources]
        problems = locate([self._tree.path(name) for name in names], faults)
        return InputError("the seeds cannot be built", problems=problems)


def _registered(register: Register, ontology: Iterable[Triple]) -> Step:
    telling = Telling(register)
    # Records are written anew: what is derived cannot be entered by hand.
    published = {told for record in register.records for told in telling.tell(record)}
    published.update(lines_of(register.codebook), lines_of(ontology))
    decisions = [told for review in register.reviews for told in telling.tell(review)]
    blocks = [*_blocks(PUBLISHED, published), *_blocks(REVIEWS, decisions)]
    return Step("register", blocks, Extent.of(published))


def _blocks(graph: str, lines: Iterable[Line]) -> Iterator[Block]:
    return (Block(graph, part) for part in cut(sorted(lines)))


def _of_record(error: ValueError) -> tuple[str, str]:
    space, _, rest = str(error).partition(":")
    return f"{space}/{rest.partition(':')[0]}", str(error)


def blocks_of(tree: Tree) -> Iterator[Block]:
    """The blocks that the seeds of a tree make, without the ontology; raises InputError."""
    plan = Plan(tree, tree.sources())
    while True:
        with temporary_folder("kg-build-") as folder:
            blocks = list[Block]()
            with contextlib.closing(Inventory(folder / "inventory.sqlite")) as inventory:
                try:
                    for step in Whole(plan, inventory, folder).steps():
                        blocks += step.blocks
                        step.record(inventory)
                except Late as late:
                    plan = plan.after(late)
                    continue
        yield from blocks
        return
