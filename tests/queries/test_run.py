from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from pyoxigraph import Literal, NamedNode, Store

from kg.errors import (
    InputError,
    LimitReached,
    StoreMissing,
    StoreUnusable,
    UnknownName,
    UsageError,
)
from kg.queries.binding import bind
from kg.queries.catalogue import LONGEST, Query, fill, parse_query
from kg.queries.inspect import (
    DEEPEST,
    refuse_dangerous,
    refuse_service,
    refuse_service_elsewhere,
)
from kg.queries.run import answer, run_query
from kg.queries.table import Answer, Graph, Result, Table
from kg.rdf.terms import PREFIXES, ST, XSD
from kg.store.guard import Limits

HERE = Path("asked.rq")
ALL = "SELECT ?s WHERE { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }"
HOSTILE = (
    'x" } UNION { ?s ?p ?o } #',
    "x' } UNION { ?s ?p ?o } #",
    'x\\" } UNION { ?s ?p ?o } #',
    "\\u0022 } UNION { ?s ?p ?o } #",
    '""" } UNION { ?s ?p ?o } #',
    "} VALUES ?other { 1",
    'VALUES ?other { "x" }',
    "\\g<0>\\1",
    "a\nb\r\tc\0d",
    "{}[]()<>#?$@^^_:",
)


def _asked(text: str, /, **kinds: str) -> Query:
    header = "".join(f"#+ parameter {name} ({kind}): it\n" for name, kind in kinds.items())
    return parse_query(header + text, HERE, "asked")


def _echo(kind: str) -> Query:
    return _asked("SELECT ?it WHERE { VALUES ?it { UNDEF } }", it=kind)


def _only(result: Result) -> object:
    assert isinstance(result, Table)
    assert len(result.rows) == len(result.rows[0]) == 1
    return result.rows[0][0]


def _problem(error: InputError) -> str:
    assert len(error.problems) == 1
    return str(error.problems[0])


# Parameters


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("actor", "Анна Экземплова", NamedNode(f"{PREFIXES['actor']}anna-examplova")),
        ("thing", "samplia-aid", NamedNode(f"{PREFIXES['stance']}samplia-aid")),
        ("outlet", "the sample times", NamedNode(f"{PREFIXES['outlet']}sample-times")),
        ("text", "Macron", Literal("Macron")),
        ("text", "", Literal("")),
        ("number", "-12", Literal(-12)),
        ("country", "xa", Literal("XA")),
        ("country", "EU", Literal("EU")),
        ("country", "Exampleland", Literal("XA")),
        ("date", "2025-06-02", Literal("2025-06-02", datatype=XSD.date)),
        ("date", "2024-02", Literal("2024-02-29", datatype=XSD.date)),
        ("date", "2024", Literal("2024-12-31", datatype=XSD.date)),
    ],
)
def test_a_value_becomes_a_term_of_its_kind(
    world_reader: Store, kind: str, value: str, term: object
) -> None:
    assert _only(answer(world_reader, _echo(kind), {"it": value})) == term


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("date", "02.06.2025", "it: '02.06.2025' is not a date of the form"),
        ("date", "2025-02-30", "it: '2025-02-30' is not a date"),
        ("date", "", "it: '' is not a date"),
        ("number", "1.5", "it: '1.5' is no whole number"),
        ("number", "9999999999", "it: '9999999999' is no whole number"),
        ("number", "1 }", "it: '1 }' is no whole number"),
        ("country", "Nowhereland", "no country goes by the name 'Nowhereland'"),
        ("country", "League of Samples", "'League of Samples' has no country code"),
        ("actor", "> } #", "no actor goes by the name '> } #'"),
        ("actor", "Bert", "'Bert' may be several things"),
        ("stance", "Exampelova", "no stance goes by the name"),
    ],
)
def test_a_value_that_cannot_be_one_is_refused(
    world_reader: Store, kind: str, value: str, message: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        bind(world_reader, _echo(kind), {"it": value})


def test_an_unknown_parameter_comes_with_those_that_there_are(world_reader: Store) -> None:
    query = _asked("SELECT * { VALUES ?a { 1 } VALUES ?b { 2 } }", a="number", b="text")

    with pytest.raises(UsageError, match="asked has no parameter 'c'") as caught:
        bind(world_reader, query, {"c": "1"})
    assert caught.value.hint == "it takes: a, b"
    with pytest.raises(UsageError) as caught:
        bind(world_reader, _asked("ASK {}"), {"c": "1"})
    assert caught.value.hint == "it takes: none"


def test_without_values_a_query_is_asked_as_it_stands(world_reader: Store) -> None:
    query = _asked("SELECT ?a { VALUES ?a { 1 } }", a="number")

    assert bind(world_reader, query, {}) == query.text


def test_names_are_resolved_in_the_worker_too(world_store: Path) -> None:
    with pytest.raises(UnknownName, match="no actor goes by the name 'Exampelova'") as caught:
        run_query(world_store, _echo("actor"), {"it": "Exampelova"})

    assert "anna-examplova" in str(caught.value.hint)


TWO = _asked(
    "SELECT ?one ?other WHERE {\n"
    "  # VALUES ?one { <x:not-here> }\n"
    '  VALUES ?one { "1" }\n'
    '  VALUES ?other { "2" }\n'
    '  FILTER ("VALUES ?one { }" != ?one)\n'
    "}",
    one="text",
    other="text",
)


@given(some.text(), some.text())
@example(HOSTILE[0], HOSTILE[1])
@example(HOSTILE[6], " } ?s ?p ?o #")
@settings(max_examples=200, deadline=None)
def test_words_stay_words_whatever_they_are(one: str, other: str) -> None:
    """However it reads, a text comes back as it was, and brings no further row."""
    table = answer(Store(), TWO, {"one": one, "other": other})

    assert isinstance(table, Table)
    if one == "VALUES ?one { }":
        assert table.rows == ()
    else:
        assert table.rows == ((Literal(one), Literal(other)),)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_find_nothing(world_store: Path, world_reader: Store, words: str) -> None:
    query = _asked(
        "SELECT ?s WHERE { VALUES ?text { 'x' } ?s st:quote ?q FILTER (CONTAINS(?q, ?text)) }",
        text="text",
    )

    for result in (
        answer(world_reader, query, {"text": words}),
        run_query(world_store, query, {"text": words}),
    ):
        assert isinstance(result, Table)
        assert result.rows == ()


@given(some.text(some.characters(codec="utf-8"), max_size=60))
@settings(deadline=None)
def test_hostile_names_never_reach_the_query(world_reader: Store, name: str) -> None:
    try:
        text = bind(world_reader, _echo("actor"), {"it": name})
    except UsageError:
        return
    assert re.search(rf"VALUES \?it \{{ <{PREFIXES['actor']}[a-z-]+> \}}", text)


# Kinds of answer


def test_ask_select_and_construct(world_store: Path) -> None:
    yes = run_query(world_store, _asked("ASK { ?s a st:Shift }"))
    no = run_query(world_store, _asked("ASK { ?s a st:Theorem }"))
    table = run_query(world_store, _asked("SELECT ?c ?none WHERE { actor:samplia st:country ?c }"))
    graph = run_query(
        world_store,
        _asked("CONSTRUCT { ?s st:country ?c } WHERE { ?s st:country ?c ; a st:State }"),
    )

    assert (yes, no) == (Answer(yes=True), Answer(yes=False))
    assert table == Table(("c", "none"), ((Literal("XB"), None),))
    assert isinstance(graph, Graph)
    assert {triple.predicate for triple in graph.triples} == {ST.country}
    assert len(graph.triples) == 2


def test_both_ways_to_run_a_query_agree(world_store: Path, world_reader: Store) -> None:
    query = _asked("SELECT ?s ?o WHERE { ?s rdfs:label ?o } ORDER BY ?s ?o")

    assert run_query(world_store, query) == answer(world_reader, query)


def test_the_default_graph_is_the_published_one(world_store: Path) -> None:
    for text, yes in (
        ("ASK { ?s a st:Candidate }", False),
        ("ASK { GRAPH graph:candidates { ?s a st:Candidate } }", True),
        ("ASK { stance:bert-modelsson-2025-06-03-refused ?p ?o }", False),
        ("ASK { GRAPH graph:rejected { stance:bert-modelsson-2025-06-03-refused ?p ?o } }", True),
    ):
        assert run_query(world_store, _asked(text)) == Answer(yes)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("SELECT ?s WHERE {\n  ?s ?p \n}", 3),
        ("SELECT ?s WERE { ?s ?p ?o }", 1),
        ("", 1),
        ("ASK {\n ?s nope:x ?o }", 2),
        ("INSERT DATA { <x:s> <x:p> <x:o> }", 1),
        ("LOAD <file:///etc/passwd>", 1),
        ("CLEAR ALL", 1),
    ],
)
def test_what_is_no_query_is_told_with_its_place(world_store: Path, text: str, line: int) -> None:
    """The engine's column is where it gave up, which may lie some letters after the slip."""
    with pytest.raises(InputError, match="not valid SPARQL") as caught:
        run_query(world_store, _asked(text))

    problem = _problem(caught.value)
    assert re.match(rf"asked\.rq:{line}:[1-9]\d*: error: not valid SPARQL: \w", problem)
    assert "\n" not in problem
    assert len(problem) < 250


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT * { ?s ?p ?o ", "a } is missing at the end"),
        ("SELECT * { { ?s ?p '}' }\n", "a } is missing at the end"),
        ("SELECT * { ?s ?p ?o FILTER(?s = ?o", "a ) is missing at the end"),
        ("SELECT * {\n?s ?p }", "unexpected here"),
        (" \n", "there is no query"),
        ("ASK {\n ?s a st:Stance ; no.pe-1:x ?o }", "the prefix no.pe-1: is not declared"),
        (f"ASK {{ ?s a a:b . {'x' * 5000} ?s ?o }}", "the prefix a: is not declared"),
    ],
)
def test_a_missing_bracket_is_told_and_nothing_refused_is_suggested(
    world_store: Path, text: str, told: str
) -> None:
    with pytest.raises(InputError) as caught:
        run_query(world_store, _asked(text))
    problem = _problem(caught.value)
    assert told in problem
    assert "SERVICE" not in problem
    assert "LATERAL" not in problem


def test_a_missing_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        run_query(tmp_path / "nowhere", _asked("ASK {}"))


# Limits


def test_time_is_limited_and_the_worker_dies(world_store: Path) -> None:
    begun = time.monotonic()

    with pytest.raises(LimitReached, match=r"not done within 0\.3 s") as caught:
        run_query(
            world_store,
            _asked(f"SELECT (COUNT(*) AS ?n) WHERE {{ {{ {ALL} }} {{ {ALL} }} }}"),
            limits=Limits(seconds=0.3),
        )

    assert time.monotonic() - begun < 5
    assert caught.value.hint == "allow more with --timeout"


def test_memory_is_limited(world_store: Path) -> None:
    with pytest.raises(LimitReached):
        run_query(
            world_store,
            _asked(f"{ALL} ORDER BY ?c"),
            limits=Limits(seconds=60, memory=500 * 2**20),
        )


def test_rows_are_limited(world_store: Path) -> None:
    cut = run_query(world_store, _asked(ALL), rows=7)
    graph = run_query(world_store, _asked("CONSTRUCT WHERE { ?s ?p ?o }"), rows=3)
    whole = run_query(world_store, _asked("SELECT ?s { ?s a st:State }"), rows=2)
    none = run_query(world_store, _asked(ALL), rows=0)

    assert isinstance(cut, Table)
    assert isinstance(graph, Graph)
    assert isinstance(whole, Table)
    assert isinstance(none, Table)
    assert (len(cut.rows), cut.cut) == (7, True)
    assert (len(graph.triples), graph.cut) == (3, True)
    assert (len(whole.rows), whole.cut) == (2, False)
    assert (none.rows, none.cut) == ((), True)


def test_more_rows_than_any_answer_has_end_a_query(
    world_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.queries.spelled.MOST_ROWS", 1_000)

    with pytest.raises(LimitReached, match="more than 1000 rows") as caught:
        run_query(world_store, _asked(ALL))
    assert caught.value.hint == "ask for fewer with --limit"


def test_a_worker_that_crashes_does_not_take_this_process_along(
    world_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.queries.inspect.DEEPEST", 10**9)
    deep = "(" * 20_000

    with pytest.raises(LimitReached, match="the work ended its process"):
        run_query(world_store, _asked(f"ASK {{ FILTER {deep}1{')' * 20_000} }}"))


# What is refused


@pytest.mark.parametrize(("opening", "closing"), ["()", "{}", "[]"])
def test_a_bracket_bomb_is_refused_with_its_place(
    world_store: Path, opening: str, closing: str
) -> None:
    deep = DEEPEST + 1
    text = f"ASK\n{opening * deep}{closing * deep}"

    with pytest.raises(InputError) as caught:
        run_query(world_store, _asked(text))

    assert _problem(caught.value) == (
        f"asked.rq:2:{deep}: error: nested deeper than {DEEPEST} brackets"
    )


def test_brackets_that_read_like_an_address_are_counted(world_store: Path) -> None:
    deep = DEEPEST + 1
    inside = f"ASK {{ FILTER(1<{'(' * deep}1{')' * deep}>0) }}"
    left_open = f"ASK {{{'FILTER(1<' + '(' * 90 + '1>'}{'FILTER(1<' + '(' * 90}1> }}"

    for text in (inside, left_open):
        with pytest.raises(InputError, match="refused") as caught:
            run_query(world_store, _asked(text))
        assert "nested deeper" in _problem(caught.value)
    refuse_dangerous("<http://x/a)> <http://x/A_(b)> <http://x/[1]>" * 1_000, HERE)


def test_closing_brackets_of_an_address_close_nothing() -> None:
    with pytest.raises(InputError, match="refused"):
        refuse_dangerous("<x:)))))>" * 100 + "(" * (DEEPEST + 1), HERE)


@pytest.mark.parametrize("unit", ["a.", "a", "a-", "é", "<", "<(", "a:", ".", "\\"])
def test_a_long_text_is_looked_through_in_time(unit: str) -> None:
    """Bounded, not measured: what goes back to look again would take hours."""
    begun = time.monotonic()
    with suppress(InputError):
        refuse_dangerous(unit * (10**6 // len(unit)), HERE)
    assert time.monotonic() - begun < 60


def test_nesting_counts_what_is_open_and_not_what_is_quoted() -> None:
    refuse_dangerous("{}" * 1_000, HERE)
    refuse_dangerous("{" * DEEPEST + "}" * DEEPEST, HERE)
    refuse_dangerous(f'ASK {{ ?s ?p "{"(" * 1_000}" }} # {"{" * 1_000}', HERE)


def test_an_endless_query_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        parse_query(" " * (LONGEST + 1), HERE, "asked")

    assert "longer than" in _problem(caught.value)


REMOTE = "<http://127.0.0.1:1/>"
FEDERATED = (
    f"SELECT * {{ SERVICE {REMOTE} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service silent {REMOTE} {{ ?s ?p ?o }} }}",
    f"ASK {{ ?s ?p ?o . {{ SeRvIcE{REMOTE}{{ ?s ?p ?o }} }} }}",
    f"ASK {{ FILTER EXISTS {{ SERVICE {REMOTE} {{ ?s ?p ?o }} }} }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE {REMOTE} {{ ?s ?p ?o }} }} }} }}",
    f"ASK {{ VALUES ?g {{ {REMOTE} }} SERVICE ?g {{ ?s ?p ?o }} }}",
    f"ASK {{ # a comment ends with a carriage return\rSERVICE {REMOTE} {{ ?s ?p ?o }}\n}}",
    f"PREFIX : {REMOTE} ASK {{ SERVICE:x {{ ?s ?p ?o }} }}",
    f"PREFIX : {REMOTE} ASK {{ ?s ?p ?o.SERVICE:x{{ ?s ?p ?o }} }}",
    f"PREFIX : {REMOTE} ASK {{ ?s ?p :.SERVICE{REMOTE}{{ ?s ?p ?o }} }}",
    f"ASK {{ ?s ?p trueSERVICE{REMOTE}{{ ?s ?p ?o }} }}",
    f"ASK {{ SERVICESILENT{REMOTE}{{ ?s ?p ?o }} }}",
    f"ASK {{ ?s ?p ?o VALUES ?v {{ {REMOTE} }} FILTER (?s<?o)SERVICE?v#>\n{{ ?s ?p ?o }} }}",
    f'ASK {{ VALUES ?x {{ """x" }} SERVICE {REMOTE} {{ ?s ?p ?o }} }} # \\q """',
    f'ASK {{ ?s <http://x/\u00a0#> "y" . SERVICE {REMOTE} {{ ?s ?p ?o }} }}',
    f'ASK {{ ?s <http://x/\\u0041#> "y" . SERVICE {REMOTE} {{ ?s ?p ?o }} }}',
    f"PREFIX : {REMOTE} PREFIX trueService: <x:> ASK {{ ?s <x:p>* trueSERVICE:x {{ ?a ?b ?c }} }}",
    f"PREFIX : {REMOTE} PREFIX falseservice: <x:> ASK {{ ?s <x:p>* falseSERVICE:x {{ }} }}",
    f"PREFIX : {REMOTE} PREFIX trueqzjxkvw: <x:> ASK {{ ?s <x:p>* trueSERVICE:x {{ ?a ?b ?c }} }}",
    f"PREFIX : {REMOTE} PREFIX trueServicesilent: <x:> "
    "ASK { ?s <x:p>* trueSERVICESILENT:x { ?a ?b ?c } }",
)


@pytest.mark.parametrize("text", FEDERATED)
def test_service_is_refused_however_it_is_hidden(world_store: Path, text: str) -> None:
    with pytest.raises(InputError) as caught:
        run_query(world_store, _asked(text))

    assert "SERVICE is refused" in _problem(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        'ASK { ?s ?p "SERVICE <http://x/> { ?s ?p ?o }" }',
        "ASK { ?s ?p '''it's a \"SERVICE\"''' }",
        "ASK { ?s ?p ?o } # SERVICE <http://x/> { ?s ?p ?o }",
        "ASK { ?s <http://example.org/SERVICE#service> ?o }",
        "PREFIX my: <http://example.org/> ASK { ?service my:service ?o }",
        "PREFIX service: <http://example.org/> ASK { ?s service:x ?o }",
        'ASK { ?s ?p "x"@en-service }',
        "ASK { _:service ?p $SERVICE }",
        "PREFIX trueService: <x:> ASK { ?s ?p trueService:x . ?service ?p trueService:Service }",
    ],
)
def test_service_as_a_word_is_no_service(world_store: Path, text: str) -> None:
    assert isinstance(run_query(world_store, _asked(text)), Answer)


def test_the_word_that_stands_for_service_stands_nowhere_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = ["bcdfghj", "klmnpqr", "stvwxzb"]
    monkeypatch.setattr("kg.queries.inspect._word", lambda _, number: words[number])
    named = "PREFIX : {0} PREFIX true{1}: <x:> ASK {{ ?s <x:p>* trueSERVICE:x {{ ?a ?b ?c }} }}"

    for name in ("Bcdfghj", "BCDFGHJ", "KLMNPQR"):
        with pytest.raises(InputError):
            refuse_service(named.format(REMOTE, name), HERE)


@pytest.mark.parametrize(
    "text",
    [
        f"ASK {{ # \\u000aSERVICE {REMOTE} {{ ?s ?p ?o }}\n}}",
        f"ASK {{ # \\U0000000DSERVICE {REMOTE} {{ ?s ?p ?o }}\n}}",
        f'ASK {{ ?s ?p "\\u0022 . SERVICE {REMOTE} {{ ?s ?p ?o }} ?s ?p \\u0022" }}',
    ],
)
def test_another_engine_may_unescape_before_it_reads(text: str) -> None:
    refuse_service(text, HERE)
    with pytest.raises(InputError, match="refused"):
        refuse_service_elsewhere(text, HERE)


def test_escapes_in_words_are_no_service() -> None:
    for text in (
        'ASK { ?s ?p "\\u0053ERVICE" }',
        'ASK { ?s <http://x/\\u0041> "\\uD800" }',
        "ASK {}",
    ):
        refuse_service_elsewhere(text, HERE)


def test_service_in_a_parameter_is_no_service(world_store: Path) -> None:
    words = 'SERVICE <http://x/> { } "'

    assert _only(run_query(world_store, _echo("text"), {"it": words})) == Literal(words)


@given(some.text(alphabet="SERVICEservice \t\r\n{}()<>#?:.'\"\\@_x", max_size=60))
@example(fill("ASK { VALUES ?x { } }", {"x": '"service"'}))
@settings(max_examples=300, deadline=None)
def test_inspection_ends_in_a_refusal_or_not_at_all(text: str) -> None:
    for refuse in (refuse_dangerous, refuse_service):
        try:
            refuse(text, HERE)
        except InputError as error:
            problem = error.problems[0]
            assert 1 <= problem.line <= text.count("\n") + 1
            assert problem.column >= 1


def test_damage_met_where_a_name_is_looked_up_is_told(
    world_store: Path, world_reader: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> str:
        raise RuntimeError("Corruption: block checksum mismatch")

    monkeypatch.setattr("kg.queries.run.bind", damaged)
    with pytest.raises(StoreUnusable, match="the store is damaged"):
        run_query(world_store, _echo("actor"), {"it": "Examplova"})
    with pytest.raises(StoreUnusable, match="the store is damaged"):
        answer(world_reader, _echo("actor"), {"it": "Examplova"})
