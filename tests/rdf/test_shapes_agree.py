"""The fast engine finds what pyshacl finds: on every shape, broken in every way there is."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import InputError
from kg.project import Project
from kg.rdf import literals
from kg.rdf.codec import encode
from kg.rdf.constraints import distinct
from kg.rdf.literals import as_rdflib, at_least, at_most, read
from kg.rdf.shapes import SHAPE, Engine, Violation, find_violations
from kg.rdf.terms import PREFIXES, RDF, SCHEMA, SKOS, ST, XSD
from kg.rdf.turtle import read_turtle
from tests import invented
from tests.invented import ROOT

ONTOLOGY = ROOT / "ontology"
SHAPES = ONTOLOGY / "shapes.ttl"
SH = rdflib.Namespace(PREFIXES["sh"])
KINDS = (
    *("minCount", "maxCount", "class", "datatype", "languageIn", "pattern", "minLength"),
    *("nodeKind", "minInclusive", "maxInclusive", "and", "or", "xone", "sparql"),
)
KINDS_OF_ACTOR = {ST.Person, ST.State, ST.Organisation, ST.Party}
ROUNDS = 6
AT_ONCE = 35
CHANGES = 6


def both(graph: list[Triple]) -> list[Violation]:
    """The violations in a graph, which both engines find."""
    fast = find_violations(graph, SHAPES)
    assert fast == find_violations(graph, SHAPES, Engine.PYSHACL)
    return fast


@pytest.fixture(scope="module")
def vocabulary() -> list[Triple]:
    return [*read_turtle(ONTOLOGY / "stance.ttl"), *read_turtle(ONTOLOGY / "codebook.ttl")]


@pytest.fixture(scope="module")
def context(vocabulary: list[Triple]) -> list[Triple]:
    """As much of the ontology as values need: classes, individuals, some propositions."""
    subclass = NamedNode(f"{PREFIXES['rdfs']}subClassOf")
    kept = []
    for triple in vocabulary:
        if triple.predicate in (RDF.type, subclass):
            is_individual = not str(triple.object).startswith(f"<{PREFIXES['owl']}")
            if is_individual and "/theme/" not in triple.subject.value:
                kept.append(triple)
    propositions = [t for t in kept if "/proposition/" in t.subject.value]
    named = {invented.PROPOSITION, invented.OTHER}
    dropped = {t.subject for t in propositions if t.subject.value.rpartition("/")[2] not in named}
    whole = [
        t for t in vocabulary if "/proposition/" in t.subject.value or "/theme/" in t.subject.value
    ]
    used = [t for t in whole if t.subject not in dropped]
    return [*(t for t in kept if t.subject not in dropped), *used]


@pytest.fixture(scope="module")
def subjects() -> list[Triple]:
    """Something of every class that a shape is about."""
    examples = [
        triple
        for path in sorted((ONTOLOGY / "examples").glob("*.ttl"))
        if path.stem != "derived-form"
        for triple in read_turtle(path)
    ]
    records = [
        *invented.REGISTRY,
        invented.RUN,
        invented.stance("one"),
        invented.evidence("one"),
        invented.candidate("two"),
        invented.review("candidate/two", "accept"),
    ]
    known = {triple.subject for triple in examples}
    more = [t for record in records for t in encode(record) if t.subject not in known]
    return sorted({*examples, *more}, key=str)


def odd_values(triples: list[Triple]) -> list[NamedNode | Literal]:
    """Values that are right somewhere, and values that hardly are anywhere."""
    typed = [
        ("2022-02-30", XSD.date),
        ("2022-02-24Z", XSD.date),
        ("2022-W01-1", XSD.date),
        ("20220224", XSD.date),
        ("2022-13", XSD.gYearMonth),
        ("2022", XSD.gYear),
        ("2021-03-05", XSD.date),
        ("2035-01-01", XSD.date),
        ("1.5", XSD.decimal),
        ("-0.1", XSD.decimal),
        ("+0.5", XSD.decimal),
        (".50", XSD.decimal),
        ("abc", XSD.decimal),
        ("0.5", XSD.double),
        ("1", XSD.integer),
        ("007", XSD.integer),
        ("-1", XSD.integer),
        ("x", XSD.integer),
        ("true", XSD.boolean),
        ("1", XSD.boolean),
        ("maybe", XSD.boolean),
        ("00ff", XSD.hexBinary),
    ]
    texts = ["", "x", "de", "EN", "XA", "2021-03-04", "a\nb", "x\n", " ", "0.5", "f" * 64, "é" * 3]
    words = " ".join(["word"] * 40)
    names = [NamedNode(name) for name in ("https://example.org/x", "ftp://example.org/", "urn:x")]
    tagged = [
        Literal(text, language=language)
        for text in (words, "some words", "")
        for language in ("en", "en-GB", "de", "DE")
    ]
    known = sorted({t.object for t in triples}, key=str)
    rare = [Literal(text, datatype=datatype) for text, datatype in typed]
    return [*known, *rare, *map(Literal, [*texts, words]), *names, *tagged]


def changed(
    triples: list[Triple], values: list[NamedNode | Literal], source: random.Random, changes: int
) -> list[Triple]:
    """The triples with some dropped, given another value, doubled or with another subject."""
    graph = list(triples)
    predicates = sorted({t.predicate for t in triples}, key=str)
    for _ in range(changes):
        place = source.randrange(len(graph))
        triple = graph[place]
        match source.randrange(5):
            case 0:
                del graph[place]
            case 1:
                graph[place] = Triple(triple.subject, triple.predicate, source.choice(values))
            case 2:
                graph.append(Triple(triple.subject, triple.predicate, source.choice(values)))
            case 3:
                graph.append(
                    Triple(triple.subject, source.choice(predicates), source.choice(values))
                )
            case _:
                other = source.choice(graph)
                graph[place] = Triple(other.subject, triple.predicate, triple.object)
    return graph


def renamed(triples: list[Triple], number: int) -> list[Triple]:
    """The triples as said of other things, so that several graphs can stand in one."""
    own = {t.subject for t in triples}

    def name(node: NamedNode | Literal) -> NamedNode | Literal:
        return NamedNode(f"{node.value}-{number}") if node in own else node

    return [Triple(name(t.subject), t.predicate, name(t.object)) for t in triples]


def constraints_of_shapes() -> Iterator[tuple[str, str]]:
    """Each named shape with each kind of constraint that it has itself."""
    graph = rdflib.Graph().parse(SHAPES)
    for shape in set(graph.subjects(SH.message, None)):
        if isinstance(shape, rdflib.URIRef):
            for kind in KINDS:
                if graph.value(shape, SH[kind]) is not None:
                    yield str(shape).removeprefix(SHAPE), kind


def breaking(shape: str, subjects: list[Triple]) -> Iterator[tuple[list[Triple], list[Triple]]]:
    """Changes of which some break a shape: what is left out, and what is put in its place."""
    graph = rdflib.Graph().parse(SHAPES)
    node = rdflib.URIRef(SHAPE + shape)
    path = graph.value(node, SH.path)
    # Of a shape of the thing itself, or of a path backwards, there is a file that breaks it.
    bad = read_turtle(ONTOLOGY / "bad" / f"{shape}.ttl")
    yield subjects, bad
    yield [], bad
    turned = graph.value(path, SH.inversePath) if path else None
    if turned:
        for triple in subjects:
            if triple.predicate == NamedNode(str(turned)):
                yield [], [Triple(NamedNode("urn:x"), triple.predicate, triple.object)]
    if isinstance(path, rdflib.URIRef):
        predicate = NamedNode(str(path))
        homes = list(graph.subjects(SH.property, node))
        classes = {NamedNode(str(c)) for home in homes for c in graph.objects(home, SH.targetClass)}
        wanted = classes | (KINDS_OF_ACTOR if ST.Actor in classes else set())
        whole = [*subjects, *bad]
        focus = next(t.subject for t in whole if t.predicate == RDF.type and t.object in wanted)
        dropped = [t for t in whole if (t.subject, t.predicate) == (focus, predicate)]
        others = [t for t in bad if t not in dropped]
        yield dropped, others
        yield [], [*bad, *(Triple(focus, predicate, value) for value in odd_values([]))]
        for value in odd_values(subjects):
            yield dropped, [*others, Triple(focus, predicate, value)]


def only(shape: str, kind: str, folder: Path) -> Path:
    """The shapes with one constraint of one shape, and none of its others."""
    path = folder / f"{shape}-{kind}.ttl"
    graph = rdflib.Graph().parse(SHAPES)
    for name in KINDS:
        if name != kind:
            graph.remove((rdflib.URIRef(SHAPE + shape), SH[name], None))
    graph.serialize(path, format="turtle")
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_every_constraint_of_every_shape_is_broken_and_both_engines_tell(
    kind: str, context: list[Triple], subjects: list[Triple], tmp_path: Path
) -> None:
    assert find_violations([*context, *subjects], SHAPES) == []
    shapes = [shape for shape, own in constraints_of_shapes() if own == kind]
    assert shapes
    graph: list[Triple] = []
    for number, shape in enumerate(sorted(shapes)):
        alone = only(shape, kind, tmp_path)
        for dropped, added in breaking(shape, subjects):
            whole = [*(t for t in subjects if t not in dropped), *added]
            touched = {t.subject for t in (*dropped, *added)}
            for some in ([t for t in whole if t.subject in touched], whole):
                if shape in {v.shape for v in find_violations([*context, *some], alone)}:
                    graph += renamed(some, number)
                    break
            else:
                continue
            break
        else:
            pytest.fail(f"{shape}: sh:{kind} cannot be broken")
    assert {violation.shape for violation in both([*context, *graph])} >= set(shapes)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_hundreds_of_broken_graphs_are_judged_alike(
    seed: int, context: list[Triple], subjects: list[Triple]
) -> None:
    source = random.Random(seed)
    values = odd_values(subjects)
    graphs = [changed(subjects, values, source, CHANGES) for _ in range(AT_ONCE)]
    graph = [t for number, some in enumerate(graphs) for t in renamed(some, number)]
    assert len({violation.shape for violation in both([*context, *graph])}) > 20


def test_the_bad_files_are_judged_alike(context: list[Triple]) -> None:
    paths = sorted((ONTOLOGY / "bad").glob("*.ttl"))
    graph = [t for n, path in enumerate(paths) for t in renamed(read_turtle(path), n)]
    found = both([*context, *graph])
    assert {violation.shape for violation in found} == {path.stem for path in paths}


def test_the_real_seeds_are_judged_alike(checkout: Project) -> None:
    paths = sorted(checkout.seeds.rglob("*.ttl"))
    graph = [*read_turtle(ONTOLOGY / "stance.ttl"), *read_turtle(ONTOLOGY / "codebook.ttl")]
    seeds = [t for path in paths for t in read_turtle(path)]
    assert find_violations([*graph, *seeds], SHAPES) == []
    # What most values need is left out, so that most shapes are broken.
    some = [t for path in paths[:40] for t in read_turtle(path)]
    assert len({violation.shape for violation in both([*graph, *some])}) >= 3


_DATATYPES = [
    XSD.date,
    XSD.gYearMonth,
    XSD.gYear,
    XSD.integer,
    XSD.decimal,
    XSD.boolean,
    XSD.double,
]
_WORDS = st.one_of(
    st.text(alphabet="0123456789-+.eEZ: ", max_size=12),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
    st.dates().map(str),
    st.integers().map(str),
    st.sampled_from(
        ["true", "TRUE", "NaN", "INF", "2022-W01-1", "1_000", "٣", "-0", "0.0", "00.5"]
    ),
)


def _is_huge(words: str, datatype: NamedNode) -> bool:
    """Whether rdflib would write thousands of digits for it, which nobody waits for."""
    return datatype == XSD.decimal and re.search(r"[eE][+-]?\d{4}", words) is not None


@pytest.mark.parametrize(
    "words", ["1e9999999999", "1E-999999999", "-1e+000_999_999_999", "1e٩٩٩٩٩"]
)
def test_a_decimal_of_thousands_of_digits_is_none(words: str) -> None:
    reading = read(Literal(words, datatype=XSD.decimal))
    assert (reading.text, reading.valid, reading.number) == (words, False, None)
    for compare in (at_least, at_most):
        compare(reading, Decimal("0.5"))


def test_words_of_a_datatype_that_no_shape_names_are_left_as_they_are() -> None:
    deep = "<a>" * 100_000 + "</a>" * 100_000
    datatype = NamedNode(f"{PREFIXES['rdf']}XMLLiteral")
    assert read(Literal(deep, datatype=datatype)).text == deep
    at_least(read(Literal(deep, datatype=datatype)), Decimal("0.5"))


@pytest.mark.parametrize("words", ["true", "false"])
def test_a_truth_is_read_without_rdflib(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    literals._typed.cache_clear()
    monkeypatch.setattr(literals, "as_rdflib", None)
    reading = read(Literal(words, datatype=XSD.boolean))
    assert (reading.text, reading.valid, reading.number) == (words, True, None)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_WORDS, st.sampled_from(_DATATYPES))
def test_a_literal_is_read_as_rdflib_reads_it(words: str, datatype: NamedNode) -> None:
    assume(not _is_huge(words, datatype))
    reading = read(Literal(words, datatype=datatype))
    known = as_rdflib(words, datatype.value)
    assert reading.text == str(known)
    assert reading.valid or known.ill_typed is not False or known.value is None
    counts = isinstance(known.value, int | Decimal) and not isinstance(known.value, bool)
    if reading.valid and counts and known.value == known.value:
        bound = Decimal("0.5")
        assert at_least(reading, bound) == (known.value >= bound)
        assert at_most(reading, bound) == (known.value <= bound)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(_WORDS, st.sampled_from(_DATATYPES)), max_size=4))
def test_values_that_rdflib_takes_for_one_count_once(terms: list[tuple[str, NamedNode]]) -> None:
    assume(not any(_is_huge(*term) for term in terms))
    ours = distinct([Literal(words, datatype=datatype) for words, datatype in terms])
    assert len(ours) == len({as_rdflib(words, datatype.value) for words, datatype in terms})


@pytest.mark.parametrize(
    ("constraint", "message"),
    [
        ("sh:path st:country ; sh:maxLength 2", "sh:maxLength cannot be tested here"),
        ("sh:path st:country ; sh:flags 'i' ; sh:pattern 'x'", "sh:flags cannot be tested here"),
        ("sh:path [ sh:zeroOrMorePath st:country ] ; sh:minCount 1", "such a path"),
        ("sh:path st:country ; sh:in ( 'XA' )", "a literal among the values"),
        ("sh:path st:country ; sh:nodeKind sh:BlankNode", "sh:nodeKind"),
        ("sh:path st:country ; sh:sparql [ sh:select 'ASK {}' ]", "a query that does not begin"),
    ],
)
def test_what_cannot_be_tested_is_refused_with_a_way_on(
    tmp_path: Path, constraint: str, message: str
) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(
        f"@prefix sh: <{PREFIXES['sh']}> .\n@prefix st: <{PREFIXES['st']}> .\n"
        f"@prefix shape: <{SHAPE}> .\n"
        "shape:a a sh:NodeShape ; sh:targetClass st:Actor ; sh:property shape:b .\n"
        f"shape:b a sh:PropertyShape ; sh:message 'no' ; {constraint} .\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match=message) as refused:
        find_violations([], path)
    assert refused.value.hint == "kg check --engine pyshacl can"


def test_shapes_that_were_changed_are_read_anew(tmp_path: Path, subjects: list[Triple]) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_bytes(SHAPES.read_bytes())
    alone = find_violations(subjects, path)
    assert alone
    path.write_text("", encoding="utf-8")
    assert find_violations(subjects, path) == []
    path.write_text("no Turtle", encoding="utf-8")
    with pytest.raises(InputError):
        find_violations(subjects, path)


def test_classes_of_classes_are_followed_also_in_a_circle(vocabulary: list[Triple]) -> None:
    below, above = NamedNode("urn:below"), NamedNode("urn:above")
    subclass = NamedNode(f"{PREFIXES['rdfs']}subClassOf")
    circle = [
        Triple(below, subclass, above),
        Triple(above, subclass, below),
        Triple(above, subclass, ST.Outlet),
        Triple(NamedNode("urn:x"), RDF.type, below),
    ]
    found = both([*vocabulary, *circle])
    assert [(v.node, v.shape) for v in found] == [("urn:x", "outlet-name")]


def test_words_in_place_of_a_class_are_no_class() -> None:
    stance = NamedNode("https://w3id.org/eurostance/stance/x")
    graph = [
        Triple(stance, RDF.type, Literal(ST.Stance.value)),
        Triple(stance, SKOS.notation, Literal("x")),
        Triple(stance, SCHEMA.headline, Literal("x")),
    ]
    assert both(graph) == []
