"""Bad articles and queries, made of sound ones."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace

import brotli

from tests.invented import ROOT
from tests.trust.bad_input import (
    DEEP,
    MANY,
    Bad,
    Sort,
    Tells,
    Variant,
    bads,
    cuts,
    flips,
    made,
    not_json_lines,
    not_sparql,
    not_utf8,
    other_things,
    recoded,
)

ARTICLE = (ROOT / "examples" / "articles" / "meloni-talks.txt").read_bytes()
_ROW = {"text": ARTICLE.decode(), "published": "2026-01-09", "outlet": "Invented Post"}
LINES = json.dumps(_ROW).encode() + b"\n"


def bad_articles() -> Iterator[Bad]:
    """What is no text, cannot be unpacked, or tells nonsense of itself."""
    packed = gzip.compress(ARTICLE, mtime=0)
    yield from bads(
        "a.txt.gz", cuts(packed, lambda content: len(content) < len(packed)), Tells.FILE
    )
    yield from bads("a.jsonl", cuts(LINES, not_json_lines), Tells.LINE)
    yield from bads("a.jsonl", flips(LINES, not_json_lines, 10), Tells.LINE)
    yield from bads("a.txt", flips(ARTICLE, not_utf8, 10), Tells.LINE)
    yield from list(bads("a.txt", recoded(ARTICLE, 200), Tells.FILE))
    yield from bads("a.jsonl", _bad_rows(), Tells.LINE)
    yield from bads("a.warc", _replies(), Tells.FILE)
    yield Bad("a text of 10 MB in one line", "a.txt", b"talks " * (MANY // 6))
    yield Bad("a page of 20 MB", "a.html", b"<html><body><p>" + b"talks " * 3_500_000)
    yield Bad("200 MB packed", "a.txt.gz", gzip.compress(bytes(200 * 2**20), 9, mtime=0))
    twice = gzip.compress(gzip.compress(bytes(200 * 2**20), 9, mtime=0), 9, mtime=0)
    yield Bad("packed twice", "a.txt.gz", twice)
    yield Bad("entities of entities", "a.xml", _feed(10))
    yield Bad("an entity elsewhere", "a.rss", _feed(0))
    yield Bad("a feed that ends too soon", "a.rss", b"<rss><channel><item><title>Inv")
    yield Bad("tags in tags in a feed", "a.rss", b"<rss><channel>" + b"<item>" * DEEP)
    yield Bad("PDF", "a.pdf", b"%PDF-1.7\n" + bytes(500))
    for bad in other_things("a.txt"):
        if bad.sort is Sort.PIPE:
            continue  # What a pipe gives is read like any other text.
        # An empty folder holds no article, which is no fault.
        yield replace(bad, code=0 if bad.sort is Sort.FOLDER else 3)


def _bad_rows() -> Iterator[Variant]:
    for name, value in (
        ("published", "2026-02-30"), ("published", "soon"), ("published", 20260109),
        ("text", 5), ("text", None), ("text", ["a"]), ("url", {}), ("outlet", 1), ("id", []),
        ("text", "half a character: \ud800"), ("text", "nothing\0 there"),
    ):  # fmt: skip
        yield f"{name} is {value!r:.20}", json.dumps({**_ROW, name: value}).encode()
    yield "no object", b"[1, 2]"
    yield "lists in lists", b'{"text":' + b"[" * DEEP + b"]" * DEEP + b"}"
    yield "objects in objects", b'{"text":' * DEEP + b"1" + b"}" * DEEP
    yield "a number of 10,000 digits", b'{"text": ' + b"9" * 10_000 + b"}"
    yield "10 MB in one line", b'{"text": "' + b"x" * MANY + b'"}'
    yield "nothing but signs", b"}{" * 100


def _feed(levels: int) -> bytes:
    names = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "talks"}">' for n in range(levels)]
    far = '<!ENTITY e0 SYSTEM "file:///etc/hostname">'
    told = f"<rss><channel><item><title>&e{max(levels - 1, 0)};</title></item></channel></rss>"
    return f"<?xml version='1.0'?><!DOCTYPE rss [{''.join(names) or far}]>{told}".encode()


def _replies() -> Iterator[Variant]:
    for coding, body in (
        ("gzip", gzip.compress(bytes(100 * 2**20), 9, mtime=0)),
        ("br", brotli.compress(bytes(100 * 2**20))),
        ("gzip", b"\x1f\x8b not packed"),
        ("strange", b"x"),
    ):
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\n\r\n"
        yield f"a reply in {coding} of {len(body)} bytes", _record(head.encode() + body)
    yield "a record that says it is longer", _record(b"HTTP/1.1 200 OK\r\n\r\nx", 10**15)
    yield "a record of no length", _record(b"HTTP/1.1 200 OK\r\n\r\nx").replace(b"Content-L", b"L")


def _record(block: bytes, length: int | None = None) -> bytes:
    told = len(block) if length is None else length
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://inventions.example/\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {told}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


QUERY = (ROOT / "queries" / "positions-on.rq").read_bytes()


def bad_queries() -> Iterator[Bad]:
    """What is no query, or none that is answered here."""
    yield from bads("a.rq", cuts(QUERY, not_sparql), Tells.LINE)
    yield from bads("a.rq", flips(QUERY, not_sparql, 20), Tells.LINE)
    yield from bads("a.rq", recoded(QUERY, QUERY.index(b"SELECT")), Tells.LINE)
    text = QUERY.decode()
    for fault, old, new in (
        ("a line of the header twice as long", "#+ title: ", "#+ titel: "),
        ("a parameter of no kind", "(proposition)", "(sentence)"),
        ("a parameter that is not bound", "parameter proposition", "parameter nothing"),
        ("SERVICE", "VALUES", "SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } VALUES"),
        ("an update", "SELECT", "DELETE WHERE { ?a ?b ?c } ; SELECT"),
        ("a variable that is none", "?saidOn ?stance\n", "?saidOn ?-1\n"),
        ("a limit that is no number", "ORDER BY", "LIMIT ten ORDER BY"),
    ):
        yield Bad(fault, "a.rq", made(text, old, new), Tells.LINE)
    for fault, opened in (
        ("brackets", "SELECT * { ?a ?b ?c FILTER(" + "(" * DEEP),
        ("braces", "SELECT * " + "{" * DEEP),
        ("lists", "SELECT * { ?a ?b " + "(" * DEEP),
        ("terms", "SELECT * { ?a ?b " + "<<( ?a ?b " * 50_000),
        ("paths", "SELECT * { ?a " + "^" * DEEP),
        ("quotations", "ASK { ?a ?b " + '"""' * 50_001),
    ):
        yield Bad(f"{fault} never closed", "a.rq", opened.encode(), Tells.FILE)
    # The engine's own stack ends before it has told the fault: that is a limit, and told as one.
    signs = b"SELECT * { ?a ?b ?c FILTER(" + b"!" * DEEP
    yield Bad("signs never closed", "a.rq", signs, Tells.NOTHING, code=5)
    yield Bad("10 MB in one line", "a.rq", b"# " + b"x" * MANY, Tells.LINE)
    yield from other_things("a.rq")
