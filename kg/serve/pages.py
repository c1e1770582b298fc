"""The pages of the graph: ``/actor/x`` leads to the form that is wanted, ``/actor/x.ttl`` is it.

Sources: Cool URIs for the Semantic Web (W3C, 2008), section 4.2; RFC 9110, section 12.
"""

from __future__ import annotations

import asyncio
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from kg import __version__
from kg.endpoint.media import choose
from kg.endpoint.question import Reply
from kg.pages.contract import Page
from kg.pages.finding import find
from kg.pages.media import FORMS, media_type
from kg.pages.rendering import asset, draw, link
from kg.pages.search import SearchPage
from kg.rdf.names import find_things
from kg.rdf.terms import BASE, PREFIXES
from kg.serve.edition import Edition
from kg.serve.receiving import lines_of
from kg.serve.refusals import Refused, refuse
from kg.serve.server import server_of
from kg.serve.validators import is_known, tag_of

_PATH = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*(?:[A-Za-z0-9][A-Za-z0-9._-]*)?", re.ASCII)
_LONGEST = 500
_NEAR = 8
_NAMED = ("actor", "proposition", "theme", "event", "outlet")
_FRAMED = "frame-ancestors 'self'"
"""The drawn graph says itself which scripts it runs; other sites may not frame it."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What a path leads to: a body of a media type, or ``headers`` alone with another status."""

    status: int = 200
    body: bytes = b""
    media_type: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


async def page(request: Request) -> Response:
    """A page, a file beside the pages, or where it is to be had in the form that is wanted."""
    path: str = request.path_params["path"]
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": _methods(request)})
    raw: bytes = request.scope.get("raw_path") or path.encode()
    if b"%" in raw or len(path) > _LONGEST or not _PATH.fullmatch(path):
        return refuse(Refused(404, "there is no such page"), {})
    server, accept = server_of(request), lines_of(request, "accept")
    edition = server.edition
    tag = tag_of(edition.version, __version__, server.settings.base, path)
    if not path.endswith("/") and is_known(tag, lines_of(request, "if-none-match") or ""):
        return Response(status_code=304, headers=_kept_for(tag))
    if (held := edition.drawn.get(path)) is None:
        found = await asyncio.to_thread(_look, edition, path, accept)
        if found.status != 200 or found.headers:
            return Response(found.body, found.status, found.headers, found.media_type)
        held = Reply("page", found.media_type or "", found.body)
        edition.drawn.put(path, held)
    headers = _kept_for(tag)
    if path == "graph.html":
        headers["Content-Security-Policy"] = _FRAMED
    return Response(held.body, media_type=held.form, headers=headers)


def _methods(request: Request) -> str:
    """The methods of the first route that fits a path, whatever the method of the request."""
    routes = (one for one in request.app.routes if isinstance(one, Route))
    found = next(one for one in routes if one.matches(request.scope)[0] is not Match.NONE)
    return ", ".join(sorted({*(found.methods or ()), "OPTIONS"}))


async def search(request: Request) -> Response:
    """The page of the search with what it finds for ``q``."""
    edition, text = server_of(request).edition, request.query_params.get("q", "")
    found = edition.library.find("search")
    if not isinstance(found, SearchPage):
        return refuse(Refused(404, "there is no search here"), {})
    body = await asyncio.to_thread(found.answer, text, live=True)
    return Response(body, media_type=FORMS["html"], headers={"Cache-Control": "no-cache"})


async def search_form(request: Request) -> Response:
    """Where the search is."""
    asked = f"?{request.url.query}" if request.url.query else ""
    return Response(status_code=303, headers={"Location": f"search.html{asked}"})


async def icon(_: Request) -> Response:
    """The mark of the site, for what asks without having read a page."""
    return Response(
        asset("icon.svg"), media_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"}
    )


def _kept_for(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "no-cache"}


def _look(edition: Edition, path: str, accept: str | None) -> _Found:
    """What a path leads to; it may be slow and is called in a thread."""
    library = edition.library
    stem, _, ending = path.rpartition(".")
    if gone := _gone(edition.gone, path, stem, ending):
        return gone
    thing = f"{path}index" if not path or path.endswith("/") else path
    if (found := library.find(thing)) and FORMS.keys() & set(found.forms):
        return _negotiated(found, path, accept)
    if stem and (found := library.find(stem)) and ending in found.forms:
        return _Found(200, found.render(ending, live=True), media_type(path))
    if (content := edition.beside.find(path)) is not None:
        return _Found(200, content, media_type(path))
    if library.find(f"{path}/index"):
        return _led(301, f"{posixpath.basename(path)}/")
    return _missing(edition, path, accept)


def _gone(gone: Mapping[str, str], path: str, stem: str, ending: str) -> _Found | None:
    """Where a thing is that gave way to another, in the same form."""
    if path in gone:
        return _led(301, link(path, gone[path]))
    if stem in gone and ending in FORMS:
        return _led(301, link(path, f"{gone[stem]}.{ending}"))
    return None


def _negotiated(found: Page, path: str, accept: str | None) -> _Found:
    offered = {form: kind for form, kind in FORMS.items() if form in found.forms}
    name = posixpath.basename(path) or "index"
    listed = ", ".join(f"{name}.{form} ({kind})" for form, kind in offered.items())
    form = choose(accept, offered)
    if form is None:
        text = f"none of what is accepted can be had; there is: {listed}\n"
        return _Found(406, text.encode(), "text/plain; charset=utf-8", {"Vary": "Accept"})
    others = ", ".join(
        f'<{name}.{one}>; rel="alternate"; type="{kind.partition(";")[0]}"'
        for one, kind in offered.items()
    )
    told = {"Vary": "Accept", "Link": others}
    if form == "html" and path != found.path:
        # The address of a folder is that of its page already.
        return _Found(200, found.render("html", live=True), FORMS["html"], told)
    return _led(303, f"{name}.{form}", told)


def _led(status: int, place: str, more: dict[str, str] | None = None) -> _Found:
    return _Found(status, headers={"Location": place, **(more or {})})


def _missing(edition: Edition, path: str, accept: str | None) -> _Found:
    """That there is no such page, with those whose name is near, where a person reads it."""
    told = {"Vary": "Accept"}
    if choose(accept, {"html": FORMS["html"]}) is None:
        return _Found(404, b"there is no such page\n", "text/plain; charset=utf-8", told)
    words = posixpath.basename(path.rstrip("/")).rpartition(".")[0] or posixpath.basename(path)
    words = re.sub(r"[-_.]+", " ", words).strip()
    body = draw(
        "missing.html", path, live=True, name=path, words=words, near=_near(edition, path, words)
    )
    return _Found(404, body, FORMS["html"], told)


def _near(edition: Edition, path: str, words: str) -> list[tuple[str, str]]:
    space = path.partition("/")[0]
    spaces = (space,) if space in PREFIXES and space in _NAMED else _NAMED
    things = find_things(edition.names, words, spaces) if words else []
    paths = [thing.value.removeprefix(BASE) for thing in things]
    searching = edition.library.find("search")
    if not paths and isinstance(searching, SearchPage):
        nearly = find(searching.entries, words)
        listed = [one.path for hits in (*nearly.sure, *nearly.guessed) for one in hits.listed]
        paths = [one for one in listed if one.partition("/")[0] in spaces]
    pages = [edition.library.find(one) for one in paths[:_NEAR]]
    return [(found.path, found.title) for found in pages if found]


ROUTES = (
    Route("/search", search_form),
    Route("/search.html", search),
    Route("/favicon.ico", icon),
    Route("/{path:path}", page, methods=["GET", "OPTIONS"]),
)
"""The last of all routes: what no other answers is a page or is not there."""
