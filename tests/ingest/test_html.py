from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ingest.articles import Article, Page, Unreadable
from kg.ingest.html import fragment_text, paragraphs_of, read_page
from tests.ingest.conftest import PARAGRAPHS, TEXT, page
from tests.invented import told

URL = "https://example.org/a"


def read(html: str | bytes, **known: str) -> Article:
    content = html.encode() if isinstance(html, str) else html
    found = read_page(Page("a.html", content, **known))  # type: ignore[arg-type]
    assert isinstance(found, Article), found
    return found


def test_headline_empty_line_paragraphs() -> None:
    assert read(page()).text == TEXT


def test_what_the_page_says_of_itself() -> None:
    head = (
        '<meta property="article:published_time" content="2025-03-04T23:30:00-05:00">'
        '<meta property="og:site_name" content="The Sample Times">'
        '<link rel="alternate Canonical" href="/a">'
    )
    found = read(page(head), url="https://example.org/a?from=feed")
    assert found.published == told("2025-03-04")
    assert found.url == URL
    assert found.outlet == "The Sample Times"


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="date" content="2025-03-04">',
        '<meta itemprop="datePublished" content="March 4, 2025">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished":'
        ' "2025-03-04T00:00:00Z", "dateModified": "2026-01-01"}</script>',
        '<script type="application/ld+json">[{"@graph": [{"@type": ["Article"], "datePublished":'
        ' "2025-03-04"}]}]</script>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "description": "One.\nTwo.\t",'
        ' "datePublished": "2025-03-04"}</script>',
        '<time itemprop="datePublished" datetime="2025-03-04T10:00">today</time>',
    ],
)
def test_dates(head: str) -> None:
    assert read(page(head)).published == told("2025-03-04")


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<meta name="date" content="soon">',
        '<meta property="article:modified_time" content="2025-03-04">',
        '<script type="application/ld+json">{"@type": "Event", "datePublished": "2025-03-04"}'
        "</script>",
        '<script type="application/ld+json">{"@type": "Article", </script>',
        '<script type="application/ld+json">' + "[" * 50_000 + "</script>",
        "<time datetime='2025-03-04'>the day of the match</time>",
    ],
)
def test_a_date_is_never_guessed(head: str) -> None:
    found = read(page(head), url="https://example.org/2025/03/04/a")
    assert found.published is None


def test_an_address_on_another_host_is_not_believed() -> None:
    head = '<link rel="canonical" href="https://example.net/theirs">'
    assert read(page(head), url=URL).url == URL
    assert read(page(head)).url == "https://example.net/theirs"
    assert read(page('<link rel="canonical" href="file:///etc/passwd">')).url is None
    assert read(page('<link rel="canonical" href="http://[bad">'), url=URL).url == URL


def test_without_a_name_the_outlet_is_the_host() -> None:
    assert read(page(), url="https://www.example.org/a").outlet == "example.org"
    assert read(page()).outlet is None


@pytest.mark.parametrize(
    ("headline", "told"),
    [
        ("null", "Examplova wants more help"),
        ('["One", "Two"]', "Examplova wants more help"),
        ('"Examplova&#8217;s call &amp; more"', "Examplova’s call & more"),
    ],
)
def test_headlines_of_linked_data(headline: str, told: str) -> None:
    publisher = '"publisher": {"name": "A &amp; B"}'
    data = f'{{"@type": "NewsArticle", "headline": {headline}, {publisher}}}'
    found = read(page(f'<script type="application/ld+json; charset=utf-8">{data}</script>'))
    assert found.text.split("\n")[0] == told
    assert found.outlet == "A & B"


@pytest.mark.parametrize("language", ["fr", "de-DE", "ru_RU"])
def test_another_language_is_passed_over(language: str) -> None:
    found = read_page(Page("a.html", page(language=language).encode()))
    assert isinstance(found, Unreadable)
    assert not found.fault
    assert language in found.why


@pytest.mark.parametrize("language", ["en", "en-GB", "EN_us", "", "und", "mul", "x-default"])
def test_english_and_nothing_said(language: str) -> None:
    assert read(page(language=language)).text == TEXT


def test_a_wrong_charset() -> None:
    html = page().replace("utf-8", "windows-1252").encode("cp1252")
    assert read(html).text == TEXT
    assert read(page().encode(), charset="ascii").text == TEXT


def test_scripts_styles_and_unseen_characters_are_no_text() -> None:
    html = page().replace(
        "</p>", "<script>alert('x')</script><style>p {}</style>&shy;\u200b\u202e</p>"
    )
    assert read(html).text == TEXT


@pytest.mark.parametrize("html", ["", "<html></html>", "<html><body><p> </p></body></html>"])
def test_pages_without_an_article(html: str) -> None:
    found = read_page(Page("a.html", html.encode()))
    assert isinstance(found, Unreadable)


def test_no_page_at_all() -> None:
    found = read_page(Page("a.html", b"\x89PNG\x00\x01"))
    assert isinstance(found, Unreadable)
    assert "NUL" in found.why


def test_entities_of_its_own_are_not_unfolded() -> None:
    bomb = (
        '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">'
        '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    )
    html = page().replace("<!DOCTYPE html>", bomb).replace("</p>", " &b; &f;</p>")
    text = read(html).text
    assert "aaaa" not in text
    assert "root:" not in text


def test_a_fragment() -> None:
    words = "<p>One <b>two</b></p>three<br/>four<script>five</script><ul><li>six</li></ul>"
    assert fragment_text(words) == ["One two", "three", "four", "six"]
    assert fragment_text("") == fragment_text("<!-- -->") == []
    assert fragment_text("plain & simple") == ["plain & simple"]


def test_paragraphs() -> None:
    assert paragraphs_of(" a\u00ad b \n\n\tc\x1b[31m\r\n") == ["a b", "c[31m"]
    assert len(PARAGRAPHS) == 2


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_fragment_gives_lines(words: str) -> None:
    assert all(line.strip() for line in fragment_text(words))


def test_letters_of_windows_are_read_as_browsers_do() -> None:
    assert paragraphs_of("We don\x92t \x96 no\x85") == ["We don’t – no…"]
    assert fragment_text("<p>We don&#146;t support \x93that\x94") == ["We don’t support “that”"]
    for words in ("They don\x92t.", "They don&#146;t.", "They don&#x92t."):
        assert "They don’t." in read(page().replace("</p>", f" {words}</p>", 1)).text
