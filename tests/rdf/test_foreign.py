"""Files of RDF that others made: refused where they are made to end or fill whoever reads them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.errors import InputError, Problem
from kg.rdf.foreign import form_of, load_file, parse_file

_XML = (
    "<?xml version='1.0'?>\n"
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:a='a:'>"
)
_ABOUT = "<rdf:Description rdf:about='a:a'><a:b>x</a:b></rdf:Description>"
SOUND = {
    "a.nt": '<a:a> <a:b> "x" .\n',
    "a.nq": '<a:a> <a:b> "x" .\n',
    "a.trig": '{ <a:a> <a:b> "x" }',
    "a.ttl": '<a:a> <a:b> "x" .',
    "a.jsonld": '{"@id":"a:a","a:b":"x"}',
    "a.rdf": f"{_XML}{_ABOUT}</rdf:RDF>",
}


def parsed(path: Path) -> list[str]:
    form = form_of(path)
    assert form is not None
    return [str(quad.triple) for quad in parse_file(path, form)]


def loaded(path: Path) -> list[str]:
    form, store = form_of(path), Store()
    assert form is not None
    load_file(path, form, store)
    return [str(quad.triple) for quad in store]


READ = pytest.mark.parametrize("read", [parsed, loaded])


def refused(read: Callable[[Path], object], path: Path, content: str | bytes) -> Problem:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as caught:
        read(path)
    (problem,) = caught.value.problems
    assert problem.path == path
    return problem


@READ
@pytest.mark.parametrize("name", SOUND)
def test_every_form_is_read(read: Callable[[Path], object], name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(SOUND[name], encoding="utf-8")
    assert read(path) == ['<a:a> <a:b> "x"']


@READ
@pytest.mark.parametrize("name", SOUND)
def test_what_is_cut_off_is_told(read: Callable[[Path], object], name: str, tmp_path: Path) -> None:
    problem = refused(read, tmp_path / name, SOUND[name][:-5])
    assert not problem.message.startswith("Parser error")
    if name != "a.rdf":
        assert problem.line > 0


@READ
@pytest.mark.parametrize("depth", [6_000, 60_000])
def test_what_is_nested_deep_does_not_end_the_process(
    read: Callable[[Path], object], depth: int, tmp_path: Path
) -> None:
    tree = '{"@id":"a:a","a:b":' * depth + "1" + "}" * depth
    assert "nested" in refused(read, tmp_path / "a.jsonld", tree).message


@READ
@pytest.mark.parametrize("name", ["a.nt", "a.nq", "a.trig"])
def test_terms_within_terms_do_not_end_the_process(
    read: Callable[[Path], object], name: str, tmp_path: Path
) -> None:
    deep = "<a:a> <a:b> " + "<<( <a:a> <a:b> " * 60_000 + '"1"' + " )>>" * 60_000 + " ."
    refused(read, tmp_path / name, deep)


@READ
@pytest.mark.parametrize("words", ["<!DOCTYPE", "<!doctype"])
def test_a_document_type_is_refused_at_its_line(
    read: Callable[[Path], object], words: str, tmp_path: Path
) -> None:
    entities = '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">'
    about = _ABOUT.replace(">x<", ">&b;<")
    content = _XML.replace("\n", f"\n{words} rdf:RDF [{entities}]>\n") + about + "</rdf:RDF>"
    problem = refused(read, tmp_path / "a.rdf", content)
    assert (problem.line, "document type" in problem.message) == (2, True)


@pytest.mark.parametrize("name", ["a.nt", "a.nq", "a.trig"])
def test_a_literal_that_the_parser_does_not_take_is_told_at_its_line(
    name: str, tmp_path: Path
) -> None:
    words = b"<a:a> <a:b> 'x' .\n".replace(b"'", b'"')
    problem = refused(parsed, tmp_path / name, words + words.replace(b"x", b"x" * 17_000_000))
    assert (problem.line, problem.column) == (2, 13)
    assert "too long for the parser" in problem.message


@READ
def test_what_is_no_file_is_told(read: Callable[[Path], object], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read(tmp_path / "a.nq")
    (tmp_path / "b.nq").mkdir()
    with pytest.raises(InputError, match="Is a directory"):
        read(tmp_path / "b.nq")


def test_a_name_tells_the_form() -> None:
    assert form_of(Path("a/b.nq")) == RdfFormat.N_QUADS
    assert form_of(Path("a/b.docx")) is None


@READ
@pytest.mark.parametrize(
    ("name", "content", "place", "word"),
    [
        ("a.jsonld", '[{"@id":"a:a"},\n{"a:b":{"@value":"é","|ype":"y"}}]', (2, 33), "|ype"),
        ("a.jsonld", '[{"@id":"a:a"},\n {"@id":5}]', (2, 10), "@id value"),
        ("a.rdf", f"{_XML}\n{_ABOUT}\n<rdf:li rdf:ID='1 2'/></rdf:RDF>", (4, 22), "1 2"),
    ],
)
def test_what_the_parser_tells_without_a_place_gets_one(
    read: Callable[[Path], object],
    name: str,
    content: str,
    place: tuple[int, int],
    word: str,
    tmp_path: Path,
) -> None:
    problem = refused(read, tmp_path / name, content)
    assert (problem.line, problem.column) == place
    assert word in problem.message
