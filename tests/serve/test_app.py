"""What is true of all answers: who is served, what browsers may do, how answers travel."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from kg.pages.rendering import POLICY
from kg.project import Project
from kg.serve import listening
from kg.serve.compressing import Compressing
from kg.serve.connection import peer_of
from kg.serve.guarding import Guarding, is_local, is_loopback
from kg.serve.settings import Settings
from kg.serve.sharing import Sharing
from tests.serve.running import Served, serving

LONG = "line\n" * 20_000


async def page(request: Request) -> Response:
    return HTMLResponse(f"<p>{LONG}", headers={"ETag": '"strong"'})


async def own_policy(request: Request) -> Response:
    return HTMLResponse("<p>x", headers={"Content-Security-Policy": "default-src 'self'"})


async def text(request: Request) -> Response:
    return PlainTextResponse(LONG, headers={"Vary": "Accept"})


async def style(request: Request) -> Response:
    return Response("a{}", media_type="text/css")


async def packed(request: Request) -> Response:
    return Response(b"x" * 5_000, media_type="application/zip")


async def parts(request: Request) -> Response:
    return StreamingResponse(iter(["a" * 2_000, "b" * 2_000]), media_type="text/plain")


async def local(request: Request) -> Response:
    return PlainTextResponse(str(is_local(request)))


ROUTES = {
    "/page": page,
    "/own": own_policy,
    "/text": text,
    "/style.css": style,
    "/x.zip": packed,
    "/parts": parts,
    "/local": local,
    "/review": text,
    "/review/x": text,
    "/reviewers": text,
}


def dressed(settings: Settings, address: str = "127.0.0.1") -> TestClient:
    """An app with the server's middleware and answers of our own."""
    app = Starlette(
        routes=[Route(path, answer, methods=["GET", "POST"]) for path, answer in ROUTES.items()],
        middleware=[
            Middleware(Guarding, settings),
            Middleware(Sharing, settings),
            Middleware(Compressing),
        ],
    )
    return TestClient(app, base_url="http://127.0.0.1:8000", client=(address, 50_000))


@pytest.fixture
def dress() -> TestClient:
    return dressed(Settings())


# Names


@pytest.mark.parametrize(
    ("host", "served"),
    [
        ("localhost", True),
        ("LOCALHOST.:8000", True),
        ("127.0.0.1:1", True),
        ("[::1]:8000", True),
        ("stances.example.org", True),
        ("stances.example.org:443", True),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example:8000", False),
        ("evil.example:127.0.0.1", False),
        ("[::1].evil.example", False),
        ("[::1]x", False),
        ("127.0.0.1@evil.example", False),
        ("", False),
    ],
)
def test_a_server_on_loopback_answers_to_its_own_names(host: str, served: bool) -> None:
    client = dressed(Settings(base="https://stances.example.org/kg/"))
    answer = client.get("/text", headers={"Host": host})
    assert answer.status_code == (200 if served else 421)
    if not served:
        assert "not reached under that name" in answer.text


def test_a_public_server_answers_to_any_name() -> None:
    client = dressed(Settings(host="0.0.0.0"))
    assert client.get("/text", headers={"Host": "anything.example"}).status_code == 200


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.1", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_what_is_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_who_is_local(dress: TestClient) -> None:
    assert dress.get("/local").text == "True"
    assert dress.get("/local", headers={"X-Forwarded-For": "127.0.0.1"}).text == "False"
    public = dressed(Settings(host="0.0.0.0"), "192.0.2.1")
    assert public.get("/local").text == "False"
    named = dressed(Settings(base="https://example.org/"))
    assert named.get("/local", headers={"Host": "example.org"}).text == "False"


def test_a_request_without_a_name_or_with_two_is_refused(served: Served) -> None:
    for hosts in (b"", b"Host: localhost\r\nHost: evil.example\r\n"):
        with socket.create_connection(("127.0.0.1", served.port)) as raw:
            raw.settimeout(30)
            raw.sendall(b"GET /health HTTP/1.1\r\n" + hosts + b"\r\n")
            assert b" 421 " in raw.recv(4_096).split(b"\r\n")[0]


# What browsers are told


def test_pages_run_and_load_nothing_from_elsewhere(dress: TestClient) -> None:
    answer = dress.get("/page")
    assert answer.headers["content-security-policy"] == f"{POLICY}; frame-ancestors 'self'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert dress.get("/own").headers["content-security-policy"] == "default-src 'self'"


def test_what_is_no_page_cannot_act_as_one(dress: TestClient) -> None:
    assert dress.get("/text").headers["content-security-policy"].endswith("sandbox")
    assert "content-security-policy" not in dress.get("/style.css").headers


def test_an_answer_in_xml_is_in_a_sandbox(client: httpx.Client) -> None:
    script = "<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>"
    query = (
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
        f'CONSTRUCT {{ <a:b> <a:c> "{script}"^^rdf:XMLLiteral }} {{}}'
    )
    answer = client.get("sparql", params={"query": query, "format": "rdfxml"})
    assert answer.headers["content-security-policy"].endswith("sandbox")
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_server_does_not_tell_what_it_is(client: httpx.Client) -> None:
    for answer in (client.get("health"), client.get("nothing"), client.get("sparql?query=x")):
        assert "server" not in answer.headers


# Other sites


PUBLIC = "https://stances.example.org/kg/"
FOREIGN = ("https://other.example", "null", "http://localhost.evil.example", "http://[")
FOREIGN += ("http://localhost:80@evil.example", "http://127.0.0.1:80:80", "http://localhost\u0661")


@pytest.fixture(scope="module")
def public(world: Project, world_store: Path) -> Iterator[httpx.Client]:
    """A client of a server for the public."""
    with serving(world, base=PUBLIC) as running, running.client() as client:
        yield client


def test_any_site_may_read_what_is_public(public: httpx.Client) -> None:
    for origin in ({}, {"Origin": "https://other.example"}, {"Origin": "null"}):
        for url in ("sparql?query=ASK{}", "sparql?query=ASK", "nothing", "health"):
            answer = public.get(url, headers=origin)
            assert answer.headers["access-control-allow-origin"] == "*"
            assert "Origin" not in answer.headers.get("vary", "")
            assert "access-control-allow-credentials" not in answer.headers
            assert "ETag" in answer.headers["access-control-expose-headers"]
            assert "X-Limit-Rows" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize("origin", FOREIGN)
def test_no_other_site_may_read_a_server_for_this_machine(dress: TestClient, origin: str) -> None:
    headers = {"Origin": origin.encode(), "Access-Control-Request-Method": "POST"}
    for answer in (dress.get("/text", headers=headers), dress.options("/text", headers=headers)):
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert "Origin" in answer.headers["vary"]


@pytest.mark.parametrize(
    "origin", ["http://localhost:3000", "http://127.0.0.1", "https://[::1]:8443"]
)
def test_pages_from_this_machine_may_read_it(dress: TestClient, origin: str) -> None:
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    for answer in (dress.get("/text", headers=headers), dress.options("/text", headers=headers)):
        assert answer.headers["access-control-allow-origin"] == origin
        assert "Origin" in answer.headers["vary"]


def test_who_listens_to_others_is_public() -> None:
    answer = dressed(Settings(host="0.0.0.0")).get("/text")
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_preflight_is_answered(public: httpx.Client) -> None:
    headers = {
        "Origin": "https://other.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = public.options("sparql", headers=headers)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" in answer.headers["access-control-allow-headers"]
    assert "PUT" not in answer.headers["access-control-allow-methods"]


@pytest.mark.parametrize("path", ["/review", "/review/x", "/review/nothing", "/%72eview/x"])
def test_no_site_may_read_the_review(path: str) -> None:
    dress = dressed(Settings(base=PUBLIC))
    origin = {"Origin": "https://other.example"}
    answer = dress.get(path, headers=origin)
    assert not [name for name in answer.headers if name.startswith("access-control")]
    asked = dress.options(path, headers={**origin, "Access-Control-Request-Method": "POST"})
    assert not [name for name in asked.headers if name.startswith("access-control")]
    assert "content-encoding" not in answer.headers


def test_a_path_that_only_begins_alike_is_public() -> None:
    dress = dressed(Settings(base=PUBLIC))
    assert dress.get("/reviewers").headers["access-control-allow-origin"] == "*"


# Compression


def test_a_compressed_answer_is_the_same_under_a_weak_tag(dress: TestClient) -> None:
    plain = dress.get("/page", headers={"Accept-Encoding": "identity"})
    answer = dress.get("/page", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == plain.text
    assert plain.headers["etag"] == '"strong"'
    assert answer.headers["etag"] == 'W/"strong"'
    assert "Accept-Encoding" in plain.headers["vary"]


def test_vary_is_added_to_what_stands(dress: TestClient) -> None:
    assert dress.get("/text").headers["vary"] == "Accept, Accept-Encoding, Origin"


def test_what_gains_nothing_is_left_alone(dress: TestClient) -> None:
    for path in ("/own", "/x.zip", "/parts"):
        answer = dress.get(path, headers={"Accept-Encoding": "gzip"})
        assert "content-encoding" not in answer.headers
    assert dress.get("/parts").text == "a" * 2_000 + "b" * 2_000


def test_the_same_bytes_are_compressed_to_the_same(served: Served) -> None:
    bodies = []
    for _ in range(2):
        with socket.create_connection(("127.0.0.1", served.port)) as raw:
            raw.settimeout(30)
            raw.sendall(
                b"GET /.well-known/void HTTP/1.1\r\nHost: localhost\r\n"
                b"Accept-Encoding: gzip\r\nConnection: close\r\n\r\n"
            )
            received = b""
            while part := raw.recv(65_536):
                received += part
        bodies.append(received.partition(b"\r\n\r\n")[2])
    assert bodies[0] == bodies[1]
    assert b"void:Dataset" in gzip.decompress(bodies[0])


# Slow and greedy clients


@pytest.fixture
def hasty(world: Project, world_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A server that does not wait long for the head of a request."""
    monkeypatch.setattr("kg.serve.connection._PATIENCE", 0.2)
    monkeypatch.setattr("kg.serve.receiving._PATIENCE", 0.2)
    with serving(world) as running:
        yield running


def received(raw: socket.socket) -> bytes:
    raw.settimeout(30)
    found = b""
    while part := raw.recv(65_536):
        found += part
    return found


def test_the_head_of_a_request_comes_in_time(hasty: Served) -> None:
    with socket.create_connection(("127.0.0.1", hasty.port)) as raw:
        raw.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n")
        assert received(raw).startswith(b"HTTP/1.1 408 ")


def test_who_says_nothing_is_left(hasty: Served) -> None:
    with socket.create_connection(("127.0.0.1", hasty.port)) as raw:
        assert received(raw) == b""
    with socket.create_connection(("127.0.0.1", hasty.port)) as raw:
        raw.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        raw.settimeout(30)
        assert raw.recv(4_096).startswith(b"HTTP/1.1 200 ")
        raw.sendall(b"GET /health HT")
        assert received(raw).startswith(b"HTTP/1.1 408 ")


def test_the_body_of_a_request_comes_in_time(hasty: Served) -> None:
    with socket.create_connection(("127.0.0.1", hasty.port)) as raw:
        raw.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n"
            b"Content-Type: application/sparql-query\r\nConnection: close\r\n\r\nASK"
        )
        assert received(raw).startswith(b"HTTP/1.1 408 ")


def test_the_rest_of_a_refused_body_has_its_time_too(hasty: Served) -> None:
    with socket.create_connection(("127.0.0.1", hasty.port)) as raw:
        raw.settimeout(30)
        raw.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n"
            b"Content-Type: application/sparql-query\r\n\r\n"
        )
        assert raw.recv(65_536).startswith(b"HTTP/1.1 413 ")
        with pytest.raises(OSError):  # noqa: PT011 (reset or broken pipe, as it comes)
            trickle(raw)


def trickle(raw: socket.socket) -> None:
    for _ in range(3_000):
        raw.sendall(b"a")
        time.sleep(0.01)


def test_a_large_body_is_refused_to_one_who_sends_it_whole(client: httpx.Client) -> None:
    for _ in range(3):
        headers = {"Content-Type": "application/sparql-query"}
        answer = client.post("sparql", content=b"a" * 5 * 2**20, headers=headers)
        assert answer.status_code == 413
        assert client.get("health").text == "ok\n"


def test_a_head_without_end_is_refused(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port)) as raw:
        raw.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n")
        with pytest.raises(OSError):  # noqa: PT011 (reset or broken pipe, as it comes)
            raw.sendall(b"X-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 2_000_000)


CHUNKED = (
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
)
FULL = b"5\r\nASK{}\r\n0\r\n"


@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        (FULL, b"a:\r\n" * 16_000),
        (FULL + b"X: ", b"b" * 64_000),
        (b"5;x=", b"b" * 64_000),
    ],
    ids=["trailers", "a trailer", "an extension"],
)
def test_what_is_about_a_body_has_an_end(served: Served, begin: bytes, piece: bytes) -> None:
    with socket.create_connection(("127.0.0.1", served.port)) as raw:
        raw.settimeout(30)
        raw.sendall(CHUNKED + begin)
        with pytest.raises(OSError):  # noqa: PT011 (reset or broken pipe, as it comes)
            raw.sendall(piece * 500)


def test_a_body_in_small_pieces_is_read(served: Served) -> None:
    query = b"ASK{}" + b" " * 60_000
    whole = b"%x\r\n%b\r\n" % (len(query), query)
    pieces = b"".join(b"1;x=%b\r\n%c\r\n" % (b"y" * 9, byte) for byte in query)
    for chunks in (whole, pieces):
        with socket.create_connection(("127.0.0.1", served.port)) as raw:
            raw.sendall(CHUNKED + chunks + b"0\r\nHost: elsewhere.example\r\n\r\n")
            assert received(raw).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("host", "peer"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::7%eth0", "2001:0db8:0001:0002"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("", ""),
    ],
)
def test_by_what_connections_of_one_client_are_known(host: str, peer: str) -> None:
    assert peer_of(host) == peer


def test_one_client_has_so_many_connections_and_no_more(
    world: Project, world_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.serve.connection._EACH", 3)
    monkeypatch.setattr("kg.serve.connection.peer_of", lambda host: host)
    with serving(world) as running, ExitStack() as open_ones:

        def open_one(address: str = "127.0.0.1") -> socket.socket:
            raw = socket.create_connection(("127.0.0.1", running.port), 30, (address, 0))
            open_ones.enter_context(raw)
            raw.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
            return raw

        held = [open_one() for _ in range(3)]
        assert all(raw.recv(12) == b"HTTP/1.1 200" for raw in held)
        with contextlib.suppress(OSError):
            assert open_one().recv(12) == b""
        assert open_one("127.0.0.2").recv(12) == b"HTTP/1.1 200"


def test_the_end_does_not_wait_for_what_is_being_drawn() -> None:
    threads, begun, go = listening.Threads(1), threading.Event(), threading.Event()

    def draw() -> bool:
        begun.set()
        return go.wait(60)

    drawn, waiting = threads.submit(draw), threads.submit(draw)
    assert begun.wait(60)
    threads.shutdown()
    assert not drawn.done()
    assert waiting.cancelled()
    go.set()
    assert drawn.result(60)


def test_who_leaves_in_the_middle_harms_nobody(served: Served) -> None:
    for part in (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n"
        b"Content-Type: application/sparql-query\r\n\r\nASK",
        b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", served.port)) as raw:
            raw.sendall(part)
    with served.client() as client:
        assert client.get("health").text == "ok\n"
