"""Stances are the same after every way out and back, and any bytes are read or refused."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as some
from pyoxigraph import Quad, RdfFormat, Store, parse

from kg.errors import KgError
from kg.exports.dna import code_debate
from kg.exports.dna_file import dna_file
from kg.exports.dna_names import plain
from kg.exports.formats import store_blocks
from kg.exports.select import Selection
from kg.ingest.dna import read_debate
from kg.model.debate_notes import PARAPHRASE, read_notes
from kg.model.documents import Evidence
from kg.model.stances import Stance
from kg.project import Project
from kg.rdf.codec import decode
from kg.rdf.turtle import parse_turtle, read_turtle, write_turtle
from kg.seeds.tables import read_tables
from tests.invented import MARCH, MAY, ROOT, SUMMIT, UNDATED
from tests.trust.readers import READERS
from tests.trust.told import DOCUMENTS, Told, entered, records, stances, table, triples
from tests.trust.trying import hold

FORMS = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


def read_back(quads: Any) -> list[Any]:
    found = [quad.triple for quad in quads]
    return [*decode(Evidence, found), *decode(Stance, found)]


def test_stances_survive_their_turtle() -> None:
    def holds(told: Told) -> None:
        content = write_turtle(triples(told))
        quads = parse_turtle(Path("a.ttl"), content)
        assert read_back(quads) == records(told)
        assert write_turtle(quad.triple for quad in reversed(quads)) == content

    hold("stances through canonical Turtle", stances(), holds, few=60, many=2_000)


@pytest.mark.parametrize("form", FORMS)
def test_stances_survive_the_store_and_an_export(form: str, world: Project) -> None:
    def holds(told: Told) -> None:
        store = Store()
        store.extend(Quad(t.subject, t.predicate, t.object) for t in triples(told))
        content = b"".join(store_blocks(store, world, form, Selection(), None))
        assert read_back(parse(content, format=FORMS[form])) == records(told)

    hold(f"stances through {form}", stances(), holds, few=25, many=600)


def test_stances_survive_the_tables_of_an_import(tmp_path: Path) -> None:
    urls = {paper.url: paper.id for paper in DOCUMENTS if paper.url}

    def holds(told: Told) -> None:
        (tmp_path / "stances.csv").write_bytes(table(told))
        found = read_tables(tmp_path, documents=urls, events={SUMMIT.id}, outlets={})
        assert found.problems == []
        assert [one for entry in found.entries for one in entry.records] == [
            one for entry, shown in told for one in (entry, *shown)
        ]

    hold("stances through tables of an import", entered(), holds, few=60, many=1_500)


def test_stances_survive_a_file_of_dna(tmp_path: Path) -> None:
    path = tmp_path / "a.dna"
    codebook = read_turtle(ROOT / "ontology" / "codebook.ttl")
    days = {MARCH.id: MARCH.published, MAY.id: MAY.published, UNDATED.id: None}

    def passage(items: list[Evidence]) -> str:
        told = [
            item.quote.value
            if item.quote
            else PARAPHRASE + item.paraphrase.value
            if item.paraphrase
            else ""
            for item in items
        ]
        return plain("\n".join(told)).strip() or "[no words]"

    def holds(told: Told) -> None:
        path.write_bytes(dna_file(code_debate([*triples(told), *codebook])))
        debate = read_debate(path)
        texts = {(one.document, one.start, one.stop): one.text for one in debate.statements}
        found = set()
        for paper in debate.documents:
            notes = read_notes(paper.notes)
            for note in notes.stances:
                words = texts[paper.number, note.start, note.stop]
                found.add((notes.document, note.stance, note.holder, note.sign, words))
        wanted = set()
        for entry, shown in told:
            if entry.said_on or any(days[item.document] for item in shown):
                for paper_id in {item.document for item in shown}:
                    items = [item for item in shown if item.document == paper_id]
                    key = (paper_id, entry.id, entry.holder, entry.polarity.sign)
                    wanted.add((*key, passage(items)))
        assert found == wanted

    hold("stances through a file of DNA", stances(), holds, few=30, many=600)


@some.composite
def nearly(draw: some.DrawFn, samples: tuple[bytes, ...]) -> bytes:
    """A sample with some of its bytes replaced, left out or doubled."""
    content = bytearray(draw(some.sampled_from(samples)))
    for _ in range(draw(some.integers(1, 4))):
        start = draw(some.integers(0, len(content)))
        stop = start + draw(some.integers(0, 12))
        pieces = some.binary(max_size=8) | some.sampled_from([bytes(content[start:]), b"\0", b'"'])
        content[start:stop] = draw(pieces)
    return bytes(content)


@pytest.mark.parametrize("reader", READERS)
def test_any_bytes_are_read_or_refused(reader: str, tmp_path: Path) -> None:
    told = READERS[reader]

    def holds(content: bytes) -> None:
        # Whatever else it raises fails the test.
        with contextlib.suppress(KgError):
            told.read(content, tmp_path)

    # A lexicon is read together with the one that it is laid over, in a second.
    few, many = (3, 60) if reader == "lexicon" else (60, 800)
    made = some.binary() | nearly(told.samples)
    hold(f"bytes to {reader}", made, holds, few=few, many=many)
