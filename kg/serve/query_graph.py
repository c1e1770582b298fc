"""An answer as an interactive graph: the graph page, kept to what the answer names."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from pyoxigraph import NamedNode, Store
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.endpoint.question import Reply
from kg.errors import Busy, KgError, LimitReached, UsageError
from kg.pages.rendering import draw
from kg.queries.chosen import choose
from kg.queries.narrowed import Asked as Part
from kg.queries.narrowed import narrow
from kg.queries.narrowing import Narrowing
from kg.queries.table import Answer, Graph, Result, Table
from kg.rdf.terms import PREFIXES, ST, local
from kg.serve.asking import ask
from kg.serve.query_reply import result
from kg.serve.query_request import Asked, fault, find_asked, read_pairs
from kg.serve.refusals import Refused
from kg.serve.server import server_of
from kg.views.assemble import assemble_page
from kg.views.page import draw_page

MOST_STANCES = 2000
"""A graph of more stances is not drawn for an answer."""
_MOST_READ = 100_000
_MOST_WAITING = 4
_POSITIONS = {
    ST.favours: NamedNode(f"{PREFIXES['polarity']}favours"),
    ST.opposes: NamedNode(f"{PREFIXES['polarity']}opposes"),
    ST.isMixedOn: NamedNode(f"{PREFIXES['polarity']}mixed"),
}
# The page itself tells by hashes which of its scripts and styles may run.
_HEADERS = {"Cache-Control": "no-cache", "Content-Security-Policy": "frame-ancestors 'self'"}
_NOTHING = "the answer names no stance, actor or proposition of the graph"
_HINT = "it needs IRIs of stances, or of actors and propositions, such as ?stance or ?actor"


async def graph(request: Request) -> Response:
    """The graph page of what the answer to a query names."""
    server = server_of(request)
    edition = server.edition
    try:
        pairs = await read_pairs(request)
        asked = await asyncio.to_thread(find_asked, server, pairs)
        if asked is None:
            return RedirectResponse("graph.html", 303)
        if asked.faults:
            name, words = next(iter(asked.faults.items()))
            raise UsageError(f"{name}: {words}")
        reply = await ask(request, asked.question("json", "ntriples"))
        work = partial(_draw, edition.store, asked, reply)
        body = await _Drawing(request).of(work, server.settings.allowance.seconds)
    except (KgError, Refused) as error:
        status, problem = fault(error)
        query = request.url.query
        body = draw("query_graph.html", "graph", live=True, problem=problem, query=query)
        return Response(body, status, media_type="text/html; charset=utf-8")
    return Response(body, 200, _HEADERS, "text/html; charset=utf-8")


class _Drawing:
    """One graph is drawn at a time, for it takes a second of the processor; few may wait."""

    def __init__(self, request: Request) -> None:
        state = request.app.state
        if not hasattr(state, "drawing"):
            state.drawing = asyncio.Semaphore(1)
            state.waiting = 0
        self._state = state

    async def of(self, work: Callable[[], bytes], seconds: float) -> bytes:
        """What the work draws; raises Busy where many wait, LimitReached where it takes long.

        Nothing can stop what takes too long: the next one waits until it has come to its end.
        """
        if self._state.waiting >= _MOST_WAITING:
            raise Busy("too many graphs are being drawn")
        self._state.waiting += 1
        try:
            async with asyncio.timeout(seconds):
                await self._state.drawing.acquire()
                drawing = asyncio.ensure_future(asyncio.to_thread(work))
                drawing.add_done_callback(self._end)
                return await asyncio.shield(drawing)
        except TimeoutError:
            raise LimitReached(f"not drawn within {seconds:g} s", hint="ask for fewer") from None
        finally:
            self._state.waiting -= 1

    def _end(self, drawing: asyncio.Future[bytes]) -> None:
        self._state.drawing.release()
        if not drawing.cancelled():
            # Perhaps nobody waits any more for what went wrong.
            drawing.exception()


def _draw(store: Store, asked: Asked, reply: Reply) -> bytes:
    narrowing, words = _part(store, asked, result(reply, _MOST_READ))
    # The part is found among all that is published: where it is too large, that is known before.
    _refuse_many(len(narrowing.stances or ()))
    page = assemble_page(store, narrowing, narrowed=words)
    if not page.stances:
        raise UsageError("no stance is of what the answer names", hint=_HINT)
    _refuse_many(len(page.stances))
    return draw_page(page).encode()


def _refuse_many(stances: int) -> None:
    if stances > MOST_STANCES:
        raise LimitReached(
            f"{stances:,} stances are of what the answer names, "
            f"more than the {MOST_STANCES:,} that are drawn",
            hint="ask for fewer, or open the graph of everything",
        )


def _part(store: Store, asked: Asked, found: Result) -> tuple[Narrowing, tuple[str, ...]]:
    """What the graph keeps to: the stances named, else those of the actors and propositions."""
    if isinstance(found, Answer):
        raise UsageError("the answer is a yes or no, which cannot be drawn", hint=_HINT)
    told = _pairs(found) if isinstance(found, Graph) else found
    try:
        chosen = choose(store, asked.query, asked.values, told)
    except UsageError:
        return _named(told, asked)
    if not chosen.stances:
        raise UsageError(_NOTHING, hint=_HINT)
    if asked.own:
        chosen = replace(chosen, words="the stances that a query names")
    return narrow(store, Part(), chosen)


def _pairs(graph: Graph) -> Result:
    """The direct triples of a graph as a table of who holds what; a graph without any as it is."""
    rows = tuple(
        (triple.subject, triple.object, _POSITIONS[triple.predicate])
        for triple in graph.triples
        if triple.predicate in _POSITIONS
    )
    has_stances = any(_is_in("stance", triple.subject) for triple in graph.triples)
    if not rows or has_stances:
        return graph
    return Table(("actor", "proposition", "polarity"), rows)  # type: ignore[arg-type]


def _named(found: Result, asked: Asked) -> tuple[Narrowing, tuple[str, ...]]:
    terms = list(_terms(found))
    actors, propositions = (
        frozenset(local(term, space) for term in terms if _is_in(space, term))
        for space in ("actor", "proposition")
    )
    if not actors and not propositions:
        raise UsageError(_NOTHING, hint=_HINT)
    kinds = [
        words for words, those in (("actors", actors), ("propositions", propositions)) if those
    ]
    query = "a query" if asked.own else f"the query “{asked.query.title}”"
    words = f"the {' and '.join(kinds)} that {query} names"
    return Narrowing(actors=actors, propositions=propositions), (words,)


def _terms(found: Result) -> Iterable[NamedNode]:
    if isinstance(found, Table):
        terms: Iterable[object] = (term for row in found.rows for term in row)
    elif isinstance(found, Graph):
        terms = (term for triple in found.triples for term in (triple.subject, triple.object))
    else:
        return ()
    return (term for term in terms if isinstance(term, NamedNode))


def _is_in(space: str, term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(PREFIXES[space])
