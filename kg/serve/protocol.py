"""The SPARQL 1.1 Protocol, for queries: ``/sparql`` by GET, HEAD, POST and OPTIONS.

Sources: SPARQL 1.1 Protocol (W3C, 2013), section 2.1; RFC 9110, sections 12 and 13.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.endpoint.media import ENDINGS, GRAPHS, TABLES, choose, wants_page, without_page
from kg.endpoint.question import Question
from kg.errors import KgError
from kg.serve.asking import ask
from kg.serve.description import service_answer
from kg.serve.receiving import FORM, content_type, lines_of, parameters, read_body, utf8
from kg.serve.refusals import Refused, refuse, tell
from kg.serve.server import Server, is_of_the_moment, server_of
from kg.serve.validators import is_known, tag_of

_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_BESIDE = 16 * 2**10
"""Bytes that a form may hold beside the query: names of graphs."""
_ABOUT_THE_ANSWER = {"format", "download"}
_FILE_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,79}", re.ASCII)

Parameters = list[tuple[str, str]]


async def sparql(request: Request) -> Response:
    """The answer to a query, or in one line why there is none; without a query, what is here."""
    server = server_of(request)
    limits = server.settings.allowance.headers()
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join(_METHODS)} | limits)
    try:
        told = await _parameters(request, server)
        if request.method != "POST" and {name for name, _ in told} <= _ABOUT_THE_ANSWER:
            described = _described(request, told)
            described.headers.update(limits)
            return described
        return await _answered(request, told)
    except Refused as refused:
        return refuse(refused, limits)
    except KgError as error:
        return tell(error, limits)


async def _parameters(request: Request, server: Server) -> Parameters:
    """What is asked, wherever it stands in the request; raises Refused."""
    told = parameters(request.scope["query_string"])
    if request.method == "POST":
        most = server.settings.allowance.text
        kind = content_type(request)
        if kind == FORM:
            told += parameters(await read_body(request, 3 * most + _BESIDE))
        elif kind == _QUERY:
            told.append(("query", utf8(await read_body(request, most))))
        elif kind == _UPDATE:
            told.append(("update", ""))
        else:
            raise Refused(415, f"send a query as {FORM} or {_QUERY}")
    if any(name == "update" for name, _ in told):
        raise Refused(403, "the graph is only read: updates are not taken")
    return told


async def _answered(request: Request, told: Parameters) -> Response:
    server = server_of(request)
    question = _question(request, told)
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"} | server.settings.allowance.headers()
    known = lines_of(request, "if-none-match") if request.method != "POST" else None
    if is_of_the_moment(question):
        headers["Cache-Control"] = "no-store"
        known = None
    elif request.method != "POST":
        headers["ETag"] = tag_of(server.edition.version, question)
    if known and known.strip() != "*" and is_known(headers["ETag"], known):
        return Response(status_code=304, headers=headers)
    reply = await ask(request, question)
    if known and known.strip() == "*":
        return Response(status_code=304, headers=headers)
    media_type = (GRAPHS if reply.kind == "graph" else TABLES)[reply.form]
    return Response(
        reply.body, media_type=media_type, headers=headers | _attached(told, reply.form)
    )


def _question(request: Request, told: Parameters) -> Question:
    queries = _all(told, "query")
    if len(queries) != 1:
        raise Refused(400, f"there must be one query, and there are {len(queries)}")
    most = server_of(request).settings.allowance.text
    if len(queries[0].encode()) > most:
        status = 413 if request.method == "POST" else 414
        raise Refused(status, f"a query has {most} bytes at most")
    table, graph = _forms(request, told)
    return Question(
        table,
        graph,
        queries[0],
        tuple(_all(told, "default-graph-uri")),
        tuple(_all(told, "named-graph-uri")),
    )


def _forms(request: Request, told: Parameters) -> tuple[str | None, str | None]:
    """The format of a table and of a graph that are wanted, by name or else by Accept."""
    named = _all(told, "format")
    if named:
        form = named[-1]
        if form not in TABLES and form not in GRAPHS:
            listed = ", ".join((*TABLES, *GRAPHS))
            raise Refused(400, f"format is none of: {listed}")
        return (form, None) if form in TABLES else (None, form)
    accept = without_page(lines_of(request, "accept"))
    table, graph = choose(accept, TABLES), choose(accept, GRAPHS)
    if table is None and graph is None:
        raise _none_of({**TABLES, **GRAPHS})
    return table, graph


def _described(request: Request, told: Parameters) -> Response:
    accept = lines_of(request, "accept")
    named = bool(_all(told, "format"))
    if wants_page(accept) and not named:
        return RedirectResponse("query.html", 303, {"Vary": "Accept"})
    form = _forms(request, told)[1]
    if form is None:
        raise _none_of(GRAPHS)
    return service_answer(request, form)


def _none_of(offered: Mapping[str, str]) -> Refused:
    listed = ", ".join(media_type.partition(";")[0] for media_type in offered.values())
    return Refused(406, f"none of what is accepted can be had; there is: {listed}")


def _attached(told: Parameters, form: str) -> dict[str, str]:
    """That an answer is to be kept as a file, where ``download`` says so."""
    wanted = _all(told, "download")
    if not wanted:
        return {}
    name = wanted[-1].removesuffix(f".{ENDINGS[form]}")
    name = name if _FILE_NAME.fullmatch(name) and name not in ("1", "true", "yes") else "answer"
    return {"Content-Disposition": f'attachment; filename="{name}.{ENDINGS[form]}"'}


def _all(told: Parameters, name: str) -> list[str]:
    return [value for key, value in told if key == name]


ROUTES = (Route("/sparql", sparql, methods=list(_METHODS)),)
