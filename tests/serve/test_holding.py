"""Large answers to clients who do not read them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest

from kg.endpoint.limits import Allowance
from kg.project import Project
from tests.endpoint.asking import until
from tests.serve.running import Served, serving

LARGE = 'SELECT ?x {{ VALUES ?n {{ {rows} }} BIND("{text}" AS ?x) }} # {number}'
LENGTH = 3 * 2**20
SIZE = 4 * 2**20


def query(number: int) -> str:
    rows = LENGTH // 20_000
    return LARGE.format(rows="1 " * rows, text="x" * 20_000, number=number)


@pytest.fixture
def target(world: Project, world_store: Path) -> Iterator[Served]:
    with serving(world, allowance=Allowance(size=SIZE, seconds=30)) as running:
        yield running


def asker(target: Served, number: int, address: str) -> socket.socket:
    """A connection that has asked and reads nothing."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.bind((address, 0))
    connection.connect(("127.0.0.1", target.port))
    body = query(number).encode()
    connection.sendall(
        f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{target.port}\r\nConnection: close\r\n"
        f"Content-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
    return connection


def status(connection: socket.socket) -> bytes:
    connection.settimeout(60)
    return connection.recv(12, socket.MSG_PEEK)[9:]


def test_a_large_answer_comes_whole(target: Served) -> None:
    with target.client() as client:
        for accepted in ("identity", "gzip"):
            reply = client.get(
                f"sparql?query={quote(query(1))}", headers={"Accept-Encoding": accepted}
            )
            assert reply.status_code == 200
            assert len(reply.json()["results"]["bindings"]) == LENGTH // 20_000


def test_one_client_takes_only_a_part_of_the_room(target: Served) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(asker(target, number, "127.0.0.2")) for number in range(6)]
        assert sorted(map(status, slow)) == [b"200"] * 2 + [b"503"] * 4
        with target.client() as client:
            assert client.post("sparql", data={"query": query(9)}).status_code == 200
            assert client.post("sparql", data={"query": "ASK {}"}).status_code == 200


def test_all_of_them_take_no_more_than_the_room(target: Served) -> None:
    with ExitStack() as stack:
        slow = [
            stack.enter_context(asker(target, number, f"127.0.0.{number + 2}"))
            for number in range(16)
        ]
        found = sorted(map(status, slow))
        assert found == [b"200"] * 10 + [b"503"] * 6
        with target.client() as client:
            assert client.post("sparql", data={"query": query(99)}).status_code == 503
            assert client.post("sparql", data={"query": "ASK {}"}).status_code == 200
    with target.client() as client:
        until(lambda: client.post("sparql", data={"query": query(99)}).status_code == 200)
