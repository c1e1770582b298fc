"""The codebook and the ontology on their pages: every entry, each with its own place."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import html5lib
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.pages.library import Library
from kg.pages.ontology import FILES, OntologyPage
from kg.pages.terms import anchor_of
from kg.project import Project
from kg.rdf.terms import PREFIXES
from kg.rdf.turtle import read_turtle
from kg.store.embedded import open_reader


@pytest.fixture(scope="module")
def library(world: Project, world_store: Path) -> Library:
    return Library(world, open_reader(world_store))


def ids(library: Library, path: str) -> dict[str, str]:
    page = library.find(path)
    assert page
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page.render("html", live=False))
    return {one.get("id"): "".join(one.itertext()) for one in tree.iter() if one.get("id")}


def test_every_proposition_has_its_place_with_the_rules_of_coding(library: Library) -> None:
    places = ids(library, "codebook")
    assert len(library.published.propositions) == 36
    for one in library.published.propositions.values():
        told = places[one.id]
        for words in (one.label, one.sentence, one.for_verb, one.against_verb):
            assert words in told
        assert one.favours_means in told
        assert one.opposes_means in told


def test_the_codebook_as_a_table_has_a_row_each(library: Library) -> None:
    page = library.find("codebook")
    assert page
    rows = list(csv.DictReader(io.StringIO(page.render("csv", live=False).decode())))
    assert {row["id"]: row["sentence"] for row in rows} == {
        one.id: one.sentence for one in library.published.propositions.values()
    }


def test_the_codebook_as_turtle_says_all_that_its_file_says(library: Library) -> None:
    page = library.find("codebook")
    assert page
    told = {quad.triple for quad in parse(page.render("ttl", live=False), RdfFormat.TURTLE)}
    assert set(read_turtle(library.project.ontology / "codebook.ttl")) <= told


def test_every_term_has_its_place_with_its_definition(library: Library) -> None:
    places = ids(library, "ns")
    definition = NamedNode(f"{PREFIXES['skos']}definition")
    defined = [
        triple
        for triple in read_turtle(library.project.ontology / "stance.ttl")
        if triple.predicate == definition
    ]
    assert len(defined) > 100
    for triple in defined:
        assert triple.object.value in places[anchor_of(triple.subject.value)], triple


def test_a_term_tells_where_it_is_used_what_it_takes_and_an_example(library: Library) -> None:
    page = library.find("ns")
    assert isinstance(page, OntologyPage)
    terms = {term.name: term for _, those in page.terms.kinds for term in those}
    holder = terms["st:holder"]
    assert "st:Stance" in [one.name for one in holder.used_on]
    assert [one.name for one in holder.values] == ["st:Actor"]
    assert ("is a part of", "marl:opinionHolder") in [(a, b.name) for a, b in holder.relations]
    assert " st:holder actor:" in holder.example
    assert "st:holder" in [one.name for one in terms["st:Stance"].properties]
    assert [one.name for one in terms["st:favours"].used_on] == ["st:Actor", "st:Person"]
    assert terms["st:favours"].anchor == "favours"
    assert any("exactly one verdict" in one for one in terms["st:verdict"].promises)


@pytest.mark.parametrize(
    ("form", "format_"), [("ttl", RdfFormat.TURTLE), ("rdf", RdfFormat.RDF_XML)]
)
def test_the_ontology_is_the_same_in_every_form(
    form: str, format_: RdfFormat, library: Library
) -> None:
    page = library.find("ns")
    assert page
    told = {quad.triple for quad in parse(page.render(form, live=False), format_)}
    assert told == set(read_turtle(library.project.ontology / "stance.ttl"))


@pytest.mark.parametrize("path", FILES)
def test_the_files_beside_it_are_as_they_stand_in_the_folder(path: str, library: Library) -> None:
    page = library.find(path)
    assert page
    form, name, _ = FILES[path]
    assert page.render(form, live=True) == (library.project.ontology / name).read_bytes()
