"""What a person decided on a machine's finding or on a stance, in the words of a card."""

from __future__ import annotations

from pyoxigraph import NamedNode, Store

from kg.model.decisions import corrects, deciding
from kg.model.documents import Evidence
from kg.model.stances import Review, Verdict
from kg.rdf.codec import decode
from kg.rdf.terms import ST, graph, mint

_REVIEWS = graph("reviews")


def origin_of(store: Store, item: Evidence) -> str:
    """Where a machine's evidence comes from, and who stands for it; empty where a person wrote it.

    The machine's score is left out where a person corrected what it is a score of.
    """
    if item.candidate is None:
        return ""
    review = decision_on(store, f"candidate/{item.candidate}")
    if review is None or review.verdict is not Verdict.ACCEPT:
        return f"extracted, score {item.confidence}"
    accepted = f"accepted by {review.reviewer} on {review.decided_on}"
    if corrects(review):
        return f"extracted, {accepted}, corrected"
    return f"extracted, score {item.confidence}, {accepted}"


def refusal_of(store: Store, stance: str) -> Review | None:
    """The decision by which a stance is not published, or the candidate that it came from."""
    decisions = (decision_on(store, f"{space}/{stance}") for space in ("stance", "candidate"))
    found = next(filter(None, decisions), None)
    return found if found and found.verdict is Verdict.REFUSE else None


def decision_on(store: Store, subject: str) -> Review | None:
    """The decision that counts for ``candidate/ID`` or ``stance/ID`` where the store was built."""
    thing = mint(*subject.split("/", 1))
    found = store.quads_for_pattern(None, ST.reviews, thing, _REVIEWS)
    named = {quad.subject for quad in found if isinstance(quad.subject, NamedNode)}
    triples = [
        quad.triple
        for node in sorted(named, key=str)
        for quad in store.quads_for_pattern(node, None, None, _REVIEWS)
    ]
    return deciding(decode(Review, triples)).get(subject)
