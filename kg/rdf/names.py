"""The things that a name means: by id, IRI, prefix:name, or any spelling of a label or alias."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from difflib import get_close_matches
from enum import Enum

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kg.errors import AmbiguousName, UnknownName, UsageError
from kg.rdf.folded import Names, fold
from kg.rdf.replaced import heir
from kg.rdf.terms import PREFIXES, RDF, SCHEMA, ST, compact

_PUBLISHED = DefaultGraph()
_SHOWN = 6
LONGEST = 1_000
"""No name has more characters; what has is not looked for."""
_TOLD = 100
_MANY = 4
_WORD = 3


def find_thing(known: Store | Names, name: str, spaces: Iterable[str]) -> NamedNode:
    """The one thing of some spaces that goes by a name: an id, IRI, URL, label or alias.

    A name that is whole comes before one that is part of another; of things that fit equally
    well, those of an earlier space come first. ``actor:macron`` looks among actors only. Raises
    UnknownName with the nearest names where nothing fits, AmbiguousName where several do.
    """
    spaces = tuple(spaces)
    known = known if isinstance(known, Names) else Names(known)
    things = find_things(known, name, spaces)
    if not things:
        kind = " or ".join(spaces) if len(spaces) < _MANY else "thing"
        raise _unknown(kind, name, known.of(spaces))
    if len(things) > 1:
        raise _ambiguous(name, things)
    return things[0]


def find_things(known: Store | Names, name: str, spaces: Iterable[str]) -> list[NamedNode]:
    """The things of one kind that fit a name best, as find_thing looks for them; none may."""
    spaces = tuple(spaces)
    known = known if isinstance(known, Names) else Names(known)
    kinds = in_kinds(find_fitting(known, name, spaces)[1], spaces)
    return kinds[0] if kinds else []


class Fit(Enum):
    """How a name fits: it is an id, IRI or URL; that of a thing merged into it; a name; a part."""

    GIVEN = "given"
    MERGED = "merged"
    WHOLE = "whole"
    PART = "part"


def find_fitting(
    known: Store | Names, name: str, spaces: Iterable[str]
) -> tuple[Fit, list[NamedNode]]:
    """The things of all kinds that a name fits best, and how; those of an earlier space first."""
    spaces = tuple(spaces)
    known = known if isinstance(known, Names) else Names(known)
    if len(name) > LONGEST:
        return Fit.PART, []
    if found := _given(known.store, name, spaces):
        return found
    space, mark, rest = name.replace("/", ":", 1).partition(":")
    if mark and space in spaces:
        name, spaces = rest, (space,)
        if found := _given(known.store, name, spaces):
            return found
    names = known.of(spaces)
    wanted = fold(name).removeprefix("the ")
    for fits in (_is, _has_words, _starts):
        fitting = {thing for one, thing in names if fits(one.removeprefix("the "), wanted)}
        if fitting:
            kinds = in_kinds(fitting, spaces)
            return Fit.WHOLE if fits is _is else Fit.PART, [one for kind in kinds for one in kind]
    return Fit.PART, []


def in_kinds(things: Iterable[NamedNode], spaces: Iterable[str]) -> list[list[NamedNode]]:
    """The things of each space that has any, by their ids."""
    known = sorted(things, key=compact)
    kinds = ([t for t in known if t.value.startswith(PREFIXES[space])] for space in spaces)
    return [kind for kind in kinds if kind]


def with_words(known: Names, name: str, spaces: tuple[str, ...]) -> list[NamedNode]:
    """The things in whose names the most words of a name begin, those of an earlier space first.

    Words of fewer than three letters count for nothing.
    """
    if len(name) > LONGEST:
        return []
    wanted = {word for word in fold(name).split() if len(word) >= _WORD}
    held: dict[NamedNode, set[str]] = defaultdict(set)
    for one, thing in known.of(spaces):
        held[thing] |= {word for word in wanted if f" {word}" in f" {one}"}
    most = max(map(len, held.values()), default=0)
    best = [thing for thing, words in held.items() if most and len(words) == most]
    return [one for kind in in_kinds(best, spaces) for one in kind]


def with_name(known: Names, name: str, spaces: tuple[str, ...]) -> list[NamedNode]:
    """The things in whose names a name stands word for word, those of an earlier space first."""
    wanted = fold(name)
    found = {thing for one, thing in known.of(spaces) if _has_words(one, wanted)}
    return [one for kind in in_kinds(found, spaces) for one in kind]


def find_country(known: Store | Names, name: str) -> str:
    """The code of a country that the graph knows, by the code or by any name of an actor there.

    Raises UnknownName with the nearest names where nothing fits, AmbiguousName where several do,
    UsageError where the actor has no country.
    """
    known = known if isinstance(known, Names) else Names(known)
    code = name.upper()
    # Codes are ASCII; what is no text at all cannot be in a literal.
    coded = Literal(code if code.isascii() else "")
    if next(known.store.quads_for_pattern(None, ST.country, coded, None), None):
        return code
    try:
        actor = find_thing(known, name, ("actor",))
    except AmbiguousName:
        raise
    except UnknownName:
        raise _unknown("country", name, _names_of_countries(known)) from None
    found = next(known.store.quads_for_pattern(actor, ST.country, None, None), None)
    if found is None or not isinstance(found.object, Literal):
        raise UsageError(f"{cut(name)} has no country code", hint="give one such as FR, or EU")
    return found.object.value


def _names_of_countries(known: Names) -> list[tuple[str, NamedNode]]:
    """The names of states, and of the body that goes by its country's code: the European Union."""
    names = known.of(("actor",))
    told = set(names)
    of_states = known.store.quads_for_pattern(None, RDF.type, ST.State, None)
    countries = {quad.subject for quad in of_states}
    for quad in known.store.quads_for_pattern(None, ST.country, None, None):
        if isinstance(quad.object, Literal) and (fold(quad.object.value), quad.subject) in told:
            countries.add(quad.subject)
    return [(name, thing) for name, thing in names if thing in countries]


def spelled_out(name: str, spaces: tuple[str, ...]) -> Iterator[NamedNode]:
    """The things of some spaces that a name means if it is an IRI, a prefix:id or an id."""
    space, _, rest = name.partition(":")
    tried = [name.strip("<>")] + [PREFIXES[space] + name for space in spaces]
    if space in PREFIXES and rest:
        tried.append(PREFIXES[space] + rest)
    for iri in tried:
        if any(iri.startswith(PREFIXES[space]) for space in spaces):
            with suppress(ValueError):
                yield NamedNode(iri)


def _given(store: Store, name: str, spaces: tuple[str, ...]) -> tuple[Fit, list[NamedNode]] | None:
    """The thing of an id, IRI or URL, or the one into which a thing of that id was merged."""
    for node in spelled_out(name, spaces):
        for fit, one in ((Fit.GIVEN, node), (Fit.MERGED, heir(store, node))):
            if one and next(store.quads_for_pattern(one, RDF.type, None, _PUBLISHED), None):
                return fit, [one]
    found = _by_url(store, name, spaces)
    return (Fit.GIVEN, [found]) if found else None


def _by_url(store: Store, name: str, spaces: tuple[str, ...]) -> NamedNode | None:
    if "document" not in spaces or not name.startswith(("http://", "https://")):
        return None
    try:
        found = store.quads_for_pattern(None, SCHEMA.url, NamedNode(name), _PUBLISHED)
    except ValueError:
        return None
    subjects = (quad.subject for quad in found)
    return next((subject for subject in subjects if isinstance(subject, NamedNode)), None)


def _is(known: str, wanted: str) -> bool:
    return known == wanted


def _has_words(known: str, wanted: str) -> bool:
    return bool(wanted) and f" {wanted} " in f" {known} "


def _starts(known: str, wanted: str) -> bool:
    return bool(wanted) and f" {wanted}" in f" {known}"


def _ambiguous(name: str, things: list[NamedNode]) -> AmbiguousName:
    near = [_short(thing) for thing in things[:_SHOWN]]
    more = f" and {len(things) - _SHOWN} more" if len(things) > _SHOWN else ""
    return AmbiguousName(
        f"{cut(name)} may be several things", hint=f"one of: {', '.join(near)}{more}", near=near
    )


def _unknown(kind: str, name: str, names: list[tuple[str, NamedNode]]) -> UnknownName:
    message = f"no {kind} goes by the name {cut(name)}"
    if len(name) > LONGEST:
        return UnknownName(message, hint=f"a name has at most {LONGEST:,} characters")
    by_name = dict(sorted(names))
    words = {word: thing for known, thing in sorted(names) for word in known.split()} | by_name
    close = get_close_matches(fold(name), words, n=3, cutoff=0.7)
    near = tuple(dict.fromkeys(_short(words[known]) for known in close))
    hint = f"did you mean {', '.join(near)}?" if near else None
    return UnknownName(message, hint=hint, near=near)


def cut(name: str) -> str:
    """A name as a message quotes it, of which a long one would be all."""
    return repr(name if len(name) <= _TOLD else f"{name[:_TOLD]}…")


def _short(thing: NamedNode) -> str:
    return compact(thing).partition(":")[2]
