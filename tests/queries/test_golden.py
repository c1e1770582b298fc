"""Every named query: its form, its answer on the invented world, and a second engine's answer."""

from __future__ import annotations

import io
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple
from rdflib.plugins import sparql

from kg.project import Project
from kg.queries.binding import bind
from kg.queries.catalogue import Query, find_query
from kg.queries.run import answer
from kg.queries.table import Graph, Table
from kg.rdf.terms import PREFIXES, XSD
from kg.rdf.turtle import read_turtle
from tests.invented import ROOT

QUERIES = ROOT / "queries"
GOLDEN = Path(__file__).parent / "golden"
VALUES: dict[str, dict[str, str]] = {
    "activity-by-month": {},
    "actors-by-activity": {},
    "allies-of": {"actor": "Anna Examplova"},
    "by-country": {"proposition": "sanctions-on-russia"},
    "candidates": {},
    "contacts-with-russia": {},
    "contradictions": {},
    "disagreements-between": {"actor": "anna-examplova", "other": "bert-samplovic"},
    "evidence-for": {"stance": "anna-examplova-2025-06-02-dialogue"},
    "government-line": {"country": "Exampleland", "date": "2025-06-03"},
    "graphs/direct-edges": {},
    "graphs/stance-network": {},
    "kremlin-reactions": {},
    "most-contested": {},
    "office-holders": {"date": "2024-11"},
    "party-lines": {},
    "position-shifts": {},
    "positions-as-of": {"date": "2025-06-02"},
    "positions-on": {},
    "possible-duplicates": {},
    "reactions-to": {"thing": "Anna Examplova"},
    "search-quotes": {"text": "TALK"},
    "silent-states": {"proposition": "military-aid-to-ukraine", "date": "2025-04-01"},
    "stances-from-source": {"outlet": "Imaginary Agency"},
    "stances-in-document": {"document": "2025-05-30-sample-times-6e8bc35b"},
    "stances-of": {"actor": "exampleland"},
    "summary": {},
    "who-favours": {},
    "who-opposes": {"proposition": "sanctions-on-russia"},
}
"""What each query is asked with here; the rest of its parameters keep their defaults."""

NAMES = sorted(VALUES)
TABLES = [name for name in NAMES if not name.startswith("graphs/")]
Row = tuple[str, ...]

_TERM = re.compile(r"(?<![\w?])([a-z]+):([\w-]+)")
_APART = re.compile(r'"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|#[^\n]*')


def _query(name: str) -> Query:
    return find_query(Project(QUERIES.parent, QUERIES), name)


def _bare(query: Query) -> str:
    """A query's text without prefixes, strings, IRIs and comments."""
    body = "\n".join(line for line in query.text.splitlines() if not line.startswith("PREFIX"))
    return _APART.sub(" ", body)


@pytest.fixture(scope="session")
def dataset(world_reader: Store) -> rdflib.Dataset:
    """The same quads in rdflib's memory, to be asked by rdflib's own engine."""
    sparql.SPARQL_LOAD_GRAPHS = False
    stream = io.BytesIO()
    world_reader.dump(stream, RdfFormat.N_QUADS)
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data=stream.getvalue(), format="nquads")
    return dataset


def test_every_query_is_asked_here() -> None:
    files = {p.relative_to(QUERIES).with_suffix("").as_posix() for p in QUERIES.rglob("*.rq")}

    assert files == set(VALUES)


@pytest.mark.parametrize("name", NAMES)
def test_header_is_complete(name: str) -> None:
    query = _query(name)
    lines = [line for line in query.text.splitlines() if line.startswith("#+")]

    assert query.title != name
    assert query.title[0].isupper()
    assert query.question.endswith("?")
    assert bool(query.columns) == (name in TABLES)
    assert all(parameter.about and parameter.default for parameter in query.parameters)
    assert len({parameter.name for parameter in query.parameters}) == len(query.parameters)
    keys = [line.split()[1].rstrip(":") for line in lines]
    order = ["title", "question", "parameter", "index", "columns"]
    assert keys == sorted(keys, key=order.index)


@pytest.mark.parametrize("name", NAMES)
def test_prefixes_are_declared_if_and_only_if_used(name: str) -> None:
    query = _query(name)
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>$", query.text, re.MULTILINE))

    assert declared == {prefix: PREFIXES[prefix] for prefix in declared}
    assert list(declared) == sorted(declared)
    assert set(declared) == {prefix for prefix, _ in _TERM.findall(_bare(query))}


@pytest.mark.parametrize("name", NAMES)
def test_terms_are_terms_of_the_ontology(name: str, checkout: Project) -> None:
    defined = {triple.subject for triple in read_turtle(checkout.ontology / "stance.ttl")}
    used = {
        NamedNode(PREFIXES[prefix] + local)
        for prefix, local in _TERM.findall(_bare(_query(name)))
        if prefix in ("st", "polarity")
    }

    assert used - defined == set()


@pytest.mark.parametrize("name", NAMES)
def test_form(name: str) -> None:
    """What kept queries fast and the same on other engines when they were measured."""
    query = _query(name)
    bare = _bare(query)

    assert all(len(line) <= 100 for line in query.text.splitlines() if not line.startswith("#+"))
    assert query.text.endswith("}\n") or name in TABLES
    assert "*" not in re.sub(r"\(COUNT\(\*\)", "", bare)
    assert not re.search(
        r"\b(?:REGEX|NOW|RAND|UUID|STRUUID|BNODE|SERVICE|GROUP_CONCAT|EXISTS)\b", bare
    )
    assert not re.search(r"(?:FILTER|ORDER BY|DESC|ASC|MAX|MIN)[^{}\n]*\?\w*[sS]aidOn", bare)
    # Virtuoso 7 leaves rows out where it seeks a range of days in an index, and sorts texts in a
    # language by their first 20 characters.
    assert not re.search(r"FILTER \(\?\w+ [<>]=? \?\w+\)", bare)
    sorted_by = " ".join(re.findall(r"^ORDER BY .*", bare, re.MULTILINE))
    assert not re.search(r"(?<!STR\()(?<!COALESCE\()\?(?:role|\w*[lL]abel)\b", sorted_by)
    if name in TABLES:
        assert "\nORDER BY " in bare
        last = bare.rsplit("ORDER BY", 1)[1].split()[-1]
        assert re.fullmatch(r"\?\w+|STR\(\?\w+\)", last)
    for parameter in query.parameters:
        before = bare.split(f"VALUES ?{parameter.name} ")[0]
        blocks = [""]
        for opening, closing in re.findall(r"(\w*\s*\{)|(\})", before):
            if opening:
                blocks.append(opening)
            elif closing:
                blocks.pop()
        assert not any("OPTIONAL" in block for block in blocks)


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_what_the_query_takes(name: str) -> None:
    assert set(VALUES[name]) <= {parameter.name for parameter in _query(name).parameters}


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_the_golden_ones(name: str, world_reader: Store, rewrite_golden: bool) -> None:
    query = _query(name)

    table = answer(world_reader, query, VALUES[name])

    assert isinstance(table, Table)
    assert table.columns == query.columns
    assert table.rows
    lines = ["\t".join(f"?{column}" for column in table.columns)]
    lines += ["\t".join("" if t is None else str(t) for t in row) for row in table.rows]
    _compare(GOLDEN / f"{name}.tsv", lines, rewrite=rewrite_golden)


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(TABLES)))
def test_triples_are_the_golden_ones(name: str, world_reader: Store, rewrite_golden: bool) -> None:
    graph = answer(world_reader, _query(name), VALUES[name])

    assert isinstance(graph, Graph)
    assert graph.triples
    assert len(set(graph.triples)) == len(graph.triples)
    lines = sorted(f"{triple} ." for triple in graph.triples)
    _compare(GOLDEN / f"{name.replace('/', '-')}.nt", lines, rewrite=rewrite_golden)


def _compare(path: Path, lines: list[str], *, rewrite: bool) -> None:
    if rewrite:
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8").splitlines() == lines


def test_no_golden_file_is_left_over() -> None:
    wanted = {f"{name}.tsv" for name in TABLES} | {
        f"{name.replace('/', '-')}.nt" for name in set(NAMES) - set(TABLES)
    }

    assert {path.name for path in GOLDEN.iterdir()} == wanted


@pytest.mark.parametrize("name", NAMES)
def test_another_engine_gives_the_same(
    name: str, world_reader: Store, dataset: rdflib.Dataset
) -> None:
    query = _query(name)
    ours = answer(world_reader, query, VALUES[name])

    theirs = dataset.query(bind(world_reader, query, VALUES[name]))

    if isinstance(ours, Graph):
        assert theirs.graph is not None
        assert _triples(ours.triples) == {tuple(_theirs(t) for t in s) for s in theirs.graph}
    else:
        assert isinstance(ours, Table)
        assert tuple(str(variable) for variable in theirs.vars or ()) == ours.columns
        rows = [tuple(_ours(term) for term in row) for row in ours.rows]
        others = [tuple(_theirs(term) for term in row) for row in theirs]
        assert Counter(others) == Counter(rows)
        assert others == rows


def _triples(triples: tuple[Triple, ...]) -> set[Row]:
    return {(_ours(t.subject), _ours(t.predicate), _ours(t.object)) for t in triples}


def _ours(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal):
        return _literal(term.value, term.datatype.value, term.language)
    return str(term)


def _theirs(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, rdflib.Literal):
        return _literal(str(term), str(term.datatype or XSD.string.value), term.language)
    return f"<{term}>"


def _literal(words: str, datatype: str, language: str | None) -> str:
    if language:
        return f'"{words}"@{language.lower()}'
    if datatype in (XSD.integer.value, XSD.decimal.value):
        return f'"{Decimal(words).normalize():f}"^^number'
    return f'"{words}"' if datatype == XSD.string.value else f'"{words}"^^{datatype}'


def _column(store: Store, name: str, column: str, **values: str) -> list[str]:
    table = answer(store, _query(name), values)
    assert isinstance(table, Table)
    at = table.columns.index(column)
    return [str(getattr(row[at], "value", "")).rsplit("/", 1)[-1] for row in table.rows]


def test_reactions_to_an_event_a_stance_and_an_actor_follow_the_chain(world_reader: Store) -> None:
    chain = [
        "anna-examplova-2025-06-02-dialogue",
        "fictional-kremlin-office-2025-06-03-dialogue",
        "bert-samplovic-2025-06-04-dialogue",
        "anna-examplova-2025-06-05-answer",
    ]
    asked = {
        "examplova-kremlin-call-2025-06-01": chain,
        "anna-examplova-2025-06-02-dialogue": chain[1:],
        "anna-examplova": chain[1:],
        "fictional-kremlin-office": chain[2:],
    }

    for thing, stances in asked.items():
        assert _column(world_reader, "reactions-to", "stance", thing=thing) == stances


def test_a_government_line_holds_only_what_was_said_in_office(world_reader: Store) -> None:
    line = _column(world_reader, "government-line", "stance", country="XA", date="2026-01-01")

    assert "dora-formerova-2024-03-05-dialogue" in line
    assert "anna-examplova-2025-06-02-dialogue" in line
    assert "dora-formerova-2025-01-20-sanctions" not in line


def test_positions_as_of_a_day_know_nothing_of_later_days(world_reader: Store) -> None:
    for day, polarity in (("2025-06-01", "opposes"), ("2025-06-02", "favours")):
        table = answer(world_reader, _query("positions-as-of"), {"date": day})
        assert isinstance(table, Table)
        held = {row[0]: row[3] for row in table.rows}
        assert held[NamedNode(f"{PREFIXES['actor']}anna-examplova")] == Literal(
            polarity, language="en"
        )
    assert _column(world_reader, "positions-as-of", "actor", date="2024-01-01") == []


def test_months_leave_out_what_has_no_month(world_reader: Store) -> None:
    months = _column(world_reader, "activity-by-month", "month")

    assert "2024-12" not in months
    assert months == sorted(set(months))
    assert _column(
        world_reader, "activity-by-month", "month", proposition="direct-dialogue-with-russia"
    ) == ["2024-03", "2025-01", "2025-06", "2025-07"]


def test_states_are_silent_only_while_they_are_members_and_say_nothing(
    world_reader: Store,
) -> None:
    def silent(proposition: str, date: str) -> list[str]:
        return _column(world_reader, "silent-states", "state", proposition=proposition, date=date)

    assert silent("military-aid-to-ukraine", "2024-06-01") == ["exampleland"]
    assert silent("military-aid-to-ukraine", "2025-03-31") == ["exampleland", "samplia"]
    assert silent("military-aid-to-ukraine", "2025-04-01") == ["exampleland"]
    assert silent("sanctions-on-russia", "2026-01-01") == []


def test_what_is_refused_or_only_proposed_is_in_no_answer_but_its_own(world_reader: Store) -> None:
    proposed = "interview-of-august-carla-voorbeeld-dialogue"
    refused = "bert-modelsson-2025-06-03-refused"

    for name in TABLES:
        table = answer(world_reader, _query(name), VALUES[name])
        assert isinstance(table, Table)
        told = "\n".join(str(term) for row in table.rows for term in row)
        assert refused not in told
        assert (proposed in told) == (name == "candidates")


def test_who_speaks_for_a_party_counts_for_it_and_silence_is_shown(world_reader: Store) -> None:
    table = answer(world_reader, _query("party-lines"))
    assert isinstance(table, Table)
    lines = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    by_party = Counter(str(line["party"]).rsplit("/", 1)[-1].rstrip(">") for line in lines)
    silent = next(line for line in lines if line["stance"] is None)

    assert by_party == {"exampleland-first": 2, "samplia-forward": 1}
    assert silent["covered"] == Literal(0)
    assert {line["propositions"] for line in lines} == {Literal(36)}
