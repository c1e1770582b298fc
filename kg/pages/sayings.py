"""A stance as pages show it: who, where they stand, when, in whose words, in which source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.model.actors import Actor
from kg.model.dated import Dated
from kg.model.documents import Document, Evidence, web_address
from kg.model.propositions import Proposition
from kg.model.stances import Polarity, Shift, Stance, Status
from kg.pages.published import Published
from kg.pages.wording import position_words, shortened, spoken_words
from kg.rdf.terms import BASE, ST, mint
from kg.views.assemble import page_document
from kg.views.card import MARKS, label_of
from kg.views.contract import PageDocument
from kg.views.decided import origin_of

_SHOWN = 80
"""How many characters of a source's words tell it from another."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A link to another page: its path and its words."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of evidence with its document; ``url`` is None where a browser may not follow it.

    ``origin`` says in words what a machine and a person did, empty where a person entered it.
    """

    evidence: Evidence
    document: PageDocument
    url: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class Saying:
    """A stance with all that is told of it.

    ``turned_from`` is the stance from which it turns; ``unlike`` are those of the other side that
    may be of the same day; ``alike`` may be the same utterance, entered twice.
    """

    stance: Stance
    actor: Actor
    proposition: Proposition
    dated: Dated | None
    status: Status
    sources: tuple[Source, ...]
    office: str | None
    behalf: Actor | None
    reacts_to: Ref | None
    answers: tuple[Ref, ...]
    turned_from: Stance | None
    unlike: tuple[Ref, ...]
    alike: tuple[Ref, ...]

    @property
    def path(self) -> str:
        """Where its own page lies."""
        return f"stance/{self.stance.id}"

    @property
    def mark(self) -> str:
        """The sign of its polarity."""
        return MARKS[self.stance.polarity]

    @property
    def verb(self) -> str:
        """Where it stands, in the words of the proposition."""
        return position_words(self.proposition, self.stance.polarity)

    @property
    def when(self) -> str:
        """When it was uttered, in words."""
        return spoken_words(self.stance, self.dated)

    @property
    def day(self) -> str:
        """The date that a machine may read: as told, or the day of the report."""
        if self.stance.said_on:
            return str(self.stance.said_on)
        return str(self.dated.latest) if self.dated else ""

    @property
    def order(self) -> tuple[str, str, str]:
        """Its place in time."""
        if self.dated is None:
            return "", "", self.stance.id
        return str(self.dated.earliest), str(self.dated.latest), self.stance.id


class Sayings:
    """Makes sayings of the stances of a published graph."""

    def __init__(self, published: Published) -> None:
        self._published = published

    def of(self, stances: Iterable[Stance]) -> list[Saying]:
        """Stances as pages show them, in time."""
        return sorted((self.one(stance) for stance in stances), key=lambda one: one.order)

    def one(self, stance: Stance) -> Saying:
        """A stance as pages show it."""
        known, node = self._published, mint("stance", stance.id)
        dated = known.dated(stance)
        turned = known.those(Shift, ST.after, node)
        behalf = stance.on_behalf_of
        return Saying(
            stance=stance,
            actor=known.actors[stance.holder],
            proposition=known.propositions[stance.proposition],
            dated=dated,
            status=known.status(stance.id),
            sources=tuple(self.source(item) for item in known.evidence(stance.id)),
            office=known.memberships.office(stance.holder, dated.latest, behalf) if dated else None,
            behalf=known.actors.get(behalf) if behalf else None,
            reacts_to=self.ref(mint(*stance.reacts_to.split("/", 1))) if stance.reacts_to else None,
            answers=tuple(self.ref(mint("stance", one.id)) for one in self.answers(node)),
            turned_from=known.one(Stance, turned[0].before) if turned else None,
            unlike=self._linked(node, ST.ambivalentWith),
            alike=self._linked(node, ST.possiblySameAs),
        )

    def answers(self, node: NamedNode) -> list[Stance]:
        """The stances that react to a stance or an event, by id."""
        return self._published.those(Stance, ST.reactsTo, node)

    def source(self, item: Evidence) -> Source:
        """A piece of evidence with its document."""
        document = self._published.one(Document, item.document)
        told = (
            page_document(document, self._published.outlet_names)
            if document
            else PageDocument(item.document, item.document)
        )
        origin = origin_of(self._published.store, item)
        return Source(item, told, web_address(told.url), origin)

    def ref(self, node: NamedNode) -> Ref:
        """A link to the page of a thing: a stance in the words of pages, another by its label."""
        path = node.value.removeprefix(BASE)
        space, _, name = path.partition("/")
        stance = self._published.one(Stance, name) if space == "stance" else None
        return Ref(path, self._words(stance) if stance else label_of(self._published.store, node))

    def _words(self, stance: Stance) -> str:
        known = self._published
        proposition = known.propositions[stance.proposition]
        where = position_words(proposition, stance.polarity)
        when = spoken_words(stance, known.dated(stance))
        return f"{known.actors[stance.holder].name} {where}: {proposition.label}, {when}"

    def _linked(self, node: NamedNode, predicate: NamedNode) -> tuple[Ref, ...]:
        quads = self._published.store.quads_for_pattern(node, predicate, None)
        found = {quad.object for quad in quads if isinstance(quad.object, NamedNode)}
        found |= set(self._pointing(predicate, node))
        return tuple(self._told_apart(one) for one in sorted(found, key=str))

    def _told_apart(self, node: NamedNode) -> Ref:
        """A link to a stance by source and words, for holder, matter and day may be another's."""
        plain = self.ref(node)
        items = self._published.evidence(plain.path.partition("/")[2])
        source = next((self.source(one) for one in items), None)
        if source is None:
            return plain
        item = source.evidence
        quoted = f"“{shortened(item.quote.value, _SHOWN)}”" if item.quote else ""
        told = (
            f"in our words: {shortened(item.paraphrase.value, _SHOWN)}" if item.paraphrase else ""
        )
        words = f": {quoted or told}" if quoted or told else ""
        return Ref(plain.path, f"{plain.words}, {source.document.publisher}{words}")

    def _pointing(self, predicate: NamedNode, node: NamedNode) -> Iterable[NamedNode]:
        quads = self._published.store.quads_for_pattern(None, predicate, node)
        return (quad.subject for quad in quads if isinstance(quad.subject, NamedNode))


POLARITY_ORDER = (Polarity.FAVOURS, Polarity.MIXED, Polarity.OPPOSES)
"""In which order sides stand on a page."""
