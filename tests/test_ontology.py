"""The ontology folder: every term told and used, every example whole, every bad file bad."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse
from rdflib.namespace import DCTERMS, OWL

from kg.build.sources import Tree
from kg.build.whole import blocks_of
from kg.errors import Severity
from kg.model.propositions import Proposition, Theme
from kg.project import Project
from kg.rdf import terms
from kg.rdf.codec import decode
from kg.rdf.shapes import SHAPE, find_violations
from kg.rdf.terms import CODEBOOK, PREFIXES, RDF, RDFS, SKOS, ST, Vocabulary, compact
from kg.rdf.turtle import read_turtle, write_turtle
from kg.seeds.check import check
from tests.invented import ROOT, new_project

ONTOLOGY = ROOT / "ontology"
EXAMPLES = sorted((ONTOLOGY / "examples").glob("*.ttl"))
BAD = sorted((ONTOLOGY / "bad").glob("*.ttl"))
SEEDS = sorted((ROOT / "seeds").rglob("*.ttl"))
HEADERS = ("stance.ttl", "alignments.ttl", "shapes.ttl")
_OWL = PREFIXES["owl"]
_DEFINITION = NamedNode(f"{PREFIXES['skos']}definition")
_DEFINED_BY = NamedNode(f"{PREFIXES['rdfs']}isDefinedBy")
_ST_NAME = re.compile(r"(?<![\w:])st:([A-Za-z]+)")


def named(paths: list[Path]) -> set[str]:
    """The st: names in the text of some files, apart from their literals and comments."""
    found = set()
    for path in paths:
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^#.*$", "", text)
        found |= set(_ST_NAME.findall(text))
    return found


@pytest.fixture(scope="module")
def ontology() -> list[Triple]:
    return read_turtle(ONTOLOGY / "stance.ttl")


@pytest.fixture(scope="module")
def defined(ontology: list[Triple]) -> dict[str, NamedNode]:
    """The terms of the ontology: their name after st: or polarity:, and what kind they are."""
    kinds = {}
    for triple in ontology:
        if triple.predicate == RDF.type and triple.object.value.startswith(_OWL):
            kinds[compact(triple.subject)] = triple.object
    return {name: kind for name, kind in kinds.items() if not name.startswith("<")}


@pytest.fixture(scope="module")
def context_triples(ontology: list[Triple]) -> list[Triple]:
    return [*ontology, *read_turtle(ONTOLOGY / "codebook.ttl")]


def test_every_term_has_label_definition_and_home(
    ontology: list[Triple], defined: dict[str, NamedNode]
) -> None:
    home = NamedNode(PREFIXES["st"].removesuffix("#"))
    for name in defined:
        about = {t.predicate: t.object for t in ontology if compact(t.subject) == name}
        label, definition = about[RDFS.label], about[_DEFINITION]
        assert isinstance(label, Literal), name
        assert isinstance(definition, Literal), name
        assert label.language == definition.language == "en", name
        assert definition.value[-1] == ".", name
        assert definition.value[0].isupper(), name
        assert about[_DEFINED_BY] == home, name


def test_labels_of_classes_and_of_properties_are_their_own(
    ontology: list[Triple], defined: dict[str, NamedNode]
) -> None:
    labels: dict[tuple[str, str], str] = {}
    for triple in ontology:
        name = compact(triple.subject)
        if triple.predicate == RDFS.label and name in defined:
            key = (defined[name].value, triple.object.value)
            assert key not in labels, f"{name} and {labels[key]} are both {triple.object.value!r}"
            labels[key] = name


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_tells_version_licence_creator_and_title(name: str) -> None:
    graph = rdflib.Graph().parse(ONTOLOGY / name)
    (header,) = graph.subjects(rdflib.RDF.type, OWL.Ontology)
    for wanted in (OWL.versionIRI, DCTERMS.license, DCTERMS.creator, DCTERMS.title):
        assert graph.value(header, wanted) is not None, wanted
    assert str(graph.value(header, OWL.versionIRI)).startswith(f"{header}/")


def test_no_term_iri_has_a_version(defined: dict[str, NamedNode]) -> None:
    assert not [name for name in defined if re.search(r"\d", name)]


def test_the_code_knows_the_terms_of_the_ontology_and_no_other(
    defined: dict[str, NamedNode],
) -> None:
    in_code = {compact(term) for term in ST}  # type: ignore[attr-defined]
    assert in_code == {name for name in defined if name.startswith("st:")}


def test_terms_named_anywhere_are_defined(defined: dict[str, NamedNode]) -> None:
    paths = [
        *ROOT.glob("queries/**/*.rq"),
        *ONTOLOGY.glob("*.ttl"),
        *EXAMPLES,
        *BAD,
        *SEEDS,
        *ROOT.glob("tests/fixtures/**/*.ttl"),
    ]
    unknown = {name for name in named(paths) if f"st:{name}" not in defined}
    assert unknown == set()


def test_every_term_is_used_by_the_code_or_a_query(defined: dict[str, NamedNode]) -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in ROOT.glob("kg/**/*.py")
        if path.name != "terms.py"
    )
    used = named([*ROOT.glob("queries/**/*.rq"), *EXAMPLES])
    used |= {name.removesuffix("_") for name in re.findall(r"\bST\.(\w+)", code)}
    used |= set(_ST_NAME.findall(code))
    kinds = {"Polarity", "Status", "Attribution", "Wording", "StartPrecision", "EventKind"}
    kinds |= {"Dating", "Verdict"}
    assert {name for name in defined if name.startswith("st:")} - {
        f"st:{name}" for name in used | kinds
    } == set()


def test_terms_of_other_vocabularies_are_used() -> None:
    vocabularies = {
        name: value
        for name, value in vars(terms).items()
        if isinstance(value, Vocabulary) and name != "ST"
    }
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("kg/**/*.py"))
    unused = []
    for name, vocabulary in vocabularies.items():
        if re.search(rf"\bfor \w+ in {name}\b", code):
            continue
        for term in vocabulary:  # type: ignore[attr-defined]
            word = compact(term).partition(":")[2]
            by_name = re.search(rf"\b{name}\.{word}_?\b", code)
            if not by_name and f'getattr({name}, "{word}")' not in code:
                unused.append(compact(term))
    assert unused == []


def test_alignments_speak_of_defined_terms_only(defined: dict[str, NamedNode]) -> None:
    for triple in read_turtle(ONTOLOGY / "alignments.ttl"):
        for node in (triple.subject, triple.object):
            if isinstance(node, NamedNode) and compact(node).startswith(("st:", "polarity:")):
                assert compact(node) in defined


def test_alignments_redefine_nothing_of_others() -> None:
    own = ("st:", "polarity:", f"<{PREFIXES['st'].removesuffix('#')}/alignments")
    for triple in read_turtle(ONTOLOGY / "alignments.ttl"):
        assert compact(triple.subject).startswith(own)


def test_the_codebook_is_complete() -> None:
    triples = read_turtle(ONTOLOGY / "codebook.ttl")
    themes, propositions = decode(Theme, triples), decode(Proposition, triples)
    assert (len(themes), len(propositions)) == (6, 36)
    assert {proposition.theme for proposition in propositions} == {theme.id for theme in themes}
    for proposition in propositions:
        texts = [
            getattr(proposition, field)
            for field in ("label", "short", "sentence", "for_verb", "against_verb")
        ]
        assert all(text.strip() == text and text for text in texts), proposition.id
        assert proposition.favours_means, proposition.id
        assert proposition.opposes_means, proposition.id
        assert proposition.sentence.endswith("."), proposition.id
        assert proposition.for_verb != proposition.against_verb, proposition.id
    for field in ("label", "short", "sentence"):
        assert len({getattr(proposition, field) for proposition in propositions}) == 36, field
    described = {t.subject for t in triples}
    scheme = {t.subject for t in triples if t.predicate == SKOS.inScheme and t.object == CODEBOOK}
    assert described - scheme == {CODEBOOK}


def _short(value: dict[str, str] | str) -> str:
    iri = value["@id"] if isinstance(value, dict) else value
    return iri.replace(PREFIXES["st"], "st:") if iri != PREFIXES["st"] else iri


def test_the_context_covers_every_prefix_and_property(
    ontology: list[Triple], defined: dict[str, NamedNode]
) -> None:
    context = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    for prefix, namespace in PREFIXES.items():
        assert context[prefix] == namespace, prefix
    terms_told = [value for value in context.values() if isinstance(value, dict | str)]
    told = {_short(value) for value in terms_told}
    links = {_short(v) for v in terms_told if isinstance(v, dict) and v.get("@type") == "@id"}
    properties = {n for n, kind in defined.items() if kind.value.endswith("Property")}
    objects = {n for n, kind in defined.items() if kind.value.endswith("ObjectProperty")}
    assert properties - told == set()
    assert {name for name in links if name.startswith("st:")} == objects


@pytest.mark.parametrize(
    "path",
    [
        *(ONTOLOGY / name for name in ("stance.ttl", "codebook.ttl", "alignments.ttl")),
        *EXAMPLES,
        *BAD,
    ],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_ontology_files_are_canonical(path: Path) -> None:
    assert path.read_bytes() == write_turtle(read_turtle(path))


def test_seeds_are_canonical() -> None:
    assert [p for p in SEEDS if p.read_bytes() != write_turtle(read_turtle(p))] == []


def test_every_promise_has_a_bad_file() -> None:
    graph = rdflib.Graph().parse(ONTOLOGY / "shapes.ttl")
    message = rdflib.URIRef(f"{PREFIXES['sh']}message")
    promises = {
        str(shape).removeprefix(SHAPE)
        for shape in graph.subjects(message, None)
        if isinstance(shape, rdflib.URIRef)
    }
    assert {path.stem for path in BAD} == promises


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_breaks_its_shape_and_no_other(
    path: Path, context_triples: list[Triple]
) -> None:
    found = find_violations([*context_triples, *read_turtle(path)], ONTOLOGY / "shapes.ttl")
    assert {violation.shape for violation in found} == {path.stem}
    assert len({violation.node for violation in found}) == 1


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_whole(path: Path, context_triples: list[Triple]) -> None:
    assert find_violations([*context_triples, *read_turtle(path)], ONTOLOGY / "shapes.ttl") == []


def test_each_example_shows_something_of_its_own() -> None:
    shown = {path.stem: named([path]) for path in EXAMPLES}
    assert 6 <= len(shown) <= 9
    for stem, term in {
        "direct-quote": "Direct",
        "paraphrase": "paraphrase",
        "translated-quote": "translation",
        "on-behalf-of": "onBehalfOf",
        "reactions": "reactsTo",
        "tenure-partial-dates": "startPrecision",
        "candidate-and-review": "Review",
        "derived-form": "favours",
        "search": "searchedFor",
    }.items():
        assert term in shown[stem]


def test_the_derived_form_is_what_a_build_makes_of_the_direct_quote(tmp_path: Path) -> None:
    example = (ONTOLOGY / "examples" / "direct-quote.ttl").read_bytes()
    (tmp_path / "example.ttl").write_bytes(example)
    codebook = {triple.subject for triple in read_turtle(ONTOLOGY / "codebook.ttl")}
    made = (
        quad.triple
        for block in blocks_of(Tree(tmp_path, ONTOLOGY / "codebook.ttl"))
        if block.graph == "published"
        for quad in parse(block.content, format=RdfFormat.N_TRIPLES)
    )
    told = (triple for triple in made if triple.subject not in codebook)
    assert write_turtle(told) == (ONTOLOGY / "examples" / "derived-form.ttl").read_bytes()


@pytest.fixture(scope="module")
def empty_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("empty"), ())


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_check_names_file_line_and_shape(empty_project: Project, path: Path) -> None:
    errors = [p for p in check(empty_project, [path]) if p.severity is Severity.ERROR]
    # Dates are looked at beside the shapes, too.
    dates = re.compile(" is not a date: | is no xsd:")
    told = [str(problem) for problem in errors if not dates.search(problem.message)]
    assert told
    for line in told:
        found = re.match(rf"{re.escape(str(path))}:(\d+):1: error: (\S+): .+\[(\S+)\]$", line)
        assert found is not None, line
        assert found[3] == path.stem
        lines = path.read_text(encoding="utf-8").split("\n")
        assert lines[int(found[1]) - 1].startswith(f"{found[2]} ")


def test_published_graph_conforms_too(world_reader: object) -> None:
    triples = [
        quad.triple
        for quad in world_reader  # type: ignore[attr-defined]
        if not isinstance(quad.graph_name, NamedNode)
    ]
    assert find_violations(triples, ONTOLOGY / "shapes.ttl") == []
