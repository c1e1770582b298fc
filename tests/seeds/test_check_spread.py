"""A check in portions, by several processes or one, finds what a check of the whole finds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, Triple

from kg.errors import InputError, Problem
from kg.model.dates import PartialDate
from kg.model.documents import Document
from kg.project import Project
from kg.rdf.shapes import Engine
from kg.rdf.terms import RDF, SKOS, ST, mint
from kg.rdf.turtle import write_turtle
from kg.seeds import readings
from kg.seeds.check import check
from kg.seeds.examined import examine
from tests.invented import (
    ANNA,
    BORIS,
    MARCH,
    MAY,
    REGISTRY,
    RUN,
    UNDATED,
    candidate,
    evidence,
    new_project,
    review,
    stance,
)

JUNE = replace(
    MAY,
    id="2021-06-07-sample-times-00000004",
    url="https://example.org/june",
    published=PartialDate.parse("2021-06-07"),
)
HOME = f"documents/2021/{MARCH.id}.ttl"
RECORDS: tuple[Any, ...] = (
    *REGISTRY,
    RUN,
    stance("one"),
    evidence("one"),
    stance("two", "opposes", "2021-03-03", reacts_to="stance/one"),
    evidence("two", MAY),
    candidate("three"),
    review("candidate/three", "refuse"),
)


def project_of(folder: Path, *extra: Any, without: tuple[Any, ...] = ()) -> Project:
    return new_project(folder, [r for r in (*RECORDS, *extra) if r not in without])


def every_way(project: Project, monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """The problems, which do not depend on who reads how many files at once, nor on the engine."""
    alone = check(project, workers=0)
    assert check(project, workers=0, engine=Engine.PYSHACL) == alone
    monkeypatch.setattr(readings, "_FILES", 1)
    assert check(project, workers=2) == alone
    return alone


def break_file(project: Project, name: str, old: str, new: str) -> None:
    path = project.seeds / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_whole_world_has_nothing_wrong_however_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert every_way(project_of(tmp_path), monkeypatch) == []


def test_what_is_wrong_across_files_is_found_in_portions_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = project_of(
        tmp_path,
        stance("late", said_on="2021-06-01"),
        evidence("late", MAY),
        stance("again"),
        evidence("again", MAY),
        replace(stance("lost"), reacts_to="stance/nowhere"),
        evidence("lost"),
    )
    break_file(project, "actors.ttl", 'country "XB"', 'country "Samplia"')
    told = " ".join(map(str, every_way(project, monkeypatch)))
    for words in (
        "stance:nowhere is described nowhere",
        "after its source was published",
        "one utterance or two?",
        "[actor-country]",
        "[stance-reacts-to]",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("reported", "same"),
    [((MAY,), False), ((JUNE, MAY), False), ((JUNE,), True), ((UNDATED,), True)],
    ids=["where it stands", "in another file", "later", "on no known day"],
)
def test_what_was_reported_before_the_other_was_said_is_another_utterance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reported: tuple[Document, ...], same: bool
) -> None:
    shown = [evidence("month", document, at) for at, document in enumerate(reported, 1)]
    day = (stance("day", said_on="2021-05-20"), evidence("day", JUNE))
    project = project_of(tmp_path, JUNE, stance("month", said_on="2021-05"), *shown, *day)
    told = " ".join(map(str, every_way(project, monkeypatch)))
    assert ("one utterance or two?" in told) is same


def test_evidence_in_another_file_is_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = project_of(tmp_path)
    (project.seeds / "documents" / "2021" / "more.ttl").write_bytes(
        write_turtle(
            [
                Triple(mint("evidence", "x"), RDF.type, ST.Review),
                Triple(mint("evidence", "x"), ST.supports, mint("stance", "one")),
            ]
        )
    )
    told = [str(problem) for problem in every_way(project, monkeypatch)]
    assert any("stance:one: A stance has evidence" in line for line in told)


def test_a_thing_of_two_files_is_judged_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = project_of(tmp_path)
    more = [
        Triple(mint("actor", BORIS.id), ST.country, Literal("XA")),
        Triple(mint("actor", ANNA.id), SKOS.altLabel, Literal("A")),
        Triple(mint("stance", "one"), ST.reason, Literal("because", language="en")),
    ]
    (project.seeds / "documents" / "more.ttl").write_bytes(write_turtle(more))
    told = [str(problem) for problem in every_way(project, monkeypatch)]
    assert sum("too: one file owns it" in line for line in told) == 3
    assert sum("[actor-country]" in line for line in told) == 1
    assert not any("has no class" in line for line in told)


def test_shapes_that_only_the_reference_can_test_are_tested_by_it(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    shapes = project.ontology / "shapes.ttl"
    text = shapes.read_text(encoding="utf-8")
    shapes.write_text(text.replace("sh:minLength 1", "sh:minLength 1 ; sh:maxLength 3"))
    with pytest.raises(InputError, match="maxLength cannot be tested here"):
        check(project)
    assert any("[outlet-name]" in str(problem) for problem in check(project, engine=Engine.PYSHACL))


def test_whoever_waits_hears_of_every_file_once(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    heard: list[None] = []
    check(project, watch=lambda: heard.append(None))
    assert len(heard) == 1 + len(list(project.seeds.rglob("*.ttl")))


def test_a_candidate_that_names_what_was_surveyed_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many seeds most files are those of candidates."""
    project = project_of(tmp_path)
    read: list[Path] = []

    def examined(path: Path, *others: Any) -> Any:
        read.append(path)
        return examine(path, *others)

    monkeypatch.setattr(readings, "examine", examined)
    assert check(project, workers=0) == []
    found = list((project.seeds / "candidates").rglob("*.ttl"))
    assert found
    assert [path for path in read if path in found] == found
