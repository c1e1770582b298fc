"""Dates that cannot be, words that deceive, and what deserves a second look, in one file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from pyoxigraph import Literal, NamedNode

from kg.model.scripts import foreign_letters
from kg.model.unseen import SMUGGLED, STRAY, UNSEEN
from kg.rdf.described import TYPE, Said, Term
from kg.rdf.forms import DATE_TYPES
from kg.rdf.terms import PREFIXES, RDFS, SCHEMA, SKOS, ST, compact
from kg.seeds.partial_dates import Days, fault_of, told_as
from kg.seeds.promises import after_publication
from kg.seeds.surveyed import Facts, days_of_thing

Fault = tuple[str, str]
"""A thing at fault, by its IRI, and a message."""
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""What steers a terminal, turns the reading direction, or cannot stand in XML."""
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
_NAMES = {RDFS.label.value, SKOS.altLabel.value}
_DATED = {DATE_TYPES[name].value: size for name, size in (("day", 10), ("month", 7), ("year", 4))}
"""The types of dates, and how many characters each has."""
_SUPPORTS, _DOCUMENT = ST.supports.value, ST.document.value
_HEADLINE = SCHEMA.headline.value
_WORDS = {node.value for node in (ST.quote, ST.translation, ST.paraphrase)}
_TEXTS = _WORDS | {node.value for node in (SCHEMA.headline, ST.reason, ST.condition, ST.summary)}
_LONGEST = 2_000
"""Characters of a quote, its translation or a paraphrase; they are short in words already."""


def impossible(said: Said, facts: Callable[[str], Facts | None]) -> Iterator[Fault]:
    """Errors: days that no calendar has, events after their own report, deceptive names.

    ``facts`` tells what is known of the things of other files.
    """
    for node, values in said.items():
        for predicate, terms in values.items():
            for term in terms:
                if isinstance(term, Literal):
                    for message in _of_literal(term, predicate):
                        yield node, message
        if _SUPPORTS in values:
            for message in _said_after_publication(values, said, facts):
                yield node, message


def doubtful(said: Said) -> Iterator[Fault]:
    """Warnings: documents without headline, characters that nobody sees."""
    for node, values in said.items():
        for predicate, terms in values.items():
            if predicate not in _NAMES and any(map(_has_unseen, terms)):
                yield node, f"{compact(NamedNode(predicate))} has invisible characters"
        if _HEADLINE not in values and ST.Document in values.get(TYPE, ()):
            yield node, f"{compact(NamedNode(node))} has no headline"


def _of_literal(term: Literal, predicate: str) -> Iterator[str]:
    text = term.value
    dated = term.language is None and term.datatype.value in _DATED
    if dated and (fault := fault_of(text)):
        yield f"{compact(NamedNode(predicate))}: {fault}"
    elif dated and len(text) != _DATED[term.datatype.value]:
        yield f"{compact(NamedNode(predicate))}: {text!r} is no {compact(term.datatype)}"
    if predicate in _NAMES and not (text.isascii() and text.isprintable()):
        yield from _deceptive(text)
    if predicate in _TEXTS and term.language and not text.isascii():
        yield from _of_another_language(text, term.language, predicate)
    if not (text.isascii() and text.isprintable()):
        if CONTROL.search(text):
            yield f"{compact(NamedNode(predicate))} has control characters"
        if not text.isascii() and SMUGGLED.search(text):
            yield f"{compact(NamedNode(predicate))} has words in characters that nobody sees"
    if predicate in _WORDS and len(text) > _LONGEST:
        yield f"{compact(NamedNode(predicate))} is longer than {_LONGEST:,} characters"


def _of_another_language(text: str, language: str, predicate: str) -> Iterator[str]:
    if script := foreign_letters(text, language):
        yield (
            f"{compact(NamedNode(predicate))}: {language!r} is not written in {script.title()} "
            "letters; the tag of a text is its own language"
        )


def _has_unseen(term: Term) -> bool:
    if not isinstance(term, Literal) or term.value.isascii():
        return False
    return UNSEEN.search(term.value) is not None


def _deceptive(name: str) -> Iterator[str]:
    for word in name.split():
        scripts = {script for script in _SCRIPTS for c in word if _is_of(c, script)}
        if len(scripts) > 1:
            mixed = " and ".join(sorted(script.title() for script in scripts))
            yield f"{word!r} mixes {mixed} letters"
    seen = name if STRAY.search(name) else name.replace("\u200c", "").replace("\u200d", "")
    if UNSEEN.search(name) or any(unicodedata.category(c) in ("Cc", "Cf") for c in seen):
        yield f"{name!r} has invisible characters"
    if unicodedata.normalize("NFC", name) != name:
        yield f"{name!r} is not in Unicode form NFC"


def _is_of(character: str, script: str) -> bool:
    return unicodedata.name(character, "").startswith(f"{script} ")


def _said_after_publication(
    values: dict[str, list[Term]], said: Said, facts: Callable[[str], Facts | None]
) -> Iterator[str]:
    """Of a piece of evidence: that what it shows is younger than its document."""
    stance, document = _only(values, _SUPPORTS), _only(values, _DOCUMENT)
    if stance is None or document is None:
        return
    told, printed = _days(stance, said, facts), _days(document, said, facts)
    if told and printed and told[0] > printed[1]:
        name = stance.removeprefix(PREFIXES["stance"])
        yield after_publication(name, told_as(told), told_as(printed))


def _days(node: str, said: Said, facts: Callable[[str], Facts | None]) -> Days | None:
    values = said.get(node)
    if values is not None:
        return days_of_thing(values)
    known = facts(node)
    return known.days if known else None


def _only(values: dict[str, list[Term]], predicate: str) -> str | None:
    """The one thing that is the value of a property; None where it is not one."""
    terms = values.get(predicate, ())
    return terms[0].value if len(terms) == 1 and isinstance(terms[0], NamedNode) else None
