"""New documents and stances, with their ids minted, as a curator enters them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, Store, Triple

from kg.errors import InputError, UsageError
from kg.model.actors import Actor, Event
from kg.model.dates import PartialDate
from kg.model.documents import Attribution, Document, Evidence, Outlet, Text
from kg.model.propositions import Proposition
from kg.model.stances import Polarity, Stance
from kg.project import Project
from kg.rdf.codec import Record, decode
from kg.rdf.names import find_thing
from kg.rdf.terms import local
from kg.seeds.ids import Minter, document_id, read_imprint, slug
from kg.seeds.promises import broken_promises
from kg.seeds.read import Seeds, read_seeds
from kg.seeds.write import add_triples, document_path, place


@dataclass(frozen=True, slots=True)
class DocumentFrame:
    """What a curator tells of a document."""

    url: str
    outlet: str
    published: str | None
    headline: str | None
    language: str


@dataclass(frozen=True, slots=True)
class StanceFrame:
    """What a curator tells of a stance."""

    holder: str | None
    proposition: str | None
    polarity: str | None
    said_on: str | None
    quote: str | None
    translation: str | None
    paraphrase: str | None
    attribution: str


def enter(project: Project, frame: DocumentFrame, stance: StanceFrame | None) -> Path:
    """Write a document, and a stance in it, to the document's home file; returns that file.

    A document that is known by its URL is kept as it is. Raises UsageError on what cannot be.
    """
    try:
        return _enter(project, frame, stance)
    except ValueError as error:
        # A name without letters, a URL with spaces, a language that is none.
        raise UsageError(str(error)) from None


def _enter(project: Project, frame: DocumentFrame, stance: StanceFrame | None) -> Path:
    project.require_own_seeds()
    seeds = read_seeds(project)
    documents = {d.url: d for d in decode(Document, seeds.triples()) if d.url}
    records: list[Any] = []
    document = documents.get(frame.url)
    if document is None:
        document, outlets = _document(frame)
        records += [*outlets, document]
    if stance is not None:
        records += _stance(stance, document, seeds)
    _refuse_broken(records, seeds)
    added, clashes = place(project, records, seeds)
    if clashes:
        raise InputError("nothing was written", problems=clashes)
    add_triples(added)
    return document_path(project, document.id)


def _document(frame: DocumentFrame) -> tuple[Document, list[Outlet]]:
    if not frame.url.startswith(("http://", "https://")):
        raise UsageError(f"{frame.url!r} is no http or https URL")
    imprint = read_imprint(frame.outlet, frame.url)
    published = _date(frame.published)
    names = [name for name in (imprint.publisher, imprint.agency) if name]
    outlet = slug(imprint.publisher)
    document = Document(
        id=document_id(outlet, published, frame.url),
        url=frame.url,
        outlet=outlet,
        headline=Text(frame.headline, frame.language) if frame.headline else None,
        agency=slug(imprint.agency) if imprint.agency else None,
        published=published,
        language=frame.language,
        reprint=imprint.reprint,
    )
    return document, [Outlet(slug(name), name) for name in names]


def _stance(frame: StanceFrame, document: Document, seeds: Seeds) -> list[Any]:
    if not (frame.holder and frame.proposition and frame.polarity):
        raise UsageError("a stance needs --holder, --proposition and --polarity")
    if not (frame.quote or frame.paraphrase):
        raise UsageError("a stance needs evidence: --quote, --paraphrase or both")
    known = Store()
    known.extend(Quad(t.subject, t.predicate, t.object) for t in seeds.triples())
    holder = local(find_thing(known, frame.holder, ("actor",)), "actor")
    proposition = local(find_thing(known, frame.proposition, ("proposition",)), "proposition")
    said_on = _date(frame.said_on)
    taken = {stance.id for stance in decode(Stance, seeds.triples())}
    name = Minter(taken).mint(f"{holder}-{said_on or 'undated'}-{proposition}")
    language = document.language or "en"
    stance = Stance(
        id=name,
        holder=holder,
        proposition=proposition,
        polarity=_choice(Polarity, frame.polarity),
        said_on=said_on,
    )
    evidence = Evidence(
        id=f"{name}-1",
        stance=name,
        document=document.id,
        attribution=_choice(Attribution, frame.attribution),
        quote=Text(frame.quote, language) if frame.quote else None,
        translation=Text(frame.translation, "en") if frame.translation else None,
        paraphrase=Text(frame.paraphrase, "en") if frame.paraphrase else None,
    )
    return [stance, evidence]


def _refuse_broken(records: list[Any], seeds: Seeds) -> None:
    triples = list(seeds.triples())

    def known(kind: type[Record]) -> list[Record]:
        return decode(kind, triples) + [record for record in records if type(record) is kind]

    fresh = {record.id for record in records}
    broken = broken_promises(
        known(Stance),
        known(Evidence),
        known(Document),
        known(Event),
        {actor.id for actor in known(Actor)},
        {proposition.id for proposition in known(Proposition)},
    )
    faults = [message for node, message in broken if node.partition("/")[2] in fresh]
    if faults:
        raise UsageError(f"nothing was written: {'; '.join(faults)}")
    for stance in (record for record in records if isinstance(record, Stance)):
        _refuse_twin(stance, {r.document for r in records if isinstance(r, Evidence)}, triples)


def _refuse_twin(stance: Stance, documents: set[str], triples: list[Triple]) -> None:
    shown = {item.stance for item in decode(Evidence, triples) if item.document in documents}
    for other in decode(Stance, triples):
        if other.id in shown and replace(other, id=stance.id) == stance:
            raise UsageError(f"this document shows that already: stance:{other.id}")


def _choice(kind: Any, text: str) -> Any:
    try:
        return kind(text)
    except ValueError:
        raise UsageError(f"{text!r} is none of: {', '.join(kind)}") from None


def _date(text: str | None) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except ValueError as error:
        raise UsageError(str(error)) from None
