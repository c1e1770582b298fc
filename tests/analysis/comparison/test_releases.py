"""Releases of the record, read from stores, seeds and files of RDF; what cannot be is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kg.analysis.comparison.releases import read_release
from kg.analysis.corpus.corpus import Corpus, read_corpus
from kg.analysis.corpus.stances import COLUMNS
from kg.errors import InputError
from kg.exports.formats import export_blocks
from kg.exports.select import Selection
from kg.project import Project

ENDINGS = {
    "turtle": "ttl", "trig": "trig", "nquads": "nq", "ntriples": "nt", "jsonld": "jsonld",
    "rdfxml": "rdf",
}  # fmt: skip


def assert_alike(one: Corpus, other: Corpus) -> None:
    assert list(one.stances.ids) == list(other.stances.ids)
    for name in (*COLUMNS, "evidence_of", "evidence_in"):
        assert np.array_equal(getattr(one.stances, name), getattr(other.stances, name)), name
    assert one.actors == other.actors
    assert one.propositions == other.propositions
    assert sorted(one.tenures, key=str) == sorted(other.tenures, key=str)


@pytest.mark.parametrize("form", ENDINGS)
def test_every_form_of_rdf_holds_the_published_record(
    form: str, world: Project, world_store: Path, tmp_path: Path
) -> None:
    path = tmp_path / f"release.{ENDINGS[form]}"
    path.write_bytes(b"".join(export_blocks(world, form, Selection(), None)))
    release = read_release(path, world)
    assert release.name == str(path)
    assert_alike(release.corpus, read_corpus(world_store))


def test_a_store_and_its_seeds_hold_the_same(world: Project, world_store: Path) -> None:
    expected = read_corpus(world_store)
    for path in (world_store, world.seeds, world.root):
        assert_alike(read_release(path, world).corpus, expected)


def test_seeds_without_a_codebook_take_that_of_the_project(
    world: Project, world_store: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "old"
    folder.symlink_to(world.seeds, target_is_directory=True)
    assert_alike(read_release(folder, world).corpus, read_corpus(world_store))


def refused(path: Path, world: Project) -> str:
    with pytest.raises(InputError) as error:
        read_release(path, world)
    return "\n".join(map(str, error.value.problems))


def test_what_cannot_be_read_is_refused_with_its_place(world: Project, tmp_path: Path) -> None:
    assert refused(tmp_path / "none.ttl", world).startswith(
        f"{tmp_path / 'none.ttl'}: error: No such"
    )
    bad = tmp_path / "bad.ttl"
    bad.write_text("@prefix a: <http://a/> .\na:b a:c oops .\n", encoding="utf-8")
    assert refused(bad, world).startswith(f"{bad}:2:")
    other = tmp_path / "notes.docx"
    other.write_bytes(b"PK")
    assert "neither a folder nor an RDF file" in refused(other, world)
    empty = tmp_path / "empty.nt"
    empty.write_bytes(b"")
    assert "no published stance" in refused(empty, world)
    folder = tmp_path / "folder"
    folder.mkdir()
    assert "neither a store nor seeds" in refused(folder, world)
    binary = tmp_path / "binary.nq"
    binary.write_bytes(bytes(range(256)))
    assert "binary.nq" in refused(binary, world)


def test_broken_seeds_are_refused_with_their_place(world: Project, tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text("<a> <b>", encoding="utf-8")
    assert str(tmp_path / "one.ttl") in refused(tmp_path, world)


STANCE = """
@prefix st: <https://w3id.org/eurostance/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/eurostance/stance/a> a st:Stance ;
  st:holder <https://w3id.org/eurostance/actor/nobody> ;
  st:proposition <https://w3id.org/eurostance/proposition/nothing> ;
  st:polarity <https://w3id.org/eurostance/polarity/{polarity}> ;
  st:latest "2025-01-01"^^xsd:date ; st:status st:Curated .
"""


def test_a_graph_that_is_no_release_is_refused(world: Project, tmp_path: Path) -> None:
    path = tmp_path / "part.ttl"
    path.write_text(STANCE.replace("{polarity}", "favours"), encoding="utf-8")
    assert "names nobody, which is not described" in refused(path, world)
    path.write_text(STANCE.replace("{polarity}", "sideways"), encoding="utf-8")
    assert "no published stance" in refused(path, world)
    path.write_text(STANCE.replace("stance/a>", "stance/../a>"), encoding="utf-8")
    assert "part.ttl" in refused(path, world)
    soon = STANCE.replace("{polarity}", "favours").replace("2025-01-01", "soon")
    path.write_text(soon, encoding="utf-8")
    assert "does not hold this graph" in refused(path, world)
