"""Pages and archives that nobody wrote, and a server on this machine that sends what it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

PARAGRAPHS = (
    "Anna Examplova said on Monday that Exampleland should send more help to its neighbours, and "
    "that nobody in the government had ever doubted it.",
    "“We shall stay with them as long as it takes”, said the mayor of Sampleton, who was standing "
    "in the rain before the town hall together with a few reporters.",
)


def page(
    head: str = "", *, headline: str = "Examplova wants more help", language: str = "en"
) -> str:
    """A page with an article of two paragraphs, and what stands around articles."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{headline} | The Sample Times</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a> <a href='/world'>World</a></nav>"
        f"<article><h1>{headline}</h1>{body}</article>"
        f"<footer>Copyright 1999 The Sample Times</footer></body></html>"
    )


TEXT = "\n\n".join(("Examplova wants more help", *PARAGRAPHS)) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("b.txt", "sub/a.txt", ".hidden/c.txt", ".d.txt", "picture.png"):
        (tmp_path / name).write_text(f"This is {name}.")
    (tmp_path / "a.html").write_text(page())
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere")
    return tmp_path


Route = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """What the loopback server sends for each path, and what it was asked."""

    def __init__(self, port: int) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.root = f"http://127.0.0.1:{port}"

    def send(self, path: str, content: bytes | str, status: int = 200, **headers: str) -> str:
        """Serve content under a path; returns the URL."""
        body = content.encode() if isinstance(content, str) else content

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in {"Content_Type": "text/html; charset=utf-8", **headers}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        return self.do(path, answer)

    def do(self, path: str, answer: Route) -> str:
        """Answer a path by a function; returns the URL."""
        self.routes[path] = answer
        return self.root + path


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append((self.path, dict(self.headers)))
            route = told.routes.get(self.path)
            try:
                if route is None:
                    self.send_error(404)
                else:
                    route(self)
            except (BrokenPipeError, ConnectionResetError):
                pass

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    told = Server(http.server_address[1])
    threading.Thread(target=http.serve_forever, daemon=True, kwargs={"poll_interval": 0.05}).start()
    yield told
    http.shutdown()
    http.server_close()
