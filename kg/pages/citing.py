"""How a page is cited: in the words in which the graph page cites a stance."""

from __future__ import annotations

from kg import __version__
from kg.model.actors import ActorKind
from kg.pages.published import Published
from kg.pages.sayings import Saying, Source
from kg.pages.wording import date_words
from kg.project import TITLE
from kg.rdf.terms import BASE


def edition_words(published: Published) -> str:
    """The title of the graph, its version, and the day to which it reaches."""
    last = published.last_day
    day = [f"data to {date_words(last)}"] if last else []
    return ", ".join([TITLE, f"version {__version__}", *day])


def cite_page(published: Published, path: str, title: str) -> str:
    """The citation of any page but that of a stance."""
    return f"{title}. In: {edition_words(published)}. {BASE}{path}"


def cite_stance(published: Published, saying: Saying) -> str:
    """The citation of a stance: who, when, what, in whose words, where."""
    who = ", ".join(filter(None, [saying.actor.name, _offices(published, saying)]))
    told = "; ".join(_source(source) for source in saying.sources)
    return (
        f"{who}, {saying.when}: {saying.verb} – {saying.proposition.label}. "
        f"{f'{told}. ' if told else ''}In: {edition_words(published)}. {BASE}{saying.path}"
    )


def _offices(published: Published, saying: Saying) -> str:
    """What a person was on every day that it may have been, the newest office first.

    Party posts stand last.
    """
    dated = saying.dated
    if saying.actor.kind is not ActorKind.PERSON or dated is None:
        return ""
    held = [
        tenure
        for tenure in published.tenures_of.get(saying.actor.id, ())
        if tenure.covers(dated.earliest) and tenure.covers(dated.latest)
    ]
    actors = published.actors
    parties = {one.id for one in actors.values() if one.kind is ActorKind.PARTY}
    return "; ".join(
        one.role for one in sorted(held, key=lambda tenure: tenure.organisation in parties)
    )


def _source(source: Source) -> str:
    document, item = source.document, source.evidence
    at = [
        document.publisher,
        f"“{document.title}”" if document.title else None,
        date_words(document.published) if document.published else None,
        document.url,
    ]
    paraphrase = item.paraphrase.value.removesuffix(".") if item.paraphrase else ""
    words = f"“{item.quote.value}”" if item.quote else paraphrase
    return f"{words} ({', '.join(filter(None, at))})".strip()
