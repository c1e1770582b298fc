"""A port of this machine that counts who comes: no attack may lead anything there."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx


@dataclass
class Trap:
    """Who came to ``url``, which ends with a slash: whoever connects counts, whatever is said."""

    url: str
    hits: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.url.rstrip("/").rpartition(":")[2])


@contextmanager
def trapping() -> Iterator[Trap]:
    """A trap that is set: it was tried, and stands empty."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def handle_one_request(self) -> None:
            # Whatever the method, and whether it is HTTP at all.
            self.rfile.readline()
            self.wfile.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    class Counting(ThreadingHTTPServer):
        daemon_threads = True

        def verify_request(self, request: Any, client_address: Any) -> bool:
            caught.hits.append(str(client_address))
            return super().verify_request(request, client_address)

        def handle_error(self, *_: object) -> None:
            pass

    with Counting(("127.0.0.1", 0), Handler) as server:
        caught = Trap(f"http://127.0.0.1:{server.server_port}/")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            assert httpx.get(f"{caught.url}try", trust_env=False).status_code == 404
            socket.create_connection(("127.0.0.1", caught.port)).close()
            with socket.create_connection(("127.0.0.1", caught.port)) as last:
                last.sendall(b"\r\n")
                assert last.recv(100)
            assert len(caught.hits) == 3, "the trap is set, for whom says nothing too"
            caught.hits.clear()
            yield caught
        finally:
            server.shutdown()
            thread.join()
