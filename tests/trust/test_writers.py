"""Writers and readers beside each other: nothing acknowledged is lost, no answer is of two states.

C5 item 13 of the plan of reliability: the seeds are written by several commands at once, and the
store by two builds, while others read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kg.build.build import build
from kg.model.stances import Review
from kg.project import Project
from kg.rdf.codec import Gathered, decode
from kg.rdf.turtle import read_turtle, write_turtle
from kg.seeds.check import check
from kg.seeds.read import read_seeds, seed_paths
from tests.invented import HASH, REGISTRY, RUN, candidate, new_project, stored
from tests.trust.tally import amount, count
from tests.trust.writing import STOP, Ended, end, release, start, write_state

CAMPAIGN = "concurrency"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    waiting = replace(candidate("first"), proposition="sanctions-on-russia")
    return new_project(tmp_path, (*REGISTRY, replace(RUN, text_hash=HASH), waiting))


def described(project: Project) -> Counter[str]:
    """How many files describe each thing."""
    files = read_seeds(project).files
    return Counter(name for file in files for name in Gathered(file.triples).subjects)


def errors(project: Project) -> list[str]:
    return [str(found) for found in check(project, workers=0) if found.severity == "error"]


def acknowledged(ended: list[Ended]) -> list[str]:
    return [told for one in ended for told in one.acknowledged]


def test_commands_that_write_at_once_lose_nothing(project: Project) -> None:
    told: list[str] = []
    complaints: list[str] = []
    rounds = amount(3, 20)
    for turn in range(rounds):
        programs = [
            start(project.root, program, f"{program}{turn}", 4)
            for program in ("new", "import", "name")
        ]
        release(*programs)
        ended = [end(program) for program in programs]
        told += acknowledged(ended)
        complaints += [one.complaint for one in ended if one.code]
    there = described(project)
    lost = [name for name in told if there[name] != 1]
    count(
        CAMPAIGN,
        "things entered by new, import and review at once",
        len(told),
        len(told) - len(lost),
    )
    assert complaints == []
    assert lost == []
    assert len(told) == rounds * 4 * (1 + 2 + 2)
    assert errors(project) == []
    for path in seed_paths(project):
        assert path.read_bytes() == write_turtle(read_turtle(path))


def test_formatting_takes_no_decision_away(project: Project) -> None:
    formatting = start(project.root, "format", "formatter")
    deciding = start(project.root, "decide", "ada", amount(40, 400))
    release(formatting, deciding)
    decided = end(deciding)
    (project.root / STOP).touch()
    formatted = end(formatting)
    there = described(project)
    kept = [name for name in decided.acknowledged if there[name] == 1]
    count(CAMPAIGN, "decisions beside kg format", len(decided.acknowledged), len(kept))
    assert (decided.code, decided.complaint) == (0, "")
    assert (formatted.code, formatted.complaint) == (0, "")
    assert len(kept) == len(decided.acknowledged) == amount(40, 400)


def test_of_two_builds_at_once_the_store_is_whole(project: Project, tmp_path: Path) -> None:
    held = 0
    rounds = amount(3, 20)
    codes = []
    for turn in range(rounds):
        write_state(project, turn)
        builds = [start(project.root, "build", f"b{number}") for number in (1, 2)]
        release(*builds)
        codes.append(sorted(end(one).code for one in builds))
        alone = Project(project.root, tmp_path / f"alone-{turn}")
        build(alone, workers=1)
        held += codes[-1] in ([0, 0], [0, 4]) and stored(project) == stored(alone)
    count(CAMPAIGN, "pairs of builds at once", rounds, held)
    assert held == rounds, codes


def test_as_many_decisions_are_kept_as_were_acknowledged(project: Project) -> None:
    each = amount(10, 100)
    programs = [start(project.root, "decide", name, each) for name in ("ada", "bob", "cy", "di")]
    release(*programs)
    ended = [end(program) for program in programs]
    told = acknowledged(ended)
    reviews = decode(Review, read_turtle(project.seeds / "reviews.ttl"))
    kept = {f"review/{review.id}" for review in reviews} & set(told)
    count(CAMPAIGN, "decisions by four at once", len(told), len(kept))
    assert [(one.code, one.complaint) for one in ended] == [(0, "")] * 4
    assert len(kept) == len(told) == len(reviews) == 4 * each


def test_every_answer_beside_builds_is_of_one_state(project: Project) -> None:
    write_state(project, 0)
    build(project, workers=1)
    readers = [start(project.root, "ask", f"r{number}") for number in range(8)]
    release(*readers)
    for turn in range(1, amount(8, 80)):
        write_state(project, turn)
        # Every third moves the readers to another database; the others change the one they read.
        build(project, workers=1, anew=turn % 3 == 0)
    (project.root / STOP).touch()
    ended = [end(reader) for reader in readers]
    answers = acknowledged(ended)
    bad = [answer for answer in answers if not answer.startswith("whole/state ")]
    count(CAMPAIGN, "answers beside builds", len(answers), len(answers) - len(bad))
    assert [(one.code, one.complaint) for one in ended] == [(0, "")] * 8
    assert bad == []
    assert len(set(answers)) > 1, "no reader has seen the store change"
