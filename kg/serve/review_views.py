"""One candidate and one decision as plain values: the same for people and programs."""

from __future__ import annotations

from typing import Any

from kg.model.dated import Dated
from kg.model.decisions import outcome
from kg.model.documents import web_address
from kg.model.stances import Candidate, Polarity, Review
from kg.review.card import (
    EARLIER,
    about,
    first_shown,
    name_of,
    offices_of,
    sentence,
    verb_of,
    when_said,
)
from kg.review.context import Texts
from kg.review.desk import Desk
from kg.review.queue import entry_of

View = dict[str, Any]


def candidate_view(desk: Desk, candidate: Candidate, texts: Texts) -> View:
    """One candidate with all that a person needs to decide on it.

    What others decided is told only to who has decided too; before that, how many they are.
    """
    entry = entry_of(desk, candidate)
    proposition = desk.registry.propositions.get(candidate.proposition)
    said = desk.said_before(candidate)
    return {
        "candidate": candidate.id,
        "seen": desk.mark_of(candidate.id),
        "band": entry.band,
        "novelty": entry.novelty.value,
        "confidence": float(candidate.confidence),
        "claim": sentence(desk, candidate),
        "quote": candidate.quote.value,
        "language": candidate.quote.language,
        "attribution": candidate.attribution.value,
        "context": _context(candidate, texts),
        "texts_given": texts.given,
        "proposition": {
            "id": candidate.proposition,
            "label": proposition.label if proposition else candidate.proposition,
            "sentence": proposition.sentence if proposition else "",
            "for": verb_of(proposition, Polarity.FAVOURS),
            "against": verb_of(proposition, Polarity.OPPOSES),
        },
        "polarity": candidate.polarity.value,
        "date": str(candidate.said_on or ""),
        "holder": _holder(desk, candidate),
        "before": [_stance(desk, dated) for dated in said[-EARLIER:]],
        "before_in_all": len(said),
        "rules": list(candidate.rules),
        "document": _document(desk, candidate),
        **_decisions(desk, candidate),
    }


def _context(candidate: Candidate, texts: Texts) -> View | None:
    found = texts.around(candidate.span)
    return {"before": found.before, "words": found.words, "after": found.after} if found else None


def _holder(desk: Desk, candidate: Candidate) -> View:
    actor = desk.holder_of(candidate)
    return {
        "id": actor.id if actor else None,
        "name": name_of(desk, candidate),
        "about": about(actor) if actor else None,
        "in_text": candidate.holder_name,
        "offices": list(offices_of(desk, actor, candidate)) if actor else [],
    }


def _stance(desk: Desk, dated: Dated) -> View:
    shown = first_shown(desk, dated)
    words = (shown.quote or shown.paraphrase) if shown else None
    proposition = desk.registry.propositions.get(dated.stance.proposition)
    return {
        "id": dated.stance.id,
        "when": when_said(dated),
        "polarity": dated.stance.polarity.value,
        "verb": verb_of(proposition, dated.stance.polarity),
        "words": words.value if words else "",
        "quoted": bool(shown and shown.quote),
        "language": words.language if words else None,
        "document": shown.document if shown else None,
    }


def _document(desk: Desk, candidate: Candidate) -> View:
    document = desk.documents.get(candidate.document)
    outlets = {outlet.id: outlet.name for outlet in desk.records.outlets}
    if document is None:
        return {
            "id": candidate.document,
            "headline": "",
            "outlet": "",
            "published": "",
            "url": None,
        }
    return {
        "id": document.id,
        "headline": document.headline.value if document.headline else "",
        "outlet": outlets.get(document.outlet, document.outlet),
        "published": str(document.published or "undated"),
        "url": web_address(document.url),
    }


def _decisions(desk: Desk, candidate: Candidate) -> View:
    own = desk.own_decision_on(candidate.id)
    others = [one for one in desk.decisions_on(candidate.id) if one != own]
    return {
        "own": decision_view(own) if own else None,
        "others": [decision_view(one) | {"agrees": outcome(one) == outcome(own)} for one in others]
        if own
        else None,
        "others_in_all": len(others),
    }


def decision_view(review: Review) -> View:
    """A decision in words, with its corrections and its reason."""
    changed = {
        "holder": review.holder,
        "proposition": review.proposition,
        "polarity": review.polarity,
        "date": "not told" if review.undated else review.said_on,
    }
    return {
        "review": review.id,
        "candidate": review.subject.partition("/")[2],
        "reviewer": review.reviewer,
        "day": review.decided_on.isoformat(),
        "verdict": review.verdict.value,
        "corrected": {name: str(value) for name, value in changed.items() if value},
        "note": review.note.value if review.note else "",
    }
