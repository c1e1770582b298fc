"""Bind a query's parameters and run it, in a guarded worker or on a store at hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from kg.errors import InputError, LimitReached, Problem, StoreUnusable, UsageError
from kg.model.dates import PartialDate
from kg.project import Address, Place
from kg.queries.catalogue import Parameter, Query, fill
from kg.queries.inspect import missing_bracket, names_dataset, refuse_dangerous, refuse_service
from kg.queries.table import Answer, Graph, Result, Table
from kg.queries.terms import Term
from kg.rdf.names import Names, find_country, find_thing
from kg.rdf.terms import PREFIXES, XSD
from kg.store.embedded import is_damage, open_reader
from kg.store.guard import Limits, run_guarded
from kg.store.remote import broken
from kg.store.remote_query import (
    Asked,
    ask,
    canonical,
    makes_triples,
    read_answer,
    read_names,
)

MOST_ROWS = 1_000_000
"""Where no limit is given, more rows than these end a query."""

Job = Callable[[], Iterator[Any]]
Found = QueryBoolean | QuerySolutions | Iterator[Triple]

_PLAIN = ("text", "number", "date")
"""Kinds of parameters that need no look at the names in a store."""
_SPACES = {"thing": ("actor", "event", "stance")}
_NOT_TOLD = {"CLEAR", "CREATE", "DELETE", "DROP", "INSERT", "LATERAL", "LOAD", "SERVICE"}
"""What the engine's grammar knows and is refused here, or is no SPARQL 1.1."""
_SYNTAX = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def run_query(
    store: Place,
    query: Query,
    values: Mapping[str, str] | None = None,
    *,
    limits: Limits | None = None,
    rows: int | None = None,
) -> Result:
    """The answer to a query, from a worker that is killed at its limits.

    A served store answers by itself; what it sends is read by such a worker. Raises InputError on
    a query that is not SPARQL or not allowed, UsageError on bad parameters, StoreError where there
    is no store, LimitReached at a limit.
    """
    allowed = limits or Limits()
    match store:
        case Address():
            job = _asked_there(store, query, values or {}, allowed, rows)
        case folder:
            job = _asked_here(folder, query, values or {}, rows)
    return _heard(run_guarded(job, allowed), rows)


def _asked_here(folder: Path, query: Query, values: Mapping[str, str], rows: int | None) -> Job:
    def job() -> Iterator[Any]:
        refuse_dangerous(query.text, query.path)
        reader = open_reader(folder)
        text = bind(reader, query, values)
        refuse_service(text, query.path)
        yield from _told(reader, query, text, rows)

    return job


def _asked_there(
    address: Address, query: Query, values: Mapping[str, str], limits: Limits, rows: int | None
) -> Job:
    """Ask a server, and return the work of reading what it sent.

    The text is bound, checked and parsed here first, so that the errors are the same and nothing
    that is refused leaves this machine.
    """
    refuse_dangerous(query.text, query.path)
    kinds = {parameter.name: parameter.kind for parameter in query.parameters}
    names = {kinds.get(name) for name in values} - {None, *_PLAIN}
    known = read_names(address, seconds=limits.seconds) if names else Store()
    text = bind(known, query, values)

    def look() -> Iterator[Any]:
        refuse_service(text, query.path)
        try:
            yield makes_triples(text)
        except SyntaxError as error:
            raise not_sparql(query.path, str(error), text) from None

    asked = Asked(text, bool(next(run_guarded(look, limits))), names_dataset(text))
    most = MOST_ROWS if rows is None else rows
    body = ask(address, asked, seconds=limits.seconds, rows=most)

    def job() -> Iterator[Any]:
        try:
            yield from _spelled(read_answer(body, triples=asked.triples), most, canonical)
        except (SyntaxError, ValueError, OSError):
            raise broken(address) from None

    return job


def answer(store: Store, query: Query, values: Mapping[str, str] | None = None) -> Result:
    """The answer to a query of the project's own, run in this process without limits."""
    return _heard(_told(store, query, bind(store, query, values or {}), None), None)


def bind(names: Store | Names, query: Query, values: Mapping[str, str]) -> str:
    """The query's text with its parameters bound to typed terms, things by the names of a store.

    Raises UsageError where a parameter is not the query's or its value cannot be one.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            takes = ", ".join(known) or "none"
            raise UsageError(f"{query.name} has no parameter {name!r}", hint=f"it takes: {takes}")
    terms = {name: str(_term(names, known[name], value)) for name, value in values.items()}
    return fill(query.text, terms)


def _term(names: Store | Names, parameter: Parameter, value: str) -> NamedNode | Literal:
    match parameter.kind:
        case "text":
            return Literal(value)
        case "number":
            if not re.fullmatch(r"-?\d{1,9}", value):
                raise UsageError(f"{parameter.name}: {value!r} is no whole number")
            return Literal(int(value))
        case "date":
            try:
                return Literal(PartialDate.parse(value).latest.isoformat(), datatype=XSD.date)
            except ValueError as error:
                raise UsageError(f"{parameter.name}: {error}") from None
        case "country":
            return Literal(find_country(names, value))
        case kind:
            return find_thing(names, value, _SPACES.get(kind, (kind,)))


def _told(store: Store, query: Query, text: str, rows: int | None) -> Iterator[Any]:
    """The answer in values that JSON can carry: the kind, then the columns, then the rows."""
    most = MOST_ROWS if rows is None else rows
    try:
        yield from _spelled(store.query(text, prefixes=PREFIXES), most)
    except SyntaxError as error:
        raise not_sparql(query.path, str(error), text) from None
    except (OSError, RuntimeError) as error:
        if is_damage(error):
            raise StoreUnusable(
                f"the store is damaged: {error}", hint="make it anew: kg build --anew"
            ) from None
        raise LimitReached(f"{query.path}: the query failed: {error}") from None


def _spelled(
    found: Found, most: int, form: Callable[[object], object] = lambda term: term
) -> Iterator[Any]:
    if isinstance(found, QueryBoolean):
        yield ["answer", bool(found)]
    elif isinstance(found, QuerySolutions):
        yield ["table", *(variable.value for variable in found.variables)]
        for solution in islice(found, most + 1):
            yield [None if term is None else _text(form(term)) for term in solution]
    else:
        yield ["graph"]
        for triple in islice(found, most + 1):
            yield f"{triple} ."


def _text(term: object) -> str:
    if isinstance(term, Triple):
        raise UsageError("the answer holds triple terms, which no format here can carry")
    return str(term)


def not_sparql(path: Path, message: str, text: str) -> InputError:
    """A syntax error of the engine in a text, with its place and no more words than fit a line."""
    match = _SYNTAX.search(message)
    line, column, reason = (int(match[1]), int(match[2]), match[3]) if match else (0, 0, message)
    reason = " ".join(reason.split())
    if "Prefix not found" in reason:
        reason = "a prefix that is not declared"
    elif reason == "expected CONSTRUCT":
        reason = "it is no SELECT, ASK, CONSTRUCT or DESCRIBE: the graph is only read"
    elif _is_end(text, line, column) and (bracket := missing_bracket(text)):
        reason = f"a {bracket} is missing at the end"
    elif reason.startswith("expected one of"):
        words = re.findall(r"(?<![\w\"'])(?![0-9A-F]{4})[A-Z]{2,}(?![\w\"'])", reason)
        wanted = [word for word in words if word not in _NOT_TOLD]
        reason = "unexpected here" + (f"; possible: {', '.join(wanted[:6])}" if wanted else "")
    problem = Problem(path, line, column, f"not valid SPARQL: {reason[:160]}")
    return InputError(f"{path}: not valid SPARQL", problems=[problem])


def _is_end(text: str, line: int, column: int) -> bool:
    """Whether nothing but space stands from a place on, both counted from 1."""
    rest = text.split("\n")[line - 1 :] if line else [text]
    return bool(rest) and not "\n".join([rest[0][column - 1 :], *rest[1:]]).strip()


def _heard(values: Iterator[Any], rows: int | None) -> Result:
    kind, *rest = next(values)
    if kind == "answer":
        return Answer(bool(rest[0]))
    received = list(values)
    most = MOST_ROWS if rows is None else rows
    cut = len(received) > most
    if cut and rows is None:
        raise LimitReached(f"more than {MOST_ROWS} rows", hint="ask for fewer with --limit")
    if kind == "graph":
        lines = "\n".join(received[:most])
        triples = (quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES))
        return Graph(tuple(triples), cut)
    columns = tuple(rest)
    return Table(columns, _terms(received[:most]), cut)


def _terms(rows: list[list[str | None]]) -> tuple[tuple[Term | None, ...], ...]:
    known = {text for row in rows for text in row if text is not None}
    order = list(known)
    lines = "\n".join(f"<x:s> <x:p> {text} ." for text in order)
    parsed = [quad.object for quad in parse(lines, format=RdfFormat.N_TRIPLES)]
    terms: dict[str | None, Any] = dict(zip(order, parsed, strict=True))
    terms[None] = None
    return tuple(tuple(terms[text] for text in row) for row in rows)
