"""Dates that cannot be, names that deceive, and what deserves a second look."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator

from pyoxigraph import Literal, NamedNode

from kg.errors import Problem, Severity
from kg.model.actors import Actor, ActorKind, Tenure
from kg.model.dates import PartialDate
from kg.model.documents import Document, Evidence
from kg.model.positions import by_pair, place_in_time, possibly_same
from kg.model.stances import Stance
from kg.rdf.codec import Record, decode
from kg.rdf.forms import DATE_TYPES
from kg.rdf.terms import BASE, PREFIXES, RDFS, SKOS, compact
from kg.seeds.promises import said_after_publication
from kg.seeds.read import Seeds

Place = Callable[[str, str], Problem]
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""What steers a terminal, turns the reading direction, or cannot stand in XML."""
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


def impossible(seeds: Seeds, place: Place) -> Iterator[Problem]:
    """Errors: days that no calendar has, events after their own report, deceptive names."""
    yield from _impossible_dates(seeds, place)
    yield from _said_after_publication(seeds, place)
    yield from _deceptive_names(seeds, place)
    yield from _control_characters(seeds, place)


def doubtful(seeds: Seeds, place: Place) -> Iterator[Problem]:
    """Warnings: possible duplicates, stances outside any tenure, documents without headline."""
    for node, message in (*_same_match(seeds), *_outside_tenure(seeds), *_no_headline(seeds)):
        problem = place(node, message)
        yield Problem(problem.path, problem.line, problem.column, problem.message, Severity.WARNING)


def _records(seeds: Seeds, record: type[Record]) -> list[Record]:
    try:
        return decode(record, seeds.triples())
    except ValueError:
        # A shape says what is missing, with its place; guessing on from half a record does not.
        return []


def _impossible_dates(seeds: Seeds, place: Place) -> Iterator[Problem]:
    for triple in seeds.triples():
        value = triple.object
        if isinstance(value, Literal) and value.datatype in DATE_TYPES.values():
            try:
                PartialDate.parse(value.value)
            except ValueError as error:
                yield place(_node(triple.subject), f"{compact(triple.predicate)}: {error}")


def _said_after_publication(seeds: Seeds, place: Place) -> Iterator[Problem]:
    records = _records(seeds, Stance), _records(seeds, Evidence), _records(seeds, Document)
    for node, message in said_after_publication(*records):
        yield place(f"{BASE}{node}", message)


def _deceptive_names(seeds: Seeds, place: Place) -> Iterator[Problem]:
    for triple in seeds.triples():
        if triple.predicate in (RDFS.label, SKOS.altLabel) and isinstance(triple.object, Literal):
            name = triple.object.value
            for word in name.split():
                scripts = {script for script in _SCRIPTS for c in word if _is_of(c, script)}
                if len(scripts) > 1:
                    mixed = " and ".join(sorted(script.title() for script in scripts))
                    yield place(_node(triple.subject), f"{word!r} mixes {mixed} letters")
            if any(unicodedata.category(c) in ("Cc", "Cf") for c in name):
                yield place(_node(triple.subject), f"{name!r} has invisible characters")
            if unicodedata.normalize("NFC", name) != name:
                yield place(_node(triple.subject), f"{name!r} is not in Unicode form NFC")


def _control_characters(seeds: Seeds, place: Place) -> Iterator[Problem]:
    for triple in seeds.triples():
        value = triple.object
        if isinstance(value, Literal) and CONTROL.search(value.value):
            message = f"{compact(triple.predicate)} has control characters"
            yield place(_node(triple.subject), message)


def _is_of(character: str, script: str) -> bool:
    return unicodedata.name(character, "").startswith(f"{script} ")


def _same_match(seeds: Seeds) -> Iterator[tuple[str, str]]:
    dated = [place_in_time(stance, ()) for stance in _records(seeds, Stance)]
    for pair in by_pair(d for d in dated if d).values():
        for one, other in possibly_same(pair):
            yield (
                f"{PREFIXES['stance']}{other.id}",
                f"stance:{other.id} has holder, proposition, polarity and date in common with "
                f"stance:{one.id}: one utterance or two?",
            )


def _outside_tenure(seeds: Seeds) -> Iterator[tuple[str, str]]:
    persons = {a.id for a in _records(seeds, Actor) if a.kind is ActorKind.PERSON}
    tenures: dict[str, list[Tenure]] = defaultdict(list)
    for tenure in _records(seeds, Tenure):
        tenures[tenure.actor].append(tenure)
    for stance in _records(seeds, Stance):
        day = stance.said_on
        if stance.holder in persons and day:
            held = tenures[stance.holder]
            if not any(t.covers(day.earliest) or t.covers(day.latest) for t in held):
                yield (
                    f"{PREFIXES['stance']}{stance.id}",
                    f"no office of actor:{stance.holder} is known on {day}",
                )


def _no_headline(seeds: Seeds) -> Iterator[tuple[str, str]]:
    for document in _records(seeds, Document):
        if document.headline is None:
            yield f"{PREFIXES['document']}{document.id}", f"document:{document.id} has no headline"


def _node(subject: object) -> str:
    return subject.value if isinstance(subject, NamedNode) else ""
