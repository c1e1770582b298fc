from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import InputError
from kg.rdf.terms import BASE, PREFIXES, RDF, RDFS, SKOS, ST, XSD, mint
from kg.rdf.turtle import read_turtle, subject_lines, subjects, write_turtle

HOSTILE = [
    "",
    " ",
    "'",
    '"',
    '"""',
    "She said \"no\" and 'yes'",
    "a\\b\\",
    "\\u0041",
    "line\nbreak",
    "line\r\nbreak",
    "tab\there",
    "@prefix x: <y> .",
    "\n@prefix x: <y> .\n",
    "\n\nactor:someone a st:Person ;\n",
    'wd:Q1 <https://example.org/?a=wd:Q2> "',
    "a\u2028b\u2029c",
    "a\x0bb\x0cc\x1cd\x1ee\x85f",
    "\x00\x01\x7f\ufeff\ufffe",
    "zero\u200bwidth \u202eturned",
    "Макрон Μακρόν 馬克宏 😀",
    "# no comment ; . ,",
    "{{ x }} <script>",
]
_nodes = some.sampled_from(
    [
        mint("actor", "anna-examplova"),
        mint("actor", "a.b-c"),
        mint("evidence", "one-1.target"),
        mint("stance", "1"),
        ST.Person,
        NamedNode(f"{BASE}codebook"),
        NamedNode("https://example.org/?a=wd:Q1&b=(x),y;z'"),
        NamedNode("https://example.org/ä/#part"),
        NamedNode(PREFIXES["actor"]),
        NamedNode(f"{PREFIXES['actor']}a,b;(c)"),
    ]
)
_predicates = some.sampled_from([RDF.type, RDFS.label, SKOS.altLabel, ST.holder, ST.saidOn])
_lexical = some.sampled_from(HOSTILE) | some.text(some.characters(exclude_categories=["Cs"]))
_literals = some.one_of(
    some.builds(Literal, _lexical),
    some.builds(Literal, _lexical, language=some.sampled_from(["en", "de", "sr-latn"])),
    some.builds(Literal, _lexical, datatype=some.sampled_from([XSD.date, XSD.decimal, XSD.gYear])),
    some.integers().map(Literal),
    some.booleans().map(Literal),
)
_triples = some.builds(Triple, _nodes, _predicates, _nodes | _literals)
_graphs = some.lists(_triples, max_size=12)
_with_a_file = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(_graphs, some.randoms(use_true_random=False))
def test_the_bytes_do_not_depend_on_the_order(graph: list[Triple], random: object) -> None:
    shuffled = [*graph, *graph[:2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert write_turtle(shuffled) == write_turtle(graph)


@_with_a_file
@given(_graphs)
def test_what_is_written_is_read_again(tmp_path: Path, graph: list[Triple]) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(write_turtle(graph))
    found = read_turtle(path)
    assert set(found) == set(graph)
    assert write_turtle(found) == path.read_bytes()


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_words_survive_and_stay_on_one_line(words: str, tmp_path: Path) -> None:
    path = tmp_path / "words.ttl"
    triple = Triple(mint("actor", "anna"), RDFS.label, Literal(words, language="en"))
    path.write_bytes(write_turtle([triple]))
    assert read_turtle(path) == [triple]
    assert path.read_bytes().count(b"\n") == 4


@given(_graphs.filter(bool))
def test_every_subject_has_its_line(graph: list[Triple]) -> None:
    text = write_turtle(graph).decode()
    lines = text.split("\n")
    found = subject_lines(text)
    assert set(found) == {triple.subject.value for triple in graph}
    assert list(found.values()) == sorted(set(found.values()))
    for number in found.values():
        assert not lines[number - 1].startswith(("@", "\t"))
        assert lines[number - 2] == ""


@given(_graphs, _triples)
def test_one_more_triple_changes_two_lines_at_most(graph: list[Triple], triple: Triple) -> None:
    # A new subject adds its own line and the blank one before it, and perhaps a prefix.
    before = write_turtle(graph).decode().split("\n")
    after = write_turtle([*graph, triple]).decode().split("\n")
    gone = [line for line in difflib.ndiff(before, after) if line.startswith("- ")]
    won = [line for line in difflib.ndiff(before, after) if line.startswith("+ ")]
    prefixes = [line for line in won if line.startswith("+ @prefix")]
    assert len([line for line in gone if line.strip("- ")]) <= 1
    assert len([line for line in won if line.strip("+ ")]) - len(prefixes) <= 2


def test_the_form_is_this_one() -> None:
    anna, boris = mint("actor", "anna"), mint("actor", "boris")
    graph = [
        Triple(boris, RDFS.label, Literal("Boris", language="en")),
        Triple(anna, SKOS.altLabel, Literal("B")),
        Triple(anna, SKOS.altLabel, Literal("A")),
        Triple(anna, RDFS.label, Literal("Anna", language="en")),
        Triple(anna, RDF.type, ST.Person),
    ]
    assert write_turtle(graph).decode() == (
        "@prefix actor: <https://w3id.org/eurostance/actor/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix st: <https://w3id.org/eurostance/ns#> .\n"
        "\n"
        "actor:anna a st:Person ;\n"
        '\trdfs:label "Anna"@en ;\n'
        '\tskos:altLabel "A" , "B" .\n'
        "\n"
        'actor:boris rdfs:label "Boris"@en .\n'
    )


def test_only_prefixes_in_use_are_declared() -> None:
    link = NamedNode("https://example.org/?a=wd:Q1&b=st:x")
    text = write_turtle([Triple(mint("actor", "anna"), RDFS.label, link)]).decode()
    assert [line.split()[1] for line in text.split("\n") if line[:1] == "@"] == ["actor:", "rdfs:"]


@pytest.mark.parametrize(
    "triple",
    [
        Triple(BlankNode(), RDFS.label, Literal("x")),
        Triple(mint("actor", "anna"), ST.holder, BlankNode()),
        Triple(mint("actor", "a"), ST.holder, Triple(ST.holder, RDF.type, ST.Person)),
    ],
)
def test_what_has_no_name_is_not_written(triple: Triple) -> None:
    with pytest.raises(ValueError, match="blank node or triple term"):
        write_turtle([triple])


_HEAD = "@prefix st: <https://w3id.org/eurostance/ns#> .\n@prefix a: <https://example.org/> .\n"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a:x st:holder a:y", 3, None, ""),
        ("a:x st:holder a:y .\na:z st:holder ; .\n", 4, 15, ""),
        ("a:x st:holder nope:y .\n", 3, 15, "nope"),
        ('a:x st:note "open .\n', 3, None, ""),
        ('a:x st:note """two\nlines""" .\na:y st:note "a" "b" .\n', 5, 17, ""),
        ("<no iri> st:holder a:y .\n", 3, None, ""),
        ('a:x st:note "x"@ .\n', 3, None, ""),
    ],
)
def test_bad_syntax_has_its_place(
    text: str, line: int, column: int | None, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text(_HEAD + text, encoding="utf-8")
    with pytest.raises(InputError, match="not valid Turtle") as caught:
        read_turtle(path)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == (path, line)
    assert problem.column == column if column else problem.column > 0
    assert message in problem.message
    assert not problem.message.startswith("Parser error")


@pytest.mark.parametrize(
    "text",
    [
        "[] st:holder a:y .",
        "_:x st:holder a:y .",
        "a:x st:holder [ st:note 'x' ] .",
        "a:x st:holder ( a:y ) .",
        "a:x st:holder <<( a:y st:holder a:z )>> .",
        "a:x st:holder a:y {| st:note 'x' |} .",
    ],
)
def test_blank_nodes_and_triple_terms_are_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "blank.ttl"
    path.write_text(_HEAD + text, encoding="utf-8")
    with pytest.raises(InputError, match="blank node") as caught:
        read_turtle(path)
    (problem,) = caught.value.problems
    assert "give it an IRI" in problem.message
    assert problem.line == 3
    assert text[problem.column - 1 :].startswith(("[", "_:", "(", "<<", "{|"))


def test_a_literal_too_long_for_the_parser_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "long.ttl"
    path.write_text(f"{_HEAD}a:x st:note 'short' ;\n  st:note '{'x' * 17_000_000}' .\n", "utf-8")
    with pytest.raises(InputError, match="too large") as caught:
        read_turtle(path)
    assert [(p.line, p.column) for p in caught.value.problems] == [(4, 11)]


def test_terms_nested_deep_do_not_end_the_process(tmp_path: Path) -> None:
    path = tmp_path / "deep.ttl"
    terms = "<<( a:x a:y " * 60_000 + "1" + " )>>" * 60_000
    path.write_text(f"{_HEAD}a:x st:holder {terms} .", encoding="utf-8")
    with pytest.raises(InputError, match="blank node") as caught:
        read_turtle(path)
    assert [(p.line, p.column) for p in caught.value.problems] == [(3, 15)]


def test_a_file_that_is_not_utf8_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.ttl"
    path.write_bytes(_HEAD.encode() + b'a:x st:note "ok" .\na:y st:note "caf\xe9" .\n')
    with pytest.raises(InputError, match="not UTF-8") as caught:
        read_turtle(path)
    assert [problem.line for problem in caught.value.problems] == [4]


@pytest.mark.parametrize("name", ["nothing.ttl", "."])
def test_a_file_that_cannot_be_read_is_an_input_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"No such file|Is a directory"):
        read_turtle(tmp_path / name)


@pytest.mark.parametrize(
    ("prefix", "told"),
    [
        ("search", "@prefix search: <https://w3id.org/eurostance/search/> ."),
        ("foo", "The prefix foo: has not been declared"),
    ],
)
def test_a_prefix_of_ours_that_is_missing_is_told_with_its_line(
    prefix: str, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "one.ttl"
    path.write_text(f"{prefix}:one a {prefix}:two .\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_turtle(path)
    (problem,) = caught.value.problems
    assert told in problem.message
    assert ("wants the line" in problem.message) is (prefix == "search")


def test_subject_lines_know_other_ways_to_write_a_subject() -> None:
    text = (
        "PREFIX st: <https://w3id.org/eurostance/ns#>\n"
        "  @prefix  x.y:   <https://example.org/> . # a comment\n"
        "\n"
        "<https://example.org/one> a st:Person .\n"
        "st:two a st:Person ;\n"
        "\tst:holder st:three .\n"
        "st:two st:note 'again' .\n"
    )
    assert subject_lines(text) == {
        "https://example.org/one": 4,
        "https://w3id.org/eurostance/ns#two": 5,
    }


def test_subjects_are_the_things_described() -> None:
    anna = mint("actor", "anna")
    assert subjects([Triple(anna, ST.holder, mint("actor", "boris"))]) == {anna}
