"""Real servers on this machine: Oxigraph, and Virtuoso 7 where it is installed."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from benchmarks.virtuoso_settings import settings
from kg.project import Address

_PATIENCE = 60.0


@dataclass(frozen=True)
class Served:
    """A running server, and what the environment has to hold to write to it."""

    address: Address
    environ: Mapping[str, str] = field(default_factory=dict)


@contextlib.contextmanager
def oxigraph(folder: Path, ports: list[int] | None = None) -> Iterator[Served]:
    """An Oxigraph server with what the folder holds, at first an empty store."""
    (port,) = ports or free_ports(1)
    binary = Path(sys.executable).parent / "oxigraph"
    command = [
        str(binary),
        "serve",
        "--location",
        str(folder / "db"),
        "--bind",
        f"127.0.0.1:{port}",
    ]
    with _running(command, folder, f"http://127.0.0.1:{port}/query?query=ASK%7B%7D"):
        yield Served(Address(f"http://127.0.0.1:{port}"))


@contextlib.contextmanager
def virtuoso(folder: Path, ports: list[int] | None = None) -> Iterator[Served]:
    """A Virtuoso server with what the folder holds, at first an empty store.

    The test is skipped where none is installed.
    """
    binary = shutil.which("virtuoso-t")
    if binary is None:
        pytest.skip("virtuoso-t is not installed: apt-get install virtuoso-opensource-7")
    sql, http = ports or free_ports(2)
    path = folder / "virtuoso.ini"
    path.write_text(settings(folder, sql, http, buffers=10_000, rows=10_000, seconds=60))
    command = [binary, "-f", "-c", str(path)]
    url = f"http://127.0.0.1:{http}/sparql"
    with _running(command, folder, f"{url}?query=ASK%7B%7D"):
        yield Served(Address(url), {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "dba"})


@contextlib.contextmanager
def _running(command: list[str], folder: Path, probe: str) -> Iterator[None]:
    with (folder / "output").open("wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder)
    try:
        _wait(server, probe, folder)
        yield
    finally:
        server.kill()
        server.wait()


def _wait(server: subprocess.Popen[bytes], probe: str, folder: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(probe, timeout=5, trust_env=False).is_success:
                return
        time.sleep(0.1)
    told = (folder / "output").read_text(errors="replace")[-2000:]
    raise AssertionError(f"the server does not start: {told}")


def free_ports(number: int) -> list[int]:
    """So many ports on which nobody listens."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
