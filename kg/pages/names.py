"""Everything that can be searched for by name, and the script that brings it to a browser."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.model.actors import ActorKind, Event
from kg.pages.finding import EXACT_ONLY, KINDS, MOST, Entry, Name
from kg.pages.gathered import Gathered
from kg.pages.spelling import LONGEST, ONE_SOUND, folded, letters
from kg.pages.wording import date_words
from kg.printing import counted
from kg.rdf.terms import PREFIXES, RDFS, SCHEMA
from kg.store.records import load
from kg.views.page_json import script_json
from kg.views.steering import visible

_NAME = 5
_HELD = 3
_WAS_HELD = 2
_IN_SENTENCE = 1
_FITS = (_NAME, _IN_SENTENCE, _HELD, _WAS_HELD)
"""How well a name, words of a sentence, an office held and one no longer held may fit at best."""
_MOST_DOCUMENTS = 20_000
"""So many headlines, the newest, go to a browser; the server searches in all."""


def entries(gathered: Gathered) -> tuple[Entry, ...]:
    """All that has a name, by label."""
    found = (
        *_actors(gathered),
        *_propositions(gathered),
        *_themes(gathered),
        *_countries(gathered),
        *_events(gathered),
        *_documents(gathered),
        *_outlets(gathered),
    )
    return tuple(sorted(found, key=lambda entry: (entry.label, entry.path)))


def names_json(found: Sequence[Entry]) -> str:
    """The entries and the rules of spelling as JSON that is safe in a script.

    An entry is kind, path, label, about, weight, and its names by how well they may fit, in the
    order of ``fits``; lists at the end that are empty are left out. Of headlines only the newest
    are there.
    """
    rows = [
        [
            entry.kind,
            entry.path,
            visible(entry.label),
            visible(entry.about),
            entry.weight,
            *_by_fit(entry),
        ]
        for entry in _newest(found)
    ]
    told = {
        "entries": rows,
        "exactOnly": sorted(EXACT_ONLY),
        "fits": _FITS,
        "kinds": KINDS,
        "letters": letters(),
        "longest": LONGEST,
        "most": MOST,
        "sounds": ONE_SOUND,
    }
    return script_json(told)


def _by_fit(entry: Entry) -> list[list[str]]:
    rows = [[name.folded for name in entry.names if name.most == most] for most in _FITS]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _newest(found: Sequence[Entry]) -> Iterator[Entry]:
    documents = sorted(entry.weight for entry in found if entry.kind == "document")
    bar = documents[-_MOST_DOCUMENTS] if len(documents) > _MOST_DOCUMENTS else 0
    return (entry for entry in found if entry.kind != "document" or entry.weight >= bar)


def _names(words: Iterable[str], inside: Iterable[str] = ()) -> tuple[Name, ...]:
    told = dict.fromkeys(filter(None, map(folded, words)))
    return (*map(Name, told), *(Name(folded(one), _IN_SENTENCE) for one in inside))


def _actors(gathered: Gathered) -> Iterator[Entry]:
    countries = gathered.published.countries
    for actor in gathered.published.actors.values():
        held = len(gathered.of_holder.get(actor.id, ()))
        where = "" if actor.kind is ActorKind.STATE else countries.get(actor.country or "", "")
        told = counted(held, "stance") if held else "no stance recorded"
        about = ", ".join(filter(None, [where, str(actor.kind), told]))
        names = (*_names((actor.name, *actor.aliases)), *_offices(gathered, actor.id))
        yield Entry("actor", f"actor/{actor.id}", actor.name, about, held, names)


def _offices(gathered: Gathered, actor: str) -> Iterator[Name]:
    """The offices of an actor, those still held before those that were."""
    tenures = gathered.published.tenures_of.get(actor, [])
    held = dict.fromkeys(folded(one.role) for one in tenures if one.end is None)
    was_held = dict.fromkeys(folded(one.role) for one in tenures if one.end is not None)
    yield from (Name(role, _HELD) for role in held if role)
    yield from (Name(role, _WAS_HELD) for role in was_held if role and role not in held)


def _propositions(gathered: Gathered) -> Iterator[Entry]:
    themes = gathered.published.themes
    for one in gathered.published.propositions.values():
        held = len(gathered.on_proposition.get(one.id, ()))
        theme = themes[one.theme].label if one.theme in themes else one.theme
        about = f"{theme}, {counted(held, 'stance')}"
        names = _names((one.label, one.short), [one.sentence])
        yield Entry("proposition", f"proposition/{one.id}", one.label, about, held, names)


def _themes(gathered: Gathered) -> Iterator[Entry]:
    for theme in gathered.published.themes.values():
        yield Entry("theme", f"theme/{theme.id}", theme.label, "theme", 0, _names([theme.label]))


def _countries(gathered: Gathered) -> Iterator[Entry]:
    also: dict[str, list[str]] = defaultdict(list)
    members: dict[str, int] = defaultdict(int)
    for actor in gathered.published.actors.values():
        if actor.country:
            members[actor.country] += 1
            if actor.kind is ActorKind.STATE:
                also[actor.country] += actor.aliases
    for code, name in gathered.published.countries.items():
        about, names = counted(members[code], "actor"), _names([name, code, *also[code]])
        yield Entry("country", f"country/{code.lower()}", name, about, members[code], names)


def _events(gathered: Gathered) -> Iterator[Entry]:
    for event in load(gathered.published.store, Event):
        about = f"{event.kind.replace('-', ' ')}, {date_words(event.date)}"
        weight = gathered.reactions[event.id]
        yield Entry("event", f"event/{event.id}", event.label, about, weight, _names([event.label]))


def _documents(gathered: Gathered) -> Iterator[Entry]:
    headlines, labels = _words(gathered, SCHEMA.headline), _words(gathered, RDFS.label)
    for day, one in gathered.documents:
        if (headline := headlines.get(one)) and (names := _names([headline])):
            about = labels.get(one, one).removeprefix(headline).strip(" ()")
            # Of documents that fit equally well, the newest comes first.
            weight = int(day.replace("-", "") or 0)
            yield Entry("document", f"document/{one}", headline, about, weight, names)


def _outlets(gathered: Gathered) -> Iterator[Entry]:
    for outlet in gathered.published.outlets.values():
        printed = gathered.printed_by[outlet.id]
        about, names = counted(printed, "document"), _names([outlet.name])
        yield Entry("outlet", f"outlet/{outlet.id}", outlet.name, about, printed, names)


def _words(gathered: Gathered, predicate: NamedNode) -> dict[str, str]:
    start = PREFIXES["document"]
    return {
        quad.subject.value.removeprefix(start): quad.object.value
        for quad in gathered.published.store.quads_for_pattern(
            None, predicate, None, DefaultGraph()
        )
        if isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(start)
        and isinstance(quad.object, Literal)
    }
