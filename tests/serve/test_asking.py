"""Queries that reach a limit, and clients that do not wait for the answer."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from kg.endpoint.limits import Allowance
from kg.endpoint.pool import Pool
from kg.endpoint.question import Question, Reply
from kg.errors import (
    Busy,
    InputError,
    KgError,
    LimitReached,
    NotAcceptable,
    Problem,
    StoreUnusable,
    TooLarge,
    UsageError,
)
from kg.project import Project
from kg.serve.refusals import tell
from tests.serve.running import Served, serving

ALL = "SELECT * { ?s ?p ?o }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c < ?f && ?f < ?i) }"


def wait_until(found: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture(scope="module")
def strict(world: Project, world_store: Path) -> Iterator[Served]:
    with serving(world, allowance=Allowance(seconds=1.0, rows=10, size=20_000)) as running:
        yield running


@pytest.fixture(scope="module")
def patient(world: Project, world_store: Path) -> Iterator[Served]:
    with serving(world, allowance=Allowance(seconds=600.0)) as running:
        yield running


def test_a_query_that_takes_too_long(strict: Served) -> None:
    with strict.client() as client:
        for _ in range(2):
            answer = client.get("sparql", params={"query": SLOW})
            assert answer.status_code == 503
            assert int(answer.headers["retry-after"]) > 0
            assert answer.headers["content-type"] == "text/plain; charset=utf-8"
            assert "etag" not in answer.headers
        assert client.get("health").status_code == 200


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?p { ?s ?p ?o } LIMIT 11", "more than 10 rows"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "larger than 20000 bytes"),
    ],
)
def test_an_answer_that_is_too_large(strict: Served, query: str, words: str) -> None:
    with strict.client() as client:
        for _ in range(2):
            answer = client.get("sparql", params={"query": query})
            assert answer.status_code == 422
            assert words in answer.text
            assert "LIMIT" in answer.text
            assert "retry-after" not in answer.headers
        assert client.get("sparql", params={"query": f"{ALL} LIMIT 10"}).status_code == 200


def test_a_query_ends_when_its_client_has_gone(patient: Served) -> None:
    pool = patient.server.edition.pool
    with socket.create_connection(("127.0.0.1", patient.port)) as raw:
        raw.sendall(f"GET /sparql?query={quote(SLOW)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        wait_until(lambda: pool.long == 1)
    wait_until(lambda: pool.long == 0)
    counts = patient.server.counts.requests
    wait_until(lambda: counts["/sparql", 499] == 1)
    with patient.client() as client:
        assert client.get("sparql?query=ASK{}").status_code == 200


def test_a_posted_query_ends_too(patient: Served) -> None:
    pool = patient.server.edition.pool
    query = f"{SLOW} # posted"
    with socket.create_connection(("127.0.0.1", patient.port)) as raw:
        raw.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/sparql-query\r\n"
            + f"Content-Length: {len(query)}\r\n\r\n{query}".encode()
        )
        wait_until(lambda: pool.long == 1)
    wait_until(lambda: pool.long == 0)


def test_quick_queries_are_answered_beside_a_long_one(patient: Served) -> None:
    pool = patient.server.edition.pool
    leave = threading.Event()

    def hold() -> None:
        with socket.create_connection(("127.0.0.1", patient.port)) as raw:
            text = quote(f"{SLOW} # beside")
            raw.sendall(f"GET /sparql?query={text} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            leave.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        wait_until(lambda: pool.long == 1)
        with patient.client() as client:
            for number in range(20):
                query = f"SELECT ({number} AS ?n) {{}}"
                assert client.get("sparql", params={"query": query}).status_code == 200
        assert pool.long == 1
    finally:
        leave.set()
        thread.join(60)


def test_too_many_at_once_are_told_when_to_come_again(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(pool: Pool, question: Question, client: str) -> Reply:
        raise Busy("too many queries wait", after=7)

    monkeypatch.setattr(Pool, "ask", busy)
    answer = client.get("sparql", params={"query": "ASK { <a:busy> ?p ?o }"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "7"
    assert answer.text == "too many queries wait\nhint: try again in 7 s\n"


SECRET = "/home/someone/store"


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (TooLarge("more than 3 rows", hint="fewer"), 422, "more than 3 rows\nhint: fewer\n"),
        (LimitReached("not done within 1 s"), 503, "not done within 1 s\n"),
        (NotAcceptable("no"), 406, "no\n"),
        (UsageError("no such name"), 400, "no such name\n"),
        (InputError("x"), 400, "x\n"),
        (
            InputError("x", problems=[Problem(Path("query"), 2, 3, "wrong")]),
            400,
            "query:2:3: error: wrong\n",
        ),
        (
            StoreUnusable(f"{SECRET}: corrupt", hint=f"remove {SECRET}"),
            503,
            "the graph cannot be read at the moment\n",
        ),
        (KgError("this is a bug: ValueError"), 500, "this is a bug: ValueError\n"),
    ],
)
def test_each_error_has_its_status(error: KgError, status: int, words: str) -> None:
    answer = tell(error, {"X-Limit-Rows": "3"})
    assert (answer.status_code, bytes(answer.body).decode()) == (status, words)
    assert answer.headers["x-limit-rows"] == "3"
    assert ("retry-after" in answer.headers) == (status == 503)
