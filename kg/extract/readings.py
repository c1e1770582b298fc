"""What single rows of a lexicon take a text for, seen apart from the other rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kg.extract.attribution import find_frames
from kg.extract.clauses import background_start
from kg.extract.dates import find_dates
from kg.extract.lexicon import Lexicon
from kg.extract.mentions import find_mentions
from kg.extract.names import words_of
from kg.extract.patterns import compile_pattern
from kg.extract.polarity import judge
from kg.extract.roster import roster
from kg.extract.rules import Cue, Office, Phrase, TopicRule
from kg.extract.segment import Segments, level, segment
from kg.extract.tables import Row
from kg.extract.topics import TopicHit
from kg.extract.unsaid import is_unsaid
from kg.model.actors import Actor, ActorKind, StartPrecision, Tenure
from kg.model.dates import PartialDate

MATTER = "the accord"
"""What the examples of cues, background and unsaid words speak of."""
SPEAKER = Actor("ann-speaker", "Ann Speaker", ActorKind.PERSON, "FR")
"""Who speaks in the examples of reporting verbs."""
PUBLISHED = PartialDate(date(2026, 3, 18), date(2026, 3, 18))
"""The day, a Wednesday, against which the examples of date words are read."""
SIGNS = {1: "+", -1: "-", 0: "~", None: None}
"""How the tables write a direction."""

_ACCORD = TopicRule("accord", "accord", "T", 1, compile_pattern(MATTER, {}), None, "", "")
_STATE = Actor("some-state", "Some State", ActorKind.STATE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row must take its example for, and what it does take any text for, if anything."""

    expected: str
    takes: Callable[[str], str | None]


def of_cue(row: Row, cue: Cue, lexicon: Lexicon) -> Reading:
    """A cue turns the matter of its sentence its own way."""

    def takes(text: str) -> str | None:
        segments = segment(text)
        for hit in _accords(segments):
            judgement = judge(hit, segments.view, segments.sentences[0], None, lexicon)
            if cue.id in {decision.rule for decision in judgement.decisions}:
                return SIGNS[judgement.sign]
        return f"a cue without {MATTER}" if cue.pattern.search(segments.view) else None

    return Reading(row.cells["sign"], takes)


def _accords(segments: Segments) -> Iterator[TopicHit]:
    for match in _ACCORD.pattern.finditer(segments.view):
        yield TopicHit(match.start(), match.end(), _ACCORD)


def of_reporting_verb(_: Row, verb: Phrase, lexicon: Lexicon) -> Reading:
    """A verb makes the words beside it the speaker's."""

    def takes(text: str) -> str | None:
        segments = segment(text)
        people = roster((SPEAKER,), (), PUBLISHED.earliest, lexicon)
        mentions = find_mentions(segments, people, lexicon)
        frames = find_frames(segments, segments.sentences[0], mentions, lexicon)
        speaks = any(frame.rule == verb.id and frame.actor == SPEAKER.id for frame in frames)
        return "words of Ann Speaker" if speaks else None

    return Reading("words of Ann Speaker", takes)


def of_background(_: Row, phrase: Phrase, lexicon: Lexicon) -> Reading:
    """A phrase makes the matter behind it a mere circumstance."""
    alone = replace(lexicon, background=(phrase,))

    def takes(text: str) -> str | None:
        segments = segment(text)
        first = segments.sentences[0]
        hits = _accords(segments)
        inside = any(
            background_start(segments.view, first, hit.start, alone) is not None for hit in hits
        )
        return "background" if inside else None

    return Reading("background", takes)


def of_unsaid(_: Row, phrase: Phrase, lexicon: Lexicon) -> Reading:
    """A phrase leaves the matter behind it open."""
    alone = replace(lexicon, unsaid=(phrase,))

    def takes(text: str) -> str | None:
        segments = segment(text)
        first = segments.sentences[0]
        left = any(is_unsaid(hit, segments.view, first, alone) for hit in _accords(segments))
        return "nobody's stance" if left else None

    return Reading("nobody's stance", takes)


def of_date_word(row: Row, phrase: Phrase, lexicon: Lexicon) -> Reading:
    """A word means a date; ``-`` stands for one that is not told."""

    def takes(text: str) -> str | None:
        segments = segment(text)
        for told in find_dates(segments.view, segments.sentences[0], PUBLISHED, lexicon):
            if told.rule == f"date-{phrase.id}":
                return str(told.date or "-")
        return None

    return Reading(row.cells["reading"], takes)


def of_name(row: Row, macros: Mapping[str, str]) -> Reading:
    """A name of names.tsv stands for its words."""
    pattern = compile_pattern(f"{{{row.id}}}", macros)
    return Reading(row.id, lambda text: row.id if pattern.search(level(text)) else None)


def of_group(row: Row, lexicon: Lexicon) -> Reading:
    """A phrase names its actor, or nobody who is known."""
    actor = row.cells["actor"]
    known = () if actor == "-" else (Actor(actor, "Some Body", ActorKind.ORGANISATION, "EU"),)
    words = set(words_of(row.cells["phrase"]))

    def takes(text: str) -> str | None:
        named = _named(text, known, (), lexicon, "holder-group")
        return named if words <= set(words_of(text)) else None

    return Reading("nobody" if actor == "-" else actor, takes)


def of_country(row: Row, lexicon: Lexicon) -> Reading:
    """An adjective names a state by its government."""
    states = (replace(_STATE, country=row.id),)

    def takes(text: str) -> str | None:
        return _named(text, states, (), lexicon, "holder-government")

    return Reading(_STATE.id, takes)


def of_office(row: Row, office: Office, lexicon: Lexicon) -> Reading:
    """A title is one of the office, and each noun of the office names who bears the title."""
    country = next((one for one in lexicon.countries.values() if one.adjectives), None)
    state = replace(_STATE, country=country.code if country else None)
    people = (SPEAKER, state)

    def takes(text: str) -> str | None:
        if not office.role.match(text):
            return None
        start = PartialDate.parse("2020")
        held = Tenure("t", SPEAKER.id, text, _STATE.id, start, None, StartPrecision.START, "x:")
        for noun in office.nouns:
            phrase = noun.removeprefix("=the ").removeprefix("=")
            phrase = phrase if noun[0] == "=" else f"{noun} of {_STATE.name}"
            if _named(f"At night the {phrase} slept.", people, (held,), lexicon, "") != SPEAKER.id:
                return f"nobody, as {phrase!r} names no one"
        return row.id

    return Reading(row.id, takes)


def _named(
    text: str,
    actors: tuple[Actor, ...],
    tenures: tuple[Tenure, ...],
    lexicon: Lexicon,
    rule: str,
) -> str | None:
    people = roster(actors, tenures, PUBLISHED.earliest, lexicon)
    for mention in find_mentions(segment(text), people, lexicon):
        if mention.rule.startswith(rule):
            return mention.actor or "nobody"
    return None


def of_word_class(row: Row) -> Reading:
    """A text has a word of the class."""
    words = set(row.cells["words"].lower().split())

    def takes(text: str) -> str | None:
        return row.id if words & set(text.lower().split()) else None

    return Reading(row.id, takes)
