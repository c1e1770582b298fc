"""What follows from what is published: days, status, selectors, labels, as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal

from kg.model.actors import Tenure
from kg.model.dated import Dated
from kg.model.dates import PartialDate
from kg.model.documents import Document, Evidence, imprint_of
from kg.model.searches import Search
from kg.model.stances import Stance, Status
from kg.rdf.codec import node_of
from kg.rdf.forms import ORIGIN, STATUS, WORDING
from kg.rdf.ntriples import Line, day, label, line, node
from kg.rdf.terms import DCT, OA, RDF, ST

_STATUS, _EARLIEST, _LATEST = str(ST.status), str(ST.earliest), str(ST.latest)
_WORDING, _ORIGIN = str(ST.wording), str(ST.origin)
_HAS_TARGET, _HAS_SOURCE = str(OA.hasTarget), str(OA.hasSource)
_HAS_SELECTOR, _EXACT = str(OA.hasSelector), str(OA.exact)
_SPECIFIC = f"{RDF.type} {OA.SpecificResource} .\n"
_BY_WORDS = f"{RDF.type} {OA.TextQuoteSelector} .\n"
_BY_PLACE = f"{RDF.type} {OA.TextPositionSelector} .\n"


def days(subject: str, date: PartialDate) -> Iterator[Line]:
    """The first and the last day that a date may mean."""
    yield line(subject, ST.earliest, day(date.earliest))
    yield line(subject, ST.latest, day(date.latest))


def derive_tenure(tenure: Tenure, names: Mapping[str, str]) -> list[Line]:
    """Label and days of a tenure, by the names of the actors."""
    told = node_of(tenure)
    held = f"{tenure.start or '?'} to {tenure.end or 'now'}"
    lines = [label(told, f"{names.get(tenure.actor, tenure.actor)}, {tenure.role} ({held})")]
    if tenure.start:
        lines.append(line(told, ST.earliest, day(tenure.start.earliest)))
    if tenure.end:
        lines.append(line(told, ST.latest, day(tenure.end.latest)))
    return lines


def derive_document(document: Document, publishers: Mapping[str, str]) -> list[Line]:
    """Label and days of a document, by the names of the outlets."""
    publisher = publishers.get(document.outlet, document.outlet)
    told, headline = node_of(document), document.headline
    place = imprint_of(document, publisher)
    called = (
        label(told, f"{headline.value} ({place})", headline.language)
        if headline
        else label(told, place)
    )
    return [called, *(days(told, document.published) if document.published else ())]


def derive_search(
    search: Search, names: Mapping[str, str], titles: Mapping[str, str]
) -> list[Line]:
    """A label for a search: who looked for whom, on what and in which time."""
    whom = ", ".join(names.get(one, one) for one in search.actors)
    what = ", ".join(titles.get(one, one) for one in search.propositions)
    when = f"{search.start} to {search.end}"
    return [label(node_of(search), f"{search.searcher} searched for {whom}: {what} ({when})")]


def derive_status(stance: Stance, status: Status, words: str) -> list[Line]:
    """Status and label of one stance."""
    told = node_of(stance)
    return [f"{told} {_STATUS} {STATUS[status]} .\n", label(told, words)]


def derive_days(dated: Dated) -> list[Line]:
    """The days that the date of one stance may mean."""
    told = node_of(dated.stance)
    latest = f"{told} {_LATEST} {day(dated.latest)} .\n"
    if dated.told:
        return [f"{told} {_EARLIEST} {day(dated.earliest)} .\n", latest]
    return [latest, line(told, ST.dating, ST.NotAfterPublication)]


def derive_evidence(evidence: Evidence) -> list[Line]:
    """Wording and origin of one piece of evidence, and its Web Annotation selectors.

    Source: W3C Web Annotation Data Model, 2017, sections 4.1 to 4.2.5.
    """
    told = node_of(evidence)
    lines = [
        f"{told} {_WORDING} {WORDING[evidence.wording]} .\n",
        f"{told} {_ORIGIN} {ORIGIN[evidence.origin]} .\n",
    ]
    if evidence.quote is None:
        return lines
    target, quote = f"{told[:-1]}.target>", f"{told[:-1]}.quote>"
    lines += (
        f"{told} {_HAS_TARGET} {target} .\n",
        f"{target} {_SPECIFIC}",
        f"{target} {_HAS_SOURCE} {node('document', evidence.document)} .\n",
        f"{target} {_HAS_SELECTOR} {quote} .\n",
        f"{quote} {_BY_WORDS}",
        f"{quote} {_EXACT} {Literal(evidence.quote.value)} .\n",
    )
    if evidence.span:
        position = f"{told[:-1]}.position>"
        lines += (
            f"{target} {_HAS_SELECTOR} {position} .\n",
            f"{position} {_BY_PLACE}",
            line(position, OA.start, Literal(evidence.span.start)),
            line(position, OA.end, Literal(evidence.span.end)),
        )
    return lines


def label_evidence(told: str, words: str) -> Line:
    """What a piece of evidence, in angle brackets, is called by the words for its stance."""
    return label(told, f"Evidence: {words}")


def derive_replacement(old: str, new: str) -> Line:
    """Where the stance that a candidate might have become is found instead."""
    return line(node("stance", old), DCT.isReplacedBy, node("stance", new))
