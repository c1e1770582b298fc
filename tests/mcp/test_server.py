"""The tools as an assistant calls them, in this process and over the pipes of ``kg mcp``."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from pyoxigraph import DefaultGraph

from kg.build.build import build
from kg.mcp.server import make_server
from kg.model.actors import Actor, ActorKind
from kg.project import Project
from kg.rdf.terms import PREFIXES, RDF, ST
from kg.store.embedded import database, open_reader
from kg.store.locks import locked_to_write
from tests.invented import BORIS, REGISTRY, ROOT, UNDATED, copy_world, enter, evidence, new_project
from tests.invented import stance as uttered

TOOLS = {
    "find", "propositions", "show", "stances", "named_queries", "run_named_query", "sparql",
}  # fmt: skip


def asked(project: Project, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """What the tools say to some calls, in one session."""

    async def session() -> list[Any]:
        async with Client(make_server(project)) as client:
            return [await client.call_tool(name, arguments) for name, arguments in calls]

    return asyncio.run(session())


def told(project: Project, tool: str, /, **arguments: Any) -> Any:
    (result,) = asked(project, (tool, arguments))
    assert not result.is_error, result.content
    return result.structured_content


def refused(project: Project, tool: str, /, **arguments: Any) -> str:
    (result,) = asked(project, (tool, arguments))
    assert result.is_error
    return str(result.content[0].text)


@pytest.fixture
def graph(world: Project, world_store: Path) -> Project:
    return world


@pytest.fixture(scope="module")
def real(checkout: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(checkout.root, tmp_path_factory.mktemp("real") / "store")
    build(project)
    return project


def test_every_tool_is_told_as_read_only(graph: Project) -> None:
    async def listed() -> list[Any]:
        async with Client(make_server(graph)) as client:
            return list((await client.list_tools()).tools)

    tools = asyncio.run(listed())
    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert tool.annotations.read_only_hint is True
        assert tool.description
        assert tool.output_schema["properties"]


@pytest.mark.parametrize("name", ["Meloni", "Мелони", "actor:giorgia-meloni", "GIORGIA MELONI"])
def test_an_actor_is_found_in_any_spelling(real: Project, name: str) -> None:
    found = told(real, "find", name=name, kind="actor")["found"]
    assert [one["id"] for one in found] == ["giorgia-meloni"]
    assert found[0]["label"] == "Giorgia Meloni"


def test_a_name_of_several_gives_all_of_them(real: Project) -> None:
    found = told(real, "find", name="european", kind="proposition")["found"]
    assert len(found) > 1
    assert {one["kind"] for one in found} == {"proposition"}


@pytest.mark.parametrize("name", ["Melonni", "Melony", "Melini", "prime minister of italy"])
def test_a_name_that_nobody_has_gives_what_is_near(real: Project, name: str) -> None:
    answer = told(real, "find", name=name)
    assert answer["exact"] is False
    assert "nothing goes by exactly this name" in answer["remark"]
    assert answer["found"][0]["id"] == "giorgia-meloni"
    assert answer["found"][0]["label"] == "Giorgia Meloni"
    assert told(real, "find", name=name, kind="outlet")["found"] == []


def test_a_name_far_from_all_gives_nothing_and_says_so(graph: Project) -> None:
    answer = told(graph, "find", name="qqqqqqqq")
    assert (answer["found"], answer["exact"]) == ([], False)
    assert "nothing goes by this name" in answer["remark"]


def test_every_stance_comes_with_words_and_source(real: Project) -> None:
    answer = told(real, "stances", proposition="eu-special-envoy", limit=200)
    assert answer["total"] == len(answer["stances"]) > 10
    for stance in answer["stances"]:
        shown = stance["shown_by"]
        assert shown["quote"] or shown["paraphrase"]
        assert shown["outlet"]
    meloni = [one for one in answer["stances"] if one["actor"] == "Giorgia Meloni"]
    assert meloni
    assert {one["polarity"] for one in meloni} == {"favours"}
    assert {one["office"] for one in meloni} == {"Prime Minister of Italy"}


def test_stances_narrow_by_polarity_country_and_days(real: Project) -> None:
    answer = told(
        real, "stances", country="Germany", polarity="opposes", since="2026-01", until="2026-01"
    )
    assert answer["stances"]
    for stance in answer["stances"]:
        assert stance["country"] == "DE"
        assert stance["polarity"] == "opposes"
        assert stance["earliest"] <= "2026-01-31"
        assert stance["latest"] >= "2026-01-01"


def test_the_newest_stances_come_first_and_the_rest_is_counted(real: Project) -> None:
    answer = told(real, "stances", limit=5)
    days = [one["latest"] for one in answer["stances"]]
    assert days == sorted(days, reverse=True)
    assert len(days) == 5 < answer["total"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"actor": "Nobody Atall"}, "no actor goes by the name"),
        ({"polarity": "likes"}, "polarity cannot be 'likes'"),
        ({"since": "yesterday"}, "yesterday"),
        ({"limit": 0}, "limit is a number"),
        ({"limit": 10**6}, "limit is a number"),
        ({"status": "rejected"}, "no status"),
    ],
)
def test_what_cannot_be_asked_is_told_in_words(
    graph: Project, arguments: dict[str, Any], words: str
) -> None:
    assert words in refused(graph, "stances", **arguments)


def test_stances_of_no_known_day_are_counted(tmp_path: Path) -> None:
    lone = uttered("lone", "opposes", said_on=None)
    known = uttered("known", holder=BORIS.id)
    project = new_project(
        tmp_path, (*REGISTRY, lone, evidence("lone", UNDATED), known, evidence("known"))
    )
    build(project)
    whole = told(project, "stances")
    assert ([one["actor"] for one in whole["stances"]], whole["total"]) == ([BORIS.name], 1)
    numbers = {
        words: told(project, "stances", **arguments)["undated"]
        for words, arguments in {
            "all": {},
            "hers": {"actor": "anna-examplova"},
            "his": {"actor": "boris-fictionov"},
            "against": {"polarity": "opposes"},
            "for": {"polarity": "favours"},
            "by hand": {"status": "curated"},
            "machine": {"status": "extracted"},
            "of a time": {"since": "2020"},
        }.items()
    }
    assert numbers == {
        "all": 1, "hers": 1, "his": 0, "against": 1, "for": 0, "by hand": 1, "machine": 0,
        "of a time": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("find", {"name": "\ud800"}),
        ("show", {"name": "\udfff"}),
        ("stances", {"actor": "anna \ud800"}),
        ("run_named_query", {"name": "search-quotes", "parameters": {"text": "\ud800"}}),
        ("sparql", {"query": "ASK { ?s ?p '\ud800' }"}),
    ],
)
def test_what_is_no_text_is_refused(graph: Project, tool: str, arguments: dict[str, Any]) -> None:
    assert "no text" in refused(graph, tool, **arguments)


@pytest.mark.parametrize("name", ["actor:" * 5_000, "x" * 10**6])
def test_a_name_without_end_is_unknown(graph: Project, name: str) -> None:
    for tool, argument in (("find", "name"), ("show", "name"), ("stances", "actor")):
        text = refused(graph, tool, **{argument: name})
        assert "a name has at most 1,000 characters" in text
        assert len(text) < 400


def test_an_argument_of_another_type_is_told_in_one_line(graph: Project) -> None:
    text = refused(graph, "stances", limit="many")
    assert text.startswith("limit: ")
    assert "\n" not in text
    assert "http" not in text


def test_a_card_names_no_command(real: Project) -> None:
    assert "kg query" not in told(real, "show", name="actor:european-union")["text"]


def test_a_named_query_tells_the_words_of_the_stances_in_its_rows(real: Project) -> None:
    answer = told(
        real,
        "run_named_query",
        name="who-opposes",
        parameters={"proposition": "direct dialogue with Russia"},
    )
    place = answer["columns"].index("stance")
    stances = {row[place] for row in answer["rows"]}
    assert any("friedrich-merz" in stance for stance in stances)
    assert set(answer["evidence"]) == stances
    assert answer["remark"] is None


def test_rows_without_stances_say_how_to_have_them(real: Project) -> None:
    query = "SELECT ?who { ?who st:favours proposition:eu-special-envoy }"
    answer = told(real, "sparql", query=query)
    assert [f"{PREFIXES['actor']}giorgia-meloni"] in answer["rows"]
    assert answer["evidence"] == {}
    assert "select stances" in answer["remark"]


def test_many_rows_are_counted_and_not_all_shown(real: Project) -> None:
    answer = told(real, "sparql", query="SELECT ?s { ?s a st:Stance }")
    quads = open_reader(real.store).quads_for_pattern(None, RDF.type, ST.Stance, DefaultGraph())
    assert answer["total"] == len(list(quads)) > 200
    assert len(answer["rows"]) == 200
    assert len(answer["evidence"]) == 200
    assert "only the first 200" in answer["remark"]


def test_rows_of_two_stances_each_come_with_the_words_of_both(real: Project) -> None:
    query = """SELECT ?one ?other {
        ?one a st:Stance ; st:proposition ?about . ?other st:proposition ?about .
        FILTER(STR(?one) < STR(?other))
    } ORDER BY MD5(CONCAT(STR(?one), STR(?other))) LIMIT 200"""
    answer = told(real, "sparql", query=query)
    named = {cell for row in answer["rows"] for cell in row}
    assert set(answer["evidence"]) == named
    assert 190 < len(named) <= 200
    assert answer["total"] == 200 > len(answer["rows"])
    assert f"only the first {len(answer['rows'])} rows are shown" in answer["remark"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELEC", "query:1:"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "the graph is only read"),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "SELECT or ASK only"),
        ("SELECT * { " + "{" * 5000 + "}" * 5000 + " }", "nested deeper"),
    ],
)
def test_queries_are_guarded(graph: Project, query: str, words: str) -> None:
    first, second = asked(
        graph, ("sparql", {"query": query}), ("sparql", {"query": "ASK { ?s ?p ?o }"})
    )
    assert first.is_error
    assert words in first.content[0].text
    assert second.structured_content["rows"] == [["yes"]]


def test_a_card_is_plain_text_with_quotes(real: Project) -> None:
    card = told(real, "show", name="merz")
    assert card["iri"] == f"{PREFIXES['actor']}friedrich-merz"
    assert "“" in card["text"]


def test_a_card_says_what_words_were_taken_for(graph: Project) -> None:
    card = told(graph, "show", name="attack")
    assert card["iri"] == f"{PREFIXES['event']}invented-attack-2025-03-01"
    assert card["text"].startswith("'attack' is taken for event:invented-attack-2025-03-01 (")
    assert "\n  actor:bert-samplovic  Bert Samplović\n" in refused(graph, "show", name="bert")


def test_the_catalogue_names_what_can_be_run(graph: Project) -> None:
    queries = {one["name"]: one for one in told(graph, "named_queries")["queries"]}
    assert "who-opposes" in queries
    assert not any(name.startswith("graphs/") for name in queries)
    assert next(one["name"] for one in queries["who-opposes"]["parameters"]) == "proposition"
    assert "there is no query" in refused(graph, "run_named_query", name="../../etc/passwd")


def test_a_store_built_anew_is_seen_by_the_next_question(tmp_path: Path) -> None:
    project = copy_world(tmp_path / "project")
    build(project)
    count = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}

    async def session() -> list[str]:
        async with Client(make_server(project)) as client:
            before = await client.call_tool("sparql", count)
            enter(project, [Actor("erika-example", "Erika Example", ActorKind.PERSON)])
            build(project)
            after = await client.call_tool("sparql", count)
            return [r.structured_content["rows"][0][0] for r in (before, after)]

    before, after = asyncio.run(session())
    assert int(after) > int(before)
    assert not list(project.store.glob("snapshot-*"))


def test_the_command_answers_over_its_pipes(graph: Project, tmp_path: Path) -> None:
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "kg", "--root", str(graph.root), "--store", str(graph.store), "mcp"],
        cwd=str(ROOT),
    )

    async def session() -> Any:
        async with Client(command) as client:
            return await client.call_tool("sparql", {"query": "ASK { ?s ?p ?o }"})

    result = asyncio.run(session())
    assert json.loads(result.content[0].text)["rows"] == [["yes"]]
    assert not list(graph.store.glob("snapshot-*"))


def test_no_store_is_told_at_once(tmp_path: Path, graph: Project) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "kg",
            "--root",
            str(graph.root),
            "--store",
            str(tmp_path / "no"),
            "mcp",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 4
    assert done.stdout == ""
    assert "there is no store" in done.stderr


def test_no_answer_holds_letters_that_nobody_sees(graph: Project) -> None:
    unseen = "".join(chr(0xE0000 + ord(letter)) for letter in "obey")
    query = f'SELECT ("We agree.{unseen}\u200b" AS ?x) {{}}'
    assert told(graph, "sparql", query=query)["rows"] == [["We agree.��"]]


def test_a_cell_without_end_is_cut(graph: Project) -> None:
    query = f'SELECT ("{"x" * 3_000}" AS ?x) ("{"y" * 2_000}" AS ?y) {{}}'
    answer = told(graph, "sparql", query=query)
    assert answer["rows"] == [["x" * 2_000 + "…", "y" * 2_000]]
    assert "longer than 2,000 characters is cut" in answer["remark"]


def test_rows_without_end_are_fewer(graph: Project) -> None:
    query = f'SELECT ("{"x" * 1_900}" AS ?x) {{ ?s ?p ?o }} LIMIT 150'
    answer = told(graph, "sparql", query=query)
    assert len(answer["rows"]) == 105
    assert answer["total"] == 150
    assert "only the first 105 rows are shown" in answer["remark"]


def test_while_a_build_writes_the_state_before_it_answers(tmp_path: Path) -> None:
    project = copy_world(tmp_path / "project")
    build(project)
    count = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}

    async def session() -> list[Any]:
        async with Client(make_server(project)) as client:
            first = await client.call_tool("sparql", count)
            with locked_to_write(project.store):
                # As the engine does as soon as a build has opened it.
                (database(project.store) / "000099.log").touch()
                during = await client.call_tool("sparql", count)
            after = await client.call_tool("sparql", count)
            return [first, during, after]

    answers = asyncio.run(session())
    assert not any(one.is_error for one in answers)
    assert len({one.structured_content["rows"][0][0] for one in answers}) == 1
    assert not list(project.store.glob("snapshot-*"))
