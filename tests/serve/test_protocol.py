"""The SPARQL 1.1 Protocol at a real server, as clients speak it."""

from __future__ import annotations

import csv
import json
import socket
from io import StringIO
from urllib.parse import quote
from xml.etree import ElementTree as ET

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from kg.endpoint.media import GRAPHS, TABLES
from kg.rdf.terms import BASE
from tests.endpoint.test_media import FIREFOX
from tests.serve.running import Served

ASK = "ASK {}"
SELECT = "SELECT (1 AS ?one) ('a,b' AS ?two) {}"
CONSTRUCT = "CONSTRUCT { <http://example.org/s> <http://example.org/p> 'ž' } {}"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


def ask(
    client: httpx.Client, query: str = SELECT, accept: str = "*/*", **more: str
) -> httpx.Response:
    return client.get("sparql", params={"query": query, **more}, headers={"Accept": accept})


def post(
    client: httpx.Client, body: bytes | str, kind: str | None, url: str = "sparql"
) -> httpx.Response:
    return client.post(url, content=body, headers={"Content-Type": kind} if kind else {})


# Formats


@pytest.mark.parametrize("form", TABLES)
def test_a_table_comes_in_every_format(client: httpx.Client, form: str) -> None:
    for answer in (ask(client, accept=TABLES[form]), ask(client, accept="x/y", format=form)):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == TABLES[form]
        assert "Accept" in answer.headers["vary"]
        assert "content-disposition" not in answer.headers
        if form == "json":
            assert answer.json()["results"]["bindings"][0]["two"]["value"] == "a,b"
        elif form == "xml":
            assert ET.fromstring(answer.content)[1][0][1][0].text == "a,b"
        elif form == "csv":
            assert list(csv.reader(StringIO(answer.text))) == [["one", "two"], ["1", "a,b"]]
        else:
            assert answer.text.splitlines() == ["?one\t?two", '1\t"a,b"']


@pytest.mark.parametrize("form", GRAPHS)
def test_a_graph_comes_in_every_format(client: httpx.Client, form: str) -> None:
    answer = ask(client, CONSTRUCT, GRAPHS[form])
    assert answer.headers["content-type"] == GRAPHS[form]
    (quad,) = parse(answer.content, format=RdfFormat.from_media_type(GRAPHS[form].split(";")[0]))
    assert quad.object.value == "ž"


def test_the_format_by_name_goes_before_accept(client: httpx.Client) -> None:
    answer = ask(client, accept="text/csv", format="tsv")
    assert answer.headers["content-type"] == TABLES["tsv"]
    assert ask(client, format="html").status_code == 400
    assert "json, xml, csv, tsv" in ask(client, format="html").text
    refused = ask(client, CONSTRUCT, format="csv")
    assert refused.status_code == 406
    assert "a graph" in refused.text


def test_several_accept_headers_are_one(served: Served) -> None:
    with served.client() as client:
        headers = [("Accept", "text/turtle"), ("Accept", "text/csv")]
        request = httpx.Request(
            "GET", f"{served.base}sparql?query={quote(SELECT)}", headers=headers
        )
        assert client.send(request).headers["content-type"] == TABLES["csv"]


def test_what_cannot_be_had_is_told_with_what_there_is(client: httpx.Client) -> None:
    for query, accept in ((SELECT, "image/png"), (SELECT, "text/html"), (ASK, "*/*;q=0")):
        answer = ask(client, query, accept)
        assert answer.status_code == 406
        assert "text/csv" in answer.text
        assert "text/turtle" in answer.text
    assert ask(client, SELECT, "text/turtle").status_code == 406
    assert ask(client, CONSTRUCT, "text/csv").status_code == 406


def test_a_browser_gets_data_for_a_query_and_never_a_page(client: httpx.Client) -> None:
    assert ask(client, accept=FIREFOX).headers["content-type"] == TABLES["json"]
    assert ask(client, CONSTRUCT, FIREFOX).headers["content-type"] == GRAPHS["turtle"]


def test_a_browser_without_a_query_is_sent_to_the_page(client: httpx.Client) -> None:
    answer = client.get("sparql", headers={"Accept": FIREFOX})
    assert answer.status_code == 303
    assert answer.headers["location"] == "query.html"
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("", "answer.csv"),
        ("1", "answer.csv"),
        ("envoys", "envoys.csv"),
        ("envoys.csv", "envoys.csv"),
        ("a.b-c_d", "a.b-c_d.csv"),
        ("../../etc/passwd", "answer.csv"),
        ('x"; filename*=y', "answer.csv"),
        ("a\r\nSet-Cookie: b=c", "answer.csv"),
        ("š", "answer.csv"),
        ("a" * 200, "answer.csv"),
    ],
)
def test_a_download_has_a_safe_name(client: httpx.Client, wanted: str, name: str) -> None:
    answer = ask(client, format="csv", download=wanted)
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert "set-cookie" not in answer.headers


# Ways to ask


def test_post_asks_as_get_does(client: httpx.Client) -> None:
    wanted = ask(client).json()
    form = f"query={quote(SELECT)}"
    assert post(client, form, FORM).json() == wanted
    assert post(client, form, "application/X-WWW-form-urlencoded; charset=UTF-8").json() == wanted
    assert post(client, SELECT, QUERY).json() == wanted
    assert post(client, SELECT, f'{QUERY};charset="utf-8"').json() == wanted
    assert post(client, SELECT.encode(), QUERY, "sparql?format=csv").text.startswith("one,two")
    assert post(client, f"{form}&format=tsv", FORM).text.startswith("?one")


def test_a_plus_is_a_space_and_utf8_is_read(client: httpx.Client) -> None:
    text = "SELECT+('%C5%BE+1' AS+?z)+{}".replace(" ", "%20")
    answer = client.get(f"sparql?query={text}&format=csv")
    assert answer.text.splitlines() == ["z", "ž 1"]
    raw = "SELECT ('ž' AS ?z) {}".encode()
    assert post(client, raw, QUERY, "sparql?format=csv").text.splitlines() == ["z", "ž"]


def test_head_has_the_headers_of_get_and_no_body(client: httpx.Client) -> None:
    for url in (f"sparql?query={quote(SELECT)}", "sparql", ".well-known/void", "health"):
        got, head = client.get(url), client.head(url)
        assert head.status_code == got.status_code == 200
        assert head.content == b""
        differ = {"date"}
        assert {k: v for k, v in head.headers.items() if k not in differ} == {
            k: v for k, v in got.headers.items() if k not in differ
        }


def test_options_and_other_methods(client: httpx.Client) -> None:
    answer = client.options("sparql")
    assert answer.status_code == 204
    allowed = {"GET", "HEAD", "POST", "OPTIONS"}
    assert set(answer.headers["allow"].split(", ")) == allowed
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        refused = client.request(method, f"sparql?query={quote(ASK)}")
        assert refused.status_code == 405
        assert set(refused.headers["allow"].split(", ")) == allowed


def test_the_graphs_of_the_protocol(client: httpx.Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    named = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"

    def number(**graphs: str) -> int:
        return int(ask(client, count, **graphs).json()["results"]["bindings"][0]["n"]["value"])

    whole = number()
    assert whole > 100
    assert number(**{"default-graph-uri": f"{BASE}graph/published"}) == whole
    meta = number(**{"default-graph-uri": f"{BASE}graph/meta"})
    assert 0 < meta < whole
    assert number(**{"default-graph-uri": "http://example.org/none"}) == 0
    assert number(**{"named-graph-uri": f"{BASE}graph/meta"}) == 0
    only = ask(client, named, format="csv", **{"named-graph-uri": f"{BASE}graph/meta"})
    assert only.text.split() == ["g", f"{BASE}graph/meta"]
    both = f"default-graph-uri={quote(BASE)}graph/meta&default-graph-uri={quote(BASE)}graph/reviews"
    answer = post(client, f"query={quote(count)}&{both}", FORM)
    assert int(answer.json()["results"]["bindings"][0]["n"]["value"]) >= meta
    assert ask(client, **{"default-graph-uri": "no iri"}).status_code == 400


# What is refused


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("sparql?query=ASK{}&query=ASK{}", 400),
        ("sparql?query=", 400),
        (f"sparql?query=ASK{{}}{'&x=' * 1000}", 400),
        ("sparql?default-graph-uri=http://example.org/", 400),
        ("sparql?query=ASK%20%7B", 400),
        ("sparql?query=ASK%2", 400),
        ("sparql?query=ASK%ZZ{}", 400),
        ("sparql?query=ASK{}%FF", 400),
        ("sparql?query=ASK{}%ED%A0%80", 400),
        ("sparql?query=ASK{}%00", 400),
        ("sparql?update=CLEAR%20ALL", 403),
        ("sparql?query=ASK{}&update=CLEAR%20ALL", 403),
        ("sparql?query=INSERT%20DATA%20{}", 400),
        ("sparql?query=ASK{SERVICE%20%3Chttp://127.0.0.1/%3E{}}", 400),
    ],
)
def test_what_get_refuses(client: httpx.Client, url: str, status: int) -> None:
    answer = client.get(url)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_many_parameters_are_read(client: httpx.Client) -> None:
    assert client.get(f"sparql?query=ASK{{}}{'&x=' * 999}").status_code == 200


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (FORM, b"", 400),
        (FORM, b"query=ASK{}&query=ASK{}", 400),
        (FORM, b"update=CLEAR ALL", 403),
        (FORM, b"update=a&update=b", 403),
        (FORM, b"query=%FF", 400),
        (FORM, b"query=%G0", 400),
        (QUERY, b"\xff\xfe", 400),
        (QUERY, ASK.encode("utf-16"), 400),
        (f"{QUERY}; charset=UTF-16", ASK.encode("utf-16"), 415),
        (f"{QUERY}; charset=latin-1", ASK.encode(), 415),
        (f"{FORM}; charset=UTF-16", b"query=ASK{}", 415),
        ("application/sparql-update", b"CLEAR ALL", 403),
        ("application/sparql-update; charset=UTF-16", "CLEAR NAMED".encode("utf-16"), 415),
        ("text/plain", b"ASK {}", 415),
        ("multipart/form-data; boundary=x", b"ASK {}", 415),
        (None, b"query=ASK{}", 415),
        (None, b"ASK {}", 415),
    ],
)
def test_what_post_refuses(
    client: httpx.Client, kind: str | None, body: bytes, status: int
) -> None:
    answer = post(client, body, kind)
    assert answer.status_code == status
    assert answer.text.endswith("\n")


def test_a_compressed_body_is_refused(client: httpx.Client) -> None:
    headers = {"Content-Type": QUERY, "Content-Encoding": "gzip"}
    assert client.post("sparql", content=b"x", headers=headers).status_code == 415


def test_a_wrong_query_is_told_with_its_place(client: httpx.Client) -> None:
    answer = ask(client, "SELECT * {\n  ?s ?p }")
    assert answer.status_code == 400
    assert ":2:" in answer.text
    assert "not valid SPARQL" in answer.text
    assert "INSERT" not in answer.text
    unknown = ask(client, "SELECT * { ?s nope:p ?o }")
    assert "the prefix nope: is not declared" in unknown.text


def raw_get(served: Served, path: str) -> bytes:
    """The first line of the answer to a path that is too long for a polite client."""
    with socket.create_connection(("127.0.0.1", served.port)) as raw:
        raw.settimeout(30)
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return raw.recv(65_536).split(b"\r\n")[0]


def test_a_text_longer_than_allowed(client: httpx.Client, served: Served) -> None:
    most = served.server.settings.allowance.text
    long = f"ASK {{}} #{'x' * most}"
    assert post(client, f"query={quote(long)}", FORM).status_code == 413
    assert post(client, long, QUERY).status_code == 413


@pytest.mark.parametrize("letter", ["x", "ž"])
def test_a_text_just_as_long_as_allowed(client: httpx.Client, served: Served, letter: str) -> None:
    most = served.server.settings.allowance.text
    fits = f"ASK {{}} #{letter * ((most - 8) // len(letter.encode()))}"
    assert post(client, f"query={quote(fits)}", FORM).status_code == 200
    assert post(client, fits, QUERY).status_code == 200


def test_a_url_of_64_kilobytes(served: Served) -> None:
    assert b" 200 " in raw_get(served, f"/sparql?query=ASK{{}}%23{'x' * 64_900}")
    assert b" 414 " in raw_get(served, f"/sparql?query=ASK{{}}%23{'x' * 65_000}")


def test_a_url_without_end_is_refused_and_the_server_lives(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port)) as raw:
        raw.sendall(b"GET /sparql?query=")
        # Reset or broken pipe, as it comes.
        with pytest.raises(OSError):  # noqa: PT011
            raw.sendall(b"a" * 64 * 2**20)
    with served.client() as client:
        assert client.get("health").text == "ok\n"


def test_a_body_without_end_is_not_read_to_its_end(served: Served) -> None:
    most = served.server.settings.allowance.text
    with socket.create_connection(("127.0.0.1", served.port)) as raw:
        raw.settimeout(30)
        raw.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/sparql-query\r\n\r\n"
        )
        for _ in range(most // 4_096 + 2):
            raw.sendall(b"1000\r\n" + b"a" * 4_096 + b"\r\n")
        assert b" 413 " in raw.recv(4_096).split(b"\r\n")[0]
    with socket.create_connection(("127.0.0.1", served.port)) as raw:
        raw.settimeout(30)
        raw.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999\r\n"
            b"Content-Type: application/sparql-query\r\n\r\n"
        )
        assert b" 413 " in raw.recv(4_096).split(b"\r\n")[0]


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET /sparql HTTP/9.9\r\n\r\n",
        b"GET /sparql?query=\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        b"GET http://[/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /š HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(),
    ],
)
def test_garbage_gets_a_client_error(served: Served, garbage: bytes) -> None:
    with socket.create_connection(("127.0.0.1", served.port)) as raw:
        raw.settimeout(30)
        raw.sendall(garbage)
        assert raw.recv(4_096).split(b" ")[1][:1] == b"4"


def test_two_requests_in_one_go_are_both_answered_in_order(served: Served) -> None:
    one = f"GET /sparql?query={quote(ASK)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    last = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", served.port)) as raw:
        raw.settimeout(30)
        raw.sendall(one + last)
        received = b""
        while part := raw.recv(65_536):
            received += part
    assert received.count(b"HTTP/1.1 200") == 2
    assert received.index(b'"boolean":true') < received.index(b"ok\n")


# Kept answers


def test_a_client_that_has_the_answer_is_told_so(client: httpx.Client) -> None:
    url = f"sparql?query={quote(SELECT)}"
    first = client.get(url)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    bare = tag.removeprefix("W/")
    for header in (tag, bare, f'"other", {tag}', f'W/"a,b",{bare} , "c"', "*"):
        again = client.get(url, headers={"If-None-Match": header})
        assert again.status_code == 304, header
        assert again.content == b""
        assert again.headers["etag"] == tag
        assert "Accept" in again.headers["vary"]
        assert "content-type" not in again.headers
    for header in ('"other"', bare.strip('"'), bare[:-1], "", bare[:-2] + '"'):
        assert client.get(url, headers={"If-None-Match": header}).status_code == 200
    assert client.get(f"{url}&format=csv", headers={"If-None-Match": tag}).status_code == 200
    assert client.head(url, headers={"If-None-Match": tag}).status_code == 304


def test_a_star_does_not_make_a_wrong_query_a_right_one(client: httpx.Client) -> None:
    answer = client.get("sparql?query=ASK", headers={"If-None-Match": "*"})
    assert answer.status_code == 400


def test_post_is_always_answered(client: httpx.Client) -> None:
    tag = ask(client).headers["etag"]
    answer = client.post("sparql", data={"query": SELECT}, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert "etag" not in answer.headers


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "STRUUID()", "uuid()", "now ()"])
def test_what_changes_by_itself_is_not_kept(client: httpx.Client, function: str) -> None:
    query = f"SELECT ({function} AS ?now) {{}}"
    first, second = ask(client, query), ask(client, query)
    assert first.headers["cache-control"] == "no-store"
    assert "etag" not in first.headers
    assert first.text != second.text


def test_compressed_and_plain_answers_are_the_same(served: Served) -> None:
    url = "sparql?query=SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o&format=csv"
    with served.client() as client:
        plain = client.get(url, headers={"Accept-Encoding": "identity"})
        packed = client.get(url, headers={"Accept-Encoding": "gzip"})
        refused = client.get(url, headers={"Accept-Encoding": "gzip;q=0, *"})
        assert "content-encoding" not in plain.headers
        assert "content-encoding" not in refused.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.text == plain.text
        assert len(plain.content) > 65_536
        assert int(packed.headers["content-length"]) < len(plain.content) / 4
        assert packed.headers["etag"] == plain.headers["etag"]
        for answer in (plain, packed):
            assert {"Accept", "Accept-Encoding"} <= set(answer.headers["vary"].split(", "))
        small = client.get(f"sparql?query={quote(ASK)}")
        assert "content-encoding" not in small.headers
        assert "Accept-Encoding" in small.headers["vary"]


def test_the_limits_stand_in_every_answer(client: httpx.Client, served: Served) -> None:
    wanted = served.server.settings.allowance.headers()
    for answer in (ask(client), client.get("sparql?query=ASK"), client.post("sparql")):
        assert {name: answer.headers[name] for name in wanted} == wanted
    assert json.loads(ask(client).content)["head"]["vars"] == ["one", "two"]


@pytest.mark.parametrize("form", ["turtle", "trig"])
def test_a_graph_declares_the_prefixes_that_it_uses(client: httpx.Client, form: str) -> None:
    asked = {"query": "CONSTRUCT WHERE { ?s st:favours ?o }", "format": form}
    content = client.get("sparql", params=asked).text
    declared = {line.split()[1] for line in content.split("\n") if line.startswith("@prefix")}
    assert declared == {"actor:", "proposition:", "st:"}
    kind = RdfFormat.TURTLE if form == "turtle" else RdfFormat.TRIG
    assert list(parse(content, format=kind))


def test_the_description_of_the_service_carries_the_limits(client: httpx.Client) -> None:
    assert client.get("sparql", params={"format": "turtle"}).headers["x-limit-rows"] == "100000"
