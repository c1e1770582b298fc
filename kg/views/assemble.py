"""What the page shows, read from the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pyoxigraph import NamedNode, Store

from kg import __version__
from kg.analysis.corpus.corpus import Corpus, corpus_of_store
from kg.analysis.corpus.reading import STATUSES, read_stances
from kg.analysis.corpus.stances import Stances
from kg.model.actors import Actor
from kg.model.documents import Document, Evidence, Outlet
from kg.model.propositions import Proposition, Theme
from kg.model.stances import Stance
from kg.project import TITLE
from kg.queries.narrowing import WHOLE, Narrowing
from kg.rdf.replaced import heir
from kg.rdf.terms import BASE, DCT, PREFIXES, ST, local, mint
from kg.store.records import load, pointing
from kg.views.actors import page_actors
from kg.views.contract import (
    GraphPage,
    PageDocument,
    PageEvent,
    PageEvidence,
    PageFamily,
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
    narrowing: Narrowing = WHOLE,
    *,
    whole: Corpus | None = None,
    title: str = TITLE,
    narrowed: Sequence[str] = (),
    opens: str | None = None,
) -> GraphPage:
    """The published stances that a narrowing keeps, with all that the page tells of them.

    Of the actors, those are there who hold a stance shown or for whom one is held. ``whole`` is
    the corpus of the store, where it is known already; ``narrowed`` and ``opens`` are as in
    PageMeta.
    """
    whole = whole or corpus_of_store(store, read_stances(store))
    kept = whole.narrow(narrowing).stances
    last = _last_day(whole, narrowing)
    known = tuple(whole.actors.values())
    actors = page_actors(known, whole.tenures, last)
    stances = tuple(_stances(store, kept))
    named = {stance.actor for stance in stances}
    named |= {stance.on_behalf_of for stance in stances if stance.on_behalf_of}
    shown = [actors[one] for one in sorted(named)]
    told = {item.document for stance in stances for item in stance.evidence}
    return GraphPage(
        meta=_meta(last, title, narrowed, opens),
        propositions=_propositions(
            store, whole.propositions, {stance.proposition for stance in stances}
        ),
        actors=tuple(shown),
        stances=stances,
        documents=_documents(store, told),
        events=_events(whole, narrowing),
        families=_families(known, {actor.family for actor in shown if actor.family}),
        countries=tuple(sorted(whole.countries.items())),
    )


def page_meta(
    whole: Corpus,
    narrowing: Narrowing,
    *,
    title: str = TITLE,
    narrowed: Sequence[str] = (),
    opens: str | None = None,
) -> PageMeta:
    """What a page of a part of a corpus tells of itself; ``narrowed``, ``opens`` as in PageMeta."""
    return _meta(_last_day(whole, narrowing), title, narrowed, opens)


def _meta(last: date | None, title: str, narrowed: Sequence[str], opens: str | None) -> PageMeta:
    return PageMeta(
        title=title,
        description=_ABOUT,
        base=BASE,
        as_of=str(last) if last else None,
        version=__version__,
        note=_NOTE,
        licence="CC BY 4.0",
        narrowed=tuple(narrowed),
        opens=opens,
    )


def _last_day(whole: Corpus, narrowing: Narrowing) -> date | None:
    """The last day told of: none after the newest stance of all, whatever was asked."""
    newest = whole.stances.latest.max().item() if len(whole.stances) else None
    return min(filter(None, (narrowing.last_day, newest)), default=None)


def _stances(store: Store, kept: Stances) -> Iterator[PageStance]:
    merged = _merged(store)
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    iris = [mint("stance", one) for one in kept.ids]
    shows = (item for one in iris for item in pointing(store, ST.supports, one))
    for item in load(store, Evidence, shows):
        evidence[item.stance].append(item)
    # Records stand in the order of ids, columns in that of IRIs.
    columns = zip(kept.latest.tolist(), kept.status.tolist(), strict=True)
    known = dict(zip(kept.ids, columns, strict=True))
    for stance in load(store, Stance, iris):
        latest, status = known[stance.id]
        yield PageStance(
            id=stance.id,
            actor=stance.holder,
            proposition=stance.proposition,
            polarity=stance.polarity,
            latest=latest.isoformat(),
            status=STATUSES[status],
            said_on=str(stance.said_on) if stance.said_on else None,
            on_behalf_of=stance.on_behalf_of,
            reacts_to=stance.reacts_to,
            reason=stance.reason.value if stance.reason else None,
            condition=stance.condition.value if stance.condition else None,
            formerly=tuple(merged[mint("stance", stance.id)]),
            evidence=tuple(_evidence(item) for item in evidence[stance.id]),
        )


def _merged(store: Store) -> dict[NamedNode, list[str]]:
    """The ids of the stances that gave way to others, by the last in their line."""
    found: dict[NamedNode, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, DCT.isReplacedBy, None, None):
        old = quad.subject
        if not isinstance(old, NamedNode) or not old.value.startswith(PREFIXES["stance"]):
            continue
        if kept := heir(store, old):
            found[kept].append(local(old, "stance"))
    return found


def _evidence(item: Evidence) -> PageEvidence:
    return PageEvidence(
        id=item.id,
        document=item.document,
        attribution=item.attribution,
        origin=item.origin,
        quote=item.quote.value if item.quote else None,
        language=item.quote.language if item.quote else None,
        translation=item.translation.value if item.translation else None,
        paraphrase=item.paraphrase.value if item.paraphrase else None,
        confidence=float(item.confidence) if item.confidence is not None else None,
    )


def _documents(store: Store, told: set[str]) -> tuple[PageDocument, ...]:
    outlets = {outlet.id: outlet.name for outlet in load(store, Outlet)}
    iris = (mint("document", one) for one in told)
    return tuple(page_document(one, outlets) for one in load(store, Document, iris))


def page_document(document: Document, outlets: Mapping[str, str]) -> PageDocument:
    """A document as a page tells of it; ``outlets`` are the names of outlets by id."""
    publisher = outlets[document.outlet]
    if document.agency:
        publisher = f"{outlets[document.agency]}, in {publisher}"
    elif document.reprint:
        publisher = f"{publisher} (reprint)"
    return PageDocument(
        id=document.id,
        publisher=publisher,
        title=document.headline.value if document.headline else None,
        url=document.url,
        published=str(document.published) if document.published else None,
        language=document.language,
    )


def _propositions(
    store: Store, propositions: Mapping[str, Proposition], shown: set[str]
) -> tuple[PageProposition, ...]:
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
        for proposition in propositions.values()
        if proposition.id in shown
    )


def _families(actors: Sequence[Actor], shown: set[str]) -> tuple[PageFamily, ...]:
    labels = {actor.id: actor.name for actor in actors}
    return tuple(PageFamily(one, labels[one]) for one in sorted(shown))


def _events(whole: Corpus, narrowing: Narrowing) -> tuple[PageEvent, ...]:
    last = narrowing.last_day
    return tuple(
        PageEvent(event.id, event.label, event.kind, str(event.date), str(event.date.latest))
        for event in whole.events.values()
        if last is None or event.date.latest <= last
    )
