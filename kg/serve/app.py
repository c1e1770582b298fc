"""The application: every route, and what is true of all answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from kg.serve import protocol
from kg.serve.server import Server

_EXPOSED = ["ETag", "Retry-After", "Link"]


def make_app(server: Server) -> Starlette:
    """The server as an ASGI application; it opens and closes the server."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await server.open()
        try:
            yield
        finally:
            await server.close()

    app = Starlette(
        routes=[*protocol.ROUTES],
        middleware=[
            Middleware(CORSMiddleware, allow_origins=["*"], expose_headers=_EXPOSED),
            Middleware(GZipMiddleware, compresslevel=5),
        ],
        lifespan=lifespan,
    )
    app.state.server = server
    return app
