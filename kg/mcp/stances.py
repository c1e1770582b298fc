"""The stances of a part of the graph, told with their words and sources."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from kg.analysis.corpus.corpus import Corpus, read_corpus
from kg.analysis.corpus.listing import stance_table
from kg.analysis.corpus.quotes import Words, read_words
from kg.analysis.report.grounds import find_unplaced
from kg.choice import choice
from kg.errors import UsageError
from kg.mcp.answers import Shown, Stances, ToldStance
from kg.model.documents import Text
from kg.model.stances import Polarity
from kg.queries.narrowed import Asked, narrow
from kg.queries.narrowing import Narrowing
from kg.rdf.terms import PREFIXES, ST, VOID, mint
from kg.store.graphs import META, graph_node
from kg.store.records import links
from kg.views.steering import visible

MOST = 200
"""How many stances, or rows, one answer shows at most."""


def find_stances(
    place: Path, store: Store, asked: Asked, polarity: str | None, limit: int
) -> Stances:
    """The stances of a part of the graph, the newest first, at most ``limit`` of them.

    Raises UsageError on names, days and polarities that there are not.
    """
    if not 1 <= limit <= MOST:
        raise UsageError(f"limit is a number from 1 to {MOST}")
    wanted = choice(Polarity, polarity, "polarity").sign if polarity else None
    narrowing, _ = narrow(store, asked)
    whole = read_corpus(place, store)
    corpus = whole.narrow(narrowing)
    kept = corpus.stances
    order = [at for at in range(len(kept)) if wanted is None or kept.sign[at] == wanted]
    order.sort(key=lambda at: (str(kept.latest[at]), kept.ids[at]), reverse=True)
    names = [kept.ids[at] for at in order[:limit]]
    part = corpus.narrow(Narrowing(stances=frozenset(names)))
    words = read_words(store, names)
    rows = {row["stance"]: row for row in stance_table(part).dicts()}
    undated = _count_undated(store, whole, narrowing, wanted)
    told = [_told(corpus, rows[name], words.get(name)) for name in names]
    return Stances(len(order), told, undated)


def _count_undated(store: Store, whole: Corpus, narrowing: Narrowing, sign: int | None) -> int:
    """How many stances a narrowing keeps that no corpus holds: no day is known of them."""
    if narrowing.since or narrowing.last_day or _published(store) == len(whole.stances.ids):
        return 0
    holder = dict(links(store, ST.holder, "stance", "actor"))
    return sum(
        narrowing.keeps_holder(whole.actors[one.holder])
        and narrowing.keeps_proposition(whole.propositions[one.proposition])
        and (sign is None or one.polarity.sign == sign)
        and (not narrowing.statuses or one.status in narrowing.statuses)
        for one in find_unplaced(store, holder).values()
    )


def _published(store: Store) -> int | None:
    """How many stances are published, as the description of the data set tells it."""
    meta = graph_node(META)
    for part in store.quads_for_pattern(None, VOID.class_, ST.Stance, meta):
        for found in store.quads_for_pattern(part.subject, VOID.entities, None, meta):
            return int(found.object.value) if isinstance(found.object, Literal) else None
    return None


def _told(corpus: Corpus, row: dict[str, str | None], words: Words | None) -> ToldStance:
    proposition = corpus.propositions[str(row["proposition"])]
    polarity = Polarity(str(row["polarity"]))
    return ToldStance(
        iri=mint("stance", str(row["stance"])).value,
        actor=str(row["actorLabel"]),
        office=row["office"],
        country=row["country"],
        on_behalf_of=row["onBehalfOf"],
        verb=proposition.verb(polarity),
        proposition=proposition.label,
        polarity=polarity.value,
        earliest=str(row["earliest"]),
        latest=str(row["latest"]),
        date_is_told=row["dateTold"] == "true",
        status=str(row["status"]),
        shown_by=tell(words),
    )


def tell(words: Words | None) -> Shown:
    """What shows a stance, with nothing in its place where nothing does."""
    if words is None:
        return Shown(None, None, None, None, None)
    return Shown(
        _plain(words.quote),
        _plain(words.translation),
        _plain(words.paraphrase),
        words.outlet,
        words.url,
    )


def _plain(text: Text | None) -> str | None:
    # To one who reads characters, not signs on a screen, what nobody sees would speak too.
    return visible(text.value) if text else None


def evidence_of(store: Store, terms: Iterable[str | None]) -> dict[str, Shown]:
    """The words and source of each stance among some IRIs, by its IRI."""
    start = PREFIXES["stance"]
    found = read_words(store, (one.removeprefix(start) for one in stances_in(terms)))
    return {start + name: tell(words) for name, words in found.items()}


def stances_in(terms: Iterable[str | None]) -> set[str]:
    """The IRIs of stances among some terms."""
    return {one for one in terms if one and one.startswith(PREFIXES["stance"]) and _is_iri(one)}


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True
