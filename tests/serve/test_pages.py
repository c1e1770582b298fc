"""The pages behind the server: negotiation, tags, what is not there, hostile paths."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kg.build.build import build
from kg.pages.media import FORMS
from kg.project import Project
from tests.invented import copy_world
from tests.serve.running import Served, serving

THING = "actor/anna-examplova"


def get(client: httpx.Client, path: str, accept: str = "text/html") -> httpx.Response:
    return client.get(path, headers={"Accept": accept})


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", "html"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "html"),
        ("text/turtle", "ttl"),
        ("text/html;q=0.2, text/turtle;q=0.7", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/json", "json"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "rdf"),
        ("application/rdf+xml;q=0.9, text/html;q=0.4", "rdf"),
    ],
)
def test_a_thing_leads_to_the_form_that_is_wanted(
    client: httpx.Client, accept: str, form: str
) -> None:
    answer = get(client, THING, accept)
    assert (answer.status_code, answer.headers["location"]) == (303, f"anna-examplova.{form}")
    assert "Accept" in answer.headers["vary"]
    there = client.get(f"actor/{answer.headers['location']}")
    assert there.status_code == 200
    assert there.headers["content-type"] == FORMS[form]
    for other in ("ttl", "jsonld", "nt", "rdf"):
        kind = FORMS[other].partition(";")[0]
        listed = f'<anna-examplova.{other}>; rel="alternate"; type="{kind}"'
        assert listed in answer.headers["link"]


def test_what_cannot_be_had_is_told_with_what_can(client: httpx.Client) -> None:
    answer = get(client, THING, "image/png")
    assert answer.status_code == 406
    assert "text/turtle" in answer.text


@pytest.mark.parametrize("path", ["", "actor/", "proposition/"])
def test_the_address_of_a_folder_is_its_page(client: httpx.Client, path: str) -> None:
    answer = get(client, path)
    assert answer.status_code == 200
    assert answer.text == client.get(f"{path}index.html").text


def test_a_folder_without_its_slash_leads_there(client: httpx.Client) -> None:
    answer = get(client, "actor")
    assert (answer.status_code, answer.headers["location"]) == (301, "actor/")


def test_a_page_is_sent_once(client: httpx.Client) -> None:
    first = client.get(f"{THING}.html")
    tag = first.headers["etag"]
    assert first.headers["content-encoding"] == "gzip"
    for told in (tag, f'"other", {tag}'):
        again = client.get(f"{THING}.html", headers={"If-None-Match": told})
        assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{THING}.ttl").headers["etag"] != tag
    other = client.get(f"{THING}.html", headers={"If-None-Match": '"other"'})
    assert other.text == first.text
    head = client.head(f"{THING}.html")
    assert (head.status_code, head.content) == (200, b"")


def test_what_stands_in_several_lines_of_a_header_is_one_list(client: httpx.Client) -> None:
    for path in (THING, ".well-known/void"):
        answer = client.get(path, headers=[("Accept", "image/png"), ("Accept", "text/turtle")])
        assert answer.status_code in (200, 303), path
    tag = client.get(f"{THING}.html").headers["etag"]
    lines = [("If-None-Match", '"other"'), ("If-None-Match", tag)]
    assert client.get(f"{THING}.html", headers=lines).status_code == 304


def test_under_another_address_what_tells_it_is_sent_anew(
    world: Project, client: httpx.Client
) -> None:
    address = "https://example.org/stances/"
    with (
        serving(world, base=address) as moved,
        moved.client(headers={"Host": "127.0.0.1"}) as other,
    ):
        for path in ("void.ttl", "robots.txt", "sitemap.xml"):
            tag = client.get(path).headers["etag"]
            answer = other.get(path, headers={"If-None-Match": tag})
            assert answer.status_code == 200, path
            assert address in answer.text


def test_the_drawn_graph_may_be_framed_here_alone(client: httpx.Client) -> None:
    answer = client.get("graph.html")
    assert answer.headers["content-security-policy"] == "frame-ancestors 'self'"
    assert "Anna Examplova" in answer.text
    assert "script-src 'self'" in client.get(f"{THING}.html").headers["content-security-policy"]


def test_what_lies_beside_the_pages_is_there(served: Served, client: httpx.Client) -> None:
    sums = client.get("dump/SHA256SUMS").text
    assert len(sums.splitlines()) > 5
    for line in sums.splitlines():
        name = line.split()[1]
        assert client.head(f"dump/{name}").status_code == 200, name
    assert served.base in client.get("void.ttl").text
    assert f"{served.base}{THING}.html" in client.get("sitemap.xml").text
    assert "Disallow: /sparql" in client.get("robots.txt").text
    assert client.get("favicon.ico").headers["content-type"] == "image/svg+xml"
    assert client.get("assets/site.css").headers["content-type"].startswith("text/css")


def test_the_search_leads_to_its_answer(client: httpx.Client) -> None:
    answer = client.get("search", params={"q": "Examplova <script>"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("search.html?q=Examplova")
    found = client.get("search.html", params={"q": "examplova"})
    assert "actor/anna-examplova.html" in found.text
    assert (
        "<script>alert"
        not in client.get("search.html", params={"q": "<script>alert(1)</script>"}).text
    )


def test_what_is_not_there_tells_what_is_near(client: httpx.Client) -> None:
    answer = get(client, "actor/examplova")
    assert answer.status_code == 404
    assert 'href="anna-examplova.html"' in answer.text
    for misspelt in ("actor/exampolva", "actor/anna-exampolva"):
        assert 'href="anna-examplova.html"' in get(client, misspelt).text
    assert "anna-examplova" not in get(client, "proposition/exampolva").text
    assert "Perhaps you look for" not in get(client, "actor/zzzzzz").text
    plain = get(client, "actor/examplova", "text/turtle")
    assert (plain.status_code, plain.headers["content-type"]) == (404, "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    "path",
    ["../x", "actor/../index.html", "%2e%2e/%2e%2e/etc/passwd", "actor%2Fanna-examplova", "a%00",
     ".htaccess", ".kg-site", "actor//x", "é", "%C3%A9", "x" * 501, "a/" * 300, "actor\\x",
     "%61ctor/anna-examplova", "dump/../graph.html", "assets/../library.py", "assets/%2e%2e/x",
     "%0d%0aSet-Cookie:x", "<script>"],
)  # fmt: skip
def test_a_path_out_of_the_ordinary_is_not_there(served: Served, path: str) -> None:
    status, body = raw(served.port, path.encode())
    assert status in {400, 404}
    assert b"Traceback" not in body


@given(some.binary(min_size=1, max_size=60).filter(lambda one: not set(one) & set(b" \r\n?#")))
def test_no_path_breaks_the_server(served: Served, path: bytes) -> None:
    status, body = raw(served.port, path)
    assert status < 500
    assert b"Traceback" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written(client: httpx.Client, method: str) -> None:
    assert client.request(method, f"{THING}.html").status_code == 405


def test_what_gave_way_leads_on(tmp_path: Path) -> None:
    project = copy_world(tmp_path)
    (project.root / "queries").mkdir()
    build(project)
    from pyoxigraph import NamedNode, Quad

    from kg.rdf.terms import DCT, mint
    from kg.store.embedded import open_reader
    from kg.store.replacing import replace_all

    kept = NamedNode(
        next(
            quad.subject.value
            for quad in open_reader(project.folder)
            if isinstance(quad.subject, NamedNode) and "/stance/" in quad.subject.value
        )
    )
    older, old = mint("stance", "older-one"), mint("stance", "old-one")
    more = {Quad(older, DCT.isReplacedBy, old), Quad(old, DCT.isReplacedBy, kept)}
    replace_all(project.folder, {*open_reader(project.folder), *more})
    name = kept.value.rpartition("/")[2]
    with serving(project) as served, served.client() as client:
        for path, target in (("older-one", name), ("old-one.ttl", f"{name}.ttl")):
            answer = client.get(f"stance/{path}")
            assert (answer.status_code, answer.headers["location"]) == (301, target)


async def _both(served: Served) -> list[int]:
    async with httpx.AsyncClient(base_url=served.base, trust_env=False, timeout=60) as client:
        paths = ["dump/eurostance.jsonld", "graph.html", *[f"{THING}.html"] * 6]
        answers = await asyncio.gather(*(client.get(path) for path in paths))
        return [answer.status_code for answer in answers]


def test_slow_files_and_pages_are_had_at_once(served: Served) -> None:
    assert set(asyncio.run(_both(served))) == {200}


def raw(port: int, path: bytes) -> tuple[int, bytes]:
    """The status and body of a request whose path is sent as it is."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(
            b"GET /" + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )
        answer = b""
        while part := connection.recv(65536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def test_what_may_be_asked_of_a_page_is_told(client: httpx.Client) -> None:
    for path in (THING, f"{THING}.html", "search.html", "nothing"):
        answer = client.options(path)
        assert answer.status_code == 204
        assert {"GET", "HEAD", "OPTIONS"} == set(answer.headers["allow"].split(", "))
