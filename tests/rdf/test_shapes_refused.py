"""Nothing of a file of shapes is passed over: what cannot be tested is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import InputError
from kg.rdf.selects import sees_one_thing
from kg.rdf.shapes import SHAPE, Engine, find_violations
from kg.rdf.terms import PREFIXES, RDF, ST

HEAD = "".join(
    f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("sh", "st", "rdf", "rdfs", "owl")
) + (
    f"@prefix shape: <{SHAPE}> .\n<urn:home> sh:declare "
    f"[ sh:prefix 'st' ; sh:namespace '{PREFIXES['st']}' ] .\n"
)
BODY = "sh:message 'no' ; sh:path st:country ; sh:minCount 1 ."
PLAIN = "{ $this st:country 'XA' }"


def shapes_file(folder: Path, shapes: str) -> Path:
    path = folder / "shapes.ttl"
    path.write_text(HEAD + shapes, encoding="utf-8")
    return path


def refused(folder: Path, shapes: str) -> str:
    with pytest.raises(InputError) as error:
        find_violations([], shapes_file(folder, shapes))
    assert error.value.hint == "kg check --engine pyshacl can"
    return str(error.value)


@pytest.mark.parametrize(
    "target",
    [
        "sh:targetNode st:x",
        "sh:targetObjectsOf st:holder",
        "sh:target [ sh:select 'SELECT ?this {}' ]",
        "sh:targetclass st:Actor",
        "sh:targetWhere [ sh:path st:x ]",
    ],
)
@pytest.mark.parametrize("beside", ["", "sh:targetClass st:Actor ; "])
def test_a_target_that_is_not_looked_at_is_refused(
    tmp_path: Path, target: str, beside: str
) -> None:
    told = refused(tmp_path, f"shape:a {beside}{target} ; {BODY}")
    assert f"{target.split(maxsplit=1)[0]} cannot be tested here" in told


@pytest.mark.parametrize("kind", ["rdfs:Class", "owl:Class"])
@pytest.mark.parametrize("beside", ["", "sh:targetClass st:Actor ; "])
def test_a_class_that_is_its_own_shape_is_refused(tmp_path: Path, kind: str, beside: str) -> None:
    told = refused(tmp_path, f"shape:a a sh:NodeShape , {kind} ; {beside}{BODY}")
    assert "a shape that is a class itself" in told


@pytest.mark.parametrize(
    "shapes",
    [
        f"shape:a a sh:NodeShape ; {BODY}",
        f"shape:a a sh:PropertyShape ; {BODY}",
        f"shape:a a sh:NodeShape ; sh:property shape:b . shape:b a sh:PropertyShape ; {BODY}",
        f"shape:a a sh:NodeShape ; sh:property shape:a ; {BODY}",
    ],
)
def test_a_shape_that_nothing_is_subject_to_is_refused(tmp_path: Path, shapes: str) -> None:
    assert "a shape that nothing is subject to" in refused(tmp_path, shapes)


OWN = """
st:Most {said} ; sh:parameter [ sh:path st:mostWords ] ;
  sh:propertyValidator [ a sh:SPARQLAskValidator ; sh:ask 'ASK {{ FILTER (?value < 5) }}' ] .
shape:a a sh:NodeShape ; sh:targetClass st:Actor ; sh:property shape:b .
shape:b a sh:PropertyShape ; sh:path st:words ; sh:message 'no' ; st:mostWords 5 .
"""


@pytest.mark.parametrize(
    "said", ["a sh:ConstraintComponent", "a st:Component", "a sh:ConstraintComponent, st:Other"]
)
def test_a_constraint_of_ones_own_is_refused(tmp_path: Path, said: str) -> None:
    told = refused(tmp_path, OWN.format(said=said))
    assert "Most>: a constraint of its own cannot be tested here" in told


def _subject_to(constraint: str) -> str:
    return f"shape:a sh:targetClass st:Actor ; sh:message 'no' ; {constraint} ."


@pytest.mark.parametrize(
    "shapes",
    [
        _subject_to("sh:pattern '['"),
        _subject_to("sh:path st:x ; sh:minCount 'x'"),
        _subject_to("sh:path st:x ; sh:maxCount 'x'"),
        _subject_to("sh:minLength 'x'"),
        _subject_to("sh:minInclusive 'x'"),
        _subject_to("sh:maxInclusive 'NaN'"),
        _subject_to("sh:languageIn 'en'"),
        _subject_to("sh:or shape:nowhere"),
        _subject_to("sh:in [ rdf:first st:x ]"),
        _subject_to("sh:in [ rdf:first st:x ; rdf:rest st:y , st:z ]"),
        _subject_to("sh:in [ rdf:rest rdf:nil ]"),
        _subject_to("sh:languageIn _:l") + " _:l rdf:first 'en' ; rdf:rest _:l .",
        _subject_to("sh:path _:l") + " _:l rdf:first st:x ; rdf:rest _:l .",
        _subject_to("sh:path _:l") + " _:l rdf:first _:l ; rdf:rest rdf:nil .",
        _subject_to("sh:path 'x'"),
        _subject_to("sh:property shape:a"),
        _subject_to("sh:property shape:b") + " shape:b sh:property shape:a .",
        _subject_to("sh:not shape:a"),
        _subject_to("sh:not shape:b") + " shape:b sh:property shape:a .",
        _subject_to("sh:or ( shape:a )"),
        _subject_to("sh:property 'x'"),
        _subject_to("sh:class 'x'"),
        _subject_to("sh:datatype _:b"),
        "shape:a sh:targetClass 'x' ; sh:message 'no' ; sh:pattern 'x' .",
        _subject_to(
            f'sh:sparql [ sh:message "no" ; sh:prefixes _:p ; sh:select """SELECT $this WHERE'
            f' {PLAIN}""" ]'
        )
        + " _:p sh:declare [ sh:prefix 'a' ] .",
        _subject_to('sh:sparql [ sh:message "no" ; sh:select st:x ]'),
        "this is no Turtle",
    ],
)
def test_a_file_at_fault_is_told_with_its_name(tmp_path: Path, shapes: str) -> None:
    path = shapes_file(tmp_path, shapes)
    with pytest.raises(InputError) as error:
        find_violations([], path)
    assert str(error.value).startswith(f"{path}: ")
    assert len(str(error.value)) > len(f"{path}: ")


@pytest.mark.parametrize(
    "shapes",
    ["this is no Turtle", _subject_to("sh:pattern '['"), _subject_to("sh:path st:x, st:y")],
)
def test_a_file_at_fault_is_told_where_pyshacl_reads_it(tmp_path: Path, shapes: str) -> None:
    path = shapes_file(tmp_path, shapes)
    graph = [
        Triple(NamedNode("urn:x"), RDF.type, ST.Actor),
        Triple(NamedNode("urn:x"), ST.country, Literal("XA")),
    ]
    with pytest.raises(InputError, match=re.escape(f"{path}: ")):
        find_violations(graph, path, Engine.PYSHACL)


def test_a_file_that_is_no_text_is_told_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=re.escape(f"{path}: ")):
        find_violations([], path)


def test_a_shape_that_another_one_refers_to_has_a_target(tmp_path: Path) -> None:
    shapes = shapes_file(
        tmp_path,
        "shape:a a sh:NodeShape ; sh:targetClass st:Actor ; sh:message 'no' ; sh:property shape:b ;"
        "sh:or ( shape:c [ a sh:NodeShape ; sh:not shape:d ] ) ."
        f"shape:b a sh:PropertyShape ; {BODY} shape:c a sh:PropertyShape ; {BODY}"
        f"shape:d a sh:PropertyShape ; {BODY}",
    )
    graph = [Triple(NamedNode("urn:x"), RDF.type, ST.Actor)]
    assert {found.shape for found in find_violations(graph, shapes)} == {"b"}


def asked(query: str) -> str:
    return f"shape:a a sh:NodeShape ; sh:targetClass st:Actor ; sh:message 'no' ; sh:sparql {query}"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (f"[ sh:select 'SELECT $this WHERE {PLAIN}' ]", "another message"),
        ("[ sh:message 'no' ; sh:ask 'ASK {}' ]", "sh:ask of a query"),
        ("[ sh:message 'no' ]", "a query that does not begin with"),
        ("'SELECT'", "a query that does not begin with"),
        (
            "[ sh:message 'no' ; sh:deactivated true ; sh:select 'SELECT $this WHERE {}' ]",
            "sh:deactivated of a query",
        ),
        (
            "[ sh:message 'no' ; sh:select"
            " 'SELECT $this WHERE { $this st:holder ?h . ?h st:country \"XA\" }' ]",
            "a query that looks at more than \\$this",
        ),
    ],
)
def test_a_query_that_is_not_answered_whole_is_refused(
    tmp_path: Path, query: str, told: str
) -> None:
    shapes = asked(query).replace(PLAIN, PLAIN.replace("'", '"')) + " ."
    assert told.replace("\\", "") in refused(tmp_path, shapes)


@pytest.mark.parametrize(
    "group",
    [
        "{ $this st:from ?from ; st:to|st:until ?to . FILTER (?to < ?from) }",
        "{ $this st:from ?from FILTER regex(?from, '^[{(]') }",
        "{ ?this a st:Actor, <urn:c#d> ; st:n -1.5 ; st:b true FILTER NOT EXISTS { $this ?p ?o } }",
        "{ $this st:a 'b'@en, \"c\"^^st:d . OPTIONAL { $this st:e ?e } BIND ((1 + 2) AS ?x) } # .",
        "{ $this st:a 1 . { $this st:b 2 } UNION { $this st:c 3 } MINUS { $this st:d 4 . } }",
        "{ $this st:a ?a . FILTER (?a > 1 && (!EXISTS { $this st:b ?a })) }",
        '{ $this st:a """x } "y" ?z""" }',
    ],
)
def test_queries_of_one_thing(group: str) -> None:
    assert sees_one_thing(f"SELECT $this WHERE {group}")


@pytest.mark.parametrize(
    "group",
    [
        "",
        "{",
        "{}",
        "{ $this st:a 1",
        "{ $this st:a 1 ) }",
        "{ FILTER NOT EXISTS { $this st:a ?x } }",
        "{ { $this st:a 1 } UNION { $this st:b 2 } }",
        "{ $this st:a ?x . ?x st:b 1 }",
        "{ ?x st:b $this . $this st:a ?x }",
        "{ $this st:a ?x . st:y st:b ?x }",
        "{ $this st:a ?x . <urn:y> st:b ?x }",
        "{ $this st:a [ st:b 1 ] }",
        "{ $this st:a ( 1 2 ) }",
        "{ $this (st:a|st:b) 1 }",
        "{ $this st:a/st:b 1 }",
        "{ $this ^st:a ?x }",
        "{ $this !st:a ?x }",
        "{ $this st:a* ?x }",
        "{ $this st:a+ ?x }",
        "{ $this st:a? ?x }",
        "{ $this st:a ?x . FILTER EXISTS { ?x st:b 1 } }",
        "{ $this st:a ?x . FILTER (?x > 1 || EXISTS { ?x st:b 1 }) }",
        "{ $this st:a ?x . OPTIONAL { ?x st:b 1 } }",
        "{ $this st:a ?x . graph ?g { $this st:b 1 } }",
        "{ $this st:a ?x . { SELECT ?y { ?y st:a ?x } } }",
        "{ $this st:a ?x . VALUES ?x { 1 } }",
        "{ $this st:a ?x } LIMIT 1",
    ],
)
def test_queries_of_more_than_one_thing(group: str) -> None:
    assert not sees_one_thing(f"SELECT $this WHERE {group}")


def test_a_query_of_one_thing_finds_what_pyshacl_finds(tmp_path: Path) -> None:
    query = (
        '[ sh:prefixes <urn:home> ; sh:message \'no\' ; sh:select """SELECT $this WHERE {'
        ' $this st:from ?a FILTER NOT EXISTS { $this st:to ?b } }""" ]'
    )
    shapes = shapes_file(tmp_path, asked(query) + " .")
    graph = [
        triple
        for number in range(4)
        for node in [NamedNode(f"urn:{number}")]
        for triple in [
            Triple(node, RDF.type, ST.Actor),
            *([Triple(node, NamedNode(f"{PREFIXES['st']}from"), Literal(1))] * (number > 0)),
            *([Triple(node, NamedNode(f"{PREFIXES['st']}to"), Literal(1))] * (number > 2)),
        ]
    ]
    found = find_violations(graph, shapes)
    assert [one.node for one in found] == ["urn:1", "urn:2"]
    assert found == find_violations(graph, shapes, Engine.PYSHACL)
