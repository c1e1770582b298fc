"""The graph for Python users: queries, analysis, data frames, an rdflib Dataset over the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from kg.choice import choice
from kg.errors import UsageError
from kg.project import Project
from kg.queries.catalogue import find_query, parse_query
from kg.queries.narrowed import Asked, narrow, parse_day, parse_status
from kg.queries.run import run_query
from kg.queries.table import Result, Table
from kg.store.embedded import open_reader
from kg.store.guard import Limits

if TYPE_CHECKING:
    from typing import Unpack

    import rdflib

    from kg.analysis.corpus.corpus import Corpus
    from kg.analysis.network.measured import MeasuredNetwork

Names = str | Sequence[str]


class Part(TypedDict, total=False):
    """To which part of the graph to keep: one name or several, in any spelling, and days.

    Days are dates, or YYYY, YYYY-MM, YYYY-MM-DD: since means the first of them, until the last;
    of a datetime it is the day.
    """

    proposition: Names
    theme: Names
    actor: Names
    country: Names
    status: Names
    since: str | date
    until: str | date
    as_of: str | date


class Reader:
    """A store as it was when it was opened."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._store = open_reader(project.store)

    def __repr__(self) -> str:
        return f"<Reader of {self._project.store}>"

    def query(self, name: str, *, timeout: float = 30.0, **values: object) -> Result:
        """The answer to a named query with its parameters, each by any name.

        Raises kg.errors.KgError: unknown names, limits.
        """
        query = find_query(self._project, name)
        days = {name: value.date() for name, value in values.items() if isinstance(value, datetime)}
        words = {parameter: str(value) for parameter, value in (values | days).items()}
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

    def stances(self, *, words: bool = False, **part: Unpack[Part]) -> Table:
        """The published stances of a part of the graph, one row each; see stance_table.

        With ``words`` also what shows each best: quote, translation, paraphrase, outlet, url.
        """
        from kg.analysis.corpus.listing import stance_table
        from kg.analysis.corpus.quotes import read_words

        corpus = self.corpus(**part)
        return stance_table(corpus, read_words(self._store, corpus.stances.ids) if words else None)

    def network(
        self,
        kind: str = "congruence",
        *,
        level: str = "actor",
        normalisation: str = "none",
        qualifier: str = "subtract",
        mixed: str = "halfway",
        duplicates: str = "stance",
        shared: int = 1,
        draws: int = 200,
        seed: int = 1,
        **part: Unpack[Part],
    ) -> MeasuredNetwork:
        """The network of a part of the graph, as ``kg network`` makes it.

        Raises UsageError where the choices are none, or do not go together.
        """
        from kg.analysis.counting.pooling import Level
        from kg.analysis.counting.resampling import Draws
        from kg.analysis.counting.statements import Duplicates, count_statements
        from kg.analysis.network.measured import MeasuredNetwork
        from kg.analysis.network.method import Kind, Method, Mixed, Normalisation, Qualifier
        from kg.analysis.network.networks import make_network
        from kg.analysis.network.ties import Threshold, thin

        method = Method(
            choice(Kind, kind, "kind"),
            choice(Qualifier, qualifier, "qualifier"),
            choice(Normalisation, normalisation, "normalisation"),
            choice(Mixed, mixed, "mixed"),
        )
        counted = choice(Level, level, "level"), choice(Duplicates, duplicates, "duplicates")
        statements = count_statements(self.corpus(**part), *counted)
        found = thin(make_network(statements, method), Threshold(shared=shared))
        return MeasuredNetwork(found, statements, Draws(draws, seed))

    def shifts(
        self,
        *,
        level: str = "actor",
        draws: int = 200,
        seed: int = 1,
        **part: Unpack[Part],
    ) -> Table:
        """The changes of position of some days, the words of both sides beside each other.

        The stance before may be older than ``since``.
        """
        from kg.analysis.change.change_tables import change_table
        from kg.analysis.change.shifts import find_changes
        from kg.analysis.corpus.quotes import read_words
        from kg.analysis.counting.pooling import Level
        from kg.analysis.counting.resampling import Draws

        since, until = part.pop("since", None), part.pop("until", None)
        found = find_changes(
            self.corpus(**part),
            choice(Level, level, "level"),
            Draws(draws, seed),
            since=_day(since, first=True),
            until=_day(until),
        )
        sides = (side for one in found.found for side in (one.before, one.after))
        return change_table(found, read_words(self._store, (side.stance for side in sides)))

    def polarisation(
        self,
        *,
        measure: str = "esteban-ray",
        positions: str = "uttered",
        level: str = "actor",
        draws: int = 200,
        seed: int = 1,
        **part: Unpack[Part],
    ) -> Table:
        """The polarisation in each half-year; see ``kg polarisation --help``."""
        from kg.analysis.counting.periods import half_years
        from kg.analysis.counting.pooling import Level
        from kg.analysis.counting.positions import Basis
        from kg.analysis.counting.resampling import Draws
        from kg.analysis.counting.statements import count_statements
        from kg.analysis.polarisation.polarisation import Gauge, Measure
        from kg.analysis.polarisation.polarisation_table import polarisation_table
        from kg.analysis.polarisation.polarised import polarisations

        corpus = self.corpus(**part)
        statements = count_statements(corpus, choice(Level, level, "level"))
        asked = _asked(part)
        windows = half_years(statements.day, asked.since, asked.until)
        gauge = Gauge(
            choice(Measure, measure, "measure"), basis=choice(Basis, positions, "positions")
        )
        return polarisation_table(
            polarisations(corpus, statements, windows, gauge, Draws(draws, seed))
        )

    def corpus(self, **part: Unpack[Part]) -> Corpus:
        """The stances of a part of the graph as columns, for analysis of one's own."""
        from kg.analysis.corpus.corpus import read_corpus

        narrowing, _ = narrow(self._store, _asked(part))
        return read_corpus(self._project.store, self._store).narrow(narrowing)


def _asked(part: Part) -> Asked:
    if unknown := sorted(part.keys() - Part.__annotations__.keys()):
        known = ", ".join(Part.__annotations__)
        raise UsageError(
            f"no part of the graph goes by {', '.join(unknown)}", hint=f"one of: {known}"
        )
    return Asked(
        propositions=_several(part.get("proposition", ())),
        themes=_several(part.get("theme", ())),
        actors=_several(part.get("actor", ())),
        countries=_several(part.get("country", ())),
        statuses=parse_status(_several(part.get("status", ()))),
        since=_day(part.get("since"), first=True),
        until=_day(part.get("until")),
        as_of=_day(part.get("as_of")),
    )


def _several(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _day(told: str | date | None, *, first: bool = False) -> date | None:
    if isinstance(told, datetime):
        # A moment is a date to Python, as pandas has it, and cannot be compared with one.
        return told.date()
    return told if told is None or isinstance(told, date) else parse_day(told, first=first)
