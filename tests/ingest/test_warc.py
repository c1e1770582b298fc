from __future__ import annotations

import gzip
import io
import subprocess
import sys
import tracemalloc
from typing import IO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ingest.articles import LONGEST_PAGE, Article, Page, Torn, Unreadable
from kg.ingest.unpack import Unpacked
from kg.ingest.warc import read_records

HTML = b"<html><p>Anna said no.</html>"


def record(
    content: bytes,
    kind: str = "response",
    media: str = "application/http; msgtype=response",
    length: int | str | None = None,
    **fields: str,
) -> bytes:
    told = {
        "WARC-Type": kind,
        "WARC-Target-URI": "https://example.org/a",
        "Content-Type": media,
        "Content-Length": str(len(content) if length is None else length),
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + content + b"\r\n\r\n"


def reply(body: bytes, status: str = "200 OK", media: str = "text/html", **fields: str) -> bytes:
    told = {"Content-Type": media, **fields}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def read(content: bytes) -> list[Page | Article | Unreadable]:
    return list(read_records("a.warc", cast(IO[bytes], io.BufferedReader(io.BytesIO(content), 64))))


GOOD = record(reply(HTML))


@pytest.mark.parametrize("charset", ["cp1252", "utf-8", "utf-16"])
def test_a_text_in_the_charset_that_it_came_with(charset: str) -> None:
    media = f"text/plain; charset={charset}"
    (found,) = read(record(reply("Örsi said no.".encode(charset), media=media)))
    assert isinstance(found, Article)
    assert found.text == "Örsi said no."
    (broken,) = read(record(reply(b"no\x00text", media=media)))
    assert isinstance(broken, Unreadable)


def test_pages_texts_and_what_is_neither() -> None:
    found = read(
        record(b"software: none", "warcinfo", "application/warc-fields")
        + record(b"GET / HTTP/1.1\r\n\r\n", "request")
        + record(reply(HTML, media="text/html; charset=ISO-8859-2"))
        + record(reply(b"\x89PNG", media="image/png"))
        + record(reply(HTML, "404 Not Found"))
        + record(HTML, "resource", "text/html")
        + record(b"Anna said no.", "conversion", "text/plain")
    )
    url = "https://example.org/a"
    assert found == [
        Page("a.warc:3", HTML, "ISO-8859-2", url),
        Page("a.warc:6", HTML, None, url),
        Article("a.warc:7", "Anna said no.", url=url),
    ]


def chunked(content: bytes) -> bytes:
    parts = [content[:7], content[7:]]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    "body",
    [
        reply(gzip.compress(HTML), Content_Encoding="gzip"),
        reply(chunked(HTML), Transfer_Encoding="chunked"),
        reply(chunked(gzip.compress(HTML)), Transfer_Encoding="chunked", Content_Encoding="gzip"),
        # Archives may hold the body joined already, and still the header of the reply.
        reply(HTML, Transfer_Encoding="chunked"),
    ],
)
def test_bodies_are_joined_and_unpacked(body: bytes) -> None:
    (found,) = read(record(body))
    assert isinstance(found, Page)
    assert found.content == HTML


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (b"junk\r\n" * 50, "no WARC record begins here"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\nx\r\n\r\n", "does not tell its length"),
        (record(b"x", length="-1"), "does not tell its length"),
        (record(b"x", length="9" * 400), "does not tell its length"),
        (b"WARC/1.0\r\nno colon here\r\n\r\n", "header is broken"),
        (b"WARC/1.0\r\n" + b"a: b\r\n" * 500 + b"\r\n", "header is too long"),
        (b"WARC/1.0\r\na: " + b"b" * 100_000 + b"\r\n\r\n", "header is too long"),
        (record(b"no reply"), "no HTTP reply"),
        (record(reply(b"xyz", Content_Encoding="gzip")), "damaged"),
        (record(reply(b"x", Content_Encoding="zstd")), "none of"),
        (
            record(reply(gzip.compress(bytes(3 * LONGEST_PAGE)), Content_Encoding="gzip")),
            "larger than",
        ),
        (record(bytes(LONGEST_PAGE + 1)), "larger than"),
        (record(b"\xff\xfe", "conversion", "text/plain"), "not UTF-8"),
        (record(b" ", "conversion", "text/plain"), "no text in it"),
    ],
)
def test_a_broken_record_costs_no_other(broken: bytes, why: str) -> None:
    first, bad, last = read(GOOD + broken + GOOD)
    assert isinstance(first, Page)
    assert isinstance(bad, Unreadable)
    assert why in bad.why
    assert bad.fault
    assert bad.origin == "a.warc:2"
    assert isinstance(last, Page)


def test_a_record_that_says_it_is_in_another_language() -> None:
    kept, passed = read(
        record(b"Anna said no.", "conversion", "text/plain", WARC_Identified_Content_Language="eng")
        + record(b"Anna sa ne.", "conversion", "text/plain", WARC_Identified_Content_Language="slk")
    )
    assert isinstance(kept, Article)
    assert isinstance(passed, Unreadable)
    assert not passed.fault


def test_a_file_that_ends_in_the_middle() -> None:
    found = read(GOOD + GOOD[:-10])
    assert [type(each) for each in found] == [Page, Unreadable]


def test_a_stream_that_is_torn() -> None:
    packed = gzip.compress(GOOD) + gzip.compress(GOOD)[:-20]
    stream = cast(IO[bytes], io.BufferedReader(Unpacked(io.BytesIO(packed))))
    records = read_records("a.warc.gz", stream)
    assert isinstance(next(records), Page)
    with pytest.raises(Torn):
        list(records)


def test_nothing_in_it() -> None:
    assert read(b"") == read(b"\r\n\r\n") == []


@given(st.binary(max_size=400), st.integers(0, 400))
def test_any_damage_is_told_and_never_raised(noise: bytes, place: int) -> None:
    content = GOOD + GOOD
    read(content[:place] + noise + content[place:])


def test_the_smallest_chunks_are_joined_soon() -> None:
    # Were the rest copied for each chunk, it would take an hour.
    code = (
        "from kg.ingest.warc import _joined\n"
        "assert _joined(b'1\\r\\na\\r\\n' * 1_500_000) == b'a' * 1_500_000\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


@pytest.mark.parametrize(
    ("chunks", "whole"),
    [
        (b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", b"abcde"),
        (b"3\r\nabc\r\n2\r\nd", b"abcd"),
        (b"3\r\nabc\r\n", b"abc"),
        (b"3\r\nabc\r\nzz\r\n", b"3\r\nabc\r\nzz\r\n"),
        (b"3" + b" " * 2000 + b"\r\nabc", b"3" + b" " * 2000 + b"\r\nabc"),
        (b"", b""),
    ],
)
def test_chunks_are_joined_as_far_as_they_go(chunks: bytes, whole: bytes) -> None:
    (found,) = read(record(reply(chunks, Transfer_Encoding="chunked")))
    assert isinstance(found, Page)
    assert found.content == whole


def test_a_reply_that_never_comes_to_its_body() -> None:
    content = record(b"HTTP/1.1 200 OK\r\n" + b"aa\n" * 300_000)
    tracemalloc.start()
    (found,) = read(content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5 * len(content)
    assert isinstance(found, Unreadable)
    assert "no HTTP reply" in found.why
