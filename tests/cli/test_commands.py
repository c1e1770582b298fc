"""Every command once, as a user calls it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from kg.project import Project
from tests.cli.conftest import Run


def test_stats_counts(kg: Run) -> None:
    counts = json.loads(kg("stats", "--format", "json").stdout)
    assert {
        "actors",
        "tenures",
        "events",
        "documents",
        "stances",
        "extracted",
        "candidates",
    } <= set(counts)
    assert counts["propositions"] == 36
    assert counts["quads"] > 1000
    assert "actors" in kg("stats").stdout


def test_queries_are_listed_and_explained(kg: Run) -> None:
    listed = kg("queries").stdout.splitlines()
    assert len(listed) >= 27
    explained = kg("queries", "positions-on").stdout
    assert "-p proposition=" in explained
    assert "columns:" in explained


def test_query_in_every_format(kg: Run) -> None:
    asked = ("query", "summary", "--format")
    rows = json.loads(kg(*asked, "json").stdout)["results"]["bindings"]
    names = [row["measure"]["value"] for row in rows]
    assert [row[0] for row in csv.reader(io.StringIO(kg(*asked, "csv").stdout))][1:] == names
    assert kg(*asked, "tsv").stdout.splitlines()[0].startswith("?")
    assert "<sparql" in kg(*asked, "xml").stdout
    assert kg(*asked, "md").stdout.startswith("| ")
    parsed = pyoxigraph.parse_query_results(
        kg(*asked, "xml").stdout, format=pyoxigraph.QueryResultsFormat.XML
    )
    assert len(list(parsed)) == len(names)
    for form in ("turtle", "ntriples", "jsonld"):
        graph = rdflib.Graph().parse(
            data=kg("query", "graphs/direct-edges", "--format", form).stdout,
            format={"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld"}[form],
        )
        assert len(graph) > 5


def test_query_from_stdin_text_and_file(kg: Run, tmp_path: Path) -> None:
    text = "SELECT ?s { ?s a st:Stance } ORDER BY ?s"
    by_text = kg("query", "-e", text, "--format", "csv").stdout
    (tmp_path / "own.rq").write_text(text, encoding="utf-8")
    assert by_text == kg("query", "-", "--format", "csv", stdin=text).stdout
    assert by_text == kg("query", "own.rq", "--format", "csv").stdout
    cut = kg("query", "-e", text, "--limit", "2", "--format", "csv")
    assert len(cut.stdout.splitlines()) == 3
    assert "only the first 2 are shown" in cut.stderr
    alone = kg("query", "-e", text, "--limit", "1", "--format", "csv")
    assert "only the first 1 is shown" in alone.stderr


def test_words_without_a_stance_are_refused_and_not_lost(kg: Run, world: Project) -> None:
    before = sorted(world.seeds.rglob("*.ttl"))
    told = ("--url", "https://a.example/1", "--outlet", "Herald", "--published", "2021")
    for more in (("--quote", "a few words"), ("--said-on", "2020"), ("--attribution", "direct")):
        ended = kg("new", *told, *more)
        assert ended.returncode == 2
        assert "a stance needs --holder, --proposition and --polarity" in ended.stderr
    assert sorted(world.seeds.rglob("*.ttl")) == before


@pytest.mark.parametrize("group", [(), ("lexicon",)])
def test_the_list_of_commands_is_not_cut(kg: Run, group: tuple[str, ...]) -> None:
    listed = kg(*group, "--help", COLUMNS="80").stdout.partition("Commands:")[2]
    assert len(listed.splitlines()) > 3
    assert "..." not in listed


def test_one_file_is_told_as_one(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text("\n", encoding="utf-8")
    assert kg("format", "one.ttl").stderr.splitlines()[-1].startswith("1 file, ")


def test_ask_and_output_file(kg: Run, tmp_path: Path) -> None:
    assert kg("query", "-e", "ASK { ?s a st:Stance }").stdout == "yes\n"
    kg("query", "summary", "--format", "json", "-o", "out.json")
    assert json.loads((tmp_path / "out.json").read_text())["head"]["vars"]


def test_export_to_stdout_and_file_are_the_same(kg: Run, tmp_path: Path) -> None:
    shown = kg("export").stdout
    kg("export", "turtle", "-o", "kg.ttl")
    assert (tmp_path / "kg.ttl").read_text(encoding="utf-8") == shown
    assert len(rdflib.Graph().parse(data=shown, format="turtle")) > 1000


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("kg.nt", "ntriples"),
        ("kg.TRIG", "trig"),
        ("kg.jsonld", "jsonld"),
        ("kg.rdf", "rdfxml"),
        ("kg", "turtle"),
    ],
)
def test_an_export_is_in_the_format_that_its_file_ends_in(
    kg: Run, tmp_path: Path, name: str, form: str
) -> None:
    assert kg("export", "-o", name).returncode == 0
    assert (tmp_path / name).read_text(encoding="utf-8") == kg("export", form).stdout


def test_a_format_may_be_named_as_files_end(kg: Run) -> None:
    assert kg("export", "nt").stdout == kg("export", "ntriples").stdout


@pytest.mark.parametrize("words", [["-o", "x.docx"], ["-o", "x.csv"], ["csv", "-o", "x.csv"]])
def test_an_export_that_its_file_does_not_fit_is_refused(
    kg: Run, tmp_path: Path, words: list[str]
) -> None:
    ended = kg("export", *words)
    assert ended.returncode == 2
    assert not list(tmp_path.iterdir())


def test_what_nobody_named_is_told_beside_the_answer(kg: Run) -> None:
    ended = kg("query", "government-line", "-p", "country=XA")
    assert "asked of date = " in ended.stderr
    assert "country" not in ended.stderr
    assert "asked of" not in kg("query", "activity-by-month").stderr
    assert 'default: "FR"' in kg("queries", "government-line").stdout


def test_export_csv_writes_a_folder(kg: Run, tmp_path: Path) -> None:
    assert kg("export", "csv", "-o", "tables").returncode == 0
    assert (tmp_path / "tables" / "stances.csv").read_text().startswith("id,holder,proposition")


def test_view_writes_one_page(kg: Run, tmp_path: Path) -> None:
    ended = kg("view", "-o", "graph.html")
    assert ended.returncode == 0
    page = (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "Content-Security-Policy" in page


def test_describe_tells_licence_and_counts(kg: Run) -> None:
    described = kg("describe").stdout
    assert "void:triples" in described
    assert "creativecommons.org/licenses/by/4.0" in described


def test_check_and_format(kg: Run) -> None:
    assert kg("check").returncode == 0
    assert kg("format", "--check").returncode == 0


def test_diff_of_a_state_with_itself_is_empty(kg: Run, world: object) -> None:
    seeds = world.seeds  # type: ignore[attr-defined]
    ended = kg("diff", seeds, seeds)
    assert (ended.returncode, ended.stdout) == (0, "")


def test_version_and_help(kg: Run) -> None:
    assert "pyoxigraph" in kg("--version").stdout
    assert "Usage: kg" in kg("-h").stdout
