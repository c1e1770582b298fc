"""kg polarisation: the table, windows, pictures, and what is told beside them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.conftest import Run

DIALOGUE = "direct-dialogue-with-russia"


def rows(kg: Run, *options: str) -> list[dict[str, str]]:
    ended = kg("polarisation", "-f", "csv", *options)
    assert ended.returncode == 0, ended.stderr
    return list(csv.DictReader(io.StringIO(ended.stdout)))


def test_half_years_unless_asked(kg: Run) -> None:
    found = rows(kg, "--proposition", DIALOGUE)
    assert found[0]["window"] == "2024-H1"
    assert all(one["window"][4:] in {"-H1", "-H2"} for one in found)
    for one in found:
        sides = sum(int(one[side]) for side in ("for", "mixed", "against"))
        assert sides == int(one["units"])
        assert bool(one["polarisation"]) == (int(one["units"]) > 1)
        assert (one["few"] == "few") == (min(int(one["units"]), int(one["documents"])) < 3)


def test_expanding_takes_the_positions_that_stand(kg: Run) -> None:
    found = rows(kg, "--proposition", DIALOGUE, "--expanding")
    assert len({one["first"] for one in found}) == 1
    units = [int(one["units"]) for one in found]
    assert units == sorted(units)
    uttered = rows(kg, "--proposition", DIALOGUE, "--positions", "standing")
    assert [one["polarisation"] for one in uttered] == [one["polarisation"] for one in found]


def test_moving_windows_end_with_the_first_that_holds_the_last_day(kg: Run) -> None:
    whole = rows(kg, "--window", "20y")
    assert len(whole) == 1
    assert len(rows(kg, "--window", "20y", "--step", "1m")) == 1


def test_an_event_cuts_before_and_after(kg: Run) -> None:
    ended = kg("query", "-f", "csv", "-e", "SELECT ?e WHERE { ?e a st:Event }")
    event = ended.stdout.split()[1]
    found = rows(kg, "--cut", event)
    assert found[0]["window"].startswith("before ")
    assert found[1]["window"].startswith("from ")
    assert found[0]["last"] < found[1]["first"]


def test_what_is_measured_is_told(kg: Run) -> None:
    ended = kg("polarisation", "--level", "party", "--draws", "20")
    assert "Esteban–Ray, alpha 1; parties by positions uttered in each window" in ended.stderr
    assert "20 draws of documents" in ended.stderr
    assert "are of none of the parties" in ended.stderr
    blocs = kg("polarisation", "--measure", "blocs", "--draws", "0", "-f", "csv")
    assert blocs.stdout.splitlines()[0].endswith("opposed,camp,otherCamp")
    assert "draws" not in blocs.stderr


def test_nobody_has_no_figure(kg: Run) -> None:
    ended = kg("polarisation", "--actor", "samplia", "--until", "2020", "-f", "csv")
    assert (ended.returncode, len(ended.stdout.splitlines())) == (0, 1)
    assert "no stance is of all that was asked for" in ended.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--measure", "gini"),
        ("--alpha", "2"),
        ("--positions", "felt"),
        ("--level", "planet"),
        ("--cut", "leage meeting"),
        ("--cut", "x", "--expanding"),
        ("--step", "1m"),
        ("--window", ""),
        ("-o", "x.svg", "-f", "csv"),
    ],
)
def test_what_cannot_be_asked(kg: Run, options: tuple[str, ...]) -> None:
    ended = kg("polarisation", *options)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "hint: " in ended.stderr
    assert "Traceback" not in ended.stderr


def words(path: Path) -> list[str]:
    root = ET.fromstring(path.read_bytes())
    return ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]


def test_it_draws(kg: Run, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    for name in ("one.svg", "two.svg"):
        ended = kg(
            "polarisation", "--proposition", DIALOGUE, "--title", "An invented title", "-o", name
        )
        assert ended.returncode == 0, ended.stderr
        assert f"{name}: drawn from " in ended.stderr
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    told = words(tmp_path / "one.svg")
    assert "An invented title" in told
    assert any("last positions uttered in each window" in one for one in told)
    assert kg("polarisation", "-o", "all.png", "--expanding").returncode == 0
    assert (tmp_path / "all.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_of_nothing_says_so(kg: Run, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    ended = kg("polarisation", "--actor", "samplia", "--until", "2020", "-o", "none.svg")
    assert ended.returncode == 0, ended.stderr
    assert "No stance to show." in words(tmp_path / "none.svg")
