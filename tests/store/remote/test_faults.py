"""What a server may do wrong, or to harm: each ends soon, in bounded memory, with one line."""

from __future__ import annotations

import gzip
import json
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.errors import InputError, KgError, LimitReached, StoreMissing, StoreUnusable
from kg.project import Address
from kg.queries.catalogue import parse_query
from kg.queries.run import run_query
from kg.queries.table import Table
from kg.store.embedded import open_reader
from kg.store.guard import Limits
from kg.store.remote.access import Access
from kg.store.remote.remote import Remote
from kg.store.remote.wire import Sent, Wire
from tests.store.remote.scripted import JSON, NOTHING, Handler, Script, scripted

SELECT = parse_query("SELECT ?s { ?s ?p ?o }", Path("asked"), "asked")
COUNTED = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"3"}}]}}'
ROW = {"s": {"type": "uri", "value": "http://example.org/thing"}}


def after_hello(script: Script) -> Script:
    """A server that says who it is, and then answers by a script."""

    def told(request: Handler) -> None:
        if request.command == "GET" and request.fields.get("query") == ["ASK {}"]:
            request.send(b'{"head":{},"boolean":true}', Content_Type=JSON)
        else:
            script(request)

    return told


def answering(content: bytes, **headers: str) -> Script:
    return after_hello(lambda request: request.send(content, **{"Content_Type": JSON, **headers}))


def failing(status: int, content: bytes = b"", **headers: str) -> Script:
    return after_hello(lambda request: request.send(content, status=status, **headers))


def asked(script: Script, *, seconds: float = 20, rows: int | None = None) -> object:
    with scripted(script) as url:
        return run_query(Address(url), SELECT, limits=Limits(seconds=seconds), rows=rows)


def drip(request: Handler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.end_headers()
    # It ends when nobody listens any more.
    while True:
        request.wfile.write(b" ")
        time.sleep(0.02)


def endless(request: Handler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.end_headers()
    for _ in range(10_000):
        request.wfile.write(b" " * 2**20)


def silent(request: Handler) -> None:
    request.rfile.read(1)


def bombs(size: int) -> bytes:
    engine = zlib.compressobj(9, wbits=31)
    block = b" " * 2**20
    return b"".join(engine.compress(block) for _ in range(size)) + engine.flush()


def test_a_whole_answer_is_heard() -> None:
    found = asked(answering(NOTHING))

    assert isinstance(found, Table)
    assert found.columns == ("s",)


def test_a_packed_answer_is_heard() -> None:
    content = json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": [ROW] * 9}}).encode()
    found = asked(answering(gzip.compress(content), Content_Encoding="gzip"))

    assert isinstance(found, Table)
    assert len(found) == 9


@pytest.mark.parametrize("cut", [0, 1, 20, 700])
def test_an_answer_packed_in_parts_is_heard_whole(cut: int) -> None:
    content = json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": [ROW] * 9}}).encode()
    parts = content[:cut], b"", content[cut:]
    found = asked(answering(b"".join(map(gzip.compress, parts)), Content_Encoding="gzip"))

    assert isinstance(found, Table)
    assert len(found) == 9


@pytest.mark.parametrize("after", [gzip.compress(NOTHING)[:-9], b"more"], ids=["cut", "more"])
def test_what_follows_a_packed_part_is_not_passed_over(after: bytes) -> None:
    with pytest.raises(StoreUnusable, match=r"middle|broke off"):
        asked(answering(gzip.compress(NOTHING) + after, Content_Encoding="gzip"))


@pytest.mark.parametrize("script", [silent, drip])
def test_a_slow_server_is_left(script: Script) -> None:
    with pytest.raises(LimitReached, match="not done within"):
        asked(after_hello(script), seconds=0.3)


def test_a_body_without_end_is_left() -> None:
    with (
        scripted(endless) as url,
        Wire(url, Access()) as wire,
        pytest.raises(LimitReached, match="larger than 4 MiB"),
    ):
        wire.ask(Sent("GET", url, most=4 * 2**20))


def test_a_bomb_does_not_go_off() -> None:
    packed = bombs(400)
    assert len(packed) < 2**20

    def script(request: Handler) -> None:
        request.send(packed, Content_Encoding="gzip")

    with (
        scripted(script) as url,
        Wire(url, Access()) as wire,
        pytest.raises(LimitReached, match="larger than 4 MiB"),
    ):
        wire.ask(Sent("GET", url, most=4 * 2**20))


@pytest.mark.parametrize(
    ("script", "error", "words"),
    [
        (answering(NOTHING, Content_Type="text/html"), StoreUnusable, "answers with text/html"),
        (answering(NOTHING[:-9]), StoreUnusable, "ends in the middle"),
        (answering(b"[" * 100_000), StoreUnusable, "cannot be read"),
        (answering(b"\xff\xfe"), StoreUnusable, "cannot be read"),
        (answering(gzip.compress(NOTHING)[:-9], Content_Encoding="gzip"), StoreUnusable, "middle"),
        (answering(NOTHING, Content_Encoding="gzip"), StoreUnusable, "broke off"),
        (answering(NOTHING, Content_Encoding="br"), StoreUnusable, "sends br"),
        (answering(NOTHING, Content_Length="99"), KgError, "broke off|not done"),
        (failing(400, b"bad word at 3\nand more"), InputError, "bad word at 3$"),
        (failing(400, b"<html>no"), InputError, "cannot read the request$"),
        (failing(400, b"\x1b[31mred" + b"x" * 9999), InputError, "red"),
        (failing(401), StoreUnusable, "does not let you"),
        (failing(403), StoreUnusable, "does not let you"),
        (failing(404), StoreMissing, "no store at this URL"),
        (failing(500, b"oh"), StoreUnusable, "status 500.: oh"),
        (failing(503), LimitReached, "busy"),
        (failing(301, Location="http://127.0.0.1:9/sparql"), StoreUnusable, "not obeyed"),
        (failing(307, Location="http://[::bad"), StoreUnusable, "broke off|no place"),
        (failing(307, Location="https://example.org/"), StoreUnusable, "example.org"),
        (failing(307, Location="file:///etc/passwd"), StoreUnusable, "not obeyed"),
        (failing(307, Location="/sparql"), StoreUnusable, "from one place to the next"),
        (after_hello(lambda request: request.reset()), StoreUnusable, "broke off"),
    ],
)
def test_a_fault_is_one_line(script: Script, error: type[KgError], words: str) -> None:
    with pytest.raises(error, match=words) as told:
        asked(script, seconds=5)

    message = str(told.value)
    assert message.isprintable()
    assert len(message) < 400
    assert told.value.exit_code != 70


@pytest.mark.parametrize("status", [401, 404, 408, 413, 429, 500, 502, 503, 504, 507])
def test_what_to_do_is_told_of_each_refusal(status: int) -> None:
    with pytest.raises(KgError) as told:
        asked(failing(status), seconds=5)
    assert told.value.hint


def test_nobody_is_there() -> None:
    with scripted(answering(NOTHING)) as url:
        pass
    with pytest.raises(StoreMissing, match="nothing answers"):
        run_query(Address(url), SELECT)


def test_a_redirect_on_the_same_server_is_followed() -> None:
    def script(request: Handler) -> None:
        if request.path.startswith("/sparql"):
            request.send(status=308, Location="/other")
        else:
            heard.append(request.fields.get("query"))
            request.send(NOTHING, Content_Type=JSON)

    heard: list[object] = []
    assert isinstance(asked(script), Table)
    assert heard[-1] == [SELECT.text]


def test_more_rows_than_asked_for_are_not_taken() -> None:
    content = json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": [ROW] * 99}}).encode()

    found = asked(answering(content), rows=5)

    assert isinstance(found, Table)
    assert (len(found), found.cut) == (5, True)


@pytest.mark.parametrize("header", ["x_sql_state", "x_sparql_maxrows"])
def test_a_part_is_not_taken_for_the_whole(header: str) -> None:
    with pytest.raises(LimitReached):
        asked(answering(NOTHING, **{header: "10"}))


@pytest.mark.parametrize("said", ["²", "٣", "9" * 5_000, "1_0", "+5", ""])
def test_what_is_no_number_is_not_taken_for_one(said: str) -> None:
    found = asked(answering(NOTHING, X_SPARQL_MaxRows=said.encode().decode("latin-1")))
    assert isinstance(found, Table)

    with (
        scripted(counting(said, b"")) as url,
        Remote(Address(url)) as remote,
        pytest.raises(StoreUnusable, match="does not count"),
    ):
        remote.size("published")


def counting(said: str, content: bytes) -> Script:
    """A server that counts so many triples, and gives these whenever it is asked for some."""
    row = {"n": {"type": "literal", "value": said}}
    counted = json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": [row]}}).encode()

    def script(request: Handler) -> None:
        text = request.fields.get("query", [""])[0]
        if "CONSTRUCT" in text or not text:
            request.send(content, Content_Type="application/n-triples")
        else:
            request.send(counted if "COUNT" in text else NOTHING, Content_Type=JSON)

    return script


def triples(count: int) -> bytes:
    return b"".join(b"<x:s> <x:p> <x:o%d> .\n" % number for number in range(count))


def test_a_graph_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.remote.bounds._MOST", 100)
    with scripted(counting("90", triples(90))) as url:
        assert len(open_names(url)) == 90
    for script in (counting("999999999999", triples(90)), counting("99", triples(101))):
        with scripted(script) as url, pytest.raises(LimitReached, match="more than the 100"):
            open_reader(Address(url))


def test_a_whole_graph_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.remote.bounds._MOST", 100)
    whole = counting("1", triples(101))

    def script(request: Handler) -> None:
        if request.fields.get("query") == ["ASK {}"]:
            request.send(status=400, Server="Oxigraph")
        else:
            whole(request)

    with scripted(script) as url, pytest.raises(LimitReached, match="more than the 100"):
        open_reader(Address(url))


def test_pages_without_end_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.remote.bounds._PATIENCE", 0)
    with (
        scripted(counting("9", triples(1))) as url,
        pytest.raises(LimitReached, match="not read within 0 s"),
    ):
        open_reader(Address(url))


def test_what_a_server_tells_of_itself_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.remote.remote._OF_A_TABLE", 200)

    def script(request: Handler) -> None:
        long = request.fields.get("query") != ["ASK {}"]
        request.send(NOTHING + b" " * (300 * long), Content_Type=JSON)

    with scripted(script) as url, Remote(Address(url)) as remote:
        with pytest.raises(LimitReached, match="larger than"):
            remote.input_hash()
        with pytest.raises(LimitReached, match="larger than"):
            remote.size("published")


def open_names(url: str) -> Store:
    with Remote(Address(url)) as remote:
        store = Store()
        store.extend(remote.chosen("?s ?p ?o"))
        return store


def graph_faults() -> list[tuple[Callable[[Handler], None], str]]:
    def send(content: bytes, kind: str) -> Callable[[Handler], None]:
        return lambda request: request.send(content, Content_Type=kind)

    return [
        (send(b"<x:s> <x:p> <x:o", "application/n-triples"), "ends in the middle"),
        (send(b"<html>", "text/html"), "answers with text/html"),
        (send(b"\xff", "text/plain"), "cannot be read"),
        (send(b"<x:s> <x:p> <x:o> .", "text/plain"), "gave [0-9]+ of 3 triples"),
        (send(b"", "text/plain"), "gave 0 of 3 triples"),
    ]


@pytest.mark.parametrize(("fault", "words"), graph_faults())
def test_a_graph_that_cannot_be_read(fault: Script, words: str) -> None:
    def script(request: Handler) -> None:
        text = request.fields["query"][0]
        if "CONSTRUCT" in text:
            fault(request)
        else:
            request.send(COUNTED if "COUNT" in text else NOTHING, Content_Type=JSON)

    with scripted(script) as url, pytest.raises(StoreUnusable, match=words):
        open_reader(Address(url))
