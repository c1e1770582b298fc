"""Bind a query's parameters and run it, in a guarded worker or on a store at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pyoxigraph import Store

from kg.errors import StoreUnusable
from kg.project import Address, Place
from kg.queries.binding import bind
from kg.queries.catalogue import Query
from kg.queries.faults import told
from kg.queries.indexed import through_words
from kg.queries.inspect import refuse_dangerous, refuse_service
from kg.queries.spelled import hear, spell, take
from kg.queries.table import Result
from kg.rdf.terms import PREFIXES
from kg.store.embedded import database, input_hash, marks_of, open_reader
from kg.store.guard import Died, Limits, run_guarded

if TYPE_CHECKING:
    from kg.store.words import WordsIndex

Job = Callable[[IO[bytes]], None]
_MOST_ASKED = 4
"""How often a question is asked again whose store was built under it."""


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
            return _heard(folder, _asked_here(folder, query, values or {}, rows), allowed, rows)


def _heard(folder: Path, job: Job, limits: Limits, rows: int | None) -> Result:
    for _ in range(_MOST_ASKED):
        marks = marks_of(folder)
        try:
            return hear(run_guarded(job, limits), rows)
        except (Died, StoreUnusable):
            # A build may have taken tables away that the engine had not opened yet.
            if marks_of(folder) == marks:
                raise
    return hear(run_guarded(job, limits), rows)


def _asked_here(folder: Path, query: Query, values: Mapping[str, str], rows: int | None) -> Job:
    opened: list[Store] = []

    def job(out: IO[bytes]) -> None:
        refuse_dangerous(query.text, query.path)
        reader = open_reader(folder)
        # The engine closes a large store as slowly as it opens it; whoever waits would wait for
        # that too, and the end of the process does it.
        opened.append(reader)
        # The names of things are looked up in the store, which may be damaged there.
        with told(query.path, query.text):
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
    with told(query.path, query.text):
        text = bind(store, query, values or {})
    with told(query.path, text):
        text = through_words(text, query, values or {}, store)
        return take(store.query(text, prefixes=PREFIXES))
