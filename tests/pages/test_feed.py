"""Atom feeds are valid whatever words stand in them, and their own text never tells the time."""

from __future__ import annotations

import feedparser
from hypothesis import given
from hypothesis import strategies as st

from kg.pages.feed import Entry, Feed, Passage, newest, write_feed
from tests.pages.atom import ATOM, checked

BASE = "https://w3id.org/eurostance/"
DAY = st.dates().map(str)
ANY = st.text(st.characters(codec=None))
PASSAGE = st.builds(Passage, ANY, ANY, ANY, ANY, ANY, st.booleans())
ENTRY = st.builds(
    Entry,
    st.integers(0, 10**9).map(lambda number: f"{BASE}stance/{number}"),
    ANY,
    DAY,
    ANY,
    ANY,
    st.lists(PASSAGE, max_size=2).map(tuple),
)
ENTRIES = st.lists(ENTRY, max_size=4, unique_by=lambda entry: entry.id).map(tuple)


def feed(entries: tuple[Entry, ...], title: str = "News") -> Feed:
    return Feed(f"{BASE}feed", title, "What is new", "feed.atom", "index.html", entries)


@given(ENTRIES, ANY)
def test_any_words_make_a_valid_feed(entries: tuple[Entry, ...], title: str) -> None:
    root = checked(write_feed(feed(entries, title)))
    assert len(root.findall(f"{ATOM}entry")) == len(entries)


@given(ENTRIES)
def test_the_newest_come_first_in_whatever_order_they_are_given(entries: tuple[Entry, ...]) -> None:
    found = newest(entries, 3)
    assert found == newest(reversed(entries), 3)
    assert len(found) == min(3, len(entries))
    assert [one.day for one in found] == sorted((one.day for one in entries), reverse=True)[:3]


def test_a_reader_of_feeds_reads_what_was_written() -> None:
    passage = Passage(
        "Ми <b>мусимо</b> & \x00говорити", "uk", "Проба, 2021", "https://example.org/a"
    )
    entry = Entry(
        f"{BASE}stance/a", "Anna \ud800wants talks", "2021-03-04", "a.html", "So", (passage,)
    )
    read = feedparser.parse(write_feed(feed((entry,))))
    assert not read.bozo
    assert read.feed.updated == "2021-03-04T00:00:00Z"
    (one,) = read.entries
    assert (one.id, one.title) == (entry.id, "Anna wants talks")
    assert "Ми &lt;b&gt;мусимо&lt;/b&gt; &amp; говорити" in one.content[0].value
    assert 'href="https://example.org/a"' in one.content[0].value


def test_a_feed_in_which_nothing_stands_is_a_feed() -> None:
    root = checked(write_feed(feed(())))
    assert root.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_a_language_that_is_none_is_left_out() -> None:
    passages = tuple(
        Passage("x", language, "s", "l") for language in ('uk" onload="x', "", "pt-br")
    )
    written = write_feed(feed((Entry(f"{BASE}stance/a", "t", "2021-03-04", "a", "s", passages),)))
    assert written.count(b"<blockquote>") == 2
    assert b'<blockquote xml:lang="pt-br">' in written
