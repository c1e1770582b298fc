"""The part of a debate that a person asks for, by the names that stand in it."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import Quad, Store

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.debate_names import Named
from kg.errors import UnknownName
from kg.model.actors import Actor
from kg.queries.narrowed import Asked, narrow
from kg.queries.narrowing import Narrowing
from kg.rdf.codec import encode
from kg.rdf.folded import fold


def narrow_debate(corpus: Corpus, named: Named, asked: Asked) -> Narrowing:
    """What is asked for by ids of the debate itself; the project's store is not looked at.

    Names are found as they are in the store. A country goes by what the attribute Country says, or
    by the name of its state. Raises UnknownName and AmbiguousName.
    """
    if asked == Asked():
        return Narrowing()
    store = Store()
    # Countries are found here: coders write them as codes or as names.
    records = [
        *(Actor(one.id, one.name, one.kind, aliases=one.aliases) for one in named.actors.values()),
        *named.themes.values(),
        *named.propositions.values(),
    ]
    store.extend(Quad(t.subject, t.predicate, t.object) for one in records for t in encode(one))
    narrowing, _ = narrow(store, replace(asked, countries=()))
    return replace(narrowing, countries=frozenset(_country(corpus, one) for one in asked.countries))


def _country(corpus: Corpus, name: str) -> str:
    codes = sorted({one.country for one in corpus.actors.values() if one.country})
    for code in codes:
        if fold(name) in {fold(code), fold(corpus.countries.get(code, code))}:
            return code
    listed = ", ".join(codes[:20])
    raise UnknownName(
        f"no country goes by the name {name!r}",
        hint=f"one of: {listed}" if listed else "the debate tells of none (attribute Country)",
    )
