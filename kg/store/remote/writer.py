"""Writing to a served store: one update where the engine does it whole, else graph by graph."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.errors import KgError, StoreLocked, StoreUnusable
from kg.project import Address
from kg.rdf.terms import ST, graph
from kg.store.blocks import Block
from kg.store.graphs import GRAPHS, META, as_update, count_quads, graph_name, in_graph
from kg.store.remote.access import read_lines
from kg.store.remote.claim import Claim, Loading, refuse_other_loader
from kg.store.remote.conventions import LOADING, UNFINISHED
from kg.store.remote.load import MARK, load
from kg.store.remote.patterns import ServedPatterns
from kg.store.remote.remote import Remote
from kg.store.remote.revision import Revision, revise

_WHOLE = 32 * 2**20
"""An update of more bytes than these is not sent as one request."""
_BATCH = 4 * 2**20
"""How many bytes of a graph go into one request."""


class RemoteWriter:
    """A served store that is open to be written.

    There is no lock: another writer is noticed by the hash of the input, before and after.
    """

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self._found: str | None = None

    @property
    def address(self) -> Address:
        """Where the store is served."""
        return self._remote.address

    def fingerprint(self) -> str | None:
        """The hash of what the store was built from, or None where it does not tell."""
        self._found = self._remote.input_hash()
        return self._found

    def sizes(self) -> dict[str, int]:
        """How many quads each graph holds, by its short name; empty ones are left out."""
        counted = {name: self._remote.size(name) for name in sorted(GRAPHS)}
        return {name: count for name, count in counted.items() if count}

    def replace_all(self, quads: set[Quad], *, anew: bool) -> tuple[int, int]:
        """Make the store hold exactly these quads; how many were added and removed.

        Raises StoreLocked where another program wrote meanwhile, StoreUnusable where the server
        does not hold afterwards what it was given.
        """
        if anew:
            self.fingerprint()
        elif self._found is None and self.sizes():
            raise StoreUnusable(
                f"{self._remote.address}: what it holds is not ours",
                hint="kg build --anew writes over its default graph and our named graphs",
            )
        held = set() if anew else self._held()
        added, removed = quads - held, held - quads
        if anew or added or removed:
            self._refuse_other_writer()
            self._write(quads, added, removed, anew=anew)
            self._verify(quads)
        return len(added), len(removed)

    def load(self, blocks: Iterable[Block], input_hash: str, *, anew: bool = False) -> None:
        """Make the store hold exactly these blocks, however many: see load.load."""
        load(self._remote, blocks, input_hash, lines=read_lines(os.environ), anew=anew)

    def patterns(self) -> ServedPatterns:
        """What can be asked for single things."""
        return ServedPatterns(self._remote)

    def revise(self, revision: Revision, sizes: dict[str, int]) -> bool:
        """Make the store of one input that of another by what differs.

        False where the graphs do not hold then what ``sizes`` says: somebody else has changed them,
        and the store says that it is unfinished. Raises what revision.revise does.
        """
        revise(self._remote, revision)
        if self.sizes() == sizes:
            return True
        self._unfinish(revision.after)
        if self.fingerprint() != UNFINISHED:
            raise self._overtaken()
        return False

    def _held(self) -> set[Quad]:
        return {quad for name in GRAPHS for quad in self._remote.quads(name)}

    def _refuse_other_writer(self) -> None:
        if self._remote.input_hash() != self._found:
            raise StoreLocked(
                f"{self._remote.address}: another program writes to it",
                hint="try again when it has ended",
            )
        if self._found == UNFINISHED or not self._remote.dialect.whole_updates:
            seen = Loading.read(self._remote)
            refuse_other_loader(self._remote, seen, time.sleep)
            if seen:
                self._remote.delete(LOADING)

    def _write(self, quads: set[Quad], added: set[Quad], removed: set[Quad], *, anew: bool) -> None:
        if self._remote.dialect.whole_updates:
            text = self._afresh(quads) if anew else self._change(added, removed)
            if len(text) <= _WHOLE:
                self._remote.update(text)
                return
        self._by_graph(quads, {graph_name(q.graph_name) for q in (*added, *removed)}, anew=anew)

    def _change(self, added: Iterable[Quad], removed: Iterable[Quad]) -> str:
        name = self._remote.dialect.published
        if name is None:
            return as_update(added, removed)
        place = NamedNode(name)
        return as_update(_moved(added, place), _moved(removed, place))

    def _afresh(self, quads: set[Quad]) -> str:
        """All quads in one update, after what was there; graphs that are not ours stay."""
        default = self._remote.dialect.is_default
        cleared = ("DEFAULT" if default(name) else f"GRAPH {graph(name)}" for name in GRAPHS)
        clear = " ;\n".join(f"CLEAR SILENT {which}" for which in cleared)
        return f"{clear} ;\n{self._change(quads, ())}"

    def _by_graph(self, quads: set[Quad], changed: set[str], *, anew: bool) -> None:
        """Write the graphs that change, and the hash last: until then another stands there."""
        claim = Claim(self._remote)
        claim.begin(_told_hash(quads) or "")
        try:
            self._put_graphs(claim, quads, changed, anew=anew)
            claim.end()
        except BaseException:
            with suppress(KgError):
                claim.leave()
            raise

    def _put_graphs(self, claim: Claim, quads: set[Quad], changed: set[str], *, anew: bool) -> None:
        self._remote.put(META, MARK.encode())
        lines: dict[str, list[str]] = {name: [] for name in GRAPHS}
        for quad in quads:
            line = f"{quad.subject} {quad.predicate} {quad.object} .\n"
            lines[graph_name(quad.graph_name)].append(line)
        for name in GRAPHS:
            if anew or name in changed or name == META:
                claim.check(self._remote)
                if not lines[name]:
                    self._remote.delete(name)
                # What tells that all is there goes as one, so that it is never there in part.
                size = sys.maxsize if name == META else _BATCH
                for number, batch in enumerate(_batches(sorted(lines[name]), size)):
                    (self._remote.add if number else self._remote.put)(name, batch)

    def _verify(self, quads: set[Quad]) -> None:
        wanted = count_quads(quads)
        told = _told_hash(quads)
        if self._remote.input_hash() != told:
            raise self._overtaken()
        found = self.sizes()
        if found != wanted:
            # With its hash there the next build would find nothing to do.
            with suppress(KgError):
                self._unfinish(told)
            name = next(name for name in GRAPHS if found.get(name) != wanted.get(name))
            raise StoreUnusable(
                f"{self._remote.address}: {name} holds {found.get(name, 0)} triples "
                f"instead of {wanted.get(name, 0)}",
                hint="if nobody else writes to it: kg build --anew",
            )

    def _overtaken(self) -> StoreLocked:
        return StoreLocked(
            f"{self._remote.address}: another program has written to it meanwhile",
            hint="build it again when that has ended",
        )

    def _unfinish(self, told: str | None) -> None:
        """Have the store of a hash tell that it is not whole."""
        if told is not None:
            there = in_graph(META, f"?of {ST.inputHash} {Literal(told)}")
            marked = in_graph(META, MARK)
            self._remote.update(f"DELETE {{ {there} }} INSERT {{ {marked} }} WHERE {{ {there} }}")


def _told_hash(quads: Iterable[Quad]) -> str | None:
    told = next((quad.object for quad in quads if quad.predicate == ST.inputHash), None)
    return told.value if isinstance(told, Literal) else None


def _moved(quads: Iterable[Quad], place: NamedNode) -> Iterator[Quad]:
    """The quads with those of the default graph in a named one."""
    for quad in quads:
        default = isinstance(quad.graph_name, DefaultGraph)
        yield Quad(quad.subject, quad.predicate, quad.object, place) if default else quad


def _batches(lines: Iterable[str], most: int) -> Iterator[bytes]:
    """Lines in blocks of so many bytes, which a server takes at once."""
    block, size = list[bytes](), 0
    for line in lines:
        content = line.encode()
        if block and size + len(content) > most:
            yield b"".join(block)
            block, size = [], 0
        block.append(content)
        size += len(content)
    if block:
        yield b"".join(block)
