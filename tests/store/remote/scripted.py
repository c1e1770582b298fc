"""A server that answers as a test tells it to, and a small engine behind such a server."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
)

JSON = "application/sparql-results+json"
NOTHING = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'


class Handler(BaseHTTPRequestHandler):
    """One request, whole, as a script sees it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    body: bytes

    def told(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with contextlib.suppress(OSError):
            self.server.script(self)  # type: ignore[attr-defined]

    do_GET = do_POST = do_PUT = do_DELETE = told  # noqa: N815 (names that the library gives)

    @property
    def fields(self) -> dict[str, list[str]]:
        """The parameters of the URL and the fields of a form."""
        form = "form" in self.headers.get("Content-Type", "")
        found = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        return found | (parse_qs(self.body.decode()) if form else {})

    def send(self, content: bytes = b"", *, status: int = 200, **headers: str) -> None:
        """A whole answer; headers are written with underscores."""
        self.send_response(status)
        for name, value in {"Content_Length": str(len(content)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def reset(self) -> None:
        """Break the connection off, as a server does that dies."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads the log."""


Script = Callable[[Handler], None]


@contextlib.contextmanager
def scripted(script: Script) -> Iterator[str]:
    """The URL of a server that answers by a script until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    server.script = script  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Fate(Enum):
    """What becomes of a request that writes."""

    DONE = "done, and said so"
    LOST = "not done, and the connection breaks off"
    DONE_AND_LOST = "done, and the connection breaks off"
    BUSY = "not done: try again"
    FAILED = "not done: the server fails"


class SmallEngine:
    """Queries, updates and graphs at one URL, by the standards alone.

    ``broken_at`` ends the n-th PUT. ``fates`` says of the next writings what becomes of each.
    """

    def __init__(self) -> None:
        self.store = Store()
        self.puts = 0
        self.broken_at = 0
        self.requests: list[tuple[str, str]] = []
        self.fates: list[Fate] = []

    def __call__(self, request: Handler) -> None:
        fields = request.fields
        self.requests.append((request.command, request.path))
        if "query" in fields:
            self._answer(request, fields["query"][0])
        elif request.command == "GET":
            self._give(request, self._graph(fields))
        else:
            self._meet(request, self.fates.pop(0) if self.fates else Fate.DONE)

    def _meet(self, request: Handler, fate: Fate) -> None:
        match fate:
            case Fate.LOST:
                request.reset()
            case Fate.DONE_AND_LOST:
                self._write(request)
                request.reset()
            case Fate.BUSY:
                request.send(status=503, Retry_After="0")
            case Fate.FAILED:
                request.send(status=500)
            case Fate.DONE:
                self._write(request)
                self._taken(request)

    def _taken(self, request: Handler) -> None:
        if request.command == "PUT" and self.puts == self.broken_at:
            request.reset()
        else:
            request.send(status=204)

    def _graph(self, fields: dict[str, list[str]]) -> NamedNode | DefaultGraph:
        return NamedNode(fields["graph"][0]) if "graph" in fields else DefaultGraph()

    def _answer(self, request: Handler, text: str) -> None:
        found = self.store.query(text)
        if isinstance(found, QuerySolutions | QueryBoolean):
            content = found.serialize(format=QueryResultsFormat.JSON)
            request.send(content or b"", Content_Type=JSON)
        else:
            content = found.serialize(format=RdfFormat.N_TRIPLES)
            request.send(content or b"", Content_Type="application/n-triples")

    def _give(self, request: Handler, graph: NamedNode | DefaultGraph) -> None:
        content = self.store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph)
        request.send(content or b"", Content_Type="application/n-triples; charset=utf-8")

    def _write(self, request: Handler) -> None:
        fields = request.fields
        if "update" in fields:
            self.store.update(fields["update"][0])
            return
        graph = self._graph(fields)
        self.puts += request.command == "PUT"
        if request.command == "PUT" and self.puts == self.broken_at:
            return
        if request.command in {"PUT", "DELETE"}:
            self.store.clear_graph(graph)
        if request.body:
            self.store.load(request.body, format=RdfFormat.TURTLE, to_graph=graph)
