"""The two servers that are measured, over the same files, and the trap that nobody may reach."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from kg.store.snapshot import Snapshot

SECONDS = 10
"""How long a query may take, with both servers."""
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a server listens."""

    name: str
    port: int
    path: str
    pid: int

    def worked(self) -> float:
        """Seconds of a processor that it and its processes have used, also those that ended."""
        return _worked(self.pid) / os.sysconf("SC_CLK_TCK")

    def is_alive(self) -> bool:
        """Whether it answers the simplest query."""
        try:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", f"{self.path}?query=ASK%20%7B%7D")
            return connection.getresponse().status == 200
        except OSError:
            return False


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def ours(root: Path, store: Path, seconds: int = SECONDS) -> Iterator[Endpoint]:
    """``kg serve`` as it ships; a query may take so many seconds."""
    command = [sys.executable, "-m", "kg", "--root", str(root), "--store", str(store), "serve"]
    with running([*command, "--port", "0", "--timeout", str(seconds)]) as server:
        assert server.stderr
        told = ""
        while not (found := re.search(r"http://[^:/]+:(\d+)/", told)):
            line = server.stderr.readline()
            if not line:
                raise SystemExit(f"kg serve did not start: {told}")
            told += line
        # What it says later must not fill the pipe.
        threading.Thread(target=server.stderr.read, daemon=True).start()
        yield awaited(Endpoint("kg serve", int(found[1]), "/sparql", server.pid))


@contextmanager
def theirs(store: Path, seconds: int = SECONDS) -> Iterator[Endpoint]:
    """The server of Oxigraph, reading only; a query may take so many seconds."""
    snapshot = Snapshot(store)
    port = free_port()
    oxigraph = str(Path(sys.executable).parent / "oxigraph")
    place = ["--location", str(snapshot.database), "--bind", f"127.0.0.1:{port}"]
    command = [oxigraph, "serve-read-only", *place, "--timeout-s", str(seconds)]
    try:
        with running(command, quiet=True) as server:
            yield awaited(Endpoint("Oxigraph", port, "/query", server.pid))
    finally:
        snapshot.close()


@contextmanager
def running(command: list[str], *, quiet: bool = False) -> Iterator[subprocess.Popen[str]]:
    """A program that is ended with what is done with it."""
    told = subprocess.DEVNULL if quiet else subprocess.PIPE
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=told, text=True)
    try:
        yield server
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def awaited(endpoint: Endpoint) -> Endpoint:
    """The endpoint once it answers; raises SystemExit where it never does."""
    deadline = time.monotonic() + _PATIENCE
    while not endpoint.is_alive():
        if time.monotonic() > deadline:
            raise SystemExit(f"{endpoint.name} does not answer")
        time.sleep(0.05)
    return endpoint


def _worked(pid: int) -> int:
    """Ticks of a process, its children, and those of them that ended."""
    folder = Path(f"/proc/{pid}")
    try:
        fields = (folder / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
        tasks = [
            path.read_text(encoding="ascii").split() for path in folder.glob("task/*/children")
        ]
    except OSError:
        return 0
    own = sum(int(field) for field in fields[11:15])
    return own + sum(_worked(int(child)) for task in tasks for child in task)


class Trap:
    """A port that counts who connects to it."""

    def __init__(self) -> None:
        self.hits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                self._socket.accept()[0].close()
            except OSError:
                return
            self.hits += 1

    def close(self) -> None:
        """Let the port go."""
        self._socket.close()
