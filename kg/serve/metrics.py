"""How the server fares, for those who watch over it: ``/health`` and ``/metrics``.

Source: Prometheus, text-based exposition format, version 0.0.4.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kg.endpoint.question import Question
from kg.errors import KgError
from kg.serve.guarding import is_local
from kg.serve.server import Server, server_of

_PROBE = Question("json", None, "ASK {}")
_IN_TIME = 5.0
_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Sample = tuple[dict[str, str], float]


async def health(request: Request) -> Response:
    """``ok`` where a worker answers in time; 503 otherwise."""
    pool = server_of(request).edition.pool
    headers = {"Cache-Control": "no-store"}
    try:
        # Not by way of the answers that are kept.
        await asyncio.wait_for(pool.ask(_PROBE, "health"), _IN_TIME)
    except (KgError, TimeoutError):
        return PlainTextResponse("no worker answers\n", 503, headers)
    return PlainTextResponse("ok\n", headers=headers)


async def metrics(request: Request) -> Response:
    """The figures, for a client on this machine alone: they tell what others ask."""
    if not is_local(request):
        return PlainTextResponse("only for this machine itself\n", 403)
    text = "".join(_families(server_of(request)))
    return Response(text, media_type=_TYPE, headers={"Cache-Control": "no-store"})


def _families(server: Server) -> Iterator[str]:
    counts, pool = server.counts, server.edition.pool
    tally = pool.tally
    by_route = {key: {"route": key[0], "status": str(key[1])} for key in sorted(counts.requests)}
    yield family(
        *("kg_http_requests_total", "counter", "Requests answered."),
        [(labels, counts.requests[key]) for key, labels in by_route.items()],
    )
    yield family(
        *("kg_http_request_seconds_total", "counter", "Time that requests took."),
        [(labels, counts.seconds[key]) for key, labels in by_route.items()],
    )
    yield family(
        *("kg_queries_total", "counter", "Queries to this edition that were not answered before."),
        [
            ({"outcome": outcome}, getattr(tally, outcome))
            for outcome in ("answered", "failed", "ended", "turned_away")
        ],
    )
    for name, kind, about, value in (
        ("kg_query_seconds_total", "counter", "Time that these took.", tally.seconds),
        ("kg_workers_started_total", "counter", "Workers of this edition.", tally.workers),
        ("kg_workers", "gauge", "Workers that run.", len(pool.pids)),
        ("kg_queries_long", "gauge", "Long queries that run.", pool.long),
        ("kg_queries_waiting", "gauge", "Queries that wait for a worker.", pool.waiting),
    ):
        yield family(name, kind, about, [({}, value)])
    version = {"version": server.edition.version}
    yield family("kg_edition_info", "gauge", "The edition in service.", [(version, 1)])


def family(name: str, kind: str, about: str, samples: Iterable[Sample]) -> str:
    """The lines of one metric with all its labels."""
    lines = [f"# HELP {name} {about}\n# TYPE {name} {kind}\n"]
    for labels, value in samples:
        told = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        lines.append(f"{name}{{{told}}} {value}\n" if told else f"{name} {value}\n")
    return "".join(lines)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


ROUTES = (
    Route("/health", health, methods=["GET"]),
    Route("/metrics", metrics, methods=["GET"]),
)
