"""A process that answers queries over one database until it is killed or its stdin ends.

It is started as ``python -m kg.endpoint.worker``; a line of JSON comes in for each question, a
line of JSON and then the body go out. It has no network, little memory, and an alarm of its own.
"""

from __future__ import annotations

import ctypes
import json
import math
import os
import signal
import sys
from collections.abc import Callable
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

from kg.endpoint.question import Question, Reply
from kg.endpoint.sizes import Bounded, refuse_rows
from kg.errors import InputError, KgError, LimitReached, NotAcceptable, Problem, StoreUnusable
from kg.project import Project
from kg.queries.catalogue import find_query, parse_query
from kg.queries.inspect import refuse_dangerous, refuse_service
from kg.queries.run import bind, not_sparql
from kg.rdf.terms import PREFIXES, graph
from kg.store.embedded import is_damage
from kg.store.guard import confine, encode_error

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
_PATH = Path("query")
_DIE_WITH_PARENT = 1
_GRACE = 2


def answer(project: Project, store: Store, question: Question, *, rows: int, size: int) -> Reply:
    """The answer to a question over an open store.

    Raises InputError on what is no SPARQL or not allowed, UsageError on bad names and parameters,
    NotAcceptable, LimitReached at the number of rows or bytes.
    """
    path, text = _text(project, store, question)
    refuse_dangerous(text, path)
    refuse_service(text, path)
    out = Bounded(size)
    try:
        found = store.query(text, prefixes=PREFIXES, **_dataset(question))
        if isinstance(found, QueryTriples):
            form = _fitting(question.graph_form, "a graph")
            prefixes = PREFIXES if form in ("turtle", "trig") else None
            serialize(found, out, format=GRAPH_FORMATS[form], prefixes=prefixes)
            kind = "graph"
        else:
            form = _fitting(question.table_form, "a table")
            found.serialize(out, format=TABLE_FORMATS[form])
            kind = "answer" if isinstance(found, QueryBoolean) else "table"
    except SyntaxError as error:
        raise not_sparql(path, str(error)) from None
    except (OSError, RuntimeError) as error:
        if out.is_full:
            raise LimitReached(
                f"the answer is larger than {size} bytes", hint="ask for less, with LIMIT"
            ) from None
        if is_damage(error):
            raise StoreUnusable(f"the store is damaged: {error}") from None
        raise LimitReached(f"the query failed: {error}") from None
    body = out.getvalue()
    refuse_rows(body, kind, form, rows)
    return Reply(kind, form, body)


def _text(project: Project, store: Store, question: Question) -> tuple[Path, str]:
    if not question.name:
        return _PATH, parse_query(question.text, _PATH, "query").text
    query = find_query(project, question.name)
    return Path(query.path.name), bind(store, query, dict(question.values))


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


def _fitting(form: str | None, kind: str) -> str:
    if form is None:
        raise NotAcceptable(f"the answer is {kind}, and no format that is accepted can carry one")
    return form


def main(arguments: list[str]) -> None:
    """Answer questions from stdin on stdout, until there are no more."""
    root, database, memory, seconds, rows, size = arguments
    inward, outward = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    project = Project(Path(root), Path(database).parent)
    store = Store.read_only(database)
    confine(int(memory))
    patience = math.ceil(float(seconds)) + _GRACE
    _serve(
        inward,
        outward,
        lambda question: answer(project, store, question, rows=int(rows), size=int(size)),
        patience,
    )


def _serve(
    inward: BinaryIO, outward: BinaryIO, reply_to: Callable[[Question], Reply], patience: int
) -> None:
    outward.write(b"ready\n")
    outward.flush()
    for line in inward:
        # Whatever becomes of the parent, no query outlives its time.
        signal.alarm(patience)
        body = b""
        try:
            reply = reply_to(Question.from_json(json.loads(line)))
            head: dict[str, Any] = {"kind": reply.kind, "form": reply.form}
            body = reply.body
        except KgError as error:
            head = {"error": encode_error(error)}
        except MemoryError:
            head = {"error": encode_error(LimitReached("the memory allowed is used up"))}
        except Exception as error:  # noqa: BLE001 (the parent tells of it)
            head = {"error": encode_error(KgError(f"this is a bug: {type(error).__name__}"))}
        signal.alarm(0)
        outward.write(json.dumps({**head, "size": len(body)}).encode() + b"\n")
        outward.write(body)
        outward.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
