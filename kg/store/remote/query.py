"""A query put to a served store: what is sent, and what comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from kg.errors import LimitReached
from kg.project import Address
from kg.rdf.terms import PREFIXES, XSD
from kg.store.remote.conventions import NUMBER, TABLE, TRIPLES
from kg.store.remote.remote import Remote

_CUT = "x-sparql-maxrows"
"""The header by which Virtuoso tells that it left out what is beyond its own limit."""
_PARTIAL = "x-sql-state"
_BOOLEANS = {"1": Literal(True), "0": Literal(False)}


def with_prefixes(text: str) -> str:
    """The query with a declaration of each of our prefixes that it uses, on its first line."""
    used = [name for name in PREFIXES if re.search(rf"(?<![\w-]){name}:", text)]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in used) + text


def makes_triples(text: str) -> bool:
    """Whether a query makes a graph; raises SyntaxError where it is none."""
    return isinstance(Store().query(text, prefixes=PREFIXES), QueryTriples)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it is put to a server: whether it makes a graph, names a dataset of its own."""

    text: str
    triples: bool
    own_dataset: bool


def ask(address: Address, asked: Asked, *, seconds: float, rows: int) -> IO[bytes]:
    """The body of the answer to a query; our prefixes are declared beforehand.

    Raises what Remote.query does, and LimitReached where the server gave only a part of fewer
    than so many rows.
    """
    with Remote(address, seconds=seconds) as remote:
        accept = TRIPLES if asked.triples else TABLE
        reply = remote.query(with_prefixes(asked.text), accept, own_dataset=asked.own_dataset)
    most = reply.headers.get(_CUT, "")
    if _PARTIAL in reply.headers:
        raise LimitReached(f"{address}: the server stopped at its own time limit")
    if NUMBER.fullmatch(most) and int(most) <= rows:
        raise LimitReached(
            f"{address}: the server gives {most} rows at most", hint="ask for fewer with --limit"
        )
    return reply.body


def read_answer(
    body: IO[bytes], *, triples: bool
) -> QuerySolutions | QueryBoolean | Iterator[Triple]:
    """What an answer holds; it, or reading on in it, raises SyntaxError where it is broken."""
    if triples:
        return (quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES))
    return parse_query_results(body, format=QueryResultsFormat.JSON)


def canonical(term: object) -> object:
    """A term of an answer as the other engines write it: Virtuoso says 1 for true."""
    if isinstance(term, Literal) and term.datatype == XSD.boolean:
        return _BOOLEANS.get(term.value, term)
    return term
