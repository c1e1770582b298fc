"""The pages of the named queries with any values, and their answers alone."""

from __future__ import annotations

import asyncio
from pathlib import PurePosixPath
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kg.endpoint.media import GRAPHS, TABLES
from kg.errors import KgError, UnknownName, UsageError
from kg.pages.queries import MOST_ROWS, QueryIndex, draw_query, group
from kg.pages.queries_form import make_fields
from kg.pages.rendering import draw
from kg.queries.catalogue import read_catalogue
from kg.serve.asking import ask
from kg.serve.query_reply import FRESH, answer_shown, page
from kg.serve.query_request import Asked, ask_named, fault, find_named, read_pairs
from kg.serve.refusals import Refused
from kg.serve.server import Server, server_of

_FORMS = {
    "csv": ("csv", None, TABLES["csv"]),
    "json": ("json", None, TABLES["json"]),
    "ttl": (None, "turtle", GRAPHS["turtle"]),
    "jsonld": (None, "jsonld", GRAPHS["jsonld"]),
}


async def named(request: Request) -> Response:
    """A page below ``queries/``, with the values that its address gives; or its answer alone."""
    path = request.path_params["path"]
    name, _, form = path.rpartition(".")
    if form not in ("html", "rq", *_FORMS):
        last = quote(PurePosixPath(path).name or "index")
        mark = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{last}.html{mark}", 303)
    server = server_of(request)
    if path == "index.html":
        listed = QueryIndex(read_catalogue(server.project).values())
        return page(listed.render("html", live=True), 200)
    try:
        query = find_named(server, name)
        pairs = await read_pairs(request)
        asked = await asyncio.to_thread(ask_named, server, query, pairs)
    except (KgError, Refused) as error:
        return await _missing(server, name, error) if form == "html" else _plain(error)
    if form == "html":
        return await _named_page(request, asked)
    return await _named_form(request, asked, form)


async def _named_page(request: Request, asked: Asked) -> Response:
    published = server_of(request).edition.library.published
    status, problem, found = 400, None, None
    if not asked.faults:
        status, problem, found = await answer_shown(request, asked, MOST_ROWS)
    else:
        sorts = dict.fromkeys(fault.sort for fault in asked.faults.values())
        problem = f"No answer: {', and '.join(f'a value above {sort}' for sort in sorts)}."

    def body() -> bytes:
        fields = make_fields(published, asked.query, asked.values, asked.faults)
        told = {"text": asked.text, "asked": asked.again, "problem": problem}
        return draw_query(asked.query, fields, found, live=True, **told)

    return page(await asyncio.to_thread(body), status)


async def _named_form(request: Request, asked: Asked, form: str) -> Response:
    if asked.faults:
        name, words = next(iter(asked.faults.items()))
        return _plain(UsageError(f"{name}: {words}"))
    if form == "rq":
        return Response(asked.text, media_type="application/sparql-query", headers=FRESH)
    table, graph_form, media_type = _FORMS[form]
    try:
        question = asked.question(table, graph_form)
        reply = await ask(request, question)
    except (KgError, Refused) as error:
        return _plain(error)
    return Response(reply.body, media_type=media_type, headers=FRESH)


def _plain(error: KgError | Refused) -> Response:
    status, problem = fault(error)
    return PlainTextResponse(f"{problem}\n", 404 if isinstance(error, UnknownName) else status)


async def _missing(server: Server, name: str, error: KgError | Refused) -> Response:
    """The list of named queries, with what is wrong with the address above it."""
    status, problem = fault(error)
    catalogue = read_catalogue(server.project)
    # Of the address only its depth goes into links, whatever names it is made of.
    path = "/".join(["-"] * (name.count("/") + 2))
    groups = group(catalogue.values())
    body = draw("queries_index.html", path, live=True, groups=groups, problem=problem)
    return page(body, status if name in catalogue else 404)
