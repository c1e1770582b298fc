"""What two words ask to compare: two days, two releases of the record, or two units."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pyoxigraph import Store

from kg.analysis.comparison.releases import ENDINGS
from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.pooling import Level, Unit, pool
from kg.errors import AmbiguousName, KgError, UnknownName, UsageError
from kg.files import is_there, whole_path
from kg.model.actors import Actor, ActorKind
from kg.project import Place
from kg.rdf.folded import fold
from kg.rdf.names import find_country, find_thing
from kg.rdf.terms import local
from kg.store.embedded import open_reader

_DAY = re.compile(r"\d{4}(?:-\d{1,2}){0,2}", re.ASCII)
_ADDRESSES = ("actor/", "<", "http://", "https://")
"""How an actor is named by its address, which has slashes too."""
_NEAR = 6


class Sort(StrEnum):
    """What a word names."""

    DAY = "a day"
    RELEASE = "a file or folder"
    NAME = "a name"


def sort_of(first: str, second: str, store: Place) -> Sort:
    """What two words name, both the same sort of thing.

    A day is written YYYY, YYYY-MM or YYYY-MM-DD; what has a folder in it, ends like RDF or lies in
    the current folder is a release. Raises UsageError where a word may be two things, where the
    sorts differ, and where both words are the same.
    """
    for word in (first, second):
        if not word.strip():
            raise UsageError("a name is empty", hint="give two names, two days or two files")
    found = [_sort(word, store) for word in (first, second)]
    if found[0] is not found[1]:
        told = f"{first!r} is {found[0]} and {second!r} {found[1]}"
        raise UsageError(
            f"{told}: they cannot be compared", hint="give two names, two days or two files"
        )
    same = whole_path(first) == whole_path(second) if found[0] is Sort.RELEASE else False
    if same or first == second:
        raise UsageError(f"{first!r} and {second!r} are one", hint="give two that differ")
    return found[0]


def _sort(word: str, store: Place) -> Sort:
    told = os.sep in word or Path(word).suffix.lower() in ENDINGS
    if told and not word.startswith(_ADDRESSES):
        return Sort.RELEASE
    is_day = bool(_DAY.fullmatch(word))
    if not is_there(word):
        return Sort.DAY if is_day else Sort.NAME
    if is_day or _names_actor(word, store):
        other = "a day" if is_day else "an actor"
        hint = f"./{word} is the file" + ("" if is_day else f", actor:{word} the actor")
        raise UsageError(f"{word!r} may be {other} or a file here", hint=hint)
    return Sort.RELEASE


def _names_actor(word: str, store: Place) -> bool:
    try:
        find_thing(open_reader(store), word, ("actor",))
    except AmbiguousName:
        return True
    except KgError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Units:
    """Two units of one level."""

    level: Level
    first: Unit
    second: Unit


def find_units(
    reader: Store, corpus: Corpus, names: tuple[str, str], level: Level | None = None
) -> Units:
    """The units that two names mean; without a level that of their kind.

    Persons are compared as actors, parties with all who speak for them, states and public bodies
    as governments, with those in office. Raises UnknownName and AmbiguousName, and UsageError
    where the names are of different kinds, do not fit the level, or mean the same.
    """
    if level is Level.COUNTRY:
        units = [_country(reader, corpus, name) for name in names]
    elif level is Level.OFFICE:
        units = [_office(corpus, name) for name in names]
    else:
        actors = [_actor(reader, corpus, name) for name in names]
        level = level or _level(corpus, actors)
        units = [_unit(corpus, actor, level) for actor in actors]
    if units[0].id == units[1].id:
        raise UsageError(
            f"{names[0]!r} and {names[1]!r} are both {units[0].label}",
            hint="give two that differ",
        )
    return Units(level, *units)


def _actor(reader: Store, corpus: Corpus, name: str) -> Actor:
    return corpus.actors[local(find_thing(reader, name, ("actor",)), "actor")]


def _level(corpus: Corpus, actors: Iterable[Actor]) -> Level:
    found = {one.name: _own_level(corpus, one) for one in actors}
    if len(set(found.values())) > 1:
        told = " and ".join(f"{name} at level {level}" for name, level in found.items())
        raise UsageError(
            f"these are of different kinds: {told}",
            hint="--level actor takes what each said in their own name",
        )
    return next(iter(found.values()))


def _own_level(corpus: Corpus, actor: Actor) -> Level:
    if actor.kind is ActorKind.PERSON:
        return Level.ACTOR
    if actor.kind is ActorKind.PARTY:
        return Level.PARTY
    is_family = actor.id in corpus.memberships.families
    return Level.FAMILY if is_family else Level.GOVERNMENT


def _unit(corpus: Corpus, actor: Actor, level: Level) -> Unit:
    if level not in {Level.ACTOR, _own_level(corpus, actor)}:
        raise UsageError(
            f"{actor.name} is a {actor.kind}, and none of level {level}",
            hint=f"leave out --level, or take --level {_own_level(corpus, actor)} or actor",
        )
    return Unit(actor.id, actor.name)


def _country(reader: Store, corpus: Corpus, name: str) -> Unit:
    code = find_country(reader, name)
    return Unit(code, corpus.countries.get(code, code))


def _office(corpus: Corpus, name: str) -> Unit:
    units = pool(corpus, Level.OFFICE).units
    wanted = fold(name)
    known = [(fold(unit.label), unit) for unit in units]
    exact = [unit for label, unit in known if label == wanted]
    found = exact or [unit for label, unit in known if f" {wanted} " in f" {label} "]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UnknownName(
            f"no office on record goes by the name {name!r}",
            hint="such as “President of France”; kg network --level office lists them",
        )
    listed = ", ".join(unit.label for unit in found[:_NEAR])
    raise UsageError(f"{name!r} may be several offices", hint=f"one of: {listed}")
