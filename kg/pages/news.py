"""What is new, as feeds: stances and changes of position, of the whole graph or of one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.model.stances import Shift
from kg.pages.feed import Entry, Feed, newest, write_feed
from kg.pages.gathered import Gathered
from kg.pages.published import Published
from kg.pages.quoted import passages, sayings_of, sentence, turns_of
from kg.pages.rendering import link
from kg.pages.wording import date_words
from kg.project import TITLE
from kg.rdf.terms import BASE, PREFIXES, ST, mint
from kg.store.records import pointing

_MOST = 100
"""How many entries a feed has at most."""
_SHOWN = 3
"""How many documents an entry quotes at most."""


def stance_feed(gathered: Gathered) -> bytes:
    """The newest stances, by the last day that each may be of."""
    # A stance of no known day is never news.
    newest_ones = [one for one in gathered.stances[:_MOST] if one.day]
    days = {one.id: one.day for one in newest_ones}
    return write_feed(
        Feed(
            f"{BASE}feed",
            f"{TITLE}: new stances",
            "Who favours or opposes what, in whose words; the newest first.",
            own="feed.atom",
            page="index.html",
            entries=newest(_stances(gathered.published, days, "feed"), _MOST),
        )
    )


def change_feed(gathered: Gathered) -> bytes:
    """The newest changes of position."""
    return write_feed(
        Feed(
            f"{BASE}changes",
            f"{TITLE}: changed positions",
            "Who took another position than before, with the words of both; the newest first.",
            own="changes.atom",
            page="changes.html",
            entries=newest(_changes(gathered.published, gathered.shifts[:_MOST], "changes"), _MOST),
        )
    )


def thing_feed(published: Published, path: str) -> bytes:
    """What is new of one actor or proposition: its stances and its changes of position.

    ``path`` is that of its page, such as ``actor/giorgia-meloni``. Raises KeyError where the
    graph has no such actor or proposition.
    """
    space, _, name = path.partition("/")
    if space == "actor":
        title, holds = published.actors[name].name, ST.holder
    else:
        title, holds = published.propositions[name].label, ST.proposition
    node, points = mint(space, name), {"actor": ST.actor, "proposition": ST.proposition}
    days = _newest_days(published, pointing(published.store, holds, node))
    shifts = published.those(Shift, points[space], node)
    entries = [*_stances(published, days, path), *_changes(published, shifts, path)]
    return write_feed(
        Feed(
            f"{PREFIXES[space]}{name}",
            f"{title}: stances on Russia" if space == "actor" else f"{title}: stances",
            "New stances and changed positions; the newest first.",
            own=link(path, f"{path}.atom"),
            page=link(path, f"{path}.html"),
            entries=newest(entries, _MOST),
        )
    )


def _newest_days(published: Published, nodes: Iterable[NamedNode]) -> dict[str, str]:
    """The newest stances among some things, with the last day that each may be of."""
    start, store = PREFIXES["stance"], published.store
    found = (
        (quad.object.value, node.value[len(start) :])
        for node in nodes
        if node.value.startswith(start)
        for quad in store.quads_for_pattern(node, ST.latest, None, DefaultGraph())
        if isinstance(quad.object, Literal)
    )
    return {name: day for day, name in sorted(found, reverse=True)[:_MOST]}


def _stances(published: Published, days: Mapping[str, str], path: str) -> Iterator[Entry]:
    for saying in sayings_of(published, days):
        name = saying.stance.id
        yield Entry(
            id=f"{PREFIXES['stance']}{name}",
            title=sentence(saying),
            day=days[name],
            link=link(path, f"stance/{name}.html"),
            summary=f"{sentence(saying)} ({saying.when}).",
            passages=tuple(passages(saying, path, _SHOWN)),
        )


def _changes(published: Published, shifts: Iterable[Shift], path: str) -> Iterator[Entry]:
    for one in turns_of(published, shifts):
        before, after, day = one.before, one.after, one.shift.changed_by
        about = after.proposition.label
        changed = f"{after.actor.name} on {about}: {before.verb}, then {after.verb}"
        yield Entry(
            id=f"{PREFIXES['shift']}{one.shift.id}",
            title=f"Changed position: {changed}",
            day=str(day),
            link=link(path, f"shift/{one.shift.id}.html"),
            summary=f"{changed} (changed by {date_words(day)}).",
            passages=(
                *passages(before, path, 1, f"Before, {before.when}"),
                *passages(after, path, 1, f"After, {after.when}"),
            ),
        )


class FeedPage:
    """The feed of new stances, which has no other form."""

    path = "feed"
    title = "New stances"
    forms: tuple[str, ...] = ("atom",)

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered

    def render(self, form: str, *, live: bool) -> bytes:
        """The feed, the same with and without a server; raises KeyError for another form."""
        del live
        if form not in self.forms:
            raise KeyError(form)
        return stance_feed(self._gathered)
