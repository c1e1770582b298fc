"""Which engine answers at a URL, and where it takes queries, updates and whole graphs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import urlsplit

from kg.errors import UsageError
from kg.rdf.terms import graph
from kg.store.graphs import PUBLISHED

_PUBLISHED = graph(PUBLISHED).value
_PAGE = 10_000
_LARGE_PAGE = 1_000_000


class Engine(StrEnum):
    """An engine whose ways are known; OTHER goes by the standards alone."""

    OXIGRAPH = "Oxigraph"
    VIRTUOSO = "Virtuoso"
    FUSEKI = "Fuseki"
    RDF4J = "RDF4J or GraphDB"
    OTHER = "SPARQL 1.1"


@dataclass(frozen=True, slots=True)
class Dialect:
    """Where an engine takes what, and what is particular to it.

    ``published`` names the graph that stands for the default graph where the engine has no true
    one. ``page`` is how many rows to ask it for at once, None where it gives whole graphs. With
    ``whole_updates`` one update request is done as a whole or not at all. ``bulk`` is what else to
    tell it when much is added to a graph.
    """

    engine: Engine
    queries: str
    updates: str
    graphs: str
    published: str | None = None
    page: int | None = None
    whole_updates: bool = False
    graph_parameter: str = "graph"
    bulk: Mapping[str, str] = field(default_factory=dict)

    def graph_of(self, name: str) -> dict[str, str]:
        """The parameters that name a graph to the graph store; ``published`` is the default one."""
        if name == PUBLISHED and self.published is None:
            return {"default": ""}
        return {self.graph_parameter: graph(name).value}

    def is_default(self, name: str) -> bool:
        """Whether a graph is the true default graph there."""
        return name == PUBLISHED and self.published is None


def recognise(url: str, headers: Mapping[str, str], *, named: bool) -> Dialect:
    """The dialect of the server at a URL, from the headers of an answer of it.

    ``named`` says that a name and password are known: some engines take those elsewhere.
    """
    server = headers.get("server", "").lower()
    path = urlsplit(url).path
    if "virtuoso" in server:
        root, tail = url.removesuffix("/sparql").removesuffix("/sparql-auth"), "-auth" * named
        return Dialect(
            Engine.VIRTUOSO,
            f"{root}/sparql{tail}",
            f"{root}/sparql{tail}",
            f"{root}/sparql-graph-crud{tail}",
            published=_PUBLISHED,
            page=_PAGE,
            graph_parameter="graph-uri",
        )
    if "/repositories/" in path:
        return Dialect(
            Engine.RDF4J,
            url,
            f"{url}/statements",
            f"{url}/rdf-graphs/service",
            published=_PUBLISHED,
            whole_updates=True,
        )
    if "fuseki" in server or "fuseki-request-id" in headers:
        root = url.removesuffix("/sparql").removesuffix("/query")
        return Dialect(
            Engine.FUSEKI, f"{root}/query", f"{root}/update", f"{root}/data", whole_updates=True
        )
    if "oxigraph" in server or not path or path.endswith("/query"):
        root = url.removesuffix("/query")
        return Dialect(
            Engine.OXIGRAPH,
            f"{root}/query",
            f"{root}/update",
            f"{root}/store",
            whole_updates=True,
            bulk={"no_transaction": ""},
        )
    # Whether it has a graph store to read from is not known, nor how many rows it gives.
    return Dialect(Engine.OTHER, url, url, url, page=_LARGE_PAGE)


def overridden(dialect: Dialect, url: str, environ: Mapping[str, str]) -> Dialect:
    """The dialect with the URLs that the environment names; raises UsageError on another host."""
    told = {
        part: environ[name]
        for part, name in (
            ("queries", "KG_STORE_QUERY"),
            ("updates", "KG_STORE_UPDATE"),
            ("graphs", "KG_STORE_GRAPHS"),
        )
        if environ.get(name)
    }
    for other in told.values():
        if _place(other) != _place(url):
            raise UsageError(
                "KG_STORE_QUERY, KG_STORE_UPDATE and KG_STORE_GRAPHS name the host of --store",
            )
    return replace(
        dialect,
        queries=told.get("queries", dialect.queries),
        updates=told.get("updates", dialect.updates),
        graphs=told.get("graphs", dialect.graphs),
    )


def _place(url: str) -> tuple[str, str] | None:
    """By what a URL says to whom a request goes; None where it carries a password or is none."""
    try:
        parts = urlsplit(url)
        return None if "@" in parts.netloc else (parts.scheme, parts.hostname or "")
    except ValueError:
        return None
