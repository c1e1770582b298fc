"""The benchmark of networks works on a small store, and what it compares is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import networks
from benchmarks.analysed import (
    CLOCK,
    KEPT,
    TASKS,
    WINDOWS,
    Steps,
    cold,
    grouped,
    naive,
    warm,
    windows,
)
from benchmarks.networks import Measured
from benchmarks.stored import make_store
from kg.analysis.corpus.corpus import read_corpus
from kg.analysis.corpus.reading import STATUSES
from kg.model.stances import AUTO_ACCEPT, Status

STANCES, ACTORS = 300, 12


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("measured") / "store", STANCES, ACTORS)


def test_the_store_is_what_the_analysis_reads(store: Path) -> None:
    corpus = read_corpus(store)
    stances = corpus.stances
    assert len(stances) == STANCES
    assert (len(corpus.actors), len(corpus.propositions)) == (ACTORS, 30)
    assert set(stances.sign.tolist()) == {-1, 0, 1}
    # Some stances stand in two documents, and some were found by a machine alone.
    assert len(stances.evidence_of) > STANCES > len(stances.documents)
    by_machine = stances.status == STATUSES.index(Status.EXTRACTED)
    assert 0 < by_machine.sum() < STANCES / 2
    assert (stances.sure[by_machine] >= float(AUTO_ACCEPT)).all()
    assert (stances.sure[~by_machine] == 1).all()


def test_the_same_numbers_make_the_same_store(store: Path, tmp_path: Path) -> None:
    other = read_corpus(make_store(tmp_path / "again", STANCES, ACTORS)).stances
    first = read_corpus(store).stances
    assert (other.holder == first.holder).all()
    assert (other.latest == first.latest).all()
    assert other.documents == first.documents


def test_sparql_finds_the_same_ties(store: Path) -> None:
    ours = cold(store)
    assert (store / KEPT).is_file()
    for theirs in (grouped(store), naive(store), warm(store)):
        assert (theirs["pairs"], theirs["weight"]) == (ours["pairs"], ours["weight"])
    assert ours["pairs"] > 0


def test_fifty_windows_are_measured(store: Path) -> None:
    # From January 2022, 1,680 days on, there are 56 months: 51 times six that follow each other.
    assert windows(store)["count"] == WINDOWS == 50


def _invented(task: str, store: Path) -> Steps:
    """Two seconds for each step; SPARQL takes a hundred times as long as a tie."""
    steps = dict.fromkeys(("read", "network", "intervals", "windows", "MiB"), 2.0)
    if task == "networks":
        steps = {"congruence none": 0.001, "congruence jaccard": 0.5, "MiB": 100.0}
    steps |= {} if task == "networks" else {"pairs": 3, "weight": 7, "query": 400.0}
    return steps | {name + CLOCK: 2 * seconds for name, seconds in steps.items()}


def test_the_report_tells_which_goals_are_met(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "run", _invented)
    monkeypatch.setattr(networks, "make_store", lambda folder, stances: folder)
    lines = networks.report([1_000, 10_000]).splitlines()
    # Reading takes 2 s and the slowest network 0.5 s more; 400 s by SPARQL are 100 times 4 s.
    slowest = "| the slowest network (congruence jaccard), again | 2.50 s | 5.00 s | 2 s | no |"
    assert slowest in lines
    assert "| 50 windows | 2.00 s | 4.00 s | 10 s | yes |" in lines
    assert "| SPARQL takes, in networks again | 100.0 x | 100.0 x | 10 x | yes |" in lines
    assert "| 50 windows | 2.00 | 2.00 | n^0.00 | 2 | 2 |" in lines
    assert "| congruence | jaccard | 500 |" in lines


def test_another_result_stops_the_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def wrong(task: str, store: Path) -> Steps:
        return _invented(task, store) | ({"weight": 8.0} if task == "grouped" else {})

    monkeypatch.setattr(networks, "run", wrong)
    monkeypatch.setattr(networks, "make_store", lambda folder, stances: folder)
    with pytest.raises(SystemExit, match="other ties"):
        networks.measure(tmp_path, 1_000)


def test_a_task_in_a_process_of_its_own_tells_its_memory(store: Path) -> None:
    assert networks.run("warm", store)["MiB"] > 10
    with pytest.raises(SystemExit, match="failed"):
        networks.run("warm", store / "nowhere")
    assert set(TASKS) >= {"cold", "warm", "networks", "intervals", "windows", "grouped", "naive"}


def test_time_that_doubles_with_the_square_root_grows_so() -> None:
    # From 100 to 10,000 stances, 1 s becomes 10 s: (10,000 / 100) ^ 0.5.
    found = [
        Measured(100, {"windows": {"windows": 1.0, "MiB": 1.0}}),
        Measured(10_000, {"windows": {"windows": 10.0, "MiB": 1.0}}),
    ]
    assert networks.growth_of(found, [1.0, 10.0]) == "n^0.50"
    assert networks.growth_of(found, [1.0, float("nan")]) == "–"
