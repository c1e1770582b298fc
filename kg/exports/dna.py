"""The published stances as a debate for Discourse Network Analyzer (DNA).

One statement for each stance and document that shows it. Of the texts, only the passages that are
shown as evidence go along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from pyoxigraph import Triple

from kg.exports.dna_entities import Registry, registry_of, sides
from kg.exports.dna_names import plain, short, unique_names
from kg.model.dated import Dated, place_in_time
from kg.model.dates import PartialDate
from kg.model.debate_notes import PARAPHRASE, Notes, StanceNote
from kg.model.debates import Debate, DebateDocument, DebateStatement
from kg.model.documents import Document, Evidence, Outlet, title_of, web_address
from kg.model.stances import Stance, Status
from kg.rdf.codec import decode, iri
from kg.rdf.forms import STATUS_OF
from kg.rdf.terms import ST

UNDATED = "stances without a date"
UNSHOWN = "stances that no document shows"
_BETWEEN = "\n\n"
"""Between two passages of a document's text."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A stance in one document: what is shown of it there, and who stands behind it."""

    dated: Dated
    items: tuple[Evidence, ...]
    status: Status

    @property
    def passage(self) -> str:
        return plain("\n".join(map(_words, self.items))).strip() or "[no words]"


def code_debate(triples: Iterable[Triple]) -> Debate:
    """The stances among published triples as statements, documents and entities of DNA.

    A document is of the last day on which it may be published; an undated one of the last day
    that its stances may be of.
    """
    known = list(triples)
    documents = {one.id: one for one in decode(Document, known)}
    outlets = {one.id: one.name for one in decode(Outlet, known)}
    shown, left_out = _shown(known, documents)
    registry = registry_of(known, [one.dated for some in shown.values() for one in some])
    days = {name: _day(documents[name].published, some) for name, some in shown.items()}
    order = sorted(shown, key=lambda name: (days[name], name))
    titles = unique_names({name: _title(documents[name], outlets) for name in order})
    papers: list[DebateDocument] = []
    statements: list[DebateStatement] = []
    for name in order:
        text, noted = _passages(shown[name], registry)
        paper = DebateDocument(
            number=len(papers) + 1,
            title=titles[name],
            moment=datetime.combine(days[name], time()),
            text=text,
            notes=_notes(documents[name], [note for note, _ in noted]),
            **_imprint(documents[name], outlets),
        )
        papers.append(paper)
        for note, one in noted:
            statements.append(_statement(len(statements) + 1, paper, note, one, registry))
    return Debate(tuple(papers), tuple(statements), registry.entities, left_out)


def _notes(document: Document, stances: Iterable[StanceNote]) -> str:
    day, address = document.published, web_address(document.url)
    return str(Notes(address, document.id, tuple(stances), day, undated=day is None))


def _imprint(document: Document, outlets: Mapping[str, str]) -> dict[str, str]:
    """Who wrote and published a document, and in which language: DNA has no field for that."""
    return {
        "author": short(outlets.get(document.agency, document.agency)) if document.agency else "",
        "source": short(outlets.get(document.outlet, document.outlet)),
        "section": short(document.language or ""),
        "kind": "reprint" if document.reprint else "article",
    }


def _statement(
    number: int, paper: DebateDocument, note: StanceNote, one: _Shown, registry: Registry
) -> DebateStatement:
    person, organization = registry.sides(one.dated)
    return DebateStatement(
        number=number,
        document=paper.number,
        person=person,
        organization=organization,
        concept=registry.concepts[note.proposition],
        sign=note.sign,
        start=note.start,
        stop=note.stop,
        text=paper.text[note.start : note.stop],
        coder=one.status.value,
    )


def _shown(
    known: list[Triple], documents: Mapping[str, Document]
) -> tuple[dict[str, list[_Shown]], dict[str, int]]:
    """The stances by the documents that show them, and how many cannot be told of."""
    evidence: dict[str, dict[str, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    for item in decode(Evidence, known):
        evidence[item.stance][item.document].append(item)
    statuses = {t.subject: STATUS_OF.get(t.object) for t in known if t.predicate == ST.status}
    found: dict[str, list[_Shown]] = defaultdict(list)
    left_out: dict[str, int] = defaultdict(int)
    for stance in decode(Stance, known):
        papers = {name: items for name, items in evidence[stance.id].items() if name in documents}
        dated = place_in_time(stance, _told(documents[name].published for name in papers))
        if not papers or dated is None:
            left_out[UNDATED if papers else UNSHOWN] += 1
            continue
        status = statuses.get(iri(stance)) or Status.CURATED
        for name, items in papers.items():
            found[name].append(_Shown(dated, tuple(items), status))
    return found, dict(left_out)


def _told(dates: Iterable[PartialDate | None]) -> list[PartialDate]:
    return [one for one in dates if one]


def _day(published: PartialDate | None, shown: list[_Shown]) -> date:
    return published.latest if published else max(one.dated.latest for one in shown)


def _title(document: Document, outlets: Mapping[str, str]) -> str:
    return title_of(document, outlets.get(document.outlet, document.outlet))


def _passages(
    shown: list[_Shown], registry: Registry
) -> tuple[str, list[tuple[StanceNote, _Shown]]]:
    """The text of a document, and its stances by place; equal passages stand there once."""
    places: dict[str, int] = {}
    text = ""
    for one in sorted(shown, key=lambda one: one.items[0].id):
        if one.passage not in places:
            text += _BETWEEN if text else ""
            places[one.passage] = len(text)
            text += one.passage
    noted = [(_note(one, places[one.passage], registry), one) for one in shown]
    noted.sort(key=lambda pair: (pair[0].start, pair[0].stop, pair[0].stance))
    return text, noted


def _note(one: _Shown, start: int, registry: Registry) -> StanceNote:
    stance, dated = one.dated.stance, one.dated
    person, organization = sides(dated, registry.actors, registry.memberships)
    confidence = max((item.confidence for item in one.items if item.confidence), default=None)
    return StanceNote(
        start=start,
        stop=start + len(one.passage),
        holder=stance.holder,
        sign=stance.polarity.sign,
        proposition=stance.proposition,
        day=stance.said_on or PartialDate(dated.latest, dated.latest),
        told=dated.told,
        stance=stance.id,
        behalf=stance.on_behalf_of,
        organization=organization if person and organization != stance.on_behalf_of else None,
        confidence=f"{confidence:f}" if confidence and one.status is Status.EXTRACTED else None,
    )


def _words(item: Evidence) -> str:
    if item.quote:
        return item.quote.value
    return PARAPHRASE + item.paraphrase.value if item.paraphrase else ""
