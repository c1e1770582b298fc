"""New documents and stances, with their ids minted, as a curator enters them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pyoxigraph import Quad, Store, Triple

from kg.errors import InputError, UsageError
from kg.model.actors import Actor, Event
from kg.model.dates import PartialDate
from kg.model.documents import Attribution, Document, Evidence, Outlet, Text
from kg.model.propositions import Proposition
from kg.model.scripts import foreign_letters
from kg.model.stances import Polarity, Stance
from kg.project import Project
from kg.rdf.codec import Record
from kg.rdf.names import find_thing
from kg.rdf.terms import local
from kg.seeds.alike import alike_outlets
from kg.seeds.entered import as_name, as_words
from kg.seeds.ids import Minter, document_id, outlet_named, read_imprint
from kg.seeds.judged import faults_of
from kg.seeds.lock import alone
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
    """What a curator tells of a stance; the quote is in its document's language if none is told."""

    holder: str | None
    proposition: str | None
    polarity: str | None
    said_on: str | None
    quote: str | None
    quote_language: str | None
    translation: str | None
    paraphrase: str | None
    attribution: str


class Entered(NamedTuple):
    """The home file of a document, and what else was written.

    ``alike`` are new outlets, each with a known one that it may be; ``ignored`` is what was told of
    a known document otherwise than it stands there.
    """

    home: Path
    others: tuple[Path, ...]
    alike: tuple[tuple[Outlet, Outlet], ...]
    ignored: tuple[str, ...]


Frame = TypeVar("Frame", DocumentFrame, StanceFrame)


def enter(project: Project, frame: DocumentFrame, stance: StanceFrame | None) -> Entered:
    """What a document and a stance in it were written to, and which outlet may be there twice.

    An outlet that is new goes to the file of outlets. A document that is known by its URL is kept
    as it is. Nobody else writes from the reading of the seeds to the end. Raises UsageError on what
    cannot be, StoreLocked where others keep writing.
    """
    project.require_own_seeds()
    try:
        with alone(project.seeds):
            return _enter(project, _composed(frame), stance and _composed(stance))
    except InputError:
        raise
    except ValueError as error:
        # A name without letters, a URL with spaces, a language that is none.
        raise UsageError(str(error)) from None


def _enter(project: Project, frame: DocumentFrame, stance: StanceFrame | None) -> Entered:
    seeds = read_seeds(project)
    documents = {d.url: d for d in seeds.records(Document) if d.url}
    records: list[Any] = []
    outlets: list[Outlet] = seeds.records(Outlet)
    document, publishers = _document(frame, {outlet.name: outlet.id for outlet in outlets})
    known = documents.get(frame.url)
    names = {outlet.id: outlet.name for outlet in outlets}
    ignored = tuple(_ignored(frame, document, known, names)) if known else ()
    if known is None:
        records += [*publishers, document]
    document = known or document
    if stance is not None:
        records += _stance(stance, document, document.language or frame.language, seeds)
    _refuse_broken(records, seeds)
    added, clashes = place(project, records, seeds)
    if clashes:
        raise InputError("nothing was written", problems=clashes)
    _refuse_faulty(project, added, seeds)
    add_triples(added)
    home = document_path(project, document.id)
    fresh = [record for record in records if isinstance(record, Outlet)]
    alike = alike_outlets(fresh, outlets)
    return Entered(home, tuple(sorted(added.keys() - {home})), tuple(alike), ignored)


def _composed(frame: Frame) -> Frame:
    """A frame whose words are as they are kept; an address stays letter by letter."""
    told = {name.name: getattr(frame, name.name) for name in fields(frame)}
    composed = {name: as_words(text) for name, text in told.items() if text and name != "url"}
    return replace(frame, **composed)


def _refuse_faulty(project: Project, added: dict[Path, set[Triple]], seeds: Seeds) -> None:
    """Raise UsageError where ``kg check`` would refuse what is to be added."""
    new = (triple for triples in added.values() for triple in triples)
    faults = faults_of(project, new, seeds.triples())
    if faults:
        told = dict.fromkeys(message for messages in faults.values() for message in messages)
        raise UsageError(f"nothing was written: {'; '.join(told)}")


def _document(frame: DocumentFrame, known: Mapping[str, str]) -> tuple[Document, list[Outlet]]:
    """The document, and its outlets; ``known`` are the ids of outlets by their names."""
    if not frame.url.startswith(("http://", "https://")):
        raise UsageError(f"{frame.url!r} is no http or https URL")
    imprint = read_imprint(as_name(frame.outlet), frame.url)
    language = frame.language.lower()
    published = _date("--published", frame.published)
    outlet = outlet_named(imprint.publisher, known)
    agency = outlet_named(imprint.agency, known) if imprint.agency else None
    document = Document(
        id=document_id(outlet.id, published, frame.url),
        url=frame.url,
        outlet=outlet.id,
        headline=Text(frame.headline, language) if frame.headline else None,
        agency=agency.id if agency else None,
        published=published,
        language=language,
        reprint=imprint.reprint,
    )
    return document, [outlet, agency] if agency else [outlet]


def _ignored(
    frame: DocumentFrame, told: Document, known: Document, names: Mapping[str, str]
) -> Iterator[str]:
    """What is told otherwise of a document that is known already: that is not written."""
    publisher = names.get(known.outlet, known.outlet)
    if told.outlet != known.outlet and as_name(frame.outlet) != publisher:
        yield f"--outlet {frame.outlet} (there: {publisher})"
    if told.published and told.published != known.published:
        yield f"--published {told.published} (there: {known.published or 'none'})"
    headline = known.headline.value if known.headline else None
    if frame.headline and frame.headline != headline:
        yield f"--headline {frame.headline} (there: {headline or 'none'})"


def _stance(frame: StanceFrame, document: Document, language: str, seeds: Seeds) -> list[Any]:
    if not (frame.holder and frame.proposition and frame.polarity):
        raise UsageError("a stance needs --holder, --proposition and --polarity")
    if not (frame.quote or frame.paraphrase):
        raise UsageError("a stance needs evidence: --quote, --paraphrase or both")
    known = Store()
    known.extend(Quad(t.subject, t.predicate, t.object) for t in seeds.triples())
    holder = local(find_thing(known, frame.holder, ("actor",)), "actor")
    proposition = local(find_thing(known, frame.proposition, ("proposition",)), "proposition")
    said_on = _date("--said-on", frame.said_on)
    taken = {stance.id for stance in seeds.records(Stance)}
    name = Minter(taken).mint(f"{holder}-{said_on or 'undated'}-{proposition}")
    stance = Stance(
        id=name,
        holder=holder,
        proposition=proposition,
        polarity=_choice("--polarity", Polarity, frame.polarity),
        said_on=said_on,
    )
    evidence = Evidence(
        id=f"{name}-1",
        stance=name,
        document=document.id,
        attribution=_choice("--attribution", Attribution, frame.attribution),
        quote=_quote(frame, language.lower()),
        translation=Text(frame.translation, "en") if frame.translation else None,
        paraphrase=Text(frame.paraphrase, "en") if frame.paraphrase else None,
    )
    return [stance, evidence]


def _quote(frame: StanceFrame, language: str) -> Text | None:
    """The quote in the language told, else in that of its document."""
    if not frame.quote:
        return None
    told = frame.quote_language.lower() if frame.quote_language else language
    if script := foreign_letters(frame.quote, told):
        raise UsageError(
            f"the quote is in {script.title()} letters, in which {told!r} is not written",
            hint="--quote-language ru, uk, bg, ... says of which language it is",
        )
    return Text(frame.quote, told)


def _refuse_broken(records: list[Any], seeds: Seeds) -> None:
    def known(kind: type[Record]) -> list[Record]:
        return seeds.records(kind) + [record for record in records if type(record) is kind]

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
        _refuse_twin(stance, {r.document for r in records if isinstance(r, Evidence)}, seeds)


def _refuse_twin(stance: Stance, documents: set[str], seeds: Seeds) -> None:
    shown = {item.stance for item in seeds.records(Evidence) if item.document in documents}
    for other in seeds.records(Stance):
        if other.id in shown and replace(other, id=stance.id) == stance:
            raise UsageError(f"this document shows that already: stance:{other.id}")


def _choice(option: str, kind: Any, text: str) -> Any:
    try:
        return kind(text)
    except ValueError:
        raise UsageError(f"{option}: {text!r} is none of: {', '.join(kind)}") from None


def _date(option: str, text: str | None) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None
