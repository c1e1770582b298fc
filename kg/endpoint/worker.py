"""A process that answers queries over one database until it is killed or its stdin ends.

It is started as ``python -m kg.endpoint.worker``; a line of JSON comes in for each question, a
line of JSON and then the body go out. It has no network, little memory, and an alarm of its own.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import math
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from kg.endpoint.media import GRAPHS, TABLES
from kg.endpoint.question import Question, Reply
from kg.endpoint.sizes import Bounded, refuse_rows
from kg.errors import (
    InputError,
    KgError,
    LimitReached,
    NotAcceptable,
    Problem,
    StoreUnusable,
    TooLarge,
)
from kg.project import Project
from kg.queries.binding import bind
from kg.queries.catalogue import Query, no_query, parse_query, read_catalogue
from kg.queries.faults import not_sparql
from kg.queries.indexed import through_words
from kg.queries.inspect import refuse_dangerous, refuse_service
from kg.rdf.folded import Names
from kg.rdf.terms import BASE, PREFIXES, graph
from kg.rdf.turtle import drop_idle_prefixes
from kg.rdf.xml_text import as_xml, keep_line_ends, refuse_no_xml
from kg.store.embedded import ENGINE_ERRORS, input_hash, is_damage, unusable
from kg.store.guard import confine, encode_error
from kg.store.words import WordsIndex

TABLE_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
}
_READABLE = {"xml": as_xml, "rdfxml": keep_line_ends}
_WITH_PREFIXES = ("turtle", "trig")
_MOST_LOOKED_THROUGH = 4 * 2**20
"""A graph of more bytes keeps the prefixes that it does not use."""
_PATH = Path("query")
_DIE_WITH_PARENT = 1
_GRACE = 2
_TOLD = 500


@dataclass(frozen=True, slots=True)
class Source:
    """What questions are answered from: an open store that nobody writes to."""

    store: Store
    names: Names
    queries: Mapping[str, Query]
    words: WordsIndex | None = None

    @classmethod
    def open(cls, project: Project, database: Path) -> Source:
        """A database with the queries of a project; raises StoreError and InputError."""
        try:
            store = Store.read_only(str(database))
            state, names = input_hash(store), Names(store)
        except ENGINE_ERRORS as error:
            raise unusable(database, error) from None
        return cls(store, names, read_catalogue(project), WordsIndex.open(database, state))


def answer(source: Source, question: Question, *, rows: int, size: int) -> Reply:
    """The answer to a question.

    Raises InputError on what is no SPARQL or not allowed, UsageError on bad names and parameters,
    NotAcceptable, TooLarge at the number of rows or bytes, LimitReached where the engine gives up.
    """
    path, text = _text(source, question)
    refuse_dangerous(text, path)
    refuse_service(text, path)
    out = Bounded(size)
    try:
        if question.name:
            query = source.queries[question.name]
            given = dict(question.values)
            text = through_words(text, query, given, source.store, lambda: source.words)
        kind, form = _write(source.store, text, question, out)
    except SyntaxError as error:
        raise not_sparql(path, str(error), text) from None
    except (OSError, RuntimeError) as error:
        if out.is_full:
            raise TooLarge(
                f"the answer is larger than {size} bytes", hint="ask for less, with LIMIT"
            ) from None
        if is_damage(error):
            raise _damaged(error) from None
        raise LimitReached(f"the query failed: {str(error)[:_TOLD]}") from None
    body = out.getvalue()
    # A graph is to be kept as it is, a table is to be read.
    if form in _READABLE:
        body = _READABLE[form](body)
    if form in _WITH_PREFIXES and len(body) <= _MOST_LOOKED_THROUGH:
        body = drop_idle_prefixes(body)
    refuse_rows(body, kind, form, rows)
    return Reply(kind, form, body)


def _damaged(error: Exception) -> StoreUnusable:
    return StoreUnusable(f"the store is damaged: {error}")


def _write(store: Store, text: str, question: Question, out: Bounded) -> tuple[str, str]:
    found = store.query(text, base_iri=BASE, prefixes=PREFIXES, **_dataset(question))
    if isinstance(found, QueryTriples):
        form = _fitting(question.graph_form, "a graph", GRAPHS)
        prefixes = PREFIXES if form in _WITH_PREFIXES else None
        told = refuse_no_xml(found) if form == "rdfxml" else found
        serialize(told, out, format=GRAPH_FORMATS[form], prefixes=prefixes)
        return "graph", form
    form = _fitting(question.table_form, "a table", TABLES)
    found.serialize(out, format=TABLE_FORMATS[form])
    return "answer" if isinstance(found, QueryBoolean) else "table", form


def _text(source: Source, question: Question) -> tuple[Path, str]:
    if not question.name:
        return _PATH, parse_query(question.text, _PATH, "query").text
    # Of the catalogue alone: a name that comes from outside is never a path.
    query = source.queries.get(question.name)
    if query is None:
        raise no_query(question.name, source.queries)
    return Path(query.path.name), bind(source.names, query, dict(question.values))


def _dataset(question: Question) -> dict[str, Any]:
    """The graphs that the protocol names; with none, those of the query or of the store."""
    default = [_graph(name) for name in question.default_graphs]
    named = [_node(name) for name in question.named_graphs]
    if not default and not named:
        return {}
    return {"default_graph": default, "named_graphs": named}


def _graph(name: str) -> NamedNode | DefaultGraph:
    # The published graph has a name for engines that need one; here it is the default graph.
    node = _node(name)
    return DefaultGraph() if node == graph("published") else node


def _node(name: str) -> NamedNode:
    try:
        return NamedNode(name)
    except ValueError as error:
        problem = Problem(_PATH, 0, 0, f"no IRI of a graph: {error}")
        raise InputError("no IRI of a graph", problems=[problem]) from None


def _fitting(form: str | None, kind: str, offered: Mapping[str, str]) -> str:
    if form is None:
        listed = ", ".join(media_type.partition(";")[0] for media_type in offered.values())
        raise NotAcceptable(
            f"the answer is {kind}, and no format that is accepted can carry one",
            hint=f"there is: {listed}",
        )
    return form


def main(arguments: list[str]) -> None:
    """Answer questions from stdin on stdout, until there are no more."""
    root, database, memory, seconds, rows, size = arguments
    inward, outward = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    _end_with_parent()
    # Before the store opens: a process with threads cannot leave the network, nor can its threads.
    confine(int(memory))
    os.dup2(2, 1)
    try:
        source = Source.open(Project(Path(root), Path(database).parent), Path(database))
    except KgError as error:
        _tell(outward, {"error": encode_error(error)})
        return
    patience = math.ceil(float(seconds)) + _GRACE
    _tell(outward, {"ready": True})
    for line in inward:
        # Whatever becomes of the parent, no query outlives its time.
        signal.alarm(patience)
        question = Question.from_json(json.loads(line))
        told = _guarded(partial(answer, source, question, rows=int(rows), size=int(size)))
        signal.alarm(0)
        _tell(outward, *told)


def _end_with_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    # Where memory runs out, a worker goes before any other program.
    with contextlib.suppress(OSError), Path("/proc/self/oom_score_adj").open("w") as score:
        score.write("1000")


def _guarded(reply: Callable[[], Reply]) -> tuple[dict[str, Any], bytes]:
    try:
        made = reply()
    except KgError as error:
        return {"error": encode_error(error)}, b""
    except MemoryError:
        return {"error": encode_error(LimitReached("the memory allowed is used up"))}, b""
    except Exception as error:  # noqa: BLE001 (the parent tells of it)
        bug = KgError(f"this is a bug: {type(error).__name__}")
        return {"error": encode_error(_damaged(error) if is_damage(error) else bug)}, b""
    return {"kind": made.kind, "form": made.form}, made.body


def _tell(outward: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    outward.write(json.dumps({**head, "size": len(body)}).encode() + b"\n")
    outward.write(body)
    outward.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
