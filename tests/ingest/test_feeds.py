from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ingest.articles import Article, Link, Page, Unreadable
from kg.ingest.feeds import read_feed
from tests.invented import told

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Sample Times</title><link>https://example.org/</link><language>en-gb</language>
<item><title>Examplova &amp; others</title><link>https://example.org/a</link>
<pubDate>Tue, 04 Mar 2025 23:30:00 -0500</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>Anna said no.</p><script>x()</script><p>Bert said yes.</p>]]>
</content:encoded></item>
<item><title>Second</title><link>/b</link><description>&lt;p&gt;Words.&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Imaginary Agency</title>
<entry><title>Third</title><link href="https://example.org/c"/>
<updated>2025-03-05T00:30:00+02:00</updated><summary>More words.</summary></entry></feed>"""


def read(feed: str | bytes, *, follow: bool = False, **known: str) -> list[object]:
    content = feed.encode() if isinstance(feed, str) else feed
    page = Page("f.xml", content, **known)  # type: ignore[arg-type]
    return list(read_feed(page, follow=follow))


def test_rss() -> None:
    assert read(RSS, url="https://example.org/feed") == [
        Article(
            "f.xml:1",
            "Examplova & others\n\nAnna said no.\n\nBert said yes.\n",
            told("2025-03-04"),
            "https://example.org/a",
            "The Sample Times",
        ),
        Article("f.xml:2", "Second\n\nWords.\n", None, "https://example.org/b", "The Sample Times"),
    ]


def test_atom() -> None:
    assert read(ATOM) == [
        Article(
            "f.xml:1",
            "Third\n\nMore words.\n",
            told("2025-03-05"),
            "https://example.org/c",
            "Imaginary Agency",
        )
    ]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Examplova&amp;#8217;s call &amp;amp; more", "Examplova’s call & more"),
        ("<![CDATA[Peace <b>now</b> &amp; then]]>", "Peace now & then"),
        ("Peace if a&lt;b &amp; then", "Peace if a<b & then"),
    ],
)
def test_titles_in_html_and_in_words(title: str, words: str) -> None:
    (found,) = read(
        f"<rss version='2.0'><channel><title>{title}</title><item><title>{title}"
        "</title><description>Words.</description></item></channel></rss>"
    )
    assert isinstance(found, Article)
    assert found.text == f"{words}\n\nWords.\n"
    assert found.outlet == words


def test_links_to_follow() -> None:
    first, second = read(RSS, follow=True)
    assert first == Link(
        "f.xml:1", "https://example.org/a", "The Sample Times", told("2025-03-04"), foreign=True
    )
    assert isinstance(second, Unreadable)
    assert "no link" in second.why


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "ftp://example.org/a", "javascript:x()", "http://[bad", ""]
)
def test_links_that_are_not_followed(link: str) -> None:
    found = read(RSS.replace("https://example.org/a", link), follow=True)
    assert isinstance(found[0], Unreadable)


def test_another_language() -> None:
    (found,) = read(RSS.replace("en-gb", "hu"))
    assert isinstance(found, Unreadable)
    assert not found.fault


LAUGHS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><title>&b;</title><item><title>&c;</title></item></channel></rss>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "cp1252"])
def test_entities_are_refused(encoding: str) -> None:
    (found,) = read(LAUGHS.encode(encoding))
    assert isinstance(found, Unreadable)
    assert "entities" in found.why


def test_a_charset_cannot_hide_entities() -> None:
    hidden = LAUGHS.replace('"1.0"', '"1.0" encoding="utf-7"').encode("utf-7")
    for found in read(hidden):
        assert isinstance(found, Unreadable)


@pytest.mark.parametrize(
    "name", ["/etc/hostname", "https://127.0.0.1:9/feed", "file:///etc/hostname"]
)
def test_content_is_never_taken_for_a_name(name: str) -> None:
    (found,) = read(name)
    assert isinstance(found, Unreadable)
    assert "neither RSS nor Atom" in found.why


def test_charsets() -> None:
    feed = RSS.replace("utf-8", "iso-8859-2").replace("Bert", "Örsi")
    (first, _) = read(feed.encode("iso-8859-2"))
    assert isinstance(first, Article)
    assert "Örsi said yes." in first.text
    (first, _) = read(feed.encode("utf-8-sig"))
    assert isinstance(first, Article)
    assert "Örsi said yes." in first.text


@pytest.mark.parametrize("feed", ["", "<rss>", "<html><p>x</p></html>", RSS[:200]])
def test_no_feed(feed: str) -> None:
    assert all(isinstance(found, Unreadable) for found in read(feed))


def test_a_feed_that_is_cut_gives_what_is_whole() -> None:
    found = read(RSS[:-60])
    assert isinstance(found[0], Article)
    assert found[-1] == Unreadable("f.xml", "the feed ends too early")
    assert all(isinstance(each, Article) for each in read(RSS))
    careless = RSS.replace("Second", "Second & third")
    assert all(isinstance(each, Article) for each in read(careless))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, len(RSS)), st.binary(max_size=20))
def test_any_damage_is_told_and_never_raised(place: int, noise: bytes) -> None:
    content = RSS.encode()
    read(content[:place] + noise + content[place:])
