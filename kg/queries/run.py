"""Bind a query's parameters and run it, in a guarded worker or on a store at hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import InputError, LimitReached, Problem, StoreUnusable, UsageError
from kg.project import Address, Place
from kg.queries.catalogue import Parameter, Query, fill
from kg.queries.indexed import through_words
from kg.queries.inspect import missing_bracket, refuse_dangerous, refuse_service
from kg.queries.spelled import hear, spell, take
from kg.queries.table import Result
from kg.rdf.terms import PREFIXES, XSD
from kg.store.embedded import database, input_hash, is_damage, open_reader
from kg.store.guard import Limits, run_guarded

if TYPE_CHECKING:
    from kg.rdf.names import Names
    from kg.store.words import WordsIndex

Job = Callable[[IO[bytes]], None]

PLAIN = ("text", "number", "date")
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
            from kg.queries.served import ask_served  # the network is slow to import

            return ask_served(store, query, values or {}, allowed, rows)
        case folder:
            return hear(run_guarded(_asked_here(folder, query, values or {}, rows), allowed), rows)


def _asked_here(folder: Path, query: Query, values: Mapping[str, str], rows: int | None) -> Job:
    def job(out: IO[bytes]) -> None:
        refuse_dangerous(query.text, query.path)
        reader = open_reader(folder)
        text = bind(reader, query, values)
        refuse_service(text, query.path)
        with told(query.path, text):
            text = through_words(text, query, values, reader, partial(_index, folder, reader))
            spell(reader.query(text, prefixes=PREFIXES), out, rows)

    return job


def _index(folder: Path, reader: Store) -> WordsIndex | None:
    from kg.store.words import WordsIndex  # few queries need it

    return WordsIndex.open(database(folder), input_hash(reader))


def answer(store: Store, query: Query, values: Mapping[str, str] | None = None) -> Result:
    """The answer to a query of the project's own, run in this process without limits."""
    text = bind(store, query, values or {})
    with told(query.path, text):
        text = through_words(text, query, values or {}, store)
        return take(store.query(text, prefixes=PREFIXES))


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
            from kg.model.dates import PartialDate

            try:
                return Literal(PartialDate.parse(value).latest.isoformat(), datatype=XSD.date)
            except ValueError as error:
                raise UsageError(f"{parameter.name}: {error}") from None
        case "country":
            from kg.rdf.names import find_country

            return Literal(find_country(names, value))
        case kind:
            from kg.rdf.names import find_thing

            return find_thing(names, value, _SPACES.get(kind, (kind,)))


@contextmanager
def told(path: Path, text: str) -> Iterator[None]:
    """What the engine raises on a text becomes InputError, StoreUnusable or LimitReached."""
    try:
        yield
    except SyntaxError as error:
        raise not_sparql(path, str(error), text) from None
    except (OSError, RuntimeError) as error:
        if is_damage(error):
            raise StoreUnusable(
                f"the store is damaged: {error}", hint="make it anew: kg build --anew"
            ) from None
        raise LimitReached(f"{path}: the query failed: {error}") from None


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
