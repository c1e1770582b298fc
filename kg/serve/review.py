"""Review in the browser: ``/review`` and below, for those who have a token.

Everything is read and written by the code behind ``kg review``; a page only shows and asks.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import wraps
from importlib.resources import files

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.errors import KgError, UsageError
from kg.project import Project
from kg.review.room import Room
from kg.serve.refusals import Refused
from kg.serve.review_access import Barred, Door, Visitor, require_private
from kg.serve.review_answers import lines_of, onward, page, status_of, told
from kg.serve.review_form import read_form, wants_json
from kg.serve.review_visit import Visit
from kg.serve.review_work import (
    agreement,
    alias,
    candidate,
    decide,
    new_actor,
    queue_page,
    queue_rows,
    skip,
    start,
    undo,
)
from kg.serve.server import server_of
from kg.serve.settings import Settings
from kg.serve.tokens import Tokens

Endpoint = Callable[[Request], Awaitable[Response]]
Work = Callable[[Visit], Response]
_THEN = re.compile(r"review(/[\w%-]+(\.json)?)*(\?[\w=&%.+~-]*)?", re.ASCII)
_HOME = "review/queue"
_ASSETS = {"review.js": "text/javascript", "review.css": "text/css"}


class Reception:
    """The door, and the room behind it, of one server."""

    def __init__(self, project: Project, settings: Settings) -> None:
        """Raises UsageError and InputError where nobody can review here."""
        if settings.tokens is None:
            raise UsageError("nobody can review here", hint="kg serve --token-file FILE")
        require_private(settings.host, settings.base)
        project.require_own_seeds()
        self.door = Door(Tokens(settings.tokens), settings.base)
        self.room = Room(project, settings.texts)


def reception_of(request: Request) -> Reception:
    """The reception of the server that a request came to, which is opened once.

    Raises Refused with 404 where nobody may review, else as Reception does.
    """
    server, kept = server_of(request), request.app.state
    if server.settings.tokens is None:
        raise Refused(404, "nobody can review here: kg serve --token-file FILE lets people in")
    if getattr(kept, "reception", None) is None:
        kept.reception = Reception(server.project, server.settings)
    found: Reception = kept.reception
    return found


def _guarded(answer: Callable[[Request, Reception], Awaitable[Response]]) -> Endpoint:
    """An endpoint that tells in one line why it does not answer as asked."""

    @wraps(answer)
    async def endpoint(request: Request) -> Response:
        try:
            reception = reception_of(request)
            if request.method == "POST":
                reception.door.require_own_page(request)
            return await answer(request, reception)
        except Refused as refused:
            return _refusal(request, refused)
        except KgError as error:
            status, headers = status_of(error)
            return _tell(request, status, lines_of(error), headers)

    return endpoint


def _visit(work: Work) -> Endpoint:
    """An endpoint for reviewers, whose work is done at the desk, one after another."""

    async def answer(request: Request, reception: Reception) -> Response:
        visitor = reception.door.visitor(request)
        form = await read_form(request) if request.method == "POST" else {}
        return await run_in_threadpool(_sit, work, request, reception, visitor, form)

    return _guarded(answer)


def _sit(
    work: Work, request: Request, reception: Reception, visitor: Visitor, form: dict[str, str]
) -> Response:
    edition = server_of(request).edition
    with reception.room.sit(visitor.reviewer) as desk:
        return work(Visit(request, visitor, desk, reception.room.texts, form, edition))


async def _sign_in(request: Request, reception: Reception) -> Response:
    if request.method == "GET":
        return onward(_path(request), _HOME)
    form = await read_form(request)
    then = form.get("then", _HOME)
    answer = onward(_path(request), then if _THEN.fullmatch(then) else _HOME)
    reception.door.sign_in(request, form.get("token", ""), answer)
    return answer


async def _home(request: Request, _: Reception) -> Response:
    return onward(_path(request), _HOME)


async def _sign_out(request: Request, reception: Reception) -> Response:
    answer = onward(_path(request), _HOME)
    reception.door.sign_out(request, answer)
    return answer


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _ASSETS:
        return Response(status_code=404)
    content = await asyncio.to_thread(files("kg.serve").joinpath("assets", name).read_bytes)
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=_ASSETS[name], headers=headers)


def _refusal(request: Request, refused: Refused) -> Response:
    headers = refused.headers if isinstance(refused, Barred) else {}
    if not headers or wants_json(request):
        return _tell(request, refused.status, [str(refused)], headers)
    path = _path(request)
    query = f"?{request.url.query}" if request.url.query else ""
    then = f"{path}{query}" if request.method == "GET" else _HOME
    return page(
        "sign_in",
        path,
        refused.status,
        headers,
        then=then if _THEN.fullmatch(then) else _HOME,
        problem="" if request.method == "GET" else str(refused),
    )


def _tell(request: Request, status: int, lines: list[str], headers: dict[str, str]) -> Response:
    if wants_json(request):
        return told({"error": lines[0], "more": lines[1:]}, status, headers)
    is_off = server_of(request).settings.tokens is None
    heading = "Review is off" if is_off else "Not done"
    return page("told", _path(request), status, headers, heading=heading, lines=lines)


def _path(request: Request) -> str:
    return request.url.path.removeprefix(request.scope.get("root_path", "")).lstrip("/")


ROUTES = (
    Route("/review", _guarded(_home)),
    Route("/review/", _guarded(_home)),
    Route("/review/queue", _visit(queue_page)),
    Route("/review/queue.json", _visit(queue_rows)),
    Route("/review/start", _visit(start)),
    Route("/review/agreement", _visit(agreement)),
    Route("/review/agreement.json", _visit(agreement)),
    Route("/review/candidate/{name}.json", _visit(candidate)),
    Route("/review/candidate/{name}", _visit(candidate)),
    Route("/review/decide", _visit(decide), methods=["POST"]),
    Route("/review/undo", _visit(undo), methods=["POST"]),
    Route("/review/skip", _visit(skip), methods=["POST"]),
    Route("/review/alias", _visit(alias), methods=["POST"]),
    Route("/review/actor", _visit(new_actor), methods=["POST"]),
    Route("/review/sign-in", _guarded(_sign_in), methods=["GET", "POST"]),
    Route("/review/sign-out", _guarded(_sign_out), methods=["POST"]),
    Route("/review/assets/{name}", _asset),
)
