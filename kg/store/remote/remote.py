"""A store behind a URL: SPARQL 1.1 Query, Update and Graph Store Protocol over HTTP."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import Self

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)

from kg.errors import StoreMissing, StoreUnusable
from kg.project import Address
from kg.rdf.terms import ST, graph
from kg.store.graphs import GRAPHS, META, PUBLISHED, graph_node, in_graph
from kg.store.remote.access import read_access, refuse_open_road
from kg.store.remote.body import Reply, read_rows
from kg.store.remote.bounds import Bounds
from kg.store.remote.conventions import LOADING, NUMBER, TABLE, TRIPLES, UNFINISHED
from kg.store.remote.dialect import Dialect, overridden, recognise
from kg.store.remote.patience import PatientWire
from kg.store.remote.wire import Sent, Wire

_NAMED = (*GRAPHS[1:], LOADING)
_AS_TRIPLES = frozenset({TRIPLES, "text/plain"})
_AS_TABLE = frozenset({TABLE, "application/json"})
_EVERY = "?s ?p ?o"
_SECONDS = 300.0
_OF_A_PAGE = 16 * 2**20
_OF_A_TABLE = 64 * 2**20
"""What a server tells of itself is no longer: the keys of half a million blocks, 2 TB."""
_OF_AN_ANSWER = 2**31


class Remote:
    """An open line to a served store; nothing of it is kept here."""

    def __init__(self, address: Address, *, seconds: float = _SECONDS) -> None:
        """Ask once what the server is, in so many seconds; raises StoreError if nothing answers."""
        access = read_access(os.environ)
        refuse_open_road(address.url, access, os.environ)
        self.address = address
        self._seconds = seconds
        self._wire: Wire = Wire(address.url, access)
        self._bounds = Bounds(address, seconds)
        try:
            # Any status tells the headers, and only they are looked at.
            hello = Sent(
                "GET",
                address.url,
                {"query": "ASK {}"},
                headers={"Accept": TABLE},
                seconds=seconds,
                most=_OF_A_PAGE,
            )
            reply = self._wire.ask(hello, accepted=range(100, 500))
            found = recognise(address.url, reply.headers, named=access.user is not None)
            self.dialect: Dialect = overridden(found, address.url, os.environ)
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *told: object) -> None:
        self._wire.__exit__(*told)

    def line(
        self, pause: Callable[[float], object], still: Callable[[Remote], object] | None = None
    ) -> Remote:
        """Another line to the same server; what fails in passing is asked again after a pause.

        ``still`` is called with it before anything that writes is sent again, and may raise.
        """
        other = copy.copy(self)
        again = None if still is None else partial(still, other)
        other._wire = PatientWire(self.address.url, read_access(os.environ), pause, again)
        return other

    def query(
        self, text: str, accept: str, *, own_dataset: bool = False, most: int = _OF_AN_ANSWER
    ) -> Reply:
        """The server's answer to a query, of the media type asked for.

        Where the engine has no true default graph it is told which graph stands for it, unless
        the query has a dataset of its own. Raises what Wire.ask does.
        """
        to, fields = self.dialect.queries, dict[str, str | tuple[str, ...]](query=text)
        if self.dialect.published and not own_dataset:
            fields["default-graph-uri"] = self.dialect.published
            fields["named-graph-uri"] = tuple(graph(name).value for name in _NAMED)
        reply = self._wire.ask(
            Sent("POST", to, {}, fields, None, {"Accept": accept}, self._seconds, most)
        )
        known = _AS_TABLE if accept == TABLE else _AS_TRIPLES
        if reply.media_type not in known:
            kind = reply.media_type[:60] or "nothing known"
            raise StoreUnusable(
                f"{self.address}: it answers with {kind} instead of {accept}",
                hint="is this the URL of a SPARQL endpoint? see docs/remote.md",
            )
        return reply

    def update(self, text: str) -> None:
        """Have the server change its store; raises what Wire.ask does."""
        fields = {"update": text}
        self._wire.ask(Sent("POST", self.dialect.updates, fields=fields, seconds=self._seconds))

    def put(self, name: str, content: bytes) -> None:
        """Make a graph hold what some N-Triples say."""
        self._send("PUT", self.dialect.graph_of(name), content)

    def add(self, name: str, content: bytes) -> None:
        """Have a graph hold what some N-Triples say, too: to do it again changes nothing."""
        self._send("POST", {**self.dialect.graph_of(name), **self.dialect.bulk}, content)

    def _send(self, method: str, where: dict[str, str], content: bytes) -> None:
        # Not every engine knows N-Triples by name; each is Turtle too.
        headers = {"Content-Type": "text/turtle"}
        to, seconds = self.dialect.graphs, self._seconds
        self._wire.ask(Sent(method, to, where, None, content, headers, seconds))

    def delete(self, name: str) -> None:
        """Empty a graph, whether it is there or not."""
        sent = Sent("DELETE", self.dialect.graphs, self.dialect.graph_of(name))
        self._wire.ask(sent, accepted=(404,))

    def input_hash(self) -> str | None:
        """The hash of what the store was built from, or None where it does not tell."""
        found = self.told(META, ST.inputHash)
        return found[0] if len(found) == 1 else None

    def told(self, name: str, predicate: NamedNode) -> list[str]:
        """What a named graph says by a predicate, of whatever it says it: the literals' texts."""
        text = f"SELECT ?told WHERE {{ {in_graph(name, f'?of {predicate} ?told')} }}"
        return [row[0].value for row in self._rows(text) if isinstance(row[0], Literal)]

    def size(self, name: str) -> int:
        """How many triples a graph holds."""
        return self._counted(in_graph(name, _EVERY))

    def _counted(self, where: str) -> int:
        for row in self._rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}"):
            if isinstance(row[0], Literal) and NUMBER.fullmatch(row[0].value):
                return int(row[0].value)
        raise StoreUnusable(f"{self.address}: it does not count")

    def _rows(self, text: str) -> list[tuple[object, ...]]:
        # A server that is killed may end an answer as if it were whole: it is asked twice.
        for _ in range(2):
            rows = read_rows(self.query(text, TABLE, most=_OF_A_TABLE).body)
            if rows is not None:
                return rows
        raise broken(self.address)

    def quads(self, name: str) -> Iterator[Quad]:
        """The quads of a graph, a block at a time.

        Raises StoreUnusable where some are missing, LimitReached on more than Bounds allows.
        """
        if self.dialect.page is not None:
            return self.chosen(_EVERY, name)
        accept = {"Accept": f"{TRIPLES}, text/plain;q=0.5"}
        sent = Sent("GET", self.dialect.graphs, self.dialect.graph_of(name), headers=accept)
        reply = self._wire.ask(sent, accepted=(404,))
        return iter(()) if reply.status == 404 else self._read(reply, name)

    def chosen(self, where: str, name: str = PUBLISHED, every: str = _EVERY) -> Iterator[Quad]:
        """What of a graph fits a pattern with the variables of a triple; raises what quads does."""
        where = in_graph(name, where)
        if self.dialect.page is not None:
            return self._paged(where, name, self.dialect.page, every)
        text = f"CONSTRUCT {{ {every} }} WHERE {{ {where} }}"
        return self._read(self.query(text, TRIPLES), name)

    def _paged(self, where: str, name: str, page: int, every: str) -> Iterator[Quad]:
        """The quads that fit, page by page; their number is asked for beforehand and compared."""
        wanted, known = self._counted(where), set[Quad]()
        more, names = True, " ".join(term for term in every.split() if term.startswith("?"))
        # A server may be set to give fewer rows than asked for: the next page follows what came.
        while more and len(known) < wanted:
            self._bounds.expect(wanted - len(known))
            inner = f"SELECT {names} WHERE {{ {where} }} ORDER BY {names}"
            # The engine sorts few rows for an OFFSET of its own, and all of an inner query.
            bounded = (
                f"{{ SELECT {names} WHERE {{ {{ {inner} }} }} LIMIT {page} OFFSET {len(known)} }}"
            )
            text = f"CONSTRUCT {{ {every} }} WHERE {{ {bounded} }}"
            block = set(self._read(self.query(text, TRIPLES), name)) - known
            known |= block
            more = bool(block)
            yield from block
        if len(known) != wanted:
            raise StoreUnusable(
                f"{self.address}: {name} gave {len(known)} of {wanted} triples",
                hint="if somebody writes to it, try again when that has ended",
            )

    def _read(self, reply: Reply, name: str) -> Iterator[Quad]:
        if reply.media_type not in _AS_TRIPLES:
            raise StoreUnusable(
                f"{self.address}: a graph comes as {reply.media_type[:60] or 'nothing known'}, "
                f"not as {TRIPLES}"
            )
        node = graph_node(name)
        try:
            for quad in self._bounds.counted(parse(reply.body, format=RdfFormat.N_TRIPLES)):
                yield Quad(quad.subject, quad.predicate, quad.object, node)
        except (SyntaxError, ValueError, OSError):
            raise broken(self.address) from None


def fetch(address: Address) -> Store:
    """All graphs of a served store, in memory; raises StoreError."""
    with Remote(address) as remote:
        store = Store()
        before = remote.input_hash()
        if before == UNFINISHED:
            raise StoreUnusable(
                f"{address}: a build of it was cut off, or is under way",
                hint=f"kg --store {address} build repairs it",
            )
        for name in GRAPHS:
            store.bulk_extend(remote.quads(name))
        if before is None and not len(store):
            raise missing(address)
        told = store.quads_for_pattern(None, ST.inputHash, None, graph_node(META))
        read = [quad.object.value for quad in told if isinstance(quad.object, Literal)]
        if remote.input_hash() != before or read != ([before] if before else []):
            raise StoreUnusable(
                f"{address}: another program writes to it", hint="try again when it has ended"
            )
    return store


def missing(address: Address) -> StoreMissing:
    """What to tell where nothing was built yet."""
    return StoreMissing(
        f"{address}: there is nothing of ours yet", hint=f"make it with: kg --store {address} build"
    )


def broken(address: Address) -> StoreUnusable:
    """What to tell of an answer that is not what it says to be."""
    return StoreUnusable(f"{address}: the answer cannot be read, or ends in the middle")
