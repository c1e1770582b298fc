"""The invented world of the fixtures is one that the project itself would accept."""

from __future__ import annotations

from collections import Counter

from kg.errors import Severity
from kg.model.documents import Document
from kg.model.stances import AUTO_ACCEPT, Candidate, Review
from kg.project import Project
from kg.rdf.codec import decode
from kg.seeds.check import check
from kg.seeds.ids import document_id
from kg.seeds.read import read_seeds, seed_paths
from kg.seeds.write import document_path, format_file


def test_check_finds_doubts_but_no_error(world: Project) -> None:
    problems = check(world)

    assert [str(problem) for problem in problems if problem.severity is Severity.ERROR] == []
    assert problems, "what a curator should look at twice is in the world too"


def test_every_file_is_canonical(world: Project) -> None:
    paths = [path for path in seed_paths(world) if path.is_relative_to(world.seeds)]

    assert paths
    assert [path for path in paths if not format_file(path, write=False)] == []


def test_documents_have_the_ids_and_places_that_new_ones_get(world: Project) -> None:
    for document in decode(Document, read_seeds(world).triples()):
        assert document.url is not None
        assert document.id == document_id(document.outlet, document.published, document.url)
        assert document_path(world, document.id).is_file()


def test_candidates_stand_on_both_sides_of_the_bar(world: Project) -> None:
    triples = list(read_seeds(world).triples())
    above = Counter(c.confidence >= AUTO_ACCEPT for c in decode(Candidate, triples))

    assert above[True] >= 1
    assert above[False] >= 1
    assert {review.verdict for review in decode(Review, triples)} == {"accept", "refuse"}
