"""Invented seeds are seeds like any others: canonical, sound, built and asked without a fault."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import QueryBoolean

from benchmarks.seeded import write_project
from benchmarks.seeded_base import read_base
from benchmarks.seeded_course import DAYS, Debate, pages
from benchmarks.seeded_people import invent_people, number_of_actors
from benchmarks.seeded_words import LANGUAGES, WORDS, Speech, vocabulary
from kg.build.build import build
from kg.errors import Severity, UsageError
from kg.model.actors import Actor
from kg.model.documents import Document, Evidence
from kg.model.stances import AUTO_ACCEPT, Candidate, Review, Stance
from kg.project import Project
from kg.queries.catalogue import read_catalogue
from kg.rdf.codec import decode
from kg.seeds.check import check
from kg.seeds.read import read_seeds, seed_paths
from kg.seeds.write import format_file
from kg.store.embedded import open_reader
from tests.invented import ROOT

SOURCE = Project(ROOT, ROOT / "build" / "store")
STANCES = 300


def of(folder: Path) -> Project:
    return Project(folder, folder / "build" / "store")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("seeded") / "project"
    write_project(SOURCE, STANCES, folder)
    return of(folder)


def test_every_file_is_canonical(project: Project) -> None:
    for path in seed_paths(project):
        assert format_file(path, write=False), path


def test_nothing_is_wrong(project: Project) -> None:
    assert [one for one in check(project) if one.severity is not Severity.WARNING] == []


def test_as_many_stances_and_candidates_as_wanted(project: Project) -> None:
    triples = list(read_seeds(project).triples())
    stances, candidates = decode(Stance, triples), decode(Candidate, triples)
    assert len(stances) + len(candidates) == STANCES
    assert stances
    assert candidates
    # Decoding the others finds every record whole.
    assert decode(Evidence, triples)
    assert decode(Document, triples)
    assert decode(Review, triples)


def test_the_same_number_gives_the_same_bytes(project: Project, tmp_path: Path) -> None:
    for name, seed in (("again", 1), ("other", 2)):
        write_project(SOURCE, STANCES, tmp_path / name, seed)
    assert _digest(tmp_path / "again") == _digest(project.root)
    assert _digest(tmp_path / "other") != _digest(project.root)


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "build" not in path.parts:
            digest.update(f"{path.relative_to(folder)}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def test_an_existing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is there already"):
        write_project(SOURCE, STANCES, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_too_few_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="real ones are kept"):
        write_project(SOURCE, 3, tmp_path / "few")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr("benchmarks.seeded.invent_people", fail)
    with pytest.raises(OSError, match="no space"):
        write_project(SOURCE, STANCES, tmp_path / "broken")
    assert list(tmp_path.iterdir()) == []


def test_every_named_query_finds_something(tmp_path: Path) -> None:
    """Of 2,000 stances: of fewer, nobody need have contradicted themselves."""
    folder = tmp_path / "project"
    write_project(SOURCE, 2_000, folder)
    built = of(folder)
    build(built)
    store = open_reader(built.folder)
    for query in read_catalogue(built).values():
        found = store.query(query.text)
        assert not isinstance(found, QueryBoolean)
        assert next(found, None) is not None, query.name


def test_who_is_asked_of_by_default_speaks_most() -> None:
    base = read_base(SOURCE)
    people = invent_people(base, 1_000, Random(1))
    assert people.actors[0].id == "emmanuel-macron"
    assert "viktor-orban" in {actor.id for actor in people.actors[:3]}
    assert base.propositions[0].id == "direct-dialogue-with-russia"


def test_actors_grow_more_slowly_than_stances() -> None:
    assert number_of_actors(10) == 30
    assert number_of_actors(10_000) == 600
    assert number_of_actors(1_000_000) / number_of_actors(10_000) == pytest.approx(100**0.8, 0.01)
    people = invent_people(read_base(SOURCE), 20_000, Random(1))
    assert len(people.actors) == number_of_actors(20_000)
    assert len({actor.id for actor in people.actors}) == len(people.actors)
    kinds = Counter(actor.kind for actor in people.actors if isinstance(actor, Actor))
    assert min(kinds.values()) > 30


def test_pages_hold_so_many_stances_in_order_of_days() -> None:
    base = read_base(SOURCE)
    made = list(pages(5_000, 40, base.events, Random(1)))
    assert sum(page.size for page in made) == 5_000
    assert [page.day for page in made] == sorted(page.day for page in made)
    assert {page.size for page in made} <= set(range(1, 16))
    assert 3 < 5_000 / len(made) < 5
    assert 0.25 < sum(page.curated for page in made) / len(made) < 0.35
    busiest = Counter(page.day for page in made).most_common(1)[0][1]
    assert busiest > 5 * len(made) / len(DAYS)


def test_dates_are_told_with_the_wanted_precision() -> None:
    debate = Debate(500, 36, (), Random(1))
    told = [debate.next(1_000) for _ in range(10_000)]
    shares = Counter(len(one.when) for one in told)
    assert shares[7] / 10_000 == pytest.approx(0.08, abs=0.01)
    assert shares[4] / 10_000 == pytest.approx(0.02, abs=0.005)
    assert shares[0] / 10_000 == pytest.approx(0.03, abs=0.01)
    assert Counter(one.actor for one in told).most_common(1)[0][0] == 0


def test_nothing_is_said_after_it_was_published() -> None:
    debate = Debate(20, 5, (), Random(1))
    last = DAYS[30].isoformat()
    assert all(debate.next(30).when <= last for _ in range(2_000))


def test_the_silent_say_nothing_on_the_first_proposition() -> None:
    debate = Debate(5, 4, {0, 1}, Random(1))
    told = [debate.next(900) for _ in range(3_000)]
    assert {one.actor for one in told if one.proposition == 0} == {2, 3, 4}


def test_quotes_are_pieces_of_the_vocabulary() -> None:
    speech = Speech(Random(1))
    for language in LANGUAGES:
        words = vocabulary(language)
        assert len(words) == len(set(words)) == WORDS
        quote = speech.say(language, 6, 25)
        assert 6 <= len(quote.split()) <= 25
        assert {word.lower() for word in quote.split()} <= {word.lower() for word in words}


def test_most_candidates_lie_above_the_bar(project: Project) -> None:
    found = decode(Candidate, list(read_seeds(project).triples()))
    above = sum(candidate.confidence >= AUTO_ACCEPT for candidate in found)
    assert 0.6 < above / len(found) < 0.8
