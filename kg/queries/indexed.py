"""A query that looks through the words of evidence, narrowed by an index of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.queries.catalogue import Query, narrow
from kg.rdf.terms import PREFIXES

if TYPE_CHECKING:
    from kg.store.words import WordsIndex

MOST_FOUND = 100_000
"""Where a text may stand in more evidence than this, a query runs as it is."""
_LOOK = """
SELECT DISTINCT ?evidence WHERE {{
  VALUES ?text {{ {text} }}
  ?evidence st:quote|st:translation|st:paraphrase ?words
  FILTER (CONTAINS(LCASE(STR(?words)), LCASE(?text)))
}} LIMIT {most}
"""


def through_words(
    bound: str,
    query: Query,
    values: Mapping[str, str],
    store: Store,
    index: Callable[[], WordsIndex | None] = lambda: None,
) -> str:
    """The bound text of a query, asked only about the evidence in which its text may stand.

    An index of the words names that evidence, or else a look at nothing but the words, for the
    engine itself reads all stances before it looks. The text stays as it was where the query tells
    of no index or nearly all evidence is named; the rows are the same either way.
    """
    text = _text(query, values) if query.indexed else None
    if query.indexed is None or text is None:
        return bound
    words = index()
    found = words.find(text) if words else None
    if found is None:
        found = _look(store, text)
    if len(found) > MOST_FOUND:
        return bound
    return narrow(bound, query.indexed.parameter, query.indexed.variable, map(str, found))


def _look(store: Store, text: str) -> list[NamedNode]:
    """The evidence in whose words a text stands, or one more than is of use."""
    asked = _LOOK.format(text=Literal(text), most=MOST_FOUND + 1)
    return [row[0] for row in cast("QuerySolutions", store.query(asked, prefixes=PREFIXES))]


def _text(query: Query, values: Mapping[str, str]) -> str | None:
    """What the text of a query is: as given, or as it stands in the query."""
    name = query.indexed.parameter if query.indexed else ""
    if name in values:
        return values[name]
    default = next(one.default for one in query.parameters if one.name == name)
    try:
        found = Store().query(f"SELECT ?it {{ VALUES ?it {{ {default} }} }}")
    except SyntaxError:
        return None
    terms = [row[0] for row in found] if isinstance(found, QuerySolutions) else []
    return terms[0].value if len(terms) == 1 and isinstance(terms[0], Literal) else None
