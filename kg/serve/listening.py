"""The listening end: a socket, and the web server on it."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

import uvicorn

from kg.errors import CannotListen
from kg.project import Project
from kg.serve.app import make_app
from kg.serve.connection import Connection
from kg.serve.server import Server
from kg.serve.settings import Settings

_CONNECTIONS = 512
_BACKLOG = 1024
_KEPT_OPEN = 15
_THREADS = 32
_LAST_ANSWERS = 1
"""Seconds in which answers that have begun may end when the server stops."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there, on any free port for 0; raises CannotListen."""
    try:
        family, *_, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        reason = reason.partition(" (while")[0]
        raise CannotListen(
            f"cannot listen on {host}, port {port}: {reason}",
            hint="choose another with --host and --port; --port 0 takes a free one",
        ) from None


def address_of(host: str, port: int) -> str:
    """The URL by which this machine reaches an address to listen on."""
    name = {"0.0.0.0": "localhost", "::": "localhost", "": "localhost"}.get(host, host)  # noqa: S104
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def run(
    project: Project, settings: Settings, sock: socket.socket, announce: Callable[[], object]
) -> int:
    """Serve on a socket until a signal ends it, and that signal; raises StoreError.

    ``announce`` is called when it answers. Threads that draw a page may still run.
    """
    web = Web(Server(project, settings), announce)
    web.run([sock])
    return web.ended_by


class Web(uvicorn.Server):
    """The web server of a graph; ``announce`` is called when it answers."""

    def __init__(self, graph: Server, announce: Callable[[], object]) -> None:
        settings = graph.settings
        super().__init__(
            uvicorn.Config(
                make_app(graph),
                http=Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="error",
                access_log=False,
                server_header=False,
                # Who comes is told by a proxy where one is said to stand before the server.
                proxy_headers=settings.base != address_of(settings.host, settings.port),
                limit_concurrency=_CONNECTIONS,
                backlog=_BACKLOG,
                timeout_keep_alive=_KEPT_OPEN,
                timeout_graceful_shutdown=_LAST_ANSWERS,
            )
        )
        self._graph = graph
        self._announce = announce
        self.ended_by = 0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, and keep the signal: raised again, it would end what has to be tidied up."""
        del frame
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True
        self.ended_by = sig

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the graph, then the door; raises StoreError."""
        asyncio.get_running_loop().set_default_executor(Threads(_THREADS))
        await self._graph.open()
        await super().startup(sockets)
        self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the door, then the graph."""
        # A request that is cut off now is no fault to report.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)
        await self._graph.close()


class Threads(ThreadPoolExecutor):
    """Threads for what takes time; the end of the server does not wait for them."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Begin nothing more, and leave what has begun."""
        del wait, cancel_futures
        super().shutdown(wait=False, cancel_futures=True)
