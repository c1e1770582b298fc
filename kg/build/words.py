"""The index of words, kept up with the builds of a store; what is built is whole without it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import StoreError
from kg.rdf.ntriples import Line, triples_of
from kg.rdf.terms import ST
from kg.store.embedded import ENGINE_ERRORS, database, open_reader
from kg.store.words_writing import change as follow
from kg.store.words_writing import reach, write

_WORDS = {str(ST.quote), str(ST.translation), str(ST.paraphrase)}


def follow_words(
    store: Store, folder: Path, lines: Iterable[Line], *, before: str, after: str
) -> None:
    """Have the index of an open store follow the lines that were added, or write it anew.

    The folder is the store's; ``before`` and ``after`` are its input hashes.
    """
    followed = False
    with contextlib.suppress(StoreError):
        followed = follow(database(folder), change_of_words(lines), was=before, now=after)
    if not followed:
        _write(lambda: store, folder, after)


def catch_up_words(folder: Path, version: str) -> None:
    """Write the index of a store where a build was cut off before it, or could not write it."""
    with contextlib.suppress(StoreError):
        if reach(database(folder)) != version:
            _write(lambda: open_reader(folder), folder, version)


def change_of_words(lines: Iterable[Line]) -> Iterator[tuple[NamedNode, str]]:
    """The evidence that has words in some lines, with those words."""
    for triple in triples_of(told for told in lines if told.split(" ", 2)[1] in _WORDS):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            yield triple.subject, triple.object.value


def _write(opened: Callable[[], Store], folder: Path, version: str) -> None:
    with contextlib.suppress(StoreError, sqlite3.Error, *ENGINE_ERRORS):
        write(opened(), database(folder), version)
