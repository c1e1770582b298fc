"""Articles to candidates: the seeds say who the actors are, and keep what is found."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError, Problem, UsageError
from kg.extract.extractor import Extraction, extract
from kg.files import write_whole
from kg.model.actors import Actor, Tenure
from kg.model.dates import PartialDate
from kg.model.documents import Document, Outlet
from kg.model.stances import AUTO_ACCEPT, WORKING, Candidate, Run
from kg.project import Project
from kg.rdf.codec import decode, encode
from kg.rdf.turtle import write_turtle
from kg.seeds.ids import document_id, is_web_address, slug
from kg.seeds.read import Seeds, read_seeds
from kg.seeds.write import add_triples, place

LONGEST = 4 * 2**20
"""The largest article file, in bytes."""


@dataclass(frozen=True, slots=True)
class Article:
    """A text and what is known of its publication."""

    path: Path
    text: str
    published: PartialDate
    url: str | None = None
    outlet: str | None = None


def read_article(
    path: Path, published: str, url: str | None = None, outlet: str | None = None
) -> Article:
    """The article in a UTF-8 text file; its text is never changed.

    Raises InputError where the file is no such text, UsageError on an impossible date or URL.
    """
    try:
        day = PartialDate.parse(published)
    except ValueError as error:
        raise UsageError(f"--published: {error}") from None
    if outlet is not None:
        _outlet_id(outlet)
    if url is not None and not is_web_address(url):
        raise UsageError(f"--url: {url!r} is no http or https URL")
    try:
        with path.open("rb") if str(path) != "-" else sys.stdin.buffer as stream:
            content = stream.read(LONGEST + 1)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    if len(content) > LONGEST:
        raise InputError(f"{path}: larger than {LONGEST} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = Problem(path, line, 0, "the file is not UTF-8")
        raise InputError(f"{path}: not UTF-8", problems=[problem]) from None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        problem = Problem(path, line, 0, "the file is no text: it has NUL characters")
        raise InputError(f"{path}: no text", problems=[problem])
    return Article(path, text, day, url, outlet)


class Roster:
    """The actors and tenures of the seeds, read once for any number of articles."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.seeds: Seeds = read_seeds(project)
        triples = list(self.seeds.triples())
        self._actors = decode(Actor, triples)
        self._tenures = decode(Tenure, triples)
        self._documents = {d.url: d for d in decode(Document, triples) if d.url}

    def find_stances(self, article: Article) -> Extraction:
        """The candidates of an article, in order of appearance."""
        return extract(
            article.text,
            document=self._document(article)[0].id,
            published=article.published,
            actors=self._actors,
            tenures=self._tenures,
        )

    def keep(self, article: Article, extraction: Extraction) -> Path:
        """Write an article's candidates to their file, and its document if it is new.

        Whatever an earlier run found in the same document is replaced. Returns the file.
        """
        self._project.require_own_seeds()
        document, outlets = self._document(article)
        if outlets and article.outlet is None:
            raise UsageError(
                "candidates are kept with their source", hint="name it: --outlet, and --url if any"
            )
        added, clashes = place(self._project, [*outlets, document], self.seeds)
        if clashes:
            raise InputError("nothing was written", problems=clashes)
        add_triples(added)
        worth = [c for c in extraction.candidates if c.confidence >= WORKING]
        triples = (t for record in (extraction.run, *worth) for t in encode(record))
        path = self._project.seeds / "candidates" / f"{document.id}.ttl"
        write_whole(path, write_turtle(triples))
        return path

    def _document(self, article: Article) -> tuple[Document, list[Outlet]]:
        if article.url in self._documents:
            return self._documents[article.url], []
        name = article.outlet or "unknown outlet"
        key = article.url or hashlib.sha256(article.text.encode()).hexdigest()
        document = Document(
            id=document_id(slug(name), article.published, key),
            url=article.url,
            outlet=slug(name),
            published=article.published,
            language="en",
        )
        return document, [Outlet(slug(name), name)]


def _outlet_id(name: str) -> str:
    try:
        return slug(name)
    except ValueError as error:
        raise UsageError(f"--outlet: {error}") from None


def band(candidate: Candidate) -> str:
    """What becomes of a candidate if nobody decides on it: publish, review or discard."""
    if candidate.confidence >= AUTO_ACCEPT:
        return "publish"
    return "review" if candidate.confidence >= WORKING else "discard"


def jsonl(candidates: Iterable[Candidate]) -> str:
    """One JSON object a line for each candidate."""
    return "".join(f"{json.dumps(_row(c), ensure_ascii=False)}\n" for c in candidates)


def _row(candidate: Candidate) -> dict[str, Any]:
    return {
        "holder": candidate.holder,
        "proposition": candidate.proposition,
        "polarity": candidate.polarity.value,
        "said_on": str(candidate.said_on) if candidate.said_on else None,
        "quote": candidate.quote.value,
        "start": candidate.span.start,
        "end": candidate.span.end,
        "attribution": candidate.attribution.value,
        "confidence": float(candidate.confidence),
        "band": band(candidate),
        "rules": list(candidate.rules),
        "document": candidate.document,
    }


def turtle(runs: Iterable[Run], candidates: Iterable[Candidate]) -> bytes:
    """Runs and candidates in canonical Turtle."""
    return write_turtle(t for record in (*runs, *candidates) for t in encode(record))
