"""The graph for Python users: named queries, SPARQL, and an rdflib Dataset over the store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.project import Project
from kg.queries.catalogue import find_query, parse_query
from kg.queries.run import run_query
from kg.queries.table import Result
from kg.store.embedded import open_reader
from kg.store.guard import Limits

if TYPE_CHECKING:
    import rdflib


class Reader:
    """A store as it was when it was opened."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._store = open_reader(project.store)

    def query(self, name: str, *, timeout: float = 30.0, **values: object) -> Result:
        """The answer to a named query with its parameters, each by any name.

        Raises kg.errors.KgError: unknown names, limits.
        """
        query = find_query(self._project, name)
        words = {parameter: str(value) for parameter, value in values.items()}
        return run_query(self._project.store, query, words, limits=Limits(timeout))

    def sparql(self, text: str, *, timeout: float = 30.0) -> Result:
        """The answer to a SPARQL query; the project's prefixes are declared beforehand.

        Raises kg.errors.KgError: bad syntax, SERVICE, limits.
        """
        query = parse_query(text, Path("query"), "query")
        return run_query(self._project.store, query, limits=Limits(timeout))

    def dataset(self) -> rdflib.Dataset:
        """An rdflib Dataset over the store, to read; the default graph is the published one.

        Query it with text: rdflib answers prepared queries with its own, far slower engine. It is
        for queries of your own: nothing limits them, and SERVICE reaches the network.
        """
        import rdflib
        from oxrdflib import OxigraphStore
        from rdflib.plugins import sparql

        # Without this, FROM <http://...> or FROM <file:...> makes rdflib fetch what it names.
        sparql.SPARQL_LOAD_GRAPHS = False
        return rdflib.Dataset(store=OxigraphStore(store=self._store))
