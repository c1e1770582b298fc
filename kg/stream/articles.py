"""Articles and the seeds: which document an article is, and what is kept of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.extract.extractor import Extraction
from kg.files import write_all
from kg.ingest.articles import Article
from kg.ingest.sources import Manner
from kg.model.actors import Actor, Tenure
from kg.model.documents import Document, Outlet, text_hash
from kg.model.propositions import Proposition
from kg.model.stances import WORKING, Review, Run
from kg.project import Project
from kg.rdf.codec import Gathered, encode, iri
from kg.rdf.described import by_subject
from kg.rdf.turtle import read_turtle, subjects, write_turtle
from kg.seeds.entered import as_name
from kg.seeds.ids import document_id, is_web_address, outlet_named, slug
from kg.seeds.lock import alone
from kg.seeds.plausibility import impossible
from kg.seeds.read import Seeds, each_file, known_paths
from kg.seeds.reviewed import Reviewed, with_reviewed
from kg.seeds.write import document_path, place, with_triples

NO_SOURCE = "candidates are kept with their source"
_NO_OUTLET = "unknown outlet"
_PATIENCE = 600.0
"""Seconds that an extraction waits for who writes: a large import must not end a run of hours."""
_NEEDED: tuple[type[Any], ...] = (
    *(Actor, Tenure, Proposition),
    *(Document, Outlet, Run, Review),
)


def require_outlet(name: str) -> str:
    """The id of the outlet of that name; raises UsageError where the name makes none."""
    try:
        return slug(name)
    except ValueError as error:
        raise UsageError(f"--outlet: {error}") from None


def overruled(article: Article, document: Document, given: Manner) -> Iterator[str]:
    """Each option that a person gave for an article whose document was kept with another value.

    A new document is made of its article, and so overrules nothing. What the article itself says
    is no option.
    """
    if given.published == article.published and given.published not in (None, document.published):
        yield f"--published {given.published} (there: {document.published or 'none'})"
    if given.outlet is not None and slug(given.outlet) != document.outlet:
        yield f"--outlet {given.outlet!r} (there: {document.outlet})"
    if given.url not in (None, document.url):
        yield f"--url {given.url} (there: {document.url or 'none'})"


class Archive:
    """The seeds as an extractor needs them, read once for any number of articles.

    ``actors`` and ``tenures`` say who may be named in a text; ``propositions`` are the ids of those
    in the codebook, and on no other is a candidate kept. What is kept changes no answer:
    which document an article is goes by the seeds as they were, whoever has read how far.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        held = _records(project)
        self._reviewed = Reviewed(project.seeds / "reviews.ttl", held[Review])
        self.actors: list[Actor] = held[Actor]
        self.tenures: list[Tenure] = held[Tenure]
        self.propositions = frozenset(one.id for one in held[Proposition])
        documents: list[Document] = held[Document]
        self._by_id = {document.id: document for document in documents}
        self._by_url = {document.url: document for document in documents if document.url}
        self._runs: dict[str, Run] = {run.text_hash: run for run in held[Run]}
        self._written = {*self._by_id}
        self._outlets = {outlet.id for outlet in held[Outlet]}
        self._by_name = {outlet.name: outlet.id for outlet in held[Outlet]}

    @property
    def registry(self) -> str:
        """What all actors and tenures come to, as a short hash."""
        return _short_hash([*self.actors, *self.tenures])

    @property
    def documents(self) -> str:
        """What the documents and the texts that were read before come to, as a short hash."""
        known = sorted((digest, run.document) for digest, run in self._runs.items())
        told = [(each.id, each.url, each.published) for each in self._by_id.values()]
        return _short_hash([*told, *known])

    def document_of(self, article: Article) -> Document:
        """The document that an article is: one of the same URL or the same text, or a new one.

        Raises ValueError where its URL or its outlet's name cannot be kept.
        """
        if article.url is not None and not is_web_address(article.url):
            raise ValueError(f"{article.url!r} is no http or https URL")
        if article.url in self._by_url:
            return self._by_url[article.url]
        digest = text_hash(article.text)
        run = self._runs.get(digest)
        if run is not None and run.document in self._by_id:
            return self._by_id[run.document]
        outlet = self._outlet(article)
        if outlet.id not in self._outlets:
            for _, fault in impossible(by_subject(encode(outlet)), lambda _: None):
                raise ValueError(f"{outlet.name!r} cannot be an outlet's name: {fault}")
        return Document(
            id=document_id(outlet.id, article.published, article.url or digest),
            url=article.url,
            outlet=outlet.id,
            published=article.published,
            language="en",
        )

    def kept_run(self, digest: str) -> Run | None:
        """The run whose candidates are kept for a text, by the hash of the text."""
        return self._runs.get(digest)

    def has_source(self, article: Article, document: Document) -> bool:
        """Whether it is known who published an article: without that it cannot be kept."""
        return article.outlet is not None or document.id in self._by_id

    def keep(
        self, article: Article, document: Document, extraction: Extraction
    ) -> tuple[Path, ...]:
        """Write an article's run and its candidates, and its document if it is new.

        A run that found nothing is kept too. Whatever an earlier run found in the same document
        is replaced, but for what a person decided on. Returns the files, the candidates' first.
        Raises StoreLocked where others keep writing to the seeds.
        """
        self._project.require_own_seeds()
        if not self.has_source(article, document):
            raise UsageError(NO_SOURCE, hint="name it: --outlet, and --url if any")
        run = extraction.run
        worth = [
            found
            for found in extraction.candidates
            if found.confidence >= WORKING and found.proposition in self.propositions
        ]
        path = self._project.seeds / "candidates" / f"{document.id}.ttl"
        with alone(self._project.seeds, _PATIENCE):
            added, _ = place(self._project, self._missing(article, document), Seeds())
            runs, kept = with_reviewed(path, run, worth, self._reviewed.now())
            content = write_turtle(t for record in (*runs, *kept) for t in encode(record))
            # All or nothing: whatever cannot be written is found before the first file is.
            write_all({**with_triples(added), path: content})
        self._written.add(document.id)
        self._outlets.add(document.outlet)
        return (path, *sorted(added))

    def _missing(self, article: Article, document: Document) -> Iterator[Outlet | Document]:
        """The document and its outlet, as far as neither these seeds nor the files have them.

        Another program may have entered them since these seeds were read: what it said stays.
        """
        if document.id in self._written:
            return
        outlet = replace(self._outlet(article), id=document.outlet)
        if outlet.id not in self._outlets and not self._is_there(outlet, "outlets.ttl"):
            yield outlet
        if not self._is_there(document, document_path(self._project, document.id)):
            yield document

    def _outlet(self, article: Article) -> Outlet:
        """Who published an article; raises ValueError where its name makes no id."""
        return outlet_named(as_name(article.outlet or _NO_OUTLET), self._by_name)

    def _is_there(self, record: Outlet | Document, home: Path | str) -> bool:
        path = self._project.seeds / home
        return path.is_file() and iri(record) in subjects(read_turtle(path))


def _records(project: Project) -> dict[type[Any], list[Any]]:
    """The records of each class that is needed, by id; no more than a file's triples are held.

    Of a thing that two files describe, which is an error of its own, the last one counts.
    """
    found: dict[type[Any], dict[str, Any]] = {kind: {} for kind in _NEEDED}
    for file in each_file(known_paths(project)):
        gathered = Gathered(file.triples)
        with Seeds([file]).whole():
            for kind, records in found.items():
                records.update((record.id, record) for record in gathered.records(kind))
    return {kind: [each[name] for name in sorted(each)] for kind, each in found.items()}


def _short_hash(records: list[Any]) -> str:
    digest = hashlib.sha256()
    for record in records:
        digest.update(f"{record!r}\n".encode())
    return digest.hexdigest()[:16]
