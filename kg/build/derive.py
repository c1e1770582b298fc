"""What follows from what is published: days, status, shortcuts, shifts, selectors, labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from kg.model import positions
from kg.model.actors import Actor, Event, Tenure
from kg.model.dates import PartialDate
from kg.model.documents import Document, Evidence, Outlet
from kg.model.propositions import Proposition, Theme
from kg.model.searches import Search
from kg.model.stances import Stance, Status
from kg.rdf.codec import iri
from kg.rdf.forms import DAY, ORIGIN, STATUS, WORDING
from kg.rdf.positions import label
from kg.rdf.terms import DCT, OA, RDF, ST, mint


def days(node: NamedNode, date: PartialDate) -> Iterator[Triple]:
    """The first and the last day that a date may mean."""
    yield Triple(node, ST.earliest, DAY.encode(date.earliest))
    yield Triple(node, ST.latest, DAY.encode(date.latest))


def derive_registry(
    actors: Iterable[Actor],
    tenures: Iterable[Tenure],
    events: Iterable[Event],
    documents: Iterable[Document],
    outlets: Iterable[Outlet],
) -> Iterator[Triple]:
    """Classes, days and labels of actors, tenures, events and documents."""
    names = {}
    for actor in actors:
        names[actor.id] = actor.name
        yield Triple(iri(actor), RDF.type, ST.Actor)
    publishers = {outlet.id: outlet.name for outlet in outlets}
    for tenure in tenures:
        held = f"{tenure.start or '?'} to {tenure.end or 'now'}"
        holder = names.get(tenure.actor, tenure.actor)
        yield label(iri(tenure), f"{holder}, {tenure.role} ({held})")
        if tenure.start:
            yield Triple(iri(tenure), ST.earliest, DAY.encode(tenure.start.earliest))
        if tenure.end:
            yield Triple(iri(tenure), ST.latest, DAY.encode(tenure.end.latest))
    for event in events:
        yield from days(iri(event), event.date)
    for document in documents:
        publisher = publishers.get(document.outlet, document.outlet)
        place = f"{publisher}, {document.published or 'undated'}"
        title = f"{document.headline.value} ({place})" if document.headline else place
        yield label(iri(document), title)
        if document.published:
            yield from days(iri(document), document.published)


def derive_codebook(
    themes: Iterable[Theme], propositions: Iterable[Proposition]
) -> Iterator[Triple]:
    """The labels of themes and propositions, under the property that every thing has."""
    for theme in themes:
        yield label(iri(theme), theme.label)
    for proposition in propositions:
        yield label(iri(proposition), proposition.label)


def derive_searches(
    searches: Iterable[Search], names: Mapping[str, str], titles: Mapping[str, str]
) -> Iterator[Triple]:
    """A label for each search: who looked for whom, on what and in which time."""
    for search in searches:
        whom = ", ".join(names.get(one, one) for one in search.actors)
        what = ", ".join(titles.get(one, one) for one in search.propositions)
        when = f"{search.start} to {search.end}"
        yield label(iri(search), f"{search.searcher} searched for {whom}: {what} ({when})")


def derive_stance(
    stance: Stance, status: Status, dated: positions.Dated | None, words: str
) -> Iterator[Triple]:
    """Status, days and label of one stance."""
    node = iri(stance)
    yield Triple(node, ST.status, STATUS[status])
    yield label(node, words)
    if dated and dated.told:
        yield Triple(node, ST.earliest, DAY.encode(dated.earliest))
    if dated:
        yield Triple(node, ST.latest, DAY.encode(dated.latest))
    if dated and not dated.told:
        yield Triple(node, ST.dating, ST.NotAfterPublication)


def derive_evidence(evidence: Evidence, words: str) -> Iterator[Triple]:
    """Wording, origin and label of one piece of evidence, and its Web Annotation selectors.

    Source: W3C Web Annotation Data Model, 2017, sections 4.1 to 4.2.5.
    """
    node = iri(evidence)
    yield Triple(node, ST.wording, WORDING[evidence.wording])
    yield Triple(node, ST.origin, ORIGIN[evidence.origin])
    yield label(node, f"Evidence: {words}")
    if evidence.quote is None:
        return
    target = mint("evidence", f"{evidence.id}.target")
    quote = mint("evidence", f"{evidence.id}.quote")
    yield Triple(node, OA.hasTarget, target)
    yield Triple(target, RDF.type, OA.SpecificResource)
    yield Triple(target, OA.hasSource, mint("document", evidence.document))
    yield Triple(target, OA.hasSelector, quote)
    yield Triple(quote, RDF.type, OA.TextQuoteSelector)
    yield Triple(quote, OA.exact, Literal(evidence.quote.value))
    if evidence.span:
        position = mint("evidence", f"{evidence.id}.position")
        yield Triple(target, OA.hasSelector, position)
        yield Triple(position, RDF.type, OA.TextPositionSelector)
        yield Triple(position, OA.start, Literal(evidence.span.start))
        yield Triple(position, OA.end, Literal(evidence.span.end))


def derive_replacements(replaced: Mapping[str, str]) -> Iterator[Triple]:
    """Where the stance that a candidate might have become is found instead."""
    for old, new in sorted(replaced.items()):
        yield Triple(mint("stance", old), DCT.isReplacedBy, mint("stance", new))
