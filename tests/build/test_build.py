from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Store

from kg.build import build as building
from kg.build.build import build
from kg.errors import InputError, StoreLocked, StoreMissing, StoreUnusable
from kg.model.documents import Text
from kg.model.stances import Polarity, Review
from kg.project import Project
from kg.rdf.codec import encode, iri
from kg.rdf.terms import PREFIXES, RDF, ST, compact, graph, mint
from kg.rdf.turtle import write_turtle
from kg.seeds import read
from kg.store.embedded import database
from kg.store.locks import locked_to_write
from tests.invented import (
    ANNA,
    BORIS,
    MAY,
    REGISTRY,
    RUN,
    candidate,
    copy_world,
    enter,
    evidence,
    new_project,
    quads,
    review,
    stance,
    stored,
)

_MACHINE = ("candidate", "review")
_BERT = mint("actor", "bert-samplovic").value


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def published(project: Project) -> list[str]:
    return [str(q.triple) for q in quads(project) if isinstance(q.graph_name, DefaultGraph)]


def test_a_second_build_does_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored(project)
    files = {
        path: path.stat().st_mtime_ns for path in project.store.rglob("*") if path.name != "lock"
    }
    monkeypatch.setattr(building, "_build_whole", None)
    built = build(project)
    assert not built.changed
    assert sum(built.graphs.values()) == len(before)
    assert {p: p.stat().st_mtime_ns for p in project.store.rglob("*") if p.name != "lock"} == files


def test_the_counts_are_those_of_the_store(tmp_path: Path) -> None:
    project = copy_world(tmp_path)
    built = build(project)
    assert (built.added, built.removed) == (len(stored(project)), 0)
    counted = Counter(
        "published" if isinstance(q.graph_name, DefaultGraph) else compact(q.graph_name)
        for q in quads(project)
    )
    assert {name.removeprefix("graph:"): n for name, n in counted.items()} == built.graphs
    assert set(built.graphs) == {
        "published", "candidates", "rejected", "reviews", "counts", "meta",
    }  # fmt: skip


def test_the_order_of_the_files_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy_world(tmp_path)
    build(project)
    wanted = stored(project)
    original = read.read_files
    for seed in range(3):

        def shuffled(paths: Iterable[Path], seed: int = seed) -> list[read.SeedFile]:
            files = original(paths)
            for file in files:
                random.Random(seed).shuffle(file.triples)
            random.Random(seed).shuffle(files)
            return files

        monkeypatch.setattr(read, "read_files", shuffled)
        other = Project(project.root, tmp_path / f"store-{seed}")
        build(other)
        assert stored(other) == wanted


def test_no_day_of_the_clock_is_in_the_store(project: Project, tmp_path: Path) -> None:
    other = Project(project.root, tmp_path / "elsewhere")
    build(other)
    assert stored(other) == stored(project)


def test_a_changed_file_changes_what_it_owns(project: Project, tmp_path: Path) -> None:
    before = set(stored(project))
    edit(project.seeds / "actors.ttl", '"Samplovic"', '"Samplowitsch"')
    built = build(project)
    assert (built.added, built.removed) == (2, 2)
    after = set(stored(project))
    changed = {line.split()[0] for line in before ^ after}
    assert changed == {f"<{_BERT}>", "<https://w3id.org/eurostance/dataset>"}
    anew = Project(project.root, tmp_path / "anew")
    build(anew)
    assert stored(anew) == sorted(after)


@pytest.mark.parametrize("name", ["tenures.ttl", "reviews.ttl", "candidates", "documents/2025"])
def test_what_is_taken_away_leaves_no_trace(project: Project, tmp_path: Path, name: str) -> None:
    place = project.seeds / name
    for path in sorted(place.rglob("*.ttl")) if place.is_dir() else [place]:
        path.unlink()
    if name == "documents/2025":
        (project.seeds / "candidates" / "2025-08-02-sample-times-cfd6991e.ttl").unlink()
    if name in ("documents/2025", "candidates"):
        (project.seeds / "reviews.ttl").unlink()
    assert build(project).removed > 0
    anew = Project(project.root, tmp_path / "anew")
    build(anew)
    assert stored(anew) == stored(project)


def test_written_forms_that_the_store_rewrites_are_no_change(tmp_path: Path) -> None:
    project = new_project(tmp_path, (*REGISTRY, RUN, candidate("c", "0.91")))
    file = next((project.seeds / "candidates").glob("*.ttl"))
    edit(file, "st:confidence 0.91", "st:confidence 0.910")
    build(project)
    edit(project.seeds / "actors.ttl", '"Boris Fictionov"', '"Boris Inventov"')
    built = build(project)
    changed = {line for line in stored(project) if 'ns#confidence> "' in line}
    assert all('"0.91"' in line for line in changed)
    assert (built.added, built.removed) == (2, 2)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("actors.ttl", "actor:x a st:Person", 1),
        ("new.ttl", "[] a <https://example.org/x> .", 1),
        (
            "new.ttl",
            "<https://w3id.org/eurostance/stance/x> a <https://w3id.org/eurostance/ns#Stance> .",
            1,
        ),
        (
            "new.ttl",
            "<https://w3id.org/eurostance/actor/x> "
            "<http://www.w3.org/2000/01/rdf-schema#label> 'X'@en .",
            1,
        ),
    ],
)
def test_what_is_broken_leaves_the_store_as_it_was(
    project: Project, name: str, text: str, line: int
) -> None:
    before = stored(project)
    (project.seeds / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        build(project)
    (problem,) = caught.value.problems
    assert problem.path == project.seeds / name
    assert problem.line == line
    assert stored(project) == before


def test_evidence_for_a_stance_that_is_nowhere_is_told(tmp_path: Path) -> None:
    project = new_project(tmp_path, (*REGISTRY, evidence("nobody-said")))
    with pytest.raises(InputError) as caught:
        build(project)
    (problem,) = caught.value.problems
    assert "stance:nobody-said is described nowhere" in problem.message
    assert problem.path.name.startswith("2021-03-04")
    assert problem.line > 0


def test_a_missing_ontology_is_told(project: Project) -> None:
    (project.ontology / "alignments.ttl").unlink()
    with pytest.raises(InputError, match="No such file"):
        build(project)


def test_every_triple_stands_once(project: Project) -> None:
    counted = Counter(str(quad.triple) for quad in quads(project))
    twice = [triple for triple, number in counted.items() if number > 1]
    assert twice == []
    assert len(published(project)) == len(set(published(project)))


def test_the_default_graph_has_no_candidate_no_review_and_nothing_rejected(
    project: Project,
) -> None:
    store = Store()
    store.extend(quads(project))
    default = DefaultGraph()
    for kind in (ST.Candidate, ST.Review):
        assert not list(store.quads_for_pattern(None, RDF.type, kind, default))
    refused = {q.subject for q in store.quads_for_pattern(None, ST.status, ST.Rejected, None)}
    assert refused == {mint("stance", "bert-modelsson-2025-06-03-refused")}
    for node in refused:
        assert not list(store.quads_for_pattern(node, None, None, default))
        assert not list(store.quads_for_pattern(None, None, node, default))
    hidden = tuple(f"<{PREFIXES[space]}" for space in _MACHINE)
    assert not [line for line in published(project) if line.startswith(hidden)]


def test_each_graph_holds_what_it_is_named_after(project: Project) -> None:
    kinds: dict[str, set[str]] = {}
    for quad in quads(project):
        if quad.predicate == RDF.type and isinstance(quad.graph_name, NamedNode):
            name = compact(quad.graph_name).removeprefix("graph:")
            kinds.setdefault(name, set()).add(compact(quad.object))
    assert kinds["candidates"] == {"st:Candidate"}
    assert kinds["reviews"] == {"st:Review"}
    assert kinds["rejected"] >= {"st:Stance", "st:Evidence"}
    assert kinds["meta"] == {"void:Dataset", "dcat:Dataset"}


@pytest.mark.parametrize(
    ("decision", "fault"),
    [
        (review("stance/c", "refuse"), "there is no stance/c among the curated stances"),
        (review("candidate/gone", "accept"), "candidate:gone is described nowhere"),
        (review("candidate/c", "accept"), "nobody has said which actor 'Ivo Muster' is"),
        (
            review("candidate/c", "accept", holder="ivo-muster"),
            "actor:ivo-muster is described nowhere",
        ),
        (
            review("candidate/c", "accept", holder=ANNA.id, proposition="nothing"),
            "proposition:nothing is not in the codebook",
        ),
        (
            review("candidate/c", "refuse", polarity=Polarity.MIXED),
            "only the acceptance of a candidate carries corrections",
        ),
    ],
)
def test_a_decision_that_cannot_be_followed_stops_the_build(
    tmp_path: Path, decision: Review, fault: str
) -> None:
    stranger = candidate("c", "0.95", holder="ivo-muster", holder_name="Ivo Muster")
    project = new_project(tmp_path, (*REGISTRY, RUN, stranger, decision))
    with pytest.raises(InputError) as caught:
        build(project)
    told = [problem for problem in caught.value.problems if fault in problem.message]
    assert project.seeds / "reviews.ttl" in {problem.path for problem in told}
    assert all(problem.line > 0 for problem in told)


def test_of_a_candidate_that_is_gone_a_refusal_may_stay(tmp_path: Path) -> None:
    build(new_project(tmp_path, (*REGISTRY, review("candidate/gone", "refuse"))))


def test_a_provisional_holder_is_no_node_of_any_graph(tmp_path: Path) -> None:
    stranger = candidate("c", "0.99", holder="ivo-muster", holder_name="Ivo Muster")
    project = new_project(tmp_path, (*REGISTRY, RUN, stranger))
    build(project)
    assert not [line for line in stored(project) if "actor/ivo-muster" in line]
    assert not [line for line in published(project) if "Ivo Muster" in line]
    labels = [line for line in stored(project) if "Ivo Muster favours" in line]
    assert len(labels) == 1


def test_an_accepted_stranger_is_published_under_the_name_that_a_person_gives(
    tmp_path: Path,
) -> None:
    stranger = candidate("c", "0.5", holder="ivo-muster", holder_name="Ivo Muster")
    decision = review("candidate/c", "accept", holder=BORIS.id)
    project = new_project(tmp_path, (*REGISTRY, RUN, stranger, decision))
    build(project)
    holders = {
        quad.object
        for quad in quads(project)
        if quad.subject == mint("stance", "c") and quad.predicate == ST.holder
    }
    assert holders == {mint("actor", BORIS.id)}


def test_a_report_of_a_refused_stance_is_set_apart_with_it(tmp_path: Path) -> None:
    project = new_project(
        tmp_path,
        (
            *REGISTRY,
            stance("one"),
            evidence("one"),
            RUN,
            candidate("c", "0.95", document=MAY),
            review("stance/one", "refuse"),
        ),
    )
    build(project)
    for node in (mint("stance", "c"), mint("stance", "one"), mint("evidence", "c")):
        assert not [line for line in published(project) if node.value + ">" in line], node
    apart = [q for q in quads(project) if q.graph_name == graph("rejected")]
    assert {mint("stance", "c"), mint("evidence", "c")} <= {q.subject for q in apart}


def test_what_is_derived_cannot_be_entered_by_hand(tmp_path: Path) -> None:
    project = new_project(tmp_path, (*REGISTRY, stance("one"), evidence("one")))
    owner = project.seeds / "actors.ttl"
    forged = (
        "actor:anna-examplova st:opposes <https://w3id.org/eurostance/proposition/"
        "direct-dialogue-with-russia> .\n"
    )
    owner.write_text(owner.read_text(encoding="utf-8") + forged, encoding="utf-8")
    build(project)
    opposes = f"{mint('actor', 'anna-examplova')} {ST.opposes} "
    assert not [line for line in published(project) if line.startswith(opposes)]


def test_what_is_not_of_the_project_stops_a_build(tmp_path: Path) -> None:
    project = new_project(tmp_path, (*REGISTRY, stance("one"), evidence("one")))
    owner = project.seeds / "actors.ttl"
    forged = "<http://evil.example/a> st:favours <http://evil.example/b> .\n"
    owner.write_text(owner.read_text(encoding="utf-8") + forged, encoding="utf-8")
    with pytest.raises(InputError) as told:
        build(project)
    (problem,) = told.value.problems
    assert problem.message.startswith("http://evil.example/a: has no class of its space")
    assert problem.line


def test_what_two_files_describe_stops_a_build(tmp_path: Path) -> None:
    project = new_project(tmp_path, (*REGISTRY, stance("one"), evidence("one")))
    double = project.seeds / "double.ttl"
    double.write_text(
        "@prefix actor: <https://w3id.org/eurostance/actor/> .\n"
        "@prefix st: <https://w3id.org/eurostance/ns#> .\n"
        'actor:anna-examplova <http://www.w3.org/2004/02/skos/core#altLabel> "Twice" .\n',
        encoding="utf-8",
    )
    with pytest.raises(InputError) as told:
        build(project)
    (problem,) = told.value.problems
    assert "actor:anna-examplova is described in" in problem.message
    assert (problem.path, problem.line) == (double, 3)


def test_a_persons_word_outweighs_the_refusal_of_a_like_stance(tmp_path: Path) -> None:
    machine = candidate("c", "0.95", document=MAY)
    records = (*REGISTRY, stance("one"), evidence("one"), RUN, machine)
    reviews = (review("stance/one", "refuse"), review("candidate/c", "accept", name="review-2"))
    project = new_project(tmp_path, (*records, *reviews))
    build(project)
    subjects = {line.split(" ", 1)[0] for line in published(project)}
    assert str(mint("stance", "c")) in subjects
    assert str(mint("stance", "one")) not in subjects


def test_a_review_of_nothing_stops_a_build(tmp_path: Path) -> None:
    project = new_project(
        tmp_path, (*REGISTRY, stance("one"), evidence("one"), review("stance/two", "refuse"))
    )
    with pytest.raises(InputError) as told:
        build(project)
    assert "there is no stance/two among the curated stances" in str(told.value.problems[0])


def test_a_reaction_to_a_refused_stance_stands_without_the_reference(tmp_path: Path) -> None:
    project = new_project(
        tmp_path,
        (
            *REGISTRY,
            stance("one"),
            evidence("one"),
            stance("two", reacts_to="stance/one"),
            evidence("two"),
            review("stance/one", "refuse"),
        ),
    )
    build(project)
    lines = published(project)
    assert any(line.startswith(f"{mint('stance', 'two')}") for line in lines)
    assert not [line for line in lines if str(mint("stance", "one")) in line]


def test_a_stance_without_evidence_is_never_published(tmp_path: Path) -> None:
    project = new_project(tmp_path, REGISTRY)
    path = project.seeds / "bare.ttl"
    path.write_bytes(write_turtle(encode(stance("one"))))
    with pytest.raises(InputError) as told:
        build(project)
    (problem,) = told.value.problems
    assert problem.path == path
    assert "stance:one: a stance without evidence" in str(problem)


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ((stance("one", holder="nobody"), evidence("one")), "actor:nobody is described nowhere"),
        (
            (stance("one"), evidence("one", quote=Text("word " * 31, "en"))),
            "evidence:one-1: a quote of more than 30 words",
        ),
        ((stance("one", said_on="2021-03-05"), evidence("one")), "after its source was published"),
        (
            (stance("one", proposition="cats"), evidence("one")),
            "proposition:cats is not in the codebook",
        ),
    ],
)
def test_a_broken_promise_is_never_published(
    tmp_path: Path, records: tuple[object, ...], message: str
) -> None:
    project = new_project(tmp_path, (*REGISTRY, *records))
    with pytest.raises(InputError) as told:
        build(project)
    assert any(message in str(problem) and problem.line for problem in told.value.problems)
    assert not project.store.joinpath("current").exists()


def test_an_accepted_candidate_is_published_and_still_a_candidate(project: Project) -> None:
    node = "interview-of-august-bert-modelsson-aid"
    where = {
        (compact(q.subject), compact(q.graph_name))
        for q in quads(project)
        if q.predicate == RDF.type and not isinstance(q.graph_name, DefaultGraph)
    }
    assert (f"candidate:{node}", "graph:candidates") in where
    assert any(line.startswith(f"<{mint('stance', node).value}>") for line in published(project))
    status = f"<{mint('stance', node).value}> {ST.status} {ST.Accepted}"
    assert status in published(project)


def test_another_writer_is_waited_for_by_nobody(project: Project) -> None:
    before = stored(project)
    edit(project.seeds / "actors.ttl", '"Samplovic"', '"Samplowitsch"')
    with locked_to_write(project.store), pytest.raises(StoreLocked, match="another program"):
        build(project)
    assert stored(project) == before
    assert build(project).changed


class FullDisk:
    """A stand-in for the engine: on disk it finds no space, in memory it works."""

    read_only = staticmethod(Store.read_only)

    def __new__(cls, *path: str) -> FullDisk | Store:  # type: ignore[misc]
        return super().__new__(cls) if path else Store()

    def __init__(self, path: str) -> None:
        Path(path).mkdir(exist_ok=True)

    def bulk_extend(self, quads: object) -> None:
        raise OSError("IO error: No space left on device")

    def update(self, update: str) -> None:
        raise OSError("IO error: No space left on device")


def full(*_: object) -> str:
    """A change for which there is no room."""
    raise OSError("No space left on device")


@pytest.mark.parametrize("anew", [True, False])
def test_a_full_disk_leaves_the_old_store(
    project: Project, monkeypatch: pytest.MonkeyPatch, anew: bool
) -> None:
    before = stored(project)
    folders = sorted(project.store.glob("db-*"))
    edit(project.seeds / "actors.ttl", '"Samplovic"', '"Samplowitsch"')
    with monkeypatch.context() as patch:
        patch.setattr("kg.store.replacing._LARGE", 0 if anew else 5000)
        patch.setattr("kg.store.replacing.Store", FullDisk)
        patch.setattr("kg.build.kept.as_change", full)
        with pytest.raises(StoreUnusable, match="the disk is full"):
            build(project, anew=anew)
    assert stored(project) == before
    assert sorted(project.store.glob("db-*")) == folders
    assert build(project).changed


def test_a_first_build_that_fails_leaves_no_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy_world(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("kg.store.replacing.Store", FullDisk)
        with pytest.raises(StoreUnusable):
            build(project)
    with pytest.raises(StoreMissing):
        stored(project)
    assert not list(project.store.glob("db-*"))


def test_anew_writes_a_database_of_its_own(project: Project) -> None:
    before, folders = stored(project), set(project.store.glob("db-*"))
    build(project, anew=True)
    assert stored(project) == before
    assert database(project.store) not in folders
    # Whoever reads the one before can go on until the next build.
    assert set(project.store.glob("db-*")) == {*folders, database(project.store)}
    build(project)
    assert list(project.store.glob("db-*")) == [database(project.store)]


def test_records_entered_one_by_one_make_the_store_of_all_at_once(tmp_path: Path) -> None:
    records = [*REGISTRY, stance("one"), evidence("one"), stance("two", "opposes", "2021-05-06")]
    records += [evidence("two", MAY)]
    whole = new_project(tmp_path / "a", records)
    build(whole)
    grown = new_project(tmp_path / "b", REGISTRY)
    build(grown)
    enter(grown, [*REGISTRY, *records[len(REGISTRY) : -2]])
    build(grown)
    enter(grown, records)
    build(grown)
    assert stored(grown) == stored(whole)


def test_a_renamed_actor_keeps_its_id(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    build(project)
    enter(project, [replace(BORIS, aliases=("Fictionov",))])
    build(project)
    about = [line for line in published(project) if line.startswith(f"{iri(BORIS)} ")]
    assert any('Fictionov"' in line for line in about)
