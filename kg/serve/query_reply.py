"""An answer of the guarded pool as a page shows it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from itertools import islice

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from starlette.requests import Request
from starlette.responses import Response

from kg.endpoint.question import Reply
from kg.errors import KgError
from kg.pages.published import Published
from kg.pages.queries import Shown, show_turtle
from kg.pages.queries_answer import make_sheet
from kg.queries.table import Answer, Graph, Result, Table
from kg.queries.terms import Term
from kg.serve.asking import ask
from kg.serve.query_request import Asked, fault
from kg.serve.refusals import Refused
from kg.serve.server import server_of

FRESH = {"Cache-Control": "no-cache"}
"""A page is asked for anew each time: the graph may have changed."""
_MOST_SHOWN = 4 * 2**20
"""Bytes of an answer that is shown on a page."""


def shown(published: Published, reply: Reply, most: int) -> Shown:
    """An answer in JSON or Turtle as a page shows it, with so many rows at most."""
    size = len(reply.body)
    if size > _MOST_SHOWN:
        return Shown(turtle="" if reply.kind == "graph" else None, large=size)
    if reply.kind == "graph":
        return show_turtle(reply.body.decode())
    result, total = _read(reply.body, most)
    if isinstance(result, Answer):
        return Shown(yes=result.yes)
    return Shown(make_sheet(published, result, total=total, most=most))


def result(reply: Reply, most: int) -> Result:
    """An answer in JSON or N-Triples, ``cut`` after so many rows or triples."""
    if reply.kind != "graph":
        return _read(reply.body, most)[0]
    quads = parse(reply.body, format=RdfFormat.N_TRIPLES)
    triples = tuple(quad.triple for quad in islice(quads, most))
    return Graph(triples, next(quads, None) is not None)


def _read(body: bytes, most: int) -> tuple[Table | Answer, int]:
    found = parse_query_results(body, format=QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return Answer(bool(found)), 1
    columns = tuple(variable.value for variable in found.variables)
    rows = tuple(tuple(_term(term) for term in row) for row in islice(found, most))
    left = sum(1 for _ in found)
    return Table(columns, rows, left > 0), len(rows) + left


def _term(term: object) -> Term | None:
    # A triple as a term is told as it is written: no page is about one.
    return Literal(str(term)) if isinstance(term, Triple) else term  # type: ignore[return-value]


async def answer_shown(
    request: Request, asked: Asked, most: int
) -> tuple[int, str | None, Shown | None]:
    """A status, what is wrong in one line, and the answer with so many rows at most."""
    published = server_of(request).edition.library.published
    try:
        reply = await ask(request, asked.question("json", "turtle"))
        return 200, None, await asyncio.to_thread(shown, published, reply, most)
    except (KgError, Refused) as error:
        return *fault(error), None


def page(body: bytes, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """A page as an answer."""
    told = {**FRESH, **(headers or {})}
    return Response(body, status, told, "text/html; charset=utf-8")
