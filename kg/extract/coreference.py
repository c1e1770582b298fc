"""Whom he, she, 'the chancellor' or 'the minister' mean: the last person who fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from kg.extract.lexicon import Lexicon
from kg.extract.mentions import Mention, follows_preposition
from kg.extract.roster import Roster
from kg.extract.segment import Segments
from kg.extract.speakers import quoted_before, reporting_source

REACH = 5
"""How many sentences back a pronoun may point."""

_PRONOUN = re.compile(r"\b(?:he|she|his|her)\b", re.IGNORECASE)
_GENDERS = {"he": "m", "his": "m", "she": "f", "her": "f"}
_PAIR = re.compile(
    r"\b(both|the two) (politicians|leaders|men|women|presidents|premiers|ministers)\b",
    re.IGNORECASE,
)

_IN_WHICH = re.compile(r"\b(?:in|during) which $")
_GROUP = re.compile(
    r"\b(?:the|all|both) (?:leaders|ministers|heads of state|allies)\b", re.IGNORECASE
)


def resolve(
    segments: Segments, mentions: tuple[Mention, ...], roster: Roster, lexicon: Lexicon
) -> tuple[Mention, ...]:
    """The mentions with those of pronouns and bare offices among them, in order.

    A pronoun that may mean a stranger becomes a mention of nobody, so that no actor gets it.
    """
    found = sorted(
        [*mentions, *_anaphors(segments, mentions, roster, lexicon)],
        key=lambda mention: mention.start,
    )
    resolved: list[Mention] = []
    numbers = [segments.sentence_at(mention.start) for mention in found]
    for mention, number in zip(found, numbers, strict=True):
        if mention.form not in ("pronoun", "role", "pair", "group"):
            resolved.append(mention)
            continue
        last = len(resolved)
        first = max(0, last - 60)
        recent = [
            earlier
            for earlier, place in zip(resolved[-60:], numbers[first:last], strict=True)
            if number - place <= (40 if mention.form == "role" else REACH)
        ]
        resolved.append(_resolved(mention, recent, segments, roster, lexicon))
    return tuple(resolved)


def _anaphors(
    segments: Segments, mentions: tuple[Mention, ...], roster: Roster, lexicon: Lexicon
) -> Iterator[Mention]:
    taken = {place for mention in mentions for place in range(mention.start, mention.end)}
    ends = {mention.end for mention in mentions}
    starts = {mention.start for mention in mentions}
    for found in _PRONOUN.finditer(segments.spoken):
        yield Mention(found.start(), found.end(), None, "pronoun", found[0].lower())
    for found in _PAIR.finditer(segments.spoken):
        yield Mention(found.start(1), found.end(1), None, "pair", "first")
        yield Mention(found.start(2), found.end(2), None, "pair", "second")
    for found in _GROUP.finditer(segments.spoken):
        if found.start() not in taken:
            yield Mention(found.start(), found.end(), None, "group", "group")
    role = _roles(frozenset({*roster.nouns, *lexicon.words["persons"]}))
    for found in role.finditer(segments.spoken):
        apposed = any(found.end() + gap in starts for gap in (1, 2)) or (
            segments.spoken[max(0, found.start() - 2) : found.start()] == ", "
            and found.start() - 2 in ends
        )
        if not apposed and not any(place in taken for place in range(*found.span())):
            yield Mention(found.start(), found.end(), None, "role", found[1].lower())


@lru_cache(maxsize=8)
def _roles(nouns: frozenset[str]) -> re.Pattern[str]:
    """The bearers of offices as they are called when they have been named before."""
    longest_first = "|".join(sorted(map(re.escape, sorted(nouns)), key=len, reverse=True))
    return re.compile(
        rf"\b(?:the country's|the|its|her|his|that country's) "
        rf"(?:(?:\w+ish|\w+an|French|Dutch|Polish|Baltic|former|outgoing|new|party|long-serving) )?"
        rf"({longest_first}|social democrat|christian democrat|party leader)\b",
        re.IGNORECASE,
    )


def _resolved(
    mention: Mention, recent: list[Mention], segments: Segments, roster: Roster, lexicon: Lexicon
) -> Mention:
    if mention.form == "pronoun":
        gender = _GENDERS[mention.rule]
        chosen = _antecedent(mention, recent, segments, lexicon, gender, roster)
        actor = chosen.actor if chosen else None
        return replace(mention, actor=actor, rule=f"holder-pronoun-{mention.rule}")
    if mention.form == "pair":
        return replace(mention, actor=_one_of_two(mention, recent, roster), rule="holder-pair")
    if mention.form == "group":
        groups = lexicon.words["groups"]
        again = (
            one.actor
            for one in reversed(recent)
            if one.actor in groups or segments.view.endswith("leaders", one.start, one.end)
        )
        return replace(mention, actor=next(again, None), rule="holder-group-again")
    office = roster.nouns.get(mention.rule)
    named = segments.view[mention.start : mention.end].lower()
    if office:
        actor = _bearer(office, named, recent, roster, lexicon)
    else:
        actor = _most_present(recent, roster)
    return replace(mention, actor=actor, rule=f"holder-role-{mention.rule.replace(' ', '-')}")


def _antecedent(
    pronoun: Mention,
    recent: list[Mention],
    segments: Segments,
    lexicon: Lexicon,
    gender: str,
    roster: Roster,
) -> Mention | None:
    """The first subject of the latest sentence with a person of that gender.

    Beyond its paragraph, the subject who is named most often.
    """
    number = segments.sentence_at(pronoun.start)
    here = segments.sentences[number]
    if _IN_WHICH.search(segments.view, here.start, pronoun.start):
        owners = [one for one in recent if one.possessive and one.start >= here.start]
        if owners and _gender(owners[-1], segments.view, roster, lexicon) in (gender, "?"):
            return owners[-1]
    fitting = [
        earlier
        for earlier in recent
        if _gender(earlier, segments.view, roster, lexicon) in (gender, "?")
        and segments.quotation_at(earlier.start, earlier.end) is None
        and (earlier.actor is not None or earlier.form == "stranger")
    ]
    reporting = reporting_source(pronoun, fitting, segments, lexicon)
    if reporting is not None and reporting.start >= here.start:
        return reporting
    near: list[Mention] = []
    for sentence in reversed(segments.sentences[max(0, number - REACH) : number + 1]):
        inside = [one for one in fitting if sentence.start <= one.start < sentence.end]
        for earlier in inside:
            if not earlier.possessive and not follows_preposition(segments.view, earlier, lexicon):
                near.append(earlier)
                break
        if near and sentence.paragraph == here.paragraph:
            return near[0]
    return quoted_before(pronoun, fitting, segments, lexicon) or _most_named(near, fitting)


def _most_named(near: list[Mention], fitting: list[Mention]) -> Mention | None:
    """Of the subjects of earlier paragraphs the one named most often, else anybody named."""
    if not near:
        return fitting[-1] if fitting else None
    actors = [mention.actor for mention in fitting]
    return max(near, key=lambda mention: actors.count(mention.actor))


def _gender(mention: Mention, view: str, roster: Roster, lexicon: Lexicon) -> str:
    """m, f, ? for a person whose gender no one knows, or nothing for what is no person."""
    if mention.form == "pronoun":
        return _GENDERS[mention.rule.removeprefix("holder-pronoun-")]
    if mention.form == "stranger":
        first = view[mention.start : mention.end].split(maxsplit=1)[0].lower()
        return lexicon.genders.get(first, "?")
    if roster.is_person(mention.actor):
        return roster.genders.get(mention.actor or "", "?")
    return ""


def _bearer(
    office: str, named: str, recent: list[Mention], roster: Roster, lexicon: Lexicon
) -> str | None:
    """The last person named who holds the office, else its bearer in the last country named."""
    for mention in reversed(recent):
        if mention.form not in ("pronoun", "role") and mention.actor is not None:
            held = roster.offices.get(mention.actor, frozenset())
            baltic = roster.country(mention.actor) in lexicon.words["baltic"]
            if office in held and (baltic or "baltic" not in named):
                return mention.actor
    for mention in reversed(recent):
        country = roster.country(mention.actor)
        if country and country not in ("EU", "RU", "UA", "US") and not named.startswith("his"):
            return roster.bearers.get((country, office))
    return None


def _one_of_two(mention: Mention, recent: list[Mention], roster: Roster) -> str | None:
    """One of the last two persons: for the first word the earlier, for the second the later."""
    persons: list[str] = []
    for earlier in reversed(recent):
        person = earlier.actor if roster.is_person(earlier.actor) else None
        if person and earlier.form != "pair" and person not in persons:
            persons.append(person)
    if len(persons) < 2:
        return None
    return persons[1] if mention.rule == "first" else persons[0]


def _most_present(recent: list[Mention], roster: Roster) -> str | None:
    """The person named most often so far, of several the last one named."""
    counts: dict[str, int] = {}
    for mention in recent:
        if mention.actor is not None and roster.is_person(mention.actor) and not mention.possessive:
            counts[mention.actor] = counts.pop(mention.actor, 0) + 1
    return max(reversed(list(counts)), key=lambda actor: counts[actor], default=None)
