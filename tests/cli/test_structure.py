"""Communities, centrality and backbone on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ACTORS = ("--level", "actor", "--draws", "10")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("command", ["communities", "centrality", "backbone"])
def test_the_help_names_no_choice_that_is_refused(kg: Run, command: str) -> None:
    told = kg(command, "--help").stdout
    assert "jaccard or cosine" in told
    assert "prominence" not in told


def test_communities_have_members_and_a_stability(kg: Run) -> None:
    ended = kg("communities", *ACTORS, "-f", "csv")
    assert ended.returncode == 0, ended.stderr
    found = rows(ended.stdout)
    assert [row["community"] for row in found] == ["1", "2", "3"]
    assert found[0]["members"] == "Anna Examplova, Samplia, Exampleland First"
    assert found[0]["name"] == "Anna Examplova +2"
    assert all(0 <= float(row["stability"]) <= 1 for row in found)
    assert "3 communities of 10 units" in ended.stderr
    assert "dealt out by chance" in ended.stderr
    assert "tied to nobody: Bert Samplović, Carla Voorbeeld, Exampleland" in ended.stderr


@pytest.mark.parametrize(("view", "number"), [("units", 10), ("positions", 8), ("summary", 9)])
def test_communities_in_other_views(kg: Run, view: str, number: int) -> None:
    ended = kg("communities", *ACTORS, "--show", view, "-f", "json")
    assert ended.returncode == 0, ended.stderr
    assert len(json.loads(ended.stdout)["results"]["bindings"]) == number


def test_louvain_finds_them_too(kg: Run) -> None:
    one = kg("communities", "--level", "actor", "--draws", "0", "--method", "louvain")
    other = kg("communities", "--level", "actor", "--draws", "0")
    assert (one.returncode, one.stdout) == (0, other.stdout)


def test_brokers_come_first(kg: Run, tmp_path: Path) -> None:
    ended = kg("centrality", *ACTORS, "--shared", "1", "-o", tmp_path / "brokers.csv")
    assert ended.returncode == 0, ended.stderr
    found = rows((tmp_path / "brokers.csv").read_text(encoding="utf-8"))
    assert (found[0]["unit"], found[0]["rank"]) == ("anna-examplova", "1")
    assert int(found[0]["rankLow"]) == 1
    # Three ties to three who are not tied to each other, each a third: 3 (1/3)^2 = 1/3.
    assert float(found[0]["constraint"]) == pytest.approx(1 / 3, abs=1e-4)
    assert found[-1]["constraint"] == ""
    assert "by constraint, the least first, from 5 ties" in ended.stderr


def test_every_measure_has_its_interval(kg: Run) -> None:
    asked = ("--shared", "1", "--show", "measures", "--by", "degree", "--groups", "country")
    ended = kg("centrality", *ACTORS, *asked, "-f", "csv")
    assert ended.returncode == 0, ended.stderr
    found = rows(ended.stdout)
    assert len(found) == 10 * 11
    assert found[0]["measure"] == "degree"
    for row in found:
        if row["low"]:
            assert float(row["low"]) <= float(row["value"]) <= float(row["high"])


def test_a_backbone_tells_what_carries(kg: Run) -> None:
    ended = kg("backbone", *ACTORS, "-f", "csv")
    assert ended.returncode == 0, ended.stderr
    found = rows(ended.stdout)
    assert [row["rank"] for row in found] == ["1", "2", "3", "4", "5"]
    assert float(found[0]["loss"]) == 1
    fixed = kg("backbone", *ACTORS, "--size", "2", "-f", "csv")
    assert rows(fixed.stdout) == found[:2]
    # What is kept loses as much as when the third and all below it were left out.
    loss = f"lose {float(found[2]['loss']):.3f}"
    assert f"2 of 5 propositions with 10 of 22 statements {loss}" in fixed.stderr


@pytest.mark.parametrize("command", ["communities", "centrality", "backbone"])
def test_the_same_seed_gives_the_same_bytes(kg: Run, command: str) -> None:
    once, again = (kg(command, *ACTORS, "--seed", "7", "-f", "csv") for _ in range(2))
    assert once.stdout == again.stdout
    assert (once.returncode, once.stderr) == (0, again.stderr)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("communities", "there are no communities"),
        ("centrality", "nobody is central"),
        ("backbone", "there is no backbone"),
    ],
)
def test_where_nobody_is_tied_it_is_said(kg: Run, command: str, words: str) -> None:
    ended = kg(command, "--since", "2090")
    assert ended.returncode == 0, ended.stderr
    assert f"nobody speaks: {words}" in ended.stderr
    alone = kg(command, "--level", "actor", "--actor", "Anna Examplova")
    assert f"only one unit speaks: {words}" in alone.stderr
    untied = kg(command)
    assert f"none of 3 units is tied to another: {words}" in untied.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("communities", "--kind", "affiliation"), "ties units to propositions"),
        (("communities", "--resolution", "0"), "a resolution of 0 finds nothing"),
        (("centrality", "--by", "fame"), "--by cannot be 'fame'"),
        (
            ("centrality", "--groups", "moon"),
            "'moon'\nhint: one of: community, ",
        ),
        (("backbone", "--kind", "affiliation"), "ties units to propositions"),
        (("backbone", "--kind", "conflict"), "conflict does not bring units together"),
        (
            ("centrality", "--kind", "conflict", "--groups", "party"),
            "does not bring units together",
        ),
        (("backbone", "--format", "gexf"), "is no format"),
    ],
)
def test_what_makes_no_sense_is_refused(kg: Run, arguments: tuple[str, ...], words: str) -> None:
    ended = kg(*arguments)
    assert ended.returncode == 2
    assert words in ended.stderr
    assert "hint:" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_debate_coded_elsewhere_is_analysed(kg: Run, tmp_path: Path) -> None:
    debate = tmp_path / "debate.dna"
    assert kg("export", "dna", "-o", debate).returncode == 0
    for command in ("communities", "centrality", "backbone"):
        asked = (command, "--level", "actor", "--draws", "0", "-f", "csv")
        ended = kg(*asked, "--from", debate)
        assert (ended.returncode, "Traceback" in ended.stderr) == (0, False)
        assert kg(*asked, "--from", debate).stdout == ended.stdout
    missing = kg("backbone", "--from", tmp_path / "none.dna")
    assert missing.returncode == 3
