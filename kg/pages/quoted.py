"""Stances and changes of position in one line and one quote, as lists and feeds tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model.documents import Text
from kg.model.stances import Shift, Stance
from kg.pages.feed import Passage
from kg.pages.published import Published
from kg.pages.rendering import link
from kg.pages.sayings import Saying, Sayings, Source
from kg.pages.wording import date_words

_NO_WORDS = Text("", "en")


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of position, with the stances before and after it."""

    shift: Shift
    before: Saying
    after: Saying

    @property
    def when(self) -> str:
        """By when it had changed, in words."""
        return date_words(self.shift.changed_by)


def sayings_of(published: Published, names: Iterable[str]) -> list[Saying]:
    """Stances, by their ids, with all that is told of them, in the order given."""
    sayings = Sayings(published)
    records = (published.one(Stance, name) for name in names)
    return [sayings.one(record) for record in records if record is not None]


def turns_of(published: Published, shifts: Iterable[Shift]) -> list[Turn]:
    """Changes of position with the stances on both sides, in the order given."""
    sayings = Sayings(published)
    found = []
    for shift in shifts:
        before, after = published.one(Stance, shift.before), published.one(Stance, shift.after)
        if before and after:
            found.append(Turn(shift, sayings.one(before), sayings.one(after)))
    return found


def sentence(saying: Saying) -> str:
    """Who does what, in one line."""
    verb = saying.proposition.verb(saying.stance.polarity)
    return f"{saying.actor.name} {verb}: {saying.proposition.label}"


def first(saying: Saying) -> Source | None:
    """What is shown where there is room for one quote: exact words before a paraphrase."""
    exact = (one for one in saying.sources if one.evidence.quote)
    return next(exact, None) or next(iter(saying.sources), None)


def words_of(source: Source) -> Text:
    """The words that a piece of evidence shows: a quote, or else our paraphrase."""
    return source.evidence.quote or source.evidence.paraphrase or _NO_WORDS


def place_of(source: Source) -> str:
    """Who published a document, and when, in words."""
    published = source.document.published
    return f"{source.document.publisher}, {date_words(published) if published else 'undated'}"


def passages(saying: Saying, path: str, most: int, before: str = "") -> Iterator[Passage]:
    """The words that show a stance, for the feed of the page of a path: quote and paraphrase."""
    for source in saying.sources[:most]:
        address = source.url or link(path, f"document/{source.document.id}.html")
        quote, ours = source.evidence.quote, source.evidence.paraphrase
        if quote:
            yield Passage(quote.value, quote.language, place_of(source), address, before)
        if ours or not quote:
            told = ours or _NO_WORDS
            yield Passage(told.value, told.language, place_of(source), address, before, ours=True)
