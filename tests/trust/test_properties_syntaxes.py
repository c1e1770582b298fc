"""Triples are the same in every syntax, to whoever reads them, whatever stands in their words."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from hypothesis import strategies as some
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.endpoint.media import GRAPHS
from kg.exports.syntaxes import SYNTAXES, write_syntax
from kg.pages.media import RDF_FORMS
from kg.project import Project
from kg.rdf.terms import BASE, RDF, RDFS, SCHEMA, SKOS, SPACES, ST
from kg.rdf.xml_text import without_no_xml
from tests.invented import ROOT
from tests.serve.running import serving
from tests.trust.tally import amount, count
from tests.trust.trying import hold
from tests.trust.xss_world import hostile_world

READ = {
    "turtle": (RdfFormat.TURTLE, "turtle"),
    "jsonld": (RdfFormat.JSON_LD, "json-ld"),
    "ntriples": (RdfFormat.N_TRIPLES, "nt"),
    "rdfxml": (RdfFormat.RDF_XML, "xml"),
}
_HOSTILE = ["]]>", "<![CDATA[", "<!--", "&amp;", "&#0;", "\r\n", "\r", "\\u0041", "@id", '"""', "'"]
_words = some.lists(
    some.characters(exclude_categories=["Cs"])
    | some.sampled_from([*_HOSTILE, "\u202e", "\u2066", "\x00", "\x0c", "\x7f", "\x85", "\ufffe"]),
    max_size=12,
).map("".join)
_names = some.from_regex(r"[a-z0-9]([a-z0-9.-]{0,20}[a-z0-9])?", fullmatch=True)
_paths = some.text("ab1/?&'()*+,;=:@!$~.-_é中\U00010000", max_size=12)
_nodes = some.one_of(
    _names.map(lambda name: NamedNode(f"{BASE}actor/{name}")),
    _paths.map(lambda path: NamedNode(f"https://a.example/{path}%20#a")),
)
_literals = some.one_of(
    _words.map(Literal),
    some.builds(Literal, _words, language=some.sampled_from(["en", "uk", "zh-hant-tw"])),
    some.builds(Literal, _words, datatype=_nodes),
)
_predicates = some.sampled_from(
    [RDFS.label, SKOS.altLabel, ST.holder, SCHEMA.url, NamedNode("https://a.example/1·é")]
)
_triples = some.sets(
    some.one_of(
        some.builds(Triple, _nodes, _predicates, _nodes | _literals),
        some.builds(Triple, _nodes, some.just(RDF.type), some.sampled_from([ST.Person, ST.Stance])),
    ),
    max_size=8,
)


def by_pyoxigraph(content: bytes, form: str) -> set[Triple]:
    return {quad.triple for quad in parse(content, format=READ[form][0])}


def by_rdflib(content: bytes, form: str) -> set[Triple]:
    found = rdflib.Graph().parse(data=content, format=READ[form][1])
    return by_pyoxigraph(found.serialize(format="nt", encoding="utf-8"), "ntriples")


@pytest.mark.parametrize("form", SYNTAXES)
def test_any_triples_are_the_same_to_all_readers(form: str) -> None:
    def holds(told: set[Triple]) -> None:
        content = write_syntax(told, form, ROOT / "ontology")
        wanted = set(without_no_xml(told)) if form == "rdfxml" else told
        assert by_pyoxigraph(content, form) == wanted
        assert by_rdflib(content, form) == wanted

    hold(f"triples through {form}", _triples, holds, few=40, many=2_000)


@pytest.mark.parametrize("turn", range(amount(1, 9)))
def test_hostile_things_are_the_same_in_each_form(
    turn: int, world: Project, world_store: Path, tmp_path: Path
) -> None:
    """Of a live server: what each form says of itself, and that it says what Turtle says."""
    wrong, tried = [], 0
    with (
        serving(hostile_world(world, tmp_path, turn)) as live,
        live.client(follow_redirects=True) as client,
    ):
        for path in sorted(live.server.edition.library.paths()):
            kind, _, name = path.partition("/")
            if kind not in SPACES or not name or name.startswith("index"):
                continue
            answer = client.get(f"{path}.ttl")
            assert answer.status_code == 200, path
            turtle = by_pyoxigraph(answer.content, "turtle")
            for ending, form in RDF_FORMS.items():
                tried += 1
                answer = client.get(f"{path}.{ending}")
                told = answer.headers
                wanted = set(without_no_xml(turtle)) if form == "rdfxml" else turtle
                if (
                    told["content-type"].partition(";")[0] != GRAPHS[form].partition(";")[0]
                    or told["x-content-type-options"] != "nosniff"
                    or not wanted
                    or by_pyoxigraph(answer.content, form) != wanted
                    or by_rdflib(answer.content, form) != wanted
                ):
                    wrong.append(f"{path}.{ending}")
    count("XSS", "things in the syntaxes of RDF", tried, tried - len(wrong))
    assert wrong[:5] == []
    assert tried > 100
