"""Every thing has its page, every link leads somewhere, every form says the same."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.analysis.corpus.corpus import corpus_of_store
from kg.analysis.corpus.listing import stance_table
from kg.analysis.corpus.quotes import read_words
from kg.analysis.corpus.reading import read_stances
from kg.build.build import build
from kg.exports.tables import tables
from kg.model.dates import PartialDate
from kg.pages.library import Library
from kg.pages.rendering import asset
from kg.pages.thing import Thing
from kg.pages.things import Things
from kg.queries.formats import render
from kg.rdf.terms import BASE
from kg.rdf.turtle import write_turtle
from kg.store.embedded import open_reader
from kg.store.records import about
from tests.invented import (
    ANNA,
    EXAMPLELAND,
    OTHER,
    REGISTRY,
    TENURE,
    evidence,
    new_project,
    stance,
)
from tests.pages.reading import every, read_page, text, within

KINDS = (
    "actor/emmanuel-macron",
    "actor/russia",
    "proposition/direct-dialogue-with-russia",
    "stance/2026-02-03-euronews-9b3f69ad-giorgia-meloni-direct-dialogue-with-russia-favours-2026-01",
    "theme/diplomacy",
    "event/alaska-summit-2025-08-15",
    "country/fr",
    "country/eu",
    "outlet/euronews",
    "polarity/mixed",
    "dataset",
)


def test_every_subject_under_the_base_has_a_page(real_library: Library) -> None:
    subjects = {
        quad.subject.value.removeprefix(BASE)
        for quad in real_library.store
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(BASE)
    }
    # The terms of the ontology stand together on the page of their namespace.
    paths = {path.partition("#")[0] for path in subjects}
    assert len(paths) > 3000
    assert not [path for path in sorted(paths) if real_library.find(path) is None]
    assert paths <= set(real_library.paths())


def test_paths_are_sorted_unique_and_found(library: Library) -> None:
    paths = list(library.paths())
    assert paths == sorted(set(paths))
    for path in paths:
        page = library.find(path)
        assert page is not None
        assert page.path == path


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "actor/", "actor/nobody", "actor/../actor/anna-examplova", "country/XA",
        "country/", "nowhere", "actor/anna-examplova/", "ns#holder", "a b", "<script>", "\x00",
        "stance/ÄÖ", "actor/anna-examplova.html", "\ud800",
    ],
)  # fmt: skip
def test_what_is_no_thing_has_no_page(library: Library, path: str) -> None:
    assert Things(library.published).find(path) is None


def test_every_page_of_the_world_is_strict_html_and_all_its_links_hold(library: Library) -> None:
    things = Things(library.published)
    files = {
        f"{path}.{form}"
        for path in library.paths()
        if (page := library.find(path))
        for form in page.forms
    } | {"graph.html"}
    for path in things.paths():
        page = library.find(path)
        assert page is not None, path
        if not isinstance(page, Thing):
            continue
        tree = read_page(page)
        for name, attribute in (("a", "href"), ("link", "href"), ("iframe", "src")):
            for element in every(tree, name):
                target = element.attrib[attribute]
                assert urlsplit(target).scheme in ("", "https", "http"), (path, target)
                if urlsplit(target).scheme or target.startswith("#"):
                    continue
                file = within(path, target)
                if file.startswith("assets/"):
                    assert asset(file.removeprefix("assets/"))
                else:
                    assert file in files, (path, target)


def test_ids_are_unique_and_links_within_the_page_hold(real_library: Library) -> None:
    for path in KINDS:
        page = real_library.find(path)
        assert page is not None, path
        tree = read_page(page)
        ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
        assert len(ids) == len(set(ids)), path
        for link in every(tree, "a"):
            if link.attrib["href"].startswith("#"):
                assert link.attrib["href"][1:] in ids, (path, link.attrib["href"])
        for element in tree.iter():
            for named in element.attrib.get("aria-labelledby", "").split():
                assert named in ids, (path, named)


@pytest.mark.parametrize("path", KINDS)
def test_headings_go_down_one_by_one(real_library: Library, path: str) -> None:
    page = real_library.find(path)
    assert page is not None
    levels = [
        int(element.tag[-1])
        for element in read_page(page).iter()
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] in ("h1", "h2", "h3")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("path", KINDS)
def test_nothing_inline_runs_or_styles(real_library: Library, path: str) -> None:
    page = real_library.find(path)
    assert page is not None
    tree = read_page(page)
    assert not list(every(tree, "style"))
    for element in tree.iter():
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
    for script in every(tree, "script"):
        assert script.attrib.get("type") == "application/ld+json" or "src" in script.attrib


def test_forms_are_told_by_links_of_the_head(library: Library) -> None:
    page = library.find("actor/anna-examplova")
    assert page is not None
    links = {one.attrib["rel"]: one.attrib["href"] for one in every(read_page(page), "link")}
    assert links["canonical"] == f"{BASE}actor/anna-examplova"
    told = {
        one.attrib["href"].rpartition(".")[2]
        for one in every(read_page(page), "link")
        if one.attrib["rel"] == "alternate"
    }
    assert told == set(page.forms) - {"html"} == {
        "json", "csv", "ttl", "jsonld", "nt", "rdf", "atom",
    }  # fmt: skip


def test_a_headline_is_told_with_its_language(library: Library) -> None:
    page = library.find("outlet/exampleland-herald")
    assert page is not None
    text = page.render("html", live=False).decode()
    before, _ = text.split(">Examplova dreht sich</a>")
    assert before.endswith('" dir="auto"')
    assert before[before.rindex("<span") :].startswith('<span lang="de"><a href="../document/')


def test_another_form_is_a_key_error(library: Library) -> None:
    page = library.find("outlet/sample-times")
    assert page is not None
    with pytest.raises(KeyError):
        page.render("csv", live=False)
    with pytest.raises(KeyError):
        page.render("exe", live=False)


def test_every_form_renders_twice_the_same(library: Library) -> None:
    for path in library.paths():
        page = library.find(path)
        if page is not None and path.startswith(("actor/", "stance/", "country/", "event/")):
            for form in page.forms:
                assert page.render(form, live=False) == page.render(form, live=False), path


@pytest.mark.parametrize(
    ("form", "syntax"),
    [
        ("jsonld", RdfFormat.JSON_LD),
        ("nt", RdfFormat.N_TRIPLES),
        ("rdf", RdfFormat.RDF_XML),
    ],
)
@pytest.mark.parametrize("space", ["stance/", "actor/", "proposition/", "country/", "ns"])
def test_all_syntaxes_say_the_same(
    library: Library, space: str, form: str, syntax: RdfFormat
) -> None:
    page = library.find(next(path for path in library.paths() if path.startswith(space)))
    assert page is not None
    turtle = page.render("ttl", live=False)
    triples = {quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)}
    other = {quad.triple for quad in parse(page.render(form, live=False), format=syntax)}
    assert triples == other
    assert turtle == write_turtle(triples)


def test_the_turtle_of_a_stance_holds_its_evidence_with_its_selectors(library: Library) -> None:
    path = next(path for path in library.paths() if path.startswith("stance/"))
    page = library.find(path)
    assert page is not None
    graph = rdflib.Graph().parse(data=page.render("ttl", live=False), format="turtle")
    stance = rdflib.URIRef(BASE + path)
    evidence = set(graph.subjects(rdflib.URIRef(f"{BASE}ns#supports"), stance))
    assert evidence
    for one in evidence:
        if (one, rdflib.URIRef(f"{BASE}ns#quote"), None) in graph:
            assert (rdflib.URIRef(f"{one}.target"), None, None) in graph
            assert (rdflib.URIRef(f"{one}.quote"), None, None) in graph


def test_the_csv_of_a_page_is_that_of_the_listing(library: Library) -> None:
    store = library.store
    stances = read_stances(store)
    corpus = corpus_of_store(store, stances)
    listed = stance_table(corpus, read_words(store, stances.ids))
    whole = list(csv.DictReader(io.StringIO(render(listed, "csv"))))
    assert whole
    for actor in library.published.actors:
        page = library.find(f"actor/{actor}")
        assert page is not None
        rows = list(csv.DictReader(io.StringIO(page.render("csv", live=False).decode())))
        assert rows == [row for row in whole if row["actor"] == actor]


def test_the_csv_of_a_page_tells_the_office_in_the_body_spoken_for(tmp_path: Path) -> None:
    union = replace(EXAMPLELAND, id="union", name="Union", country=None)
    chair = replace(
        TENURE, id="chair", role="Chair", organisation=union.id, start=PartialDate.parse("2021")
    )
    project = new_project(
        tmp_path,
        (
            *REGISTRY,
            union,
            chair,
            stance("own", on_behalf_of=EXAMPLELAND.id),
            stance("for-all", on_behalf_of=union.id, proposition=OTHER),
            evidence("own"),
            evidence("for-all"),
        ),
    )
    build(project)
    page = Library(project, open_reader(project.store)).find(f"actor/{ANNA.id}")
    assert page is not None
    rows = csv.DictReader(io.StringIO(page.render("csv", live=False).decode()))
    assert {row["stance"]: row["office"] for row in rows} == {
        "own": "Mayor of Sampleton",
        "for-all": "Chair",
    }


def test_the_json_has_the_names_of_the_exported_tables(library: Library) -> None:
    path = next(path for path in library.paths() if path.startswith("stance/"))
    page = library.find(path)
    assert page is not None
    told = json.loads(page.render("json", live=False))
    exported = tables(about(library.store, [NamedNode(BASE + path)]))["stances"].decode()
    row = next(csv.DictReader(io.StringIO(exported)))
    # What is not told is null, and has no language.
    assert {name for name, value in row.items() if value} <= set(told)
    assert {name: told[name] for name, value in row.items() if value} == {
        name: value for name, value in row.items() if value
    }
    assert told["iri"] == BASE + path
    assert told["evidence"][0]["document"]["outlet"]


def test_an_unpublished_thing_says_in_which_graph_it_stands(library: Library) -> None:
    path = next(path for path in library.paths() if path.startswith("candidate/"))
    page = library.find(path)
    assert page is not None
    assert "(not published)" in text(read_page(page))
    assert json.loads(page.render("json", live=False))["graphs"].keys() == {"candidates"}
