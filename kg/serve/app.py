"""The application: every route, and what is true of all answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware

from kg.serve import description, metrics, pages, protocol, queries, review
from kg.serve.compressing import Compressing
from kg.serve.counting import Counting
from kg.serve.guarding import Guarding
from kg.serve.holding import Holding, Sending
from kg.serve.server import Server
from kg.serve.sharing import Sharing

_PARTS = (protocol, description, metrics, queries, review, pages)
"""The first route that fits answers; the pages take what is left."""


def make_app(server: Server) -> Starlette:
    """The server as an ASGI application; its lifespan opens and closes the server."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await server.open()
        try:
            yield
        finally:
            await server.close()

    app = Starlette(
        routes=[route for part in _PARTS for route in part.ROUTES],
        middleware=[
            Middleware(Counting, server.counts),
            Middleware(Guarding, server.settings),
            Middleware(Sharing, server.settings),
            Middleware(Sending),
            Middleware(Compressing),
            Middleware(Holding, server.settings.allowance.size),
        ],
        lifespan=lifespan,
    )
    # Such a redirect names the host that the client named.
    app.router.redirect_slashes = False
    app.state.server = server
    return app
