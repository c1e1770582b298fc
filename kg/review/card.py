"""One candidate as a reviewer sees it: the words, what they would mean, who said what before."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from kg.model.actors import Actor
from kg.model.dated import Dated, last_day
from kg.model.documents import Evidence, imprint_of
from kg.model.propositions import Proposition
from kg.model.stances import Candidate, Polarity
from kg.printing import printable
from kg.review.context import Texts
from kg.review.decision import Decision
from kg.review.desk import Desk
from kg.review.queue import Entry

WIDTH = 96
EARLIER = 4
"""How many of an actor's stances on the proposition are shown, the last ones."""


def draw_card(desk: Desk, entry: Entry, texts: Texts, left: int) -> str:
    """What a person needs to decide on a candidate, as lines of plain text."""
    lines = [
        *_heading(desk, entry, left),
        "",
        *_words(entry.candidate, texts),
        "",
        *_claim(desk, entry.candidate),
        *_holder(desk, entry.candidate),
        *_earlier(desk, entry.candidate),
        f"Rules: {', '.join(entry.candidate.rules)}",
    ]
    return "\n".join(_fit(line) for line in lines)


def draw_draft(desk: Desk, draft: Decision) -> str:
    """What an acceptance would publish, with the corrections made so far."""
    candidate = draft.applied_to(desk.candidates[draft.candidate])
    return _fit(f"As corrected: {sentence(desk, candidate)}")


def sentence(desk: Desk, candidate: Candidate) -> str:
    """A candidate in words: who, with the proposition's own verb, what, when."""
    proposition = desk.registry.propositions.get(candidate.proposition)
    verb = verb_of(proposition, candidate.polarity)
    about = proposition.label if proposition else candidate.proposition
    when = str(candidate.said_on) if candidate.said_on else "no date told"
    return f"{name_of(desk, candidate)} {verb}: {about} ({when})"


def name_of(desk: Desk, candidate: Candidate) -> str:
    """The holder's name: that of the registry, or that of the text, marked as unknown."""
    if actor := desk.holder_of(candidate):
        return actor.name
    return f"{candidate.holder_name} (unknown)" if candidate.holder_name else candidate.holder


def verb_of(proposition: Proposition | None, polarity: Polarity) -> str:
    """What to say of who holds that polarity."""
    if polarity is Polarity.MIXED or proposition is None:
        return "is mixed on" if polarity is Polarity.MIXED else polarity.value
    return proposition.for_verb if polarity is Polarity.FAVOURS else proposition.against_verb


def _heading(desk: Desk, entry: Entry, left: int) -> Iterator[str]:
    candidate = entry.candidate
    yield f"── {left} waiting ── {entry.band}, {entry.novelty} ──"
    yield f"candidate:{candidate.id}"
    document = desk.documents.get(candidate.document)
    if document is None:
        yield f"document:{candidate.document}"
        return
    outlets = {outlet.id: outlet.name for outlet in desk.records.outlets}
    title = f"{document.headline.value}, " if document.headline else ""
    outlet = outlets.get(document.outlet, document.outlet)
    yield f"{title}{imprint_of(document, outlet)}"
    if document.url:
        yield document.url


def _words(candidate: Candidate, texts: Texts) -> Iterator[str]:
    excerpt = texts.around(candidate.span)
    kind = f"[{candidate.attribution}]"
    if excerpt is None:
        yield f"  »{candidate.quote.value}« {kind}"
        if texts.given:
            yield "  (none of the texts given is the one that was read)"
        else:
            yield "  (the article's text is not at hand: --text FILE, --texts DIR show the context)"
        return
    yield f"  {excerpt.before}»{excerpt.words}«{excerpt.after} {kind}"


def _claim(desk: Desk, candidate: Candidate) -> Iterator[str]:
    yield f"Claim: {sentence(desk, candidate)}"
    proposition = desk.registry.propositions.get(candidate.proposition)
    if proposition:
        verbs = f"{proposition.for_verb} / {proposition.against_verb}"
        yield f"  “{proposition.sentence}” ({verbs})"


def _holder(desk: Desk, candidate: Candidate) -> Iterator[str]:
    actor = desk.holder_of(candidate)
    if actor is None and candidate.holder_name is not None:
        yield f"Holder: {candidate.holder_name}, unknown (h names an actor, w enters a new one)"
        return
    if actor is None:
        yield f"Holder: actor:{candidate.holder}, described nowhere"
        return
    offices = ", ".join(offices_of(desk, actor, candidate)) or "no office known"
    yield f"Holder: {about(actor)}; on that day {offices}"


def about(actor: Actor) -> str:
    """An actor in a few words: name, id, kind, country."""
    where = f", {actor.country}" if actor.country else ""
    return f"{actor.name} (actor:{actor.id}, {actor.kind}{where})"


def offices_of(desk: Desk, actor: Actor, candidate: Candidate) -> Iterator[str]:
    """The offices that its holder held on the day of a candidate, or of its document."""
    document = desk.documents.get(candidate.document)
    printed = document.published if document else None
    day = last_day(candidate.said_on, [printed.latest] if printed else [])
    for tenure in desk.records.tenures:
        if day and tenure.actor == actor.id and tenure.covers(day):
            yield tenure.role


def _earlier(desk: Desk, candidate: Candidate) -> Iterator[str]:
    said = desk.said_before(candidate)
    if not said:
        yield "On this so far: nothing published"
        return
    yield f"On this so far: {len(said)}"
    for dated in said[-EARLIER:]:
        yield from _stance(desk, dated)


def _stance(desk: Desk, dated: Dated) -> Iterator[str]:
    verb = verb_of(desk.registry.propositions.get(dated.stance.proposition), dated.stance.polarity)
    first = first_shown(desk, dated)
    text = (first.quote or first.paraphrase) if first else None
    words = f" “{text.value}”" if text else ""
    source = f" [{first.document}]" if first else ""
    yield f"  {when_said(dated)} {verb}{words}{source}"


def when_said(dated: Dated) -> str:
    """The day of a stance as told, or by which it was held."""
    return str(dated.stance.said_on) if dated.stance.said_on else f"by {dated.latest}"


def first_shown(desk: Desk, dated: Dated) -> Evidence | None:
    """The first evidence that is published for a stance."""
    shown = (item for item in desk.publication.evidence if item.stance == dated.stance.id)
    return next(shown, None)


def _fit(line: str) -> str:
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    wrapped = textwrap.wrap(
        printable(line),
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(wrapped)
