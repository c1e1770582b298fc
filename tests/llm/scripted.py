"""A chat-completions server that gives scripted answers and remembers what it was asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    """One request."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def mode(self) -> str:
        return self.body.get("response_format", {}).get("type", "plain")

    @property
    def article(self) -> str:
        return self.body["messages"][1]["content"]


@dataclass
class Scripted:
    """One answer: sent whole, or in pieces with a pause before each."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0
    drip_headers: bool = False


Answering = Callable[[Asked], Scripted]


def says(content: object, **envelope: object) -> Scripted:
    """A model that writes this content, JSON if it is no text."""
    text = content if isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": text}
    return Scripted(body=json.dumps({"choices": [{"message": message}], **envelope}).encode())


def refuses(status: int, headers: Mapping[str, str] | None = None, **fault: object) -> Scripted:
    return Scripted(status, json.dumps({"error": fault}).encode(), headers or {})


class Server:
    """The running server; ``script`` is used up answer by answer, its last one stays."""

    def __init__(self, script: list[Scripted | Answering]) -> None:
        self.script = script
        self.asked: list[Asked] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                body = json.loads(self.rfile.read(size))
                asked = Asked(self.path, dict(self.headers.items()), body)
                server.asked.append(asked)
                script = server.script
                step = script.pop(0) if len(script) > 1 else script[0]
                with suppress(OSError):
                    self._send(step if isinstance(step, Scripted) else step(asked))

            def _send(self, answer: Scripted) -> None:
                if answer.drip_headers:
                    self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                    for _ in range(200):
                        time.sleep(answer.drip)
                        self.wfile.write(b"X-More: and more\r\n")
                    return
                self.send_response_only(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                for piece in answer.body.splitlines(keepends=True):
                    time.sleep(answer.drip)
                    self.wfile.write(piece)

            def log_message(self, *arguments: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._http.block_on_close = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @contextmanager
    def running(self) -> Iterator[Server]:
        thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()
            thread.join()


@contextmanager
def served(*script: Scripted | Answering) -> Iterator[Server]:
    """A server on the loopback with that script."""
    with Server(list(script)).running() as server:
        yield server
