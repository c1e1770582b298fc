"""One thing on a card of plain text: what a person wants to know of it first."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kg.model.actors import Actor, Event, Tenure
from kg.model.documents import Document, Evidence
from kg.model.propositions import Proposition
from kg.model.stances import Polarity, Stance
from kg.printing import printable
from kg.rdf.codec import decode
from kg.rdf.positions import SHORTCUTS
from kg.rdf.terms import DCT, PREFIXES, RDFS, SCHEMA, ST, compact, mint
from kg.rdf.turtle import write_turtle
from kg.store.records import about, load, pointing
from kg.views.decided import origin_of

MARKS = {Polarity.FAVOURS: "+", Polarity.OPPOSES: "−", Polarity.MIXED: "±"}
"""How a polarity is written before a stance."""


def source(store: Store, subject: NamedNode) -> bytes:
    """All that the published graph says of a thing, as Turtle."""
    return write_turtle(about(store, [subject]))


def draw_card(store: Store, subject: NamedNode, *, width: int) -> str:
    """The card of an actor, proposition, stance, event or document; of all else its triples."""
    for space, draw in (
        ("actor", _actor),
        ("proposition", _proposition),
        ("stance", _stance),
        ("event", _event),
        ("document", _document),
        ("outlet", _outlet),
    ):
        if subject.value.startswith(PREFIXES[space]):
            lines = draw(store, subject)
            return "\n".join(_fit(line, width) for line in lines) + "\n"
    return source(store, subject).decode()


def _fit(line: str, width: int) -> str:
    indent = len(line) - len(line.lstrip()) + 2
    return (
        "\n".join(
            textwrap.wrap(
                printable(line),
                width,
                subsequent_indent=" " * indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
        if line.strip()
        else ""
    )


def label_of(store: Store, node: NamedNode) -> str:
    """What a thing is called, or its short IRI where it has no label."""
    found = next(store.quads_for_pattern(node, RDFS.label, None, DefaultGraph()), None)
    return found.object.value if found and isinstance(found.object, Literal) else compact(node)


def _actor(store: Store, subject: NamedNode) -> Iterator[str]:
    actor = decode(Actor, about(store, [subject]))[0]
    tenures = load(store, Tenure, pointing(store, ST.actor, subject))
    where = f", {actor.country}" if actor.country else ""
    yield f"{actor.name}  ({actor.kind}{where})"
    yield f"<{subject.value}>"
    if actor.wikidata:
        yield f"Wikidata {actor.wikidata}"
    if actor.aliases:
        yield f"also: {', '.join(actor.aliases)}"
    for tenure in sorted(tenures, key=lambda t: str(t.start or ""), reverse=True):
        yield f"  {tenure.start or '?'} to {tenure.end or 'now'}: {tenure.role}"
    stances = load(store, Stance, pointing(store, ST.holder, subject))
    for_others = load(store, Stance, pointing(store, ST.onBehalfOf, subject))
    changed = _changed(store, subject)
    yield ""
    yield f"{_count(len(stances), 'stance')}, {_count(len(changed), 'change')} of position"
    yield from _by_proposition(store, stances, changed)
    if for_others:
        yield ""
        yield f"{_count(len(for_others), 'stance')} of others on its behalf (query stances-of)"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _changed(store: Store, actor: NamedNode) -> set[str]:
    shifts = pointing(store, ST.actor, actor)
    triples = about(store, shifts)
    return {
        compact(t.object)
        for t in triples
        if t.predicate == ST.after and isinstance(t.object, NamedNode)
    }


def _by_proposition(store: Store, stances: list[Stance], changed: set[str]) -> Iterator[str]:
    verbs = {p.id: p for p in load(store, Proposition)}
    days = {stance.id: _day(store, stance) for stance in stances}
    ordered = sorted(stances, key=lambda s: (s.proposition, days[s.id], s.id))
    for proposition, group in groupby(ordered, key=lambda stance: stance.proposition):
        yield ""
        yield verbs[proposition].label
        for stance in group:
            turn = "  ← changed" if f"stance:{stance.id}" in changed else ""
            verb = verbs[proposition].verb(stance.polarity)
            when = str(stance.said_on or _by(days[stance.id]))
            yield f"  {MARKS[stance.polarity]} {when:<10}  {verb}{turn}"
            yield from _quotes(store, stance)


def _by(day: str) -> str:
    """What is told of a stance by its report: a day, or none where that has none either."""
    return f"by {day}" if day else "undated"


def _day(store: Store, stance: Stance) -> str:
    node = mint("stance", stance.id)
    found = next(store.quads_for_pattern(node, ST.latest, None, None), None)
    return found.object.value if found and isinstance(found.object, Literal) else ""


def _quotes(store: Store, stance: Stance) -> Iterator[str]:
    for item in load(store, Evidence, pointing(store, ST.supports, mint("stance", stance.id))):
        place = label_of(store, mint("document", item.document))
        if item.quote:
            yield f"      “{item.quote.value}”"
            if item.translation:
                yield f"      ({item.quote.language}: {item.translation.value})"
        elif item.paraphrase:
            yield f"      paraphrase: {item.paraphrase.value}"
        origin = origin_of(store, item)
        yield f"      {place}{', ' if origin else ''}{origin}"


def _proposition(store: Store, subject: NamedNode) -> Iterator[str]:
    proposition = decode(Proposition, about(store, [subject]))[0]
    yield f"{proposition.label}  (proposition, {proposition.theme})"
    yield f"<{subject.value}>"
    yield proposition.sentence
    yield f"  + {proposition.for_verb}: {proposition.favours_means}"
    yield f"  − {proposition.against_verb}: {proposition.opposes_means}"
    camps = {polarity: set(pointing(store, held, subject)) for polarity, held in SHORTCUTS.items()}
    number = Counter(actor for camp in camps.values() for actor in camp)
    several = {actor for actor, sides in number.items() if sides > 1}
    camps = {polarity: camp - several for polarity, camp in camps.items()}
    camps[Polarity.MIXED] |= several
    for polarity in (Polarity.FAVOURS, Polarity.OPPOSES, Polarity.MIXED):
        actors = sorted(label_of(store, actor) for actor in camps[polarity])
        overlapping = f" ({len(several)} by differing stances of overlapping dates)"
        beside = overlapping if several and polarity is Polarity.MIXED else ""
        yield ""
        yield f"{proposition.verb(polarity)}: {len(actors)}{beside}"
        if actors:
            yield f"  {', '.join(actors)}"


def _stance(store: Store, subject: NamedNode) -> Iterator[str]:
    stance = decode(Stance, about(store, [subject]))[0]
    yield label_of(store, subject)
    yield f"<{subject.value}>"
    day = _day(store, stance)
    yield f"said: {stance.said_on or ('not told' + (f'; {_by(day)}' if day else ''))}"
    yield f"status: {_status(store, subject)}"
    if stance.on_behalf_of:
        yield f"on behalf of: {label_of(store, mint('actor', stance.on_behalf_of))}"
    if stance.reason:
        yield f"reason: {stance.reason.value}"
    if stance.condition:
        yield f"condition: {stance.condition.value}"
    if stance.reacts_to:
        yield f"reacts to: {label_of(store, mint(*stance.reacts_to.split('/', 1)))}"
    for node in pointing(store, ST.reactsTo, subject):
        yield f"answered by: {label_of(store, node)}"
    yield "evidence:"
    yield from _quotes(store, stance)
    for item in load(store, Evidence, pointing(store, ST.supports, subject)):
        document = load(store, Document, [mint("document", item.document)])[0]
        if document.url:
            yield f"      {document.url}"


def _status(store: Store, subject: NamedNode) -> str:
    found = store.quads_for_pattern(subject, ST.status, None, DefaultGraph())
    return ", ".join(label_of(store, q.object) for q in found if isinstance(q.object, NamedNode))


def _event(store: Store, subject: NamedNode) -> Iterator[str]:
    event = decode(Event, about(store, [subject]))[0]
    yield f"{event.label}  ({event.kind}, {event.date})"
    yield f"<{subject.value}>"
    yield event.summary
    if event.participants:
        names = (label_of(store, mint("actor", name)) for name in event.participants)
        yield f"took part: {', '.join(names)}"
    yield f"source: {label_of(store, mint('document', event.source))}"
    for node in pointing(store, ST.reactsTo, subject):
        yield f"  reaction: {label_of(store, node)}"


def _document(store: Store, subject: NamedNode) -> Iterator[str]:
    document = decode(Document, about(store, [subject]))[0]
    yield label_of(store, subject)
    yield f"<{subject.value}>"
    if document.url:
        yield document.url
    if document.agency:
        yield f"text by: {label_of(store, mint('outlet', document.agency))}"
    for item in load(store, Evidence, pointing(store, ST.document, subject)):
        yield f"  {label_of(store, mint('stance', item.stance))}"
        if item.quote:
            yield f"      “{item.quote.value}”"
        if origin := origin_of(store, item):
            yield f"      {origin}"
    for node in pointing(store, DCT.source, subject):
        yield f"  {label_of(store, node)}"


def _outlet(store: Store, subject: NamedNode) -> Iterator[str]:
    yield f"{label_of(store, subject)}  (outlet)"
    yield f"<{subject.value}>"
    for title, property_ in (("published", SCHEMA.publisher), ("wrote for others", ST.agency)):
        documents = pointing(store, property_, subject)
        if documents:
            yield ""
            yield f"{title}: {_count(len(documents), 'document')}"
        for document in documents:
            shown = len(pointing(store, ST.document, document))
            yield f"  {label_of(store, document)}: {_count(shown, 'piece')} of evidence"
