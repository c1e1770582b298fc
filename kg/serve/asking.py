"""A question asked for as long as its client is there to hear the answer."""

from __future__ import annotations

import asyncio

from starlette.requests import Request

from kg.endpoint.question import Question, Reply
from kg.serve.refusals import Refused
from kg.serve.server import client_of, server_of

_QUICK = 0.25
"""Seconds in which most answers are there."""
_GONE = 499
"""What is noted where nobody waits any more; no client sees it."""


async def ask(request: Request, question: Question) -> Reply:
    """The answer; a query whose client has gone is ended.

    Raises as Pool.ask does, and Refused where the client has gone.
    """
    asking = asyncio.ensure_future(server_of(request).ask(question, client_of(request)))
    leaving: asyncio.Future[None] | None = None
    try:
        done, _ = await asyncio.wait({asking}, timeout=_QUICK)
        if not done:
            leaving = asyncio.ensure_future(_leave(request))
            await asyncio.wait({asking, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not asking.done():
            raise Refused(_GONE, "the client has gone")
        return asking.result()
    finally:
        for task in (asking, leaving):
            if task is not None and not task.done():
                task.cancel()


async def _leave(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
