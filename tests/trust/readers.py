"""Every reader that is given what others wrote, with samples that it takes.

Whatever the bytes are, each either reads them or raises KgError: test_properties and fuzz try it.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Store

from kg.endpoint.media import GRAPHS, TABLES, choose, quality_of, wants_page, without_page
from kg.endpoint.question import Question
from kg.endpoint.worker import Source, answer
from kg.errors import KgError
from kg.evaluation.examples import read_examples
from kg.exports.dna_events import dna_events
from kg.exports.dna_file import dna_file
from kg.extract.lexicon import ENGLISH, read_lexicon
from kg.ingest.articles import Article, Link, Page, Refused, Unreadable
from kg.ingest.dates import read_date
from kg.ingest.dna import read_debate
from kg.ingest.feeds import read_feed
from kg.ingest.html import read_page
from kg.ingest.lines import read_json_lines
from kg.ingest.warc import read_records
from kg.llm.settings import KEY, MODEL, URL, read_endpoint
from kg.model.dates import PartialDate
from kg.queries.binding import bind
from kg.queries.catalogue import parse_query, query_text
from kg.rdf.codec import encode
from kg.rdf.folded import Names
from kg.rdf.turtle import parse_turtle, write_turtle
from kg.review.desk import Desk
from kg.review.filled import read_sheet
from kg.seeds.tables import read_tables
from kg.serve.tokens import read_tokens
from kg.store.remote.revision import Revision
from tests.ingest.conftest import page
from tests.ingest.test_feeds import ATOM, RSS
from tests.ingest.test_warc import GOOD, record, reply
from tests.invented import REGISTRY, copy_world, evidence, stance
from tests.invented_debate import debate
from tests.trust import bad_tables, bad_texts

_QUERY = """#+ title: Stances of a day
#+ question: Who said what by then?
#+ parameter day (date): the day
#+ columns: s
PREFIX st: <https://w3id.org/eurostance/ns#>
SELECT ?s WHERE { VALUES ?day { "2021-03-04" } ?s st:latest ?d FILTER(?d <= ?day && ?s != <a:b>) }
ORDER BY ?s LIMIT 5
"""
_ROWS, _BYTES = 1_000, 2**20
_ACCEPTS = (
    b'text/turtle;q=0.5, application/sparql-results+json; charset="a\\"b;,c" ; q=1.0, */*;q=0.001',
    b"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
)
_DATES = (b"2021-03-04", b"4 March 2021, 10:15 CET", b"2021-03-04T24:00:00+14:00", b"1614816000")
_TOKENS = (
    b"# reviewers\n" + b"0f" * 32 + b"  Anna Examplova\n" + b"1e" * 32 + b"  B. Fictionov\n",
)
_SETTINGS = (b"https://models.example:8080/v1?a=b\nsome-model\nsecret", b"http://[::1]/v1\nm\n")
_HEAD = (
    '<meta property="article:published_time" content="2025-03-04T23:30:00-05:00">'
    '<link rel="canonical" href="/a"><script type="application/ld+json">{"@graph": [{"@type": '
    '["NewsArticle"], "datePublished": "2025-03-04", "publisher": {"name": "A"}}]}</script>'
)
_ARCHIVE = GOOD + record(reply(b"4\r\nAnna\r\n0\r\n\r\n", Transfer_Encoding="chunked"))
_SHEET = (
    b"candidate,decision,note,holder,proposition,polarity,date\n"
    b"interview-of-august-carla-voorbeeld-dialogue,accept,,Anna,sanctions-on-russia,mixed,2025-08\n"
)
_EXAMPLES = (
    b'{"doc": "a", "holder": "b", "proposition": "c", "polarity": "mixed", "evidence": ["d"], '
    b'"right": true, "sure": false}\n'
)


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads bytes, with a folder to put them in where it reads files."""

    read: Callable[[bytes, Path], object]
    samples: tuple[bytes, ...]


def _turtle(content: bytes, folder: Path) -> None:
    parse_turtle(folder / "a.ttl", content)


@cache
def _source() -> Source:
    store = Store()
    return Source(store, Names(store), {})


def _query(content: bytes, folder: Path) -> None:
    path = folder / "a.rq"
    query = parse_query(query_text(io.BytesIO(content), path), path, "a")
    for parameter in query.parameters:
        with contextlib.suppress(KgError):
            bind(_source().names, query, {parameter.name: '2021" } UNION { ?s ?p ?o } #'})
    answer(_source(), Question("json", "ntriples", query.text), rows=_ROWS, size=_BYTES)


def _table(name: str, content: bytes, folder: Path) -> None:
    _put(folder, name, content)
    read_tables(folder, documents={}, events=set(), outlets={})


def _debate(name: str, content: bytes, folder: Path) -> None:
    read_debate(_put(folder, name, content))


def _tokens(content: bytes, folder: Path) -> None:
    path = _put(folder, "tokens", content)
    path.chmod(0o600)
    read_tokens(path)


def _lexicon(content: bytes, folder: Path) -> None:
    _put(folder, "cues.tsv", content)
    read_lexicon(folder, ENGLISH)


def _dates(content: bytes, folder: Path) -> None:
    text = content.decode("utf-8", "surrogateescape")
    read_date(text)
    with contextlib.suppress(ValueError):
        # What it says that it raises.
        PartialDate.parse(text)
    query = parse_query("#+ parameter day (date): it\nASK { VALUES ?day { UNDEF } }", folder, "a")
    bind(_source().names, query, {"day": text})


def _accept(content: bytes, folder: Path) -> None:
    header = content.decode("latin-1")
    for offered in (TABLES, GRAPHS):
        assert choose(header, offered) in {None, *offered}
        assert choose(without_page(header), offered) in {None, *offered}
    wants_page(header)
    assert 0 <= quality_of(header, "gzip") <= 1


def _settings(content: bytes, folder: Path) -> None:
    parts = content.decode("utf-8", "surrogateescape").split("\n")
    read_endpoint(None, None, None, dict(zip((URL, MODEL, KEY), parts, strict=False)))


def _page(content: bytes, folder: Path) -> None:
    _well_formed(read_page(Page("a.html", content, url="https://news.example/a")))


def _feed(content: bytes, folder: Path) -> None:
    for follow in (False, True):
        for found in read_feed(
            Page("a.xml", content, url="https://news.example/feed"), follow=follow
        ):
            _well_formed(found)


def _lines(content: bytes, folder: Path) -> None:
    for found in read_json_lines("a.jsonl", io.BytesIO(content)):
        _well_formed(found)


def _archive(content: bytes, folder: Path) -> None:
    stream = cast(IO[bytes], io.BufferedReader(io.BytesIO(content), 64))
    with contextlib.suppress(Refused):
        # What it says that it raises.
        for found in read_records("a.warc", stream):
            _well_formed(found)


def _well_formed(found: Article | Unreadable | Link | Page) -> None:
    """What is read can be written: no half of a character is in it."""
    told = found.text if isinstance(found, Article) else found.origin
    for words in (told, getattr(found, "url", None), getattr(found, "outlet", None)):
        (words or "").encode()


def _sheet(content: bytes, folder: Path) -> None:
    read_sheet(_desk(), _put(folder, "sheet.csv", content))


@cache
def _desk() -> Desk:
    project = copy_world(Path(tempfile.mkdtemp()))
    return Desk(project, "Rita Reviewer", date(2026, 2, 3))


def _revision(content: bytes, folder: Path) -> None:
    with contextlib.suppress(ValueError):
        # What it says that it raises.
        Revision.unpacked(content.decode("utf-8", "surrogateescape"))


def _examples(content: bytes, folder: Path) -> None:
    read_examples(_put(folder, "examples.jsonl", content))


def _put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


_TABLES = bad_tables.TABLES
_SEEDS = [*REGISTRY, stance("one"), evidence("one")]
READERS: Mapping[str, Reader] = {
    "turtle": Reader(_turtle, (write_turtle(t for record in _SEEDS for t in encode(record)),)),
    "query": Reader(_query, (_QUERY.encode(), b"ASK { ?s (<a:b>|^<c:d>)* '''x''' }")),
    "actors": Reader(partial(_table, "actors.csv"), (_TABLES["actors.csv"],)),
    "sources": Reader(partial(_table, "sources.csv"), (_TABLES["sources.csv"],)),
    "stances": Reader(partial(_table, "stances.csv"), (_TABLES["stances.csv"],)),
    "themes": Reader(partial(_table, "themes.tsv"), (b"id\tlabel\nweather\tThe weather\n",)),
    "dna": Reader(partial(_debate, "a.dna"), (dna_file(debate()),)),
    "events": Reader(partial(_debate, "a.csv"), (dna_events(debate()),)),
    "tokens": Reader(_tokens, _TOKENS),
    "lexicon": Reader(_lexicon, ((ENGLISH / "cues.tsv").read_bytes()[:4_000],)),
    "page": Reader(_page, (page(_HEAD).encode(), page().encode("utf-16"))),
    "feed": Reader(_feed, (RSS.encode(), ATOM.encode())),
    "lines": Reader(_lines, (bad_texts.LINES,)),
    "archive": Reader(_archive, (_ARCHIVE, record(gzip.compress(GOOD), "resource", "text/html"))),
    "sheet": Reader(_sheet, (_SHEET,)),
    "revision": Reader(_revision, (Revision("a", "b", {"meta": ["c"]}, {}).packed().encode(),)),
    "examples": Reader(_examples, (_EXAMPLES,)),
    "dates": Reader(_dates, _DATES),
    "accept": Reader(_accept, _ACCEPTS),
    "settings": Reader(_settings, _SETTINGS),
}
