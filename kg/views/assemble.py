"""What the page shows, read from the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from pyoxigraph import NamedNode, Store

from kg import __version__
from kg.model.actors import Actor, Tenure
from kg.model.documents import Document, Evidence, Outlet
from kg.model.positions import place_in_time
from kg.model.propositions import Proposition, Theme
from kg.model.stances import Stance, Status
from kg.rdf.codec import iri
from kg.rdf.forms import STATUS
from kg.rdf.names import find_thing
from kg.rdf.terms import PREFIXES, ST, local
from kg.store.records import about, load
from kg.views.contract import (
    GraphPage,
    PageActor,
    PageEvidence,
    PageMeta,
    PageProposition,
    PageStance,
)

_ABOUT = (
    "Who in Europe favours or opposes what on Russia, since when, in whose words, in which "
    "source. A line is an actor's latest position; choose one to read every quote behind it."
)
_NOTE = "Quoted words stay their owners'."


def assemble_page(
    store: Store,
    *,
    propositions: Sequence[str] = (),
    actors: Sequence[str] = (),
    as_of: date | None = None,
) -> GraphPage:
    """The published stances, or those of some actors on some propositions, up to a day.

    Actors and propositions are given by any name; raises UnknownName on one that is unknown.
    Of the actors, those are there who hold a stance shown or for whom one is held.
    """
    chosen = {
        local(find_thing(store, name, ("proposition",)), "proposition") for name in propositions
    }
    wanted = {local(find_thing(store, name, ("actor",)), "actor") for name in actors}
    stances = _stances(store, chosen, wanted, as_of)
    named = {stance.actor for stance in stances}
    named |= {stance.on_behalf_of for stance in stances if stance.on_behalf_of}
    return GraphPage(
        meta=PageMeta(
            title="European stances on Russia",
            description=_ABOUT,
            base=PREFIXES["stance"],
            as_of=str(as_of or max((stance.latest for stance in stances), default="")) or None,
            version=__version__,
            note=_NOTE,
            licence="CC BY 4.0",
        ),
        propositions=_propositions(store, {stance.proposition for stance in stances}),
        actors=_actors(store, named, as_of),
        stances=stances,
    )


def _stances(
    store: Store, chosen: set[str], wanted: set[str], as_of: date | None
) -> tuple[PageStance, ...]:
    documents = {document.id: document for document in load(store, Document)}
    outlets = {outlet.id: outlet.name for outlet in load(store, Outlet)}
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for item in load(store, Evidence):
        evidence[item.stance].append(item)
    records = [
        stance
        for stance in load(store, Stance)
        if (not chosen or stance.proposition in chosen) and (not wanted or stance.holder in wanted)
    ]
    status = _status(store, records)
    shown = []
    for stance in records:
        told = [documents[item.document] for item in evidence[stance.id]]
        dated = place_in_time(stance, (d.published for d in told if d.published))
        if dated and (as_of is None or dated.latest <= as_of):
            shown.append(
                PageStance(
                    id=stance.id,
                    actor=stance.holder,
                    proposition=stance.proposition,
                    polarity=stance.polarity,
                    latest=dated.latest.isoformat(),
                    status=status[stance.id],
                    said_on=str(stance.said_on) if stance.said_on else None,
                    on_behalf_of=stance.on_behalf_of,
                    reason=stance.reason.value if stance.reason else None,
                    evidence=tuple(
                        _evidence(item, documents[item.document], outlets)
                        for item in evidence[stance.id]
                    ),
                )
            )
    return tuple(shown)


def _status(store: Store, stances: Sequence[Stance]) -> dict[str, Status]:
    names = {node: status for status, node in STATUS.items()}
    triples = about(store, (iri(stance) for stance in stances))
    return {
        local(t.subject, "stance"): names[t.object]
        for t in triples
        if t.predicate == ST.status
        and isinstance(t.subject, NamedNode)
        and isinstance(t.object, NamedNode)
    }


def _evidence(item: Evidence, document: Document, outlets: dict[str, str]) -> PageEvidence:
    publisher = outlets[document.outlet]
    if document.agency:
        publisher = f"{outlets[document.agency]}, in {publisher}"
    elif document.reprint:
        publisher = f"{publisher} (reprint)"
    return PageEvidence(
        id=item.id,
        attribution=item.attribution,
        origin=item.origin,
        publisher=publisher,
        quote=item.quote.value if item.quote else None,
        language=item.quote.language if item.quote else None,
        translation=item.translation.value if item.translation else None,
        paraphrase=item.paraphrase.value if item.paraphrase else None,
        confidence=float(item.confidence) if item.confidence is not None else None,
        title=document.headline.value if document.headline else None,
        url=document.url,
        published=str(document.published) if document.published else None,
    )


def _propositions(store: Store, shown: set[str]) -> tuple[PageProposition, ...]:
    themes = {theme.id: theme.label for theme in load(store, Theme)}
    return tuple(
        PageProposition(
            id=proposition.id,
            label=proposition.label,
            short=proposition.short,
            theme=proposition.theme,
            theme_label=themes[proposition.theme],
            sentence=proposition.sentence,
            for_verb=proposition.for_verb,
            against_verb=proposition.against_verb,
            favours=proposition.favours_means,
            opposes=proposition.opposes_means,
        )
        for proposition in load(store, Proposition)
        if proposition.id in shown
    )


def _actors(store: Store, shown: set[str], as_of: date | None) -> tuple[PageActor, ...]:
    tenures: dict[str, list[Tenure]] = defaultdict(list)
    for tenure in load(store, Tenure):
        tenures[tenure.actor].append(tenure)
    return tuple(
        PageActor(
            id=actor.id,
            name=actor.name,
            kind=actor.kind,
            aliases=actor.aliases,
            country=actor.country,
            role=_role(tenures[actor.id], as_of),
            wikidata=actor.wikidata,
        )
        for actor in load(store, Actor)
        if actor.id in shown
    )


def _role(tenures: list[Tenure], as_of: date | None) -> str | None:
    """The office held on that day, or the last one held, marked as former."""
    by_start = sorted(tenures, key=lambda tenure: str(tenure.start or ""))
    held = [t for t in by_start if (t.covers(as_of) if as_of else t.end is None)]
    if held:
        return held[-1].role
    return f"formerly {by_start[-1].role}" if by_start else None
