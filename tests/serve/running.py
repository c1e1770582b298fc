"""A real server in a thread, on a port of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from kg.project import Project
from kg.serve.listening import Web, listen
from kg.serve.server import Server
from kg.serve.settings import Settings


@dataclass(frozen=True)
class Served:
    """A server that answers; ``base`` is its URL with a slash at the end.

    What is ``at_end`` is called when it has ended.
    """

    base: str
    port: int
    server: Server
    at_end: list[Callable[[], None]] = field(default_factory=list)

    def client(self, **options: Any) -> httpx.Client:
        """A client of it; paths are told from the base."""
        return httpx.Client(base_url=self.base, trust_env=False, timeout=60, **options)


@contextmanager
def serving(project: Project, **more: Any) -> Iterator[Served]:
    """A server of a project that is built; ``more`` are Settings. It has ended at the end."""
    sock = listen("127.0.0.1", 0)
    port = sock.getsockname()[1]
    base = more.pop("base", f"http://127.0.0.1:{port}/")
    server = Server(project, Settings("127.0.0.1", port, base, **more))
    ready = threading.Event()
    web = Web(server, ready.set)
    failures: list[BaseException] = []

    def run() -> None:
        try:
            web.run([sock])
        except BaseException as error:  # noqa: BLE001 (raised where the test sees it)
            failures.append(error)
        finally:
            ready.set()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert ready.wait(60)
        if failures:
            raise failures[0]
        served = Served(f"http://127.0.0.1:{port}/", port, server)
        yield served
    finally:
        web.should_exit = True
        thread.join(60)
        sock.close()
        assert not thread.is_alive()
    for check in served.at_end:
        check()
