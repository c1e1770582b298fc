"""What every stance must have before it is published, told without the help of SHACL.

``kg check`` finds more, and slower; this much is asked at every build.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from kg.model.actors import Event
from kg.model.dates import PartialDate
from kg.model.decisions import corrected, corrects, deciding
from kg.model.documents import QUOTED_WORDS, REPORTED_WORDS, Attribution, Document, Evidence
from kg.model.searches import Search
from kg.model.stances import Candidate, Review, Stance, Verdict

_OWN_WORDING = (Attribution.REPORTED, Attribution.INFERRED)


def broken_promises(
    stances: Sequence[Stance],
    evidence: Sequence[Evidence],
    documents: Sequence[Document],
    events: Sequence[Event],
    actors: Container[str],
    propositions: Container[str],
) -> Iterator[tuple[str, str]]:
    """The things at fault, as ``space/ID``, each with what is wrong."""
    names = {stance.id for stance in stances}
    pages = {document.id for document in documents}
    shown = {item.stance for item in evidence}
    happened = {f"event/{event.id}" for event in events} | {f"stance/{name}" for name in names}
    for item in evidence:
        if item.stance not in names:
            yield f"evidence/{item.id}", f"stance:{item.stance} is described nowhere"
        if item.document not in pages:
            yield f"evidence/{item.id}", f"document:{item.document} is described nowhere"
        for message in faults_of_evidence(item):
            yield f"evidence/{item.id}", message
    for stance in stances:
        if stance.id not in shown:
            yield f"stance/{stance.id}", "a stance without evidence"
        for message in faults_of_stance(stance, actors, propositions, happened):
            yield f"stance/{stance.id}", message
    yield from said_after_publication(stances, evidence, documents)


def broken_reviews(
    reviews: Sequence[Review],
    candidates: Sequence[Candidate],
    stances: Container[str],
    actors: Container[str],
    propositions: Container[str],
) -> Iterator[tuple[str, str]]:
    """The decisions at fault, as ``review/ID``, each with what is wrong."""
    proposed = {f"candidate/{candidate.id}": candidate for candidate in candidates}
    counting = {review.id for review in deciding(reviews).values()}
    for review in reviews:
        node = f"review/{review.id}"
        space, _, name = review.subject.partition("/")
        if space == "stance" and name not in stances:
            yield (
                node,
                f"there is no {review.subject} among the curated stances; of a machine's, "
                "decide on the candidate",
            )
        accepts = review.verdict is Verdict.ACCEPT
        if corrects(review) and not (accepts and space == "candidate"):
            yield node, "only the acceptance of a candidate carries corrections"
        if review.holder is not None and review.holder not in actors:
            yield node, f"actor:{review.holder} is described nowhere"
        if review.proposition is not None and review.proposition not in propositions:
            yield node, f"proposition:{review.proposition} is not in the codebook"
        if space == "candidate" and accepts and review.id in counting:
            for message in _of_acceptance(review, proposed.get(review.subject)):
                yield node, message


def broken_searches(
    searches: Sequence[Search], actors: Container[str], propositions: Container[str]
) -> Iterator[tuple[str, str]]:
    """The searches at fault, as ``search/ID``, each with what is wrong."""
    for search in searches:
        node = f"search/{search.id}"
        for actor in search.actors:
            if actor not in actors:
                yield node, f"actor:{actor} is described nowhere"
        for proposition in search.propositions:
            if proposition not in propositions:
                yield node, f"proposition:{proposition} is not in the codebook"
        if not (search.actors and search.propositions):
            yield node, "a search names the actors and the propositions that it was for"


def _of_acceptance(review: Review, candidate: Candidate | None) -> Iterator[str]:
    if candidate is None:
        name = review.subject.replace("/", ":", 1)
        yield f"{name} is described nowhere: an accepted stance would be lost"
    elif unknown := corrected(candidate, review).holder_name:
        yield f"nobody has said which actor {unknown!r} is: give st:correctedHolder"


def faults_of_evidence(item: Evidence) -> Iterator[str]:
    """What is wrong with the words of one piece of evidence."""
    if item.quote is None and item.paraphrase is None:
        yield "neither a quote nor a paraphrase"
    most = REPORTED_WORDS if item.attribution in _OWN_WORDING else QUOTED_WORDS
    if item.quote and len(item.quote.value.split()) > most:
        yield f"a quote of more than {most} words"


def faults_of_stance(
    stance: Stance,
    actors: Container[str],
    propositions: Container[str],
    happened: Container[str] = frozenset(),
) -> Iterator[str]:
    """What one stance speaks of that is described nowhere."""
    for actor in (stance.holder, stance.on_behalf_of):
        if actor is not None and actor not in actors:
            yield f"actor:{actor} is described nowhere"
    if stance.proposition not in propositions:
        yield f"proposition:{stance.proposition} is not in the codebook"
    if stance.reacts_to is not None and stance.reacts_to not in happened:
        yield f"{stance.reacts_to.replace('/', ':', 1)} is described nowhere"


def said_after_publication(
    stances: Sequence[Stance], evidence: Sequence[Evidence], documents: Sequence[Document]
) -> Iterator[tuple[str, str]]:
    """Evidence whose document is older than what it shows, as ``evidence/ID``."""
    said = {stance.id: stance.said_on for stance in stances}
    published = {document.id: document.published for document in documents}
    for item in evidence:
        told, printed = said.get(item.stance), published.get(item.document)
        if told and printed and told.earliest > printed.latest:
            yield f"evidence/{item.id}", after_publication(item.stance, told, printed)


def after_publication(stance: str, told: PartialDate, printed: PartialDate) -> str:
    """What to say of evidence whose document is older than the stance that it shows."""
    return f"stance:{stance} is of {told}, after its source was published ({printed})"
