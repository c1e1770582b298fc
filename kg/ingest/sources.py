"""Everything that articles are read from, one article after another, whatever holds them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, cast
from urllib.parse import urlsplit

from kg.errors import UsageError
from kg.files import is_folder
from kg.ingest.articles import (
    LONGEST_PAGE,
    LONGEST_TEXT,
    Article,
    Link,
    Page,
    Refused,
    Unreadable,
    nothing_in,
    to_article,
)
from kg.ingest.charsets import decode
from kg.ingest.download import fetch
from kg.ingest.feeds import read_feed
from kg.ingest.folders import files_below, is_foreign, is_web, linked_folders, other_files
from kg.ingest.html import read_page
from kg.ingest.kinds import HEAD, Kind, foreign_kind, foreign_media, table_by_name, tell_kind
from kg.ingest.lines import read_json_lines
from kg.ingest.unpack import GZIP, Unpacked
from kg.ingest.warc import read_records
from kg.model.dates import PartialDate
from kg.workers import Lost, Worker

Found = Article | Unreadable


@dataclass(frozen=True, slots=True)
class Manner:
    """How to read: the date of documents that tell none, and what a person says of all of them.

    ``follow`` fetches the pages that feeds link to; ``seconds`` is the longest for one page.
    ``confine`` is called in each process that takes pages apart, which needs no network.
    ``written`` is the file of results, no source although it may lie in a folder that is one.
    """

    published: PartialDate | None = None
    url: str | None = None
    outlet: str | None = None
    follow: bool = False
    seconds: float = 60.0
    confine: Callable[[], object] = bool
    written: Path | None = None


def read_articles(sources: Iterable[str], manner: Manner | None = None) -> Iterator[Found]:
    """The articles of files, folders, URLs and ``-``, each as it comes; few are held at a time.

    What cannot be opened or read is told in its place, and the rest goes on. Raises UsageError
    where a page comes and the libraries for it are not there.
    """
    reader = _Reader(manner or Manner())
    try:
        for source in sources:
            for found in reader.read(source):
                yield reader.with_what_is_known(found) if isinstance(found, Article) else found
    finally:
        reader.close()


class _Reader:
    """The processes that take pages apart and fetch them, started when they are first needed."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        follow, confine = manner.follow, manner.confine

        def prepare() -> Callable[[tuple[Kind, Page]], list[Found | Link]]:
            confine()
            return lambda told: (
                read_feed(told[1], follow=follow) if told[0] is Kind.FEED else [read_page(told[1])]
            )

        self._pages: Worker[tuple[Kind, Page], list[Found | Link]] = Worker(prepare, manner.seconds)
        self._web: Worker[Link, Page | Unreadable] = Worker(lambda: fetch, manner.seconds)

    def close(self) -> None:
        self._pages.close()
        self._web.close()

    def with_what_is_known(self, article: Article) -> Article:
        known = self._manner
        return replace(
            article,
            published=article.published or known.published,
            url=known.url or article.url,
            outlet=known.outlet or article.outlet,
        )

    def read(self, source: str) -> Iterator[Found]:
        if is_web(source):
            yield from _or_nothing(source, self._fetched(Link(source, source)))
        elif is_foreign(source):
            yield Unreadable(source, "only http and https are fetched")
        elif source == "-":
            stream = cast(IO[bytes], sys.stdin.buffer)
            yield from _or_nothing("-", self._stream("-", "", stream))
        elif is_folder(source):
            yield from self._folder(Path(source))
        else:
            yield from self._file(Path(source))

    def _folder(self, folder: Path) -> Iterator[Found]:
        written, closed = self._manner.written, list[OSError]()
        for path in files_below(folder, written, closed.append):
            yield from self._file(path)
        for error in closed:
            yield Unreadable(str(error.filename), error.strerror or str(error))
        told = other_files(folder, written)
        # Of a folder that cannot be listed nobody knows that there is nothing in it.
        if told and not (closed and told == nothing_in(str(folder))):
            yield told
        if told := linked_folders(folder):
            yield told

    def _file(self, path: Path) -> Iterator[Found]:
        try:
            with path.open("rb") as stream:
                yield from _or_nothing(str(path), self._stream(str(path), path.name, stream))
        except OSError as error:
            yield Unreadable(str(path), error.strerror or str(error))

    def _stream(self, origin: str, name: str, stream: IO[bytes]) -> Iterator[Found]:
        try:
            if _peek(stream)[:2] == GZIP:
                stream = cast(IO[bytes], io.BufferedReader(Unpacked(stream), HEAD))
            yield from self._content(origin, name, stream)
        except Refused as refusal:
            yield Unreadable(origin, str(refusal))

    def _content(self, origin: str, name: str, stream: IO[bytes]) -> Iterator[Found]:
        _require_readable(_peek(stream))
        kind = tell_kind(_peek(stream), name, lines=origin == "-")
        if kind is Kind.WARC:
            for found in read_records(origin, stream):
                if isinstance(found, Page):
                    yield from self._page(Kind.HTML, found)
                else:
                    yield found
        elif kind is Kind.LINES:
            yield from read_json_lines(origin, stream)
        elif kind is Kind.TEXT:
            if told := table_by_name(name):
                raise Refused(f"it is {told}, which is not read: save it as JSON lines (.jsonl)")
            yield _text(origin, _whole(stream, LONGEST_TEXT))
        else:
            yield from self._page(kind, Page(origin, _whole(stream, LONGEST_PAGE)))

    def _page(self, kind: Kind, page: Page) -> Iterator[Found]:
        _require_libraries()
        found = self._pages.ask((kind, page))
        if isinstance(found, Lost):
            why = f"it cannot be taken apart: {found.why}" if found.trace else found.why
            yield Unreadable(page.origin, why)
            return
        for each in found:
            if isinstance(each, Link):
                yield from self._fetched(each)
            else:
                yield each

    def _fetched(self, link: Link) -> Iterator[Found]:
        page = self._web.ask(link)
        if isinstance(page, Lost):
            yield link.missed(page.why)
        elif isinstance(page, Unreadable):
            yield page
        else:
            yield from self._downloaded(page, link)

    def _downloaded(self, page: Page, link: Link) -> Iterator[Found]:
        kind = tell_kind(page.content[:HEAD], urlsplit(page.url or "").path, page.media)
        if kind is Kind.HTML or (kind is Kind.FEED and not link.foreign):
            yield from self._page(kind, page)
        elif kind is Kind.TEXT:
            try:
                if media := foreign_media(page.media):
                    raise Refused(f"it is {media[:60]}, not a page")
                _require_readable(page.content)
                text = decode(page.content, page.charset)
            except Refused as refusal:
                yield link.missed(str(refusal))
            else:
                yield to_article(page.origin, text, page.published, page.url, page.outlet)
        else:
            yield link.missed(f"it is {kind.value}, not a page")


def _or_nothing(origin: str, found: Iterator[Found]) -> Iterator[Found]:
    """What is found, or a note that there is nothing."""
    first = next(found, None)
    if first is None:
        yield nothing_in(origin)
    else:
        yield first
        yield from found


def _require_readable(head: bytes) -> None:
    if told := foreign_kind(head):
        raise Refused(f"it is {told}, which is not read: save it as text or HTML")


def _text(origin: str, content: bytes) -> Found:
    try:
        return to_article(origin, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Unreadable(f"{origin}:{line}", "the file is not UTF-8")


def _whole(stream: IO[bytes], most: int) -> bytes:
    content = stream.read(most + 1)
    if len(content) > most:
        raise Refused(f"larger than {most} bytes")
    return content


def _peek(stream: IO[bytes]) -> bytes:
    peeked: bytes = stream.peek(HEAD)[:HEAD]  # type: ignore[attr-defined]
    return peeked


def _require_libraries() -> None:
    from importlib.util import find_spec

    if not (find_spec("trafilatura") and find_spec("feedparser")):
        raise UsageError(
            "pages and feeds need two more libraries", hint="pip install 'eurostance[ingest]'"
        )
