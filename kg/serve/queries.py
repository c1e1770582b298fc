"""The query pages: an editor, the named queries with any values, and answers without a script."""

from __future__ import annotations

import asyncio
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.errors import KgError
from kg.pages.queries import FOLDER, group
from kg.pages.queries_form import make_fields
from kg.pages.rendering import POLICY, draw
from kg.queries.catalogue import read_catalogue
from kg.serve.query_graph import graph
from kg.serve.query_named import named
from kg.serve.query_reply import FRESH, answer_shown, page
from kg.serve.query_request import (
    NAME,
    Asked,
    fault,
    find_asked,
    read_pairs,
)
from kg.serve.query_words import words
from kg.serve.refusals import Refused
from kg.serve.server import Server, server_of

_MOST_ROWS = 1000
"""So many rows of an answer to a query of one's own are on its page."""
_EXAMPLE = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX st: <https://w3id.org/eurostance/ns#>

SELECT ?actor ?actorLabel ?proposition ?propositionLabel WHERE {
  ?actor st:favours ?proposition ;
    rdfs:label ?actorLabel .
  ?proposition rdfs:label ?propositionLabel .
}
ORDER BY ?actorLabel ?propositionLabel
LIMIT 100
"""
_EDITOR = {
    "yasgui.min.js": "text/javascript; charset=utf-8",
    "yasgui.min.css": "text/css; charset=utf-8",
    "LICENCES.txt": "text/plain; charset=utf-8",
}
_RESIZER = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
"""The one style that the editor puts into the page as text: of handles to widen a column."""
_EDITOR_POLICY = POLICY.replace("style-src 'self'", f"style-src 'self' {_RESIZER}")
_EDITOR_HEADERS = {"Content-Security-Policy": f"{_EDITOR_POLICY}; frame-ancestors 'self'"}


def has_editor() -> bool:
    """Whether ``make assets`` was run; without it the page has a plain field."""
    return _folder().joinpath("yasgui.min.js").is_file()


async def edit(request: Request) -> Response:
    """The page with the editor, its field filled with what the address names."""
    server = server_of(request)
    asked, status, problem = await _asked(request)
    body = await asyncio.to_thread(_editor_page, server, asked, problem)
    return page(body, status, _EDITOR_HEADERS)


async def run(request: Request) -> Response:
    """The answer to a query of one's own as a page, for where no script runs."""
    server = server_of(request)
    asked, status, problem = await _asked(request)
    if asked is None and problem is None:
        return RedirectResponse("query.html", 303)
    found = None
    if asked and not asked.faults:
        status, problem, found = await answer_shown(request, asked, _MOST_ROWS)
    text = asked.text if asked else ""
    title = asked.query.title if asked and not asked.own else "Your query"
    seconds = server.settings.allowance.seconds
    body = await asyncio.to_thread(
        draw,
        "query_answer.html",
        "query",
        live=True,
        text=text,
        title=title,
        shown=found,
        problem=problem,
        seconds=seconds,
    )
    return page(body, status)


async def completions(request: Request) -> Response:
    """What the editor completes, as JSON."""
    found = await asyncio.to_thread(words, server_of(request).edition.store)
    return JSONResponse(found, headers=FRESH)


async def editor(request: Request) -> Response:
    """A file of the editor, where it was fetched."""
    name = request.path_params["file"]
    place = _folder().joinpath(name)
    if name not in _EDITOR or not place.is_file():
        return PlainTextResponse("there is no such file\n", 404)
    body = await asyncio.to_thread(place.read_bytes)
    return Response(
        body, media_type=_EDITOR[name], headers={"Cache-Control": "public, max-age=86400"}
    )


async def _asked(request: Request) -> tuple[Asked | None, int, str | None]:
    """What a request asks, a status, and what is wrong with it in one line."""
    server = server_of(request)
    try:
        pairs = await read_pairs(request)
        asked = await asyncio.to_thread(find_asked, server, pairs)
    except (KgError, Refused) as error:
        return None, *fault(error)
    if asked and asked.faults:
        return asked, 400, "; ".join(f"{name}: {words}" for name, words in asked.faults.items())
    return asked, 200, None


def _editor_page(server: Server, asked: Asked | None, problem: str | None) -> bytes:
    catalogue = read_catalogue(server.project)
    chosen = asked.query if asked and not asked.own else None
    published = server.edition.library.published
    return draw(
        "query_editor.html",
        "query",
        live=True,
        policy=_EDITOR_POLICY,
        groups=group(catalogue.values()),
        chosen=chosen,
        fields=make_fields(published, chosen, asked.values, asked.faults)
        if asked and chosen
        else (),
        name=NAME,
        text=asked.text if asked else _EXAMPLE,
        problem=problem,
        limits=server.settings.allowance,
        has_editor=has_editor(),
    )


def _folder() -> Traversable:
    return files("kg.serve").joinpath("editor")


ROUTES = (
    Route("/query.html", edit),
    Route("/query", run, methods=["GET", "POST"]),
    Route("/query/words.json", completions),
    Route("/editor/{file}", editor),
    Route("/graph", graph),
    Route(f"/{FOLDER}/{{path:path}}", named),
)
