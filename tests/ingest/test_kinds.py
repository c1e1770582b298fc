from __future__ import annotations

import subprocess
import sys

import pytest

from kg.ingest.kinds import Kind, foreign_kind, kind_by_name, tell_kind


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"Anna said no.", "a.txt", Kind.TEXT),
        (b"Anna said no.", "README", Kind.TEXT),
        (b"<!DOCTYPE html><html>", "a.txt", Kind.HTML),
        (b"\xef\xbb\xbf <!-- saved -->\n<HTML lang=en>", "page", Kind.HTML),
        (b"<div>a part</div>", "a.html", Kind.HTML),
        (b'<?xml version="1.0"?><html xmlns="x">', "a.xml", Kind.HTML),
        (b'<?xml version="1.0"?><rss version="2.0">', "a", Kind.FEED),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "a.xml", Kind.FEED),
        ("<rss>".encode("utf-16"), "a.xml", Kind.FEED),
        (b"WARC/1.0\r\n", "a", Kind.WARC),
        (b"junk", "a.warc.gz", Kind.WARC),
        (b'{"text": "x"}', "a.jsonl", Kind.LINES),
        (b'{"text": "x"}', "a.ndjson.gz", Kind.LINES),
        (b"{not json} a note", "a.txt", Kind.TEXT),
        (b"", "", Kind.TEXT),
    ],
)
def test_content_and_name_tell(head: bytes, name: str, kind: Kind) -> None:
    assert tell_kind(head, name) is kind


def test_on_stdin_a_brace_means_json_lines() -> None:
    assert tell_kind(b' {"text": 1}', lines=True) is Kind.LINES
    assert tell_kind(b"Anna {said}", lines=True) is Kind.TEXT


def test_a_media_type_tells_where_the_content_does_not() -> None:
    assert tell_kind(b"<p>part", "/a", "text/html; charset=x") is Kind.HTML
    assert tell_kind(b"WARC/1.1", "/a", "text/html") is Kind.WARC


def test_what_is_not_read() -> None:
    assert foreign_kind(b"%PDF-1.4") == "PDF"
    assert foreign_kind(b"Anna said %PDF-") is None
    assert foreign_kind(b"") is None


def test_names() -> None:
    assert kind_by_name("A.HTML.gz") is Kind.HTML
    assert kind_by_name("picture.png") is None


def test_many_comments_are_told_soon() -> None:
    # Were they cut in every way that they can be, it would take longer than the world stands.
    code = (
        "from kg.ingest.kinds import Kind, tell_kind\n"
        "head = b'<!---->' * 500\n"
        "assert tell_kind(head + b'x', 'a.html') is Kind.HTML\n"
        "assert tell_kind(head + b'x', 'a.txt') is Kind.TEXT\n"
        "assert tell_kind(head + b'<html>', 'a.txt') is Kind.HTML\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
