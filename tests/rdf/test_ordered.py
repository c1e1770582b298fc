from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import InputError
from kg.rdf.ordered import batches, subjects_in_order, triples_in_order
from kg.rdf.terms import RDF
from kg.rdf.turtle import sort_key

_TYPE = f"> {RDF.type} "
_IRIS = [NamedNode(f"https://example.org/{end}") for end in ("", "a", "a-b", "a/b", "aé", "b")]
_words = st.text(alphabet='a"\\\\\\n \x01\x02\x7fé\u2028\U0001f600', max_size=5)
_literals = st.one_of(
    _words.map(Literal),
    st.builds(
        lambda words, tag: Literal(words, language=tag), _words, st.sampled_from(["en", "en-gb"])
    ),
    _words.map(lambda words: Literal(f"{words}{_TYPE}<x> {words}")),
    _words.map(lambda words: Literal(f"{words}{_TYPE}.{words}")),
    st.integers(-9, 9).map(Literal),
)
_triples = st.builds(
    Triple,
    st.sampled_from([RDF.type, *_IRIS]),
    st.sampled_from([RDF.type, *_IRIS]),
    st.one_of(st.sampled_from([RDF.type, *_IRIS]), _literals),
)


_names = st.sampled_from([RDF.type, *_IRIS[:2]])
_plain_triples = st.builds(
    Triple, _names, _names, st.one_of(_names, st.sampled_from([Literal(""), Literal("é")]))
)


@given(st.lists(_plain_triples, min_size=6, max_size=20))
def test_a_type_has_its_place_wherever_it_stands(triples: list[Triple]) -> None:
    wanted = sorted(set(triples), key=sort_key)
    assert [quad.triple for quad in triples_in_order(triples)] == wanted


@given(st.lists(_triples, max_size=20))
def test_the_order_is_that_of_the_terms(triples: list[Triple]) -> None:
    wanted = sorted(set(triples), key=sort_key)
    assert [quad.triple for quad in triples_in_order(triples)] == wanted
    held = [one for b in subjects_in_order(triples, held=50) for one in _read(b)]
    assert held == wanted


def _read(block: bytes) -> list[Triple]:
    return [quad.triple for quad in parse(block, format=RdfFormat.N_TRIPLES)]


@given(st.lists(_triples, max_size=30))
def test_a_subject_is_never_parted(triples: list[Triple]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.rdf.ordered._BATCH", 3)
        blocks = [{one.subject for one in _read(b)} for b in subjects_in_order(triples, held=200)]
    assert sum(map(len, blocks)) == len({triple.subject for triple in triples})
    assert all(blocks)


def test_blocks_are_small_where_subjects_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.rdf.ordered._BATCH", 4)
    many = [Triple(NamedNode(f"x:{n}"), RDF.type, _IRIS[0]) for n in range(40)]
    hub = [Triple(NamedNode("x:2"), _IRIS[1], Literal(n)) for n in range(9)]
    sizes = [block.count(b"\n") for block in subjects_in_order(many + hub)]
    assert sum(sizes) == 49
    assert sorted(sizes)[-2:] == [4, 10] or max(sizes) <= 13


def test_words_that_look_like_a_type_are_no_type() -> None:
    one, other = _IRIS[1], _IRIS[2]
    told = Triple(one, other, Literal(f"a{_TYPE}<x> .\n"))
    triples = [told, Triple(one, RDF.type, other)]
    assert [quad.triple for quad in triples_in_order(triples)] == triples[::-1]


def test_a_type_that_is_an_object_is_no_first_one() -> None:
    one, other = _IRIS[1], _IRIS[2]
    said = [Triple(one, other, Literal("a")), Triple(one, other, RDF.type)]
    for triples in (said, said[::-1]):
        assert [quad.triple for quad in triples_in_order(triples)] == said


def test_what_is_said_in_two_batches_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.rdf.ordered._BATCH", 3)
    said = Triple(_IRIS[1], _IRIS[2], RDF.type)
    looks = Triple(_IRIS[1], _IRIS[2], Literal(f"x{_TYPE}<y> "))
    other = [Triple(_IRIS[3], _IRIS[2], Literal(n)) for n in range(3)]
    found = [quad.triple for quad in triples_in_order([said, *other, looks, said])]
    assert found == sorted({said, looks, *other}, key=sort_key)


def test_a_literal_that_could_not_be_read_again_is_refused() -> None:
    long = Triple(_IRIS[1], _IRIS[2], Literal('"' * (9 * 2**20)))
    with pytest.raises(InputError, match=r"example\.org/a>: a literal is too long to be written"):
        list(subjects_in_order([long]))


def test_a_literal_that_can_be_read_again_is_written() -> None:
    long = Triple(_IRIS[1], _IRIS[2], Literal('"' * (8 * 2**20 - 100)))
    assert [quad.triple for quad in triples_in_order([long])] == [long]


def test_blank_nodes_keep_their_names() -> None:
    triple = Triple(BlankNode("x"), RDF.type, BlankNode("y"))
    assert b"".join(subjects_in_order([triple])) == b"".join(batches([triple]))
