"""The pages of the named queries, and what is shown of an answer."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg.pages.library import Library
from kg.pages.published import Published
from kg.pages.queries import MOST_ROWS, QueriesShelf, draw_query, group, show, show_turtle
from kg.pages.queries_answer import heading, make_sheet
from kg.pages.queries_form import LONGEST_VALUE, NOTHING, Fault, find_faults, make_fields
from kg.project import Project
from kg.queries.catalogue import parse_query, read_catalogue
from kg.queries.table import Answer, Table
from kg.rdf.terms import BASE

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def published(world: Project, world_reader: Store) -> Published:
    return Published(world, world_reader)


@pytest.fixture(scope="module")
def shelf(published: Published) -> QueriesShelf:
    return QueriesShelf(published)


def elements(page: bytes, name: str) -> list[object]:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return list(tree.iter(name))


def drawn(sheet_of: Table, published: Published) -> bytes:
    query = parse_query("#+ title: Invented\nSELECT ?x { }", Path("invented"), "invented")
    return draw_query(query, (), show(published, sheet_of), live=False)


def test_every_named_query_has_a_page_in_the_library(world: Project, world_reader: Store) -> None:
    library = Library(world, world_reader)
    paths = set(library.paths())
    for name in read_catalogue(world):
        assert f"queries/{name}" in paths
        assert library.find(f"queries/{name}")
    assert library.find("queries/index")
    assert library.find("queries/../queries/summary") is None


def test_every_page_is_whole_in_all_its_forms(shelf: QueriesShelf, world: Project) -> None:
    parser = html5lib.HTMLParser(strict=True)
    for path in shelf.paths():
        page = shelf.find(path)
        assert page
        for live in (True, False):
            text = page.render("html", live=live)
            parser.parse(text)
            # Without a server there is nothing to ask.
            assert (b"query.html" in text) is live
        for form in page.forms[1:]:
            assert page.render(form, live=False)
        with pytest.raises(KeyError):
            page.render("exe", live=False)


def test_the_answer_is_linked_and_told_in_words(shelf: QueriesShelf) -> None:
    page = shelf.find("queries/who-favours")
    assert page
    text = page.render("html", live=False).decode()
    assert '<a href="../actor/anna-examplova.html"><bdi>Anna Examplova</bdi></a>' in text
    assert 'lang="ru"' in text
    assert "VALUES ?proposition { proposition:direct-dialogue-with-russia }" in text
    assert "actorlabel" not in text.lower().replace("?actorlabel", "").split("the query")[0]
    assert 'href="who-favours.csv"' in text


def test_the_forms_hold_the_same_answer(shelf: QueriesShelf) -> None:
    page = shelf.find("queries/who-favours")
    assert page
    rows = list(csv.DictReader(io.StringIO(page.render("csv", live=False).decode())))
    told = json.loads(page.render("json", live=False))["results"]["bindings"]
    assert [row["stance"] for row in rows] == [row["stance"]["value"] for row in told]
    assert page.render("rq", live=False).startswith(b"#+ title: Who favours")


def test_a_graph_is_shown_in_turtle(shelf: QueriesShelf) -> None:
    page = shelf.find("queries/graphs/direct-edges")
    assert page
    assert page.forms == ("html", "ttl", "jsonld", "rq")
    text = page.render("html", live=False).decode()
    assert "st:favours" in text
    assert "../../assets/site.css" in text
    assert text.count("@prefix") < 8


def test_idle_prefixes_are_left_out_and_a_cut_is_told() -> None:
    lines = "".join(f"st:a{number} st:b st:c .\n" for number in range(3000))
    shown = show_turtle(f"@prefix st: <urn:st:> .\n@prefix sh: <urn:sh:> .\n{lines}")
    assert shown.turtle
    assert "sh:" not in shown.turtle
    assert shown.turtle.endswith(".\n")
    assert shown.size > len(shown.turtle)


def test_a_long_table_is_cut_aloud(published: Published) -> None:
    table = Table(("n",), tuple((Literal(number),) for number in range(MOST_ROWS + 1)))
    text = drawn(table, published).decode()
    assert f"{MOST_ROWS + 1} rows, of which the first {MOST_ROWS} are shown" in text
    assert text.count("<tr>") == MOST_ROWS + 1
    assert "1 row." in drawn(Table(("n",), ((Literal(1),),)), published).decode()
    assert "No rows" in drawn(Table(("n",), ()), published).decode()


def test_a_yes_is_a_yes(published: Published) -> None:
    assert show(published, Answer(True)).yes is True


def test_terms_become_links_only_where_they_lead_somewhere(published: Published) -> None:
    terms = (
        NamedNode(f"{BASE}actor/anna-examplova"),
        NamedNode(f"{BASE}actor/nobody-at-all"),
        NamedNode("http://www.wikidata.org/entity/Q1"),
        NamedNode("javascript:alert(1)"),
        NamedNode(f"{BASE}actor/../../x"),
        NamedNode(f"{BASE}ns#favours"),
        BlankNode("b"),
        Literal(1.5),
        None,
    )
    sheet = make_sheet(published, Table(("x",), tuple((one,) for one in terms)), total=9, most=9)
    cells = [row[0] for row in sheet.rows]
    assert [cell.file for cell in cells] == ["actor/anna-examplova.html", *[None] * 8]
    assert [cell.url for cell in cells if cell.url] == ["http://www.wikidata.org/entity/Q1"]
    assert cells[0].words == "Anna Examplova"
    assert cells[2].words == "wd:Q1"
    assert cells[7].is_number
    assert cells[8].words == ""


def test_a_label_beside_a_thing_is_its_words(published: Published) -> None:
    thing, words = NamedNode(f"{BASE}actor/anna-examplova"), Literal("Miss A.", language="en")
    table = Table(("actor", "actorLabel", "saidOn"), ((thing, words, None), (None, words, None)))
    sheet = make_sheet(published, table, total=2, most=10)
    assert sheet.heads == ("actor", "said on")
    assert sheet.rows[0][0].words == "Miss A."
    assert sheet.rows[0][0].file == "actor/anna-examplova.html"
    assert sheet.rows[1][0].words == "Miss A."


@given(st.text(max_size=40), st.text(alphabet="<>\"'&a/ =", max_size=30))
def test_whatever_an_answer_holds_it_stays_text(published: Published, one: str, other: str) -> None:
    table = Table(("x", "y"), ((Literal(one), Literal(other + HOSTILE)),))
    page = drawn(table, published)
    assert not elements(page, "script")
    assert not elements(page, "img")


@given(st.text(max_size=20))
def test_headings_are_words(name: str) -> None:
    assert heading(name) == heading(name).lower()


def test_headings_part_at_humps() -> None:
    assert heading("saidOn") == "said on"
    assert heading("country") == "country"


def test_a_column_of_words_is_headed_by_what_they_are_for() -> None:
    assert heading("positionLabel") == "position"
    assert heading("Label") == "label"


def test_fields_are_typed_and_offer_names(published: Published, world: Project) -> None:
    query = read_catalogue(world)["positions-as-of"]
    by_name = {field.name: field for field in make_fields(published, query, {})}
    assert by_name["date"].input == "date"
    assert by_name["proposition"].value == "direct-dialogue-with-russia"
    assert ("eu-special-envoy", published.propositions["eu-special-envoy"].label) in by_name[
        "proposition"
    ].names
    # A field for days has no room for a month.
    month = make_fields(published, query, {"date": "2025-06"})
    assert {field.name: field.input for field in month}["date"] == "text"


def test_a_parameter_without_default_is_empty(published: Published, world: Project) -> None:
    query = read_catalogue(world)["activity-by-month"]
    assert make_fields(published, query, {})[0].value == ""


def test_faults_name_what_was_meant(world_reader: Store, world: Project) -> None:
    query = read_catalogue(world)["positions-as-of"]
    faults = find_faults(world_reader, query, {"proposition": "envoi", "date": "2025-13"})
    assert "did you mean eu-special-envoy?" in str(faults["proposition"])
    assert "2025-13" in str(faults["date"])
    assert not find_faults(world_reader, query, {"proposition": "envoy", "date": "2025"})
    long = find_faults(world_reader, query, {"proposition": "x" * (LONGEST_VALUE + 1)})
    assert "longer than" in str(long["proposition"])


def test_hostile_values_stay_values(published: Published, world: Project) -> None:
    query = read_catalogue(world)["search-quotes"]
    faults = {"text": Fault(NOTHING, HOSTILE, near=(HOSTILE,))}
    fields = make_fields(published, query, {"text": HOSTILE}, faults)
    page = draw_query(query, fields, None, live=True, problem=HOSTILE, text=HOSTILE, asked="?a=b")
    assert not elements(page, "script")
    assert not elements(page, "img")


def test_queries_are_grouped_by_what_they_are_asked_about(world: Project) -> None:
    catalogue = read_catalogue(world)
    groups = {one.title: {query.name for query in one.queries} for one in group(catalogue.values())}
    assert "who-favours" in groups["On a proposition"]
    assert "summary" in groups["On the whole graph"]
    assert groups["As a graph"] == {"graphs/direct-edges", "graphs/stance-network"}
    assert sum(map(len, groups.values())) == len(catalogue)


def test_no_page_has_a_script_or_style_of_its_own(shelf: QueriesShelf) -> None:
    for path in shelf.paths():
        page = shelf.find(path)
        assert page
        text = page.render("html", live=True).decode()
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", text)
