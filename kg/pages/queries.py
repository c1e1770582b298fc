"""The pages of the named queries: a list of them, and one page each with its answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kg.pages.contract import Page
from kg.pages.published import Published
from kg.pages.queries_answer import Sheet, make_sheet
from kg.pages.queries_form import Field, make_fields
from kg.pages.rendering import draw
from kg.queries.catalogue import Query, read_catalogue
from kg.queries.formats import render
from kg.queries.run import answer
from kg.queries.table import Graph, Result, Table
from kg.rdf.turtle import drop_idle_prefixes

FOLDER = "queries"
MOST_ROWS = 200
"""So many rows of an answer are on the page of its query; the downloads have all."""
MOST_TEXT = 20_000
"""So many characters of a graph are on the page of its query."""
TABLE_FORMS = ("html", "csv", "json", "rq")
GRAPH_FORMS = ("html", "ttl", "jsonld", "rq")

_GROUPS = (
    ("On a proposition", {"proposition"}),
    ("On an actor or a country", {"actor", "country", "thing", "event"}),
    ("On a day", {"date", "number"}),
    ("On sources and words", {"document", "outlet", "stance", "text"}),
)
_WHOLE = "On the whole graph"
_GRAPHS = "As a graph"
_FORMATS = {"csv": "csv", "json": "json", "ttl": "turtle", "jsonld": "jsonld"}


@dataclass(frozen=True, slots=True)
class Group:
    """Named queries that are asked about the same sort of thing."""

    title: str
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer on a page: a table, or a graph in Turtle, or a yes or no.

    Of ``size`` characters of Turtle only the first ones may be shown; of an answer that is
    ``large`` nothing is, but how many bytes it has.
    """

    sheet: Sheet | None = None
    turtle: str | None = None
    size: int = 0
    yes: bool | None = None
    large: int = 0


def makes_graph(query: Query) -> bool:
    """Whether a named query answers with a graph, as those without columns do."""
    return not query.columns


def group(queries: Iterable[Query]) -> list[Group]:
    """Named queries by what they are asked about, their first parameter says it."""
    found: dict[str, list[Query]] = {title: [] for title, _ in _GROUPS}
    found |= {_WHOLE: [], _GRAPHS: []}
    for query in queries:
        found[_group_of(query)].append(query)
    return [Group(title, tuple(those)) for title, those in found.items() if those]


def _group_of(query: Query) -> str:
    if makes_graph(query):
        return _GRAPHS
    kind = query.parameters[0].kind if query.parameters else ""
    return next((title for title, kinds in _GROUPS if kind in kinds), _WHOLE)


def show(published: Published, result: Result) -> Shown:
    """An answer as the page of its query shows it."""
    if isinstance(result, Table):
        return Shown(make_sheet(published, result, total=len(result), most=MOST_ROWS))
    if isinstance(result, Graph):
        return show_turtle(render(result, "turtle"))
    return Shown(yes=result.yes)


def show_turtle(text: str) -> Shown:
    """A graph in Turtle as a page shows it, cut at the end of a line, without idle prefixes."""
    text = drop_idle_prefixes(text.encode()).decode()
    cut = text if len(text) <= MOST_TEXT else text[: text.rfind("\n", 0, MOST_TEXT) + 1]
    return Shown(turtle=cut, size=len(text))


def draw_query(
    query: Query, fields: tuple[Field, ...], shown: Shown | None, *, live: bool, **context: object
) -> bytes:
    """The page of a named query; ``shown`` is None where a parameter has a fault.

    ``context`` are ``text`` (the query as bound), ``asked`` (what follows the question mark of its
    own links) and ``problem`` (why there is no answer), each with a plain default.
    """
    told = {"text": query.text, "asked": "", "problem": None} | context
    forms = GRAPH_FORMS if makes_graph(query) else TABLE_FORMS
    path = f"{FOLDER}/{query.name}"
    return draw(
        "queries_one.html",
        path,
        live=live,
        query=query,
        fields=fields,
        shown=shown,
        forms=forms[1:],
        file=path,
        **told,
    )


class QueryPage:
    """The page of a named query with its answer to the default parameters."""

    def __init__(self, published: Published, query: Query) -> None:
        self._published = published
        self._query = query
        self.path = f"{FOLDER}/{query.name}"
        self.title = query.title
        self.forms = GRAPH_FORMS if makes_graph(query) else TABLE_FORMS

    def render(self, form: str, *, live: bool) -> bytes:
        """The page, its answer alone, or the text of the query; KeyError for any other form."""
        if form not in self.forms:
            raise KeyError(form)
        if form == "rq":
            return self._query.text.encode()
        result = answer(self._published.store, self._query)
        if form == "html":
            fields = make_fields(self._published, self._query, {})
            return draw_query(self._query, fields, show(self._published, result), live=live)
        return render(result, _FORMATS[form]).encode()


class QueryIndex:
    """The list of the named queries, by what they are asked about."""

    path = f"{FOLDER}/index"
    title = "Named queries"
    forms = ("html",)

    def __init__(self, queries: Iterable[Query]) -> None:
        self._groups = group(queries)

    def render(self, form: str, *, live: bool) -> bytes:
        """The list; KeyError for any form but html."""
        if form != "html":
            raise KeyError(form)
        return draw("queries_index.html", self.path, live=live, groups=self._groups, problem=None)


class QueriesShelf:
    """Every page below ``queries/``."""

    def __init__(self, published: Published) -> None:
        self._published = published

    def find(self, path: str) -> Page | None:
        """The page of a path, or None where no named query has it."""
        if path == QueryIndex.path:
            return QueryIndex(self._queries.values())
        folder, _, name = path.partition("/")
        query = self._queries.get(name) if folder == FOLDER else None
        return QueryPage(self._published, query) if query else None

    def paths(self) -> list[str]:
        """The paths of the list and of every named query."""
        return [QueryIndex.path, *(f"{FOLDER}/{name}" for name in self._queries)]

    @cached_property
    def _queries(self) -> dict[str, Query]:
        return read_catalogue(self._published.project)
