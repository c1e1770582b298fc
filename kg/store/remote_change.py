"""A served store of one input made that of the next by what differs; nothing of it is read back."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice

from pyoxigraph import Literal, RdfFormat, parse

from kg.errors import KgError, StoreLocked
from kg.project import Address
from kg.rdf.terms import ST, graph
from kg.store.graphs import graph_name
from kg.store.remote import Remote
from kg.store.remote_claim import Claim, Loading, refuse_other_loader
from kg.store.remote_dialect import Dialect
from kg.store.remote_words import UNFINISHED

_WHOLE = 32 * 2**20
"""An update of more characters than these is not sent as one request."""
_AT_ONCE = 500
"""So many triples go into one operation where an engine compiles each into its program."""
_BATCH = 20_000
_META = graph("meta")
Lines = dict[str, list[str]]
"""Triples as lines, by the short name of their graph."""


def change(
    remote: Remote, added: Iterable[str], removed: Iterable[str], *, before: str, after: str
) -> None:
    """Take some lines of N-Quads out of a store and put others in, if it is that of one input.

    ``before`` is the hash of that input, and ``after`` what stands there afterwards; lines of
    st:inputHash itself are not heeded. Where an update is whole it is one request, which looks at
    the hash too. Elsewhere a mark stands in its place until all is there; a change that was cut off
    goes on when it is asked for again.

    Raises StoreLocked where the store is that of another input, or is being written to.
    """
    ended = threading.Event()
    with remote.line(ended.wait) as line:
        gone, new = _by_graph(removed), _by_graph(added)
        if line.dialect.whole_updates:
            text = _as_one(line.dialect, new, gone, before, after)
            if len(text) <= _WHOLE:
                _expect(line, before)
                line.update(text)
                _expect(line, after)
                return
        claim = Claim(line)
        try:
            _mark(line, claim, before, after)
            _in_parts(line, claim, new, gone)
            line.update(_renamed(UNFINISHED, after, claim.condition))
            _expect(line, after)
            claim.end()
        except BaseException:
            with suppress(KgError):
                claim.leave()
            raise


def _by_graph(lines: Iterable[str]) -> Lines:
    """The lines sorted out; raises SyntaxError where they are no N-Quads."""
    found: Lines = {}
    for quad in parse("".join(lines), format=RdfFormat.N_QUADS):
        if quad.predicate != ST.inputHash:
            line = f"{quad.subject} {quad.predicate} {quad.object} .\n"
            found.setdefault(graph_name(quad.graph_name), []).append(line)
    return found


def _as_one(dialect: Dialect, new: Lines, gone: Lines, before: str, after: str) -> str:
    """The change as one operation, which finds nothing to do in the store of another input."""
    return (
        f"DELETE {{\n{_hash(before)}{_written(dialect, gone)}}}\n"
        f"INSERT {{\n{_hash(after)}{_written(dialect, new)}}}\nWHERE {{ {_hash(before)} }}"
    )


def _renamed(before: str, after: str, condition: str = "") -> str:
    return (
        f"DELETE {{ {_hash(before)} }}\nINSERT {{ {_hash(after)} }}\n"
        f"WHERE {{ {_hash(before)} {condition} }}"
    )


def _hash(text: str) -> str:
    return f"GRAPH {_META} {{ ?of {ST.inputHash} {Literal(text)} }}\n"


def _written(dialect: Dialect, lines: Lines) -> str:
    """Lines as the body of an operation."""
    parts = []
    for name, triples in sorted(lines.items()):
        text = "".join(triples)
        parts.append(text if dialect.is_default(name) else f"GRAPH {graph(name)} {{\n{text}}}\n")
    return "".join(parts)


def _mark(line: Remote, claim: Claim, before: str, after: str) -> None:
    """Have the store tell that it is written to; raises StoreLocked where it is another's."""
    seen, found, told = Loading.read(line), line.input_hash(), f"{before} {after}"
    refuse_other_loader(line, seen, threading.Event().wait)
    if found == UNFINISHED and seen.input_hash == told:
        claim.take_over()
        return
    if found != before:
        raise _locked(line.address)
    claim.begin(told)
    line.update(_renamed(before, UNFINISHED, claim.condition))
    _expect(line, UNFINISHED)


def _in_parts(line: Remote, claim: Claim, new: Lines, gone: Lines) -> None:
    for name, triples in gone.items():
        for part in _parts(triples, _AT_ONCE):
            claim.check(line)
            line.update(f"DELETE DATA {{ {_written(line.dialect, {name: part})} }}")
    for name, triples in new.items():
        for part in _parts(triples, _BATCH):
            claim.check(line)
            line.add(name, "".join(part).encode())


def _parts(lines: list[str], most: int) -> Iterable[list[str]]:
    rest = iter(lines)
    while part := list(islice(rest, most)):
        yield part


def _expect(line: Remote, told: str) -> None:
    if line.input_hash() != told:
        raise _locked(line.address)


def _locked(address: Address) -> StoreLocked:
    return StoreLocked(
        f"{address}: it is not the store that was to be changed",
        hint="another program writes to it, or has done so: build it again",
    )
