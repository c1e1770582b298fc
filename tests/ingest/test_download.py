from __future__ import annotations

import gzip
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler

import pytest

from kg.ingest.articles import LONGEST_PAGE, Article, Link, Page, Unreadable
from kg.ingest.download import REDIRECTS, fetch
from kg.ingest.feeds import read_feed
from kg.ingest.sources import Manner, read_articles
from tests.ingest.conftest import TEXT, Server, page
from tests.invented import told


def why(url: str, **known: object) -> str:
    found = fetch(Link("here", url, **known))  # type: ignore[arg-type]
    assert isinstance(found, Unreadable), found
    assert url in found.why
    return found.why


def test_a_page_and_what_the_server_says_of_it(server: Server) -> None:
    url = server.send("/a", "Örsi".encode("cp1250"), Content_Type="text/html; charset=cp1250")
    assert fetch(Link("here", url)) == Page(
        "here",
        "Örsi".encode("cp1250"),
        "cp1250",
        url,
        media="text/html; charset=cp1250",
        private=True,
    )
    sent = server.asked[0][1]
    assert {"Cookie", "Authorization", "Referer"}.isdisjoint(sent)


def test_a_packed_page(server: Server) -> None:
    url = server.send("/a", gzip.compress(b"words"), Content_Encoding="gzip")
    found = fetch(Link("here", url))
    assert isinstance(found, Page)
    assert found.content == b"words"


def test_letters_that_a_request_cannot_have(server: Server) -> None:
    server.send("/%C3%B6rsi%20a?q=%C3%A9", "words")
    found = fetch(Link("here", f"{server.root}/örsi a?q=é"))
    assert isinstance(found, Page)


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("президент.example", "xn--d1abbgf6aiiy.example"),
        ("örsi.example", "xn--rsi-rna.example"),
        ("Sample-Times.Example", "sample-times.example"),
    ],
)
def test_hosts_in_other_letters(
    server: Server, monkeypatch: pytest.MonkeyPatch, host: str, asked: str
) -> None:
    port = int(server.root.rpartition(":")[2])
    connect = socket.create_connection

    def connect_here(address: tuple[str, int], *rest: object) -> socket.socket:
        assert (address[0].lower(), address[1]) == (asked, port)
        return connect(("127.0.0.1", port), *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("kg.ingest.download.socket.create_connection", connect_here)
    server.send("/b", "words")
    server.send("/a", "", 302, Location=f"http://{asked.upper()}:{port}/b")
    found = fetch(Link("here", f"http://{host}:{port}/a"))
    assert isinstance(found, Page), found
    assert [sent["Host"].lower() for _, sent in server.asked] == [f"{asked}:{port}"] * 2
    assert "cannot be the name" in why(f"http://{'ö' * 70}.example/")


def test_redirects_are_followed_to_the_end(server: Server) -> None:
    server.send("/b", "words")
    url = server.send("/a", "", 302, Location="/b")
    found = fetch(Link("here", url))
    assert isinstance(found, Page)
    assert found.url == f"{server.root}/b"


def test_redirects_without_end(server: Server) -> None:
    loop = server.send("/loop", "", 301, Location="/loop")
    assert "redirects too often" in why(loop)
    for number in range(20):
        server.send(f"/{number}", "", 307, Location=f"/{number + 1}")
    server.asked.clear()
    assert "redirects too often" in why(f"{server.root}/0")
    assert len(server.asked) <= REDIRECTS + 1


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("file:///etc/passwd", "only http"),
        ("ftp://127.0.0.1/a", "only http"),
        ("data:text/html,x", "only http"),
        ("javascript:x", "only http"),
        ("http://anna:secret@127.0.0.1/", "passwords"),
    ],
)
def test_redirects_to_what_is_no_page(server: Server, target: str, reason: str) -> None:
    assert reason in why(server.send("/a", "", 302, Location=target))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://anna:secret@example.org/", "passwords"),
        ("http://", "only http"),
        ("http://[bad/", "no URL"),
        ("http://example.org:99999999/", "no URL"),
        ("file:///etc/passwd", "only http"),
    ],
)
def test_addresses_that_are_not_asked(url: str, reason: str) -> None:
    assert reason in why(url)


def test_an_unknown_page_and_a_closed_door(server: Server) -> None:
    assert "says 404" in why(f"{server.root}/none")
    assert why("http://127.0.0.1:9/") == "http://127.0.0.1:9/: Connection refused"
    named = Link("http://127.0.0.1:9/", "http://127.0.0.1:9/")
    assert fetch(named) == Unreadable(named.url, "Connection refused")


def test_bombs_and_bodies_without_end(server: Server) -> None:
    bomb = gzip.compress(bytes(10 * LONGEST_PAGE))
    assert "larger than" in why(server.send("/bomb", bomb, Content_Encoding="gzip"))

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(bytes(1 << 20))

    assert "larger than" in why(server.do("/endless", endless))


def test_replies_that_are_none(server: Server) -> None:
    def nonsense(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"nonsense\r\n\r\n")

    def long_header(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n")

    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nwords")

    for path, answer in (("/a", nonsense), ("/b", long_header), ("/c", cut)):
        why(server.do(path, answer))
    assert "none of" in why(server.send("/d", "x", Content_Encoding="zstd"))


def test_the_private_network_is_asked_only_by_a_person(server: Server) -> None:
    url = server.send("/a", "words")
    assert "private" in why(url, foreign=True)
    assert server.asked == []
    assert isinstance(fetch(Link("here", url, foreign=True, within=f"{server.root}/f")), Page)
    hop = server.send("/hop", "", 302, Location=url.replace("127.0.0.1", "localhost"))
    assert "private" in why(hop)


def test_a_name_that_moves_into_the_private_network_is_left(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first connection is to a public address; the second, by the same name, is not."""
    peers = iter(["93.184.216.34"])

    class Moving(socket.socket):
        def getpeername(self) -> tuple[str, int]:
            return (next(peers, "127.0.0.1"), 80)

    def connect(address: tuple[str, int], *_: object) -> socket.socket:
        moving = Moving()
        moving.connect(address)
        return moving

    monkeypatch.setattr("kg.ingest.download.socket.create_connection", connect)
    secret = server.send("/secret", "words")
    hop = server.send("/hop", "", 302, Location=secret)
    assert "private" in why(hop)
    assert [path for path, _ in server.asked] == ["/hop"]


def test_a_public_feed_opens_no_private_network() -> None:
    feed = b"<rss version='2.0'><channel><item><title>T</title>"
    feed += b"<link>http://news.example/secret</link></item></channel></rss>"
    for private, within in ((False, None), (True, "http://news.example/feed")):
        sent = Page("feed", feed, None, "http://news.example/feed", private=private)
        (link,) = read_feed(sent, follow=True)
        assert isinstance(link, Link)
        assert link.within == within


def test_a_slow_server_is_not_waited_for(server: Server) -> None:
    done = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not done.wait(0.05):
            handler.wfile.write(b" ")

    begun = time.monotonic()
    (found,) = read_articles([server.do("/drip", drip)], Manner(seconds=0.5))
    done.set()
    assert time.monotonic() - begun < 10
    assert isinstance(found, Unreadable)
    assert "not done within 0.5 s" in found.why


FEED = (
    '<rss version="2.0"><channel><title>The Sample Times</title>'
    "<item><title>One</title><link>{root}/one</link><pubDate>2025-03-04</pubDate></item>"
    "<item><title>Two</title><link>{root}/two</link></item></channel></rss>"
)


def test_a_page_by_its_url(server: Server) -> None:
    url = server.send("/a", page())
    (found,) = read_articles([url])
    assert not isinstance(found, Unreadable)
    assert (found.text, found.url, found.outlet) == (TEXT, url, "127.0.0.1")


def test_a_feed_is_followed_only_when_asked(server: Server) -> None:
    feed = server.send("/feed", FEED.format(root=server.root), Content_Type="text/xml")
    server.send("/one", page())
    titles = [found.text for found in read_articles([feed]) if not isinstance(found, Unreadable)]
    assert titles == ["One\n", "Two\n"]
    assert [path for path, _ in server.asked] == ["/feed"]
    one, two = read_articles([feed], Manner(follow=True))
    assert not isinstance(one, Unreadable)
    assert (one.text, one.outlet, one.published) == (TEXT, "The Sample Times", told("2025-03-04"))
    assert isinstance(two, Unreadable)


@pytest.mark.parametrize(
    ("media", "is_read"),
    [
        ("application/json", False),
        ("application/ld+json; charset=utf-8", False),
        ("application/xml", False),
        ("text/css", False),
        ("image/svg+xml", False),
        ("text/plain; charset=utf-8", True),
        ("text/markdown", True),
        ("application/octet-stream", True),
        ("", True),
    ],
)
def test_only_texts_are_read_as_texts(server: Server, media: str, is_read: bool) -> None:
    url = server.send("/a", '{"quote": "Anna said no."}', Content_Type=media)
    (found,) = read_articles([url])
    assert isinstance(found, Article if is_read else Unreadable), found
    assert is_read or f"it is {media.partition(';')[0]}, not a page" in found.why  # type: ignore[union-attr]


def test_what_is_found_at_a_url_may_be_no_page(server: Server) -> None:
    text = server.send("/t", "Anna said no.", Content_Type="text/plain")
    picture = server.send("/p", b"\x89PNG\x00", Content_Type="image/png")
    archive = server.send("/w", b"WARC/1.0\r\n", Content_Type="application/warc")
    first, second, third = read_articles([text, picture, archive])
    assert not isinstance(first, Unreadable)
    assert first.text == "Anna said no."
    assert isinstance(second, Unreadable)
    assert isinstance(third, Unreadable)
    assert "WARC" in third.why
