"""Another name of an actor or an outlet costs what bears it, and makes what a whole build makes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.build import build as building
from kg.build import edit as editing
from kg.build.build import build
from kg.project import Project
from tests.analysis.invented_reading import search
from tests.invented import (
    ANNA,
    BORIS,
    MARCH,
    MAY,
    OTHER,
    PROPOSITION,
    REGISTRY,
    RUN,
    candidate,
    enter,
    evidence,
    inventoried,
    new_project,
    review,
    stance,
    stored,
)

TITLE = "Direct dialogue with Russia"
REFUSED = review("stance/refused", "refuse")
TOLD = (
    stance("mine"),
    evidence("mine"),
    evidence("mine", MAY, 2),
    stance("refused", "opposes", "2021-05-01"),
    evidence("refused", MAY),
    stance("other", "mixed", "2021-05-06", BORIS.id, OTHER, on_behalf_of=ANNA.id),
    evidence("other", MAY),
    RUN,
    candidate("joins", "0.95"),
    candidate("found", "0.95", said_on="2021-02-01"),
    candidate("waits", "0.5"),
    candidate("unknown", "0.5", holder="exampleva", holder_name="Anna Exampleva"),
    search([ANNA.id, BORIS.id], [PROPOSITION], "2021-03", "2021-04"),
    REFUSED,
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """What speaks of two actors, in every graph, built."""
    made = new_project(tmp_path, [*REGISTRY, *TOLD])
    build(made)
    return made


def rename(project: Project, old: str, new: str) -> None:
    """Have everybody of a name bear another."""
    for path in (project.seeds / "actors.ttl", project.seeds / "outlets.ttl"):
        path.write_text(path.read_text().replace(f'"{old}"', f'"{new}"'))


def assert_built_near(project: Project) -> None:
    """A build that does not read everything makes what a build of an empty store makes."""
    with pytest.MonkeyPatch.context() as without:
        without.setattr(building, "_build_whole", None)
        assert build(project).changed
    other = Project(project.root, project.root / "build" / "anew")
    build(other, anew=True)
    assert stored(project) == stored(other)
    assert inventoried(project) == inventoried(other)


def test_all_that_bears_the_name_of_an_actor_is_called_anew(project: Project) -> None:
    before = stored(project)
    rename(project, ANNA.name, "Anna Renamova")
    assert_built_near(project)
    told = {line.split(" ")[0].rsplit("/", 1)[1] for line in stored(project) if "Renamova" in line}
    named = "joins found waits mine refused mine-1 mine-2 refused-1 anna-examplova"
    assert told > {f"{name}>" for name in named.split()}
    assert not [line for line in stored(project) if ANNA.name in line]
    rename(project, "Anna Renamova", ANNA.name)
    assert_built_near(project)
    assert stored(project) == before


def test_a_change_of_position_is_called_by_the_names_of_who_and_what(project: Project) -> None:
    enter(project, [stance("turned", "opposes", "2021-05-05"), evidence("turned", MAY)])
    build(project)
    rename(project, ANNA.name, "Anna Renamova")
    assert_built_near(project)
    called = [line for line in stored(project) if "Change of position:" in line]
    assert called
    wanted = f"Anna Renamova on {TITLE} (2021-05-05)"
    assert all(f'"Change of position: {wanted}"@en' in line for line in called)


def test_documents_are_called_by_the_new_name_of_their_outlet(project: Project) -> None:
    rename(project, "The Sample Times", "The Example Times")
    assert_built_near(project)
    named = [line for line in stored(project) if "The Example Times" in line]
    assert len(named) == 4


def test_two_that_a_search_names_may_be_renamed_at_once(project: Project) -> None:
    rename(project, ANNA.name, "Anna Renamova")
    rename(project, BORIS.name, "Boris Renamov")
    assert_built_near(project)
    assert [line for line in stored(project) if "Anna Renamova, Boris Renamov" in line]


def test_with_another_name_may_come_other_changes(project: Project) -> None:
    rename(project, ANNA.name, "Anna Renamova")
    path = project.seeds / "documents" / "2021" / f"{MARCH.id}.ttl"
    path.write_text(path.read_text().replace("polarity:favours", "polarity:mixed"))
    found = [candidate("joins", "0.95"), candidate("waits", "0.5"), candidate("new", "0.95")]
    decisions = [review("stance/mine", "refuse", name="r-1"), review("candidate/waits", "accept")]
    enter(project, [RUN, *found, *decisions])
    assert_built_near(project)


def test_who_is_registered_late_is_called_by_name(project: Project) -> None:
    found = [RUN, *(one for one in TOLD if getattr(one, "rules", ())), candidate("late", "0.5")]
    enter(project, [*found[:-1], replace(found[-1], holder="cara-newcomova")])  # type: ignore[type-var]
    assert_built_near(project)
    enter(project, [replace(ANNA, id="cara-newcomova", name="Cara Newcomova", aliases=())])
    assert_built_near(project)
    assert [line for line in stored(project) if "Cara Newcomova favours" in line]


def test_where_many_bear_a_name_all_is_read(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing, "_MANY", 5)
    rename(project, BORIS.name, "Boris Renamov")
    assert_built_near(project)
    rename(project, ANNA.name, "Anna Renamova")
    whole, asked = building._build_whole, []
    monkeypatch.setattr(building, "_build_whole", lambda *a, **b: asked.append(1) or whole(*a, **b))
    build(project)
    assert asked
