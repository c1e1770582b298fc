"""The SPARQL 1.1 Protocol, for queries: ``/sparql`` by GET, HEAD and POST.

Source: SPARQL 1.1 Protocol (W3C, 2013).
"""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kg.endpoint.media import GRAPHS, TABLES, choose
from kg.endpoint.question import Question
from kg.errors import Busy, InputError, KgError, LimitReached, NotAcceptable, StoreError, UsageError
from kg.serve.server import client_of, server_of

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"


async def sparql(request: Request) -> Response:
    """The answer to a query, or in one line why there is none."""
    server = server_of(request)
    limits = server.settings.allowance.headers()
    try:
        question = await _question(request)
    except _Refused as refused:
        return PlainTextResponse(f"{refused}\n", refused.status, limits)
    tag = _tag(server.edition.version, question)
    headers = {"ETag": tag, "Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache"} | limits
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    try:
        reply = await server.ask(question, client_of(request))
    except KgError as error:
        return tell(error, limits)
    media_type = (GRAPHS if reply.kind == "graph" else TABLES)[reply.form]
    return Response(reply.body, media_type=media_type, headers=headers)


class _Refused(Exception):
    """A request that is no query."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def _tag(version: str, question: Question) -> str:
    return f'"{version}-{hashlib.sha256(repr(question).encode()).hexdigest()[:16]}"'


async def _question(request: Request) -> Question:
    accept = request.headers.get("accept")
    table, graph = choose(accept, TABLES), choose(accept, GRAPHS)
    if table is None and graph is None:
        listed = ", ".join((*TABLES.values(), *GRAPHS.values()))
        raise _Refused(406, f"none of what is accepted can be had; there is: {listed}")
    parameters = _parameters(request.url.query)
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = (await request.body()).decode()
        if kind == _FORM:
            parameters += _parameters(body)
        elif kind == _QUERY:
            parameters.append(("query", body))
        else:
            raise _Refused(415, f"send a query as {_FORM} or {_QUERY}")
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) != 1:
        raise _Refused(400, "there must be one query")
    return Question(
        table,
        graph,
        queries[0],
        tuple(value for name, value in parameters if name == "default-graph-uri"),
        tuple(value for name, value in parameters if name == "named-graph-uri"),
    )


def _parameters(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True, errors="strict")


def tell(error: KgError, headers: dict[str, str]) -> Response:
    """An error as an answer: its status, its place where it has one, and its hint."""
    lines = [str(problem) for problem in error.problems] if isinstance(error, InputError) else []
    text = "\n".join([*(lines or [str(error)]), *([error.hint] if error.hint else [])])
    after = {}
    match error:
        case Busy():
            status, after = 503, {"Retry-After": str(error.after)}
        case LimitReached():
            status, after = 503, {"Retry-After": "60"}
        case NotAcceptable():
            status = 406
        case InputError() | UsageError():
            status = 400
        case StoreError():
            status = 503
        case _:
            status = 500
    return PlainTextResponse(f"{text}\n", status, headers | after)


ROUTES = (Route("/sparql", sparql, methods=["GET", "POST"]),)
