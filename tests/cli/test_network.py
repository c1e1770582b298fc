"""kg network: its options, what it says beside the table, its files, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest

import kg.cli.ties
from kg.cli.main import main
from kg.project import Project
from tests.cli.conftest import Run

DIALOGUE, SANCTIONS = "direct-dialogue-with-russia", "sanctions-on-russia"
MATRIX = "matrix"


class Ended(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, str]]:
        assert self.code == 0, self.err
        return list(csv.DictReader(io.StringIO(self.out)))

    @property
    def ties(self) -> dict[tuple[str, str], float]:
        return {(row["source"], row["target"]): float(row["weight"]) for row in self.rows}


Network = Callable[..., Ended]


@pytest.fixture
def network(
    world: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Network:
    """Runs ``kg network`` on the small world, in an empty folder; as CSV unless asked."""

    def run(*options: str | Path) -> Ended:
        form = [] if {"-f", "-o"} & set(map(str, options)) else ["-f", "csv"]
        place = ["--root", str(world.root), "--store", str(world.store)]
        monkeypatch.setattr(sys, "argv", ["kg", *place, "network", *map(str, options), *form])
        monkeypatch.chdir(tmp_path)
        capsys.readouterr()
        code = main()
        return Ended(code, *capsys.readouterr())

    return run


def test_a_tie_is_an_agreement_with_its_interval(network: Network) -> None:
    ended = network("--proposition", DIALOGUE)
    # Anna has opposed and favoured it: one of two agrees with each of the others. Samplia is
    # mixed, halfway to both of Anna's: 1/2 + 1/2.
    assert ended.ties == {
        ("anna-examplova", "bert-samplovic"): 1,
        ("anna-examplova", "dora-formerova"): 1,
        ("anna-examplova", "fictional-kremlin-office"): 1,
        ("anna-examplova", "samplia"): 1,
        ("dora-formerova", "fictional-kremlin-office"): 1,
        ("bert-samplovic", "samplia"): 0.5,
        ("dora-formerova", "samplia"): 0.5,
        ("fictional-kremlin-office", "samplia"): 0.5,
    }
    assert any(row["low"] for row in ended.rows)
    for row in ended.rows:
        if row["low"]:
            assert float(row["low"]) <= float(row["weight"]) <= float(row["high"])
        assert (row["shared"], row["few"]) == ("1", "few")
    assert "kg: 8 ties of 5 actors from 6 statements\n" in ended.err
    assert "8 of the ties rest on fewer than 3 shared propositions; low and high: 95%" in ended.err
    assert "200 draws of documents" in ended.err


@pytest.mark.parametrize(
    ("options", "weight"),
    [
        (["--kind", "conflict"], 1),
        (["--kind", "cooccurrence"], 2),
        (["--mixed", "left-out"], 1),
        (["--normalisation", "average"], 1 / 1.5),
        # Anna's two positions and Bert's one: one is shared of two.
        (["--normalisation", "jaccard"], 0.5),
        # 1 / (root of 2 x 1), after the halves between for and against are 0.
        (["--normalisation", "cosine"], 0.7071),
    ],
)
def test_a_method_is_chosen(network: Network, options: list[str], weight: float) -> None:
    found = network("--proposition", DIALOGUE, "--draws", "0", *options).ties
    assert found["anna-examplova", "bert-samplovic"] == pytest.approx(weight, abs=1e-4)


def test_names_are_in_any_case(network: Network) -> None:
    found = network("--kind", "CoOccurrence", "--level", "Country", "--draws", "0")
    assert found.ties["XA", "XB"] > 0


def test_mixed_stances_stand_apart(network: Network) -> None:
    found = network("--proposition", DIALOGUE, "--mixed", "apart", "--draws", "0").ties
    assert not any("samplia" in pair for pair in found)


def test_an_affiliation_ties_to_propositions(network: Network) -> None:
    ended = network("--kind", "affiliation", "--draws", "0")
    assert ended.ties["anna-examplova", SANCTIONS] == 2
    # For and against, Anna's stances on dialogue balance: that is no silence, and is told.
    assert ("anna-examplova", DIALOGUE) not in ended.ties
    assert "actors and 5 propositions from 22 statements; 4 pairs balance to 0" in ended.err
    assert "rest on fewer than 3 statements" in ended.err
    counted = network("--kind", "affiliation", "--qualifier", "ignore", "--draws", "0").ties
    assert counted["anna-examplova", DIALOGUE] == 2
    shares = network("--kind", "affiliation", "--normalisation", "activity", "--draws", "0").ties
    # Two of Anna's seven.
    assert shares["anna-examplova", SANCTIONS] == pytest.approx(2 / 7, abs=1e-4)


def test_combined_polarities_are_words(network: Network) -> None:
    rows = network("--kind", "affiliation", "--qualifier", "combine").rows
    told = {(row["source"], row["target"]): row["polarities"] for row in rows}
    assert told["anna-examplova", DIALOGUE] == "favours+opposes"
    assert told["samplia", DIALOGUE] == "mixed"
    assert "weight" not in rows[0]


def test_propositions_are_tied_by_their_units(network: Network) -> None:
    ended = network("--between", "propositions", "--draws", "0", "--shared", "3")
    # Anna +2 and -, + : 2; Bert - and +, - : 1; Dora + and + : 1.
    assert ended.ties == {(DIALOGUE, SANCTIONS): 4}
    assert "kg: 1 tie of 2 propositions from 22 statements" in ended.err
    assert "none of the ties rests on fewer than 3 shared actors" in ended.err


def test_a_level_pools_and_leaves_out(network: Network) -> None:
    ended = network("--level", "party")
    assert ended.rows == []
    assert "from 2 statements; 20 stances belong to no party" in ended.err


def test_ties_are_thinned(network: Network) -> None:
    whole = network("--draws", "0").ties
    heavy = network("--draws", "0", "--threshold", "2").ties
    assert heavy == {pair: weight for pair, weight in whole.items() if weight >= 2}
    assert set(network("--draws", "0", "--shared", "3").ties) == {
        ("anna-examplova", "bert-samplovic")
    }
    backbone = network("--draws", "0", "--backbone", "0.3").ties
    assert 0 < len(backbone) < len(whole)
    assert backbone.items() <= whole.items()


def test_the_first_rows_are_shown(network: Network) -> None:
    few = ("--draws", "10")
    whole, some = network(*few), network(*few, "--limit", "3")
    assert some.rows == whole.rows[:3]
    assert "kg: only the first 3 of 15 are shown" in some.err
    assert "only the first" not in whole.err
    windows = ("--window", "6m", "--step", "1m", *few)
    assert network(*windows, "--limit", "3").rows == network(*windows).rows[:3]


def test_draws_follow_from_the_seed(network: Network) -> None:
    one, again, other = (network("--draws", "50", "--seed", seed).out for seed in "112")
    assert one == again
    assert one != other


def test_very_many_ties_have_no_intervals_unasked(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.cli.ties, "MANY", 10)
    bare = network()
    assert {row["low"] for row in bare.rows} == {""}
    assert "no intervals for 15 ties" in bare.err
    assert "95%" not in bare.err
    assert any(row["low"] for row in network("--draws", "20").rows)
    assert any(row["low"] for row in network("--limit", "5").rows)


def test_windows_have_their_days(network: Network) -> None:
    ended = network("--window", "1y", "--draws", "0")
    # From the first statement, of 5 March 2024; nobody agrees before March 2025.
    assert {(row["window"], row["first"], row["last"]) for row in ended.rows} == {
        ("2", "2025-03-05", "2026-03-04")
    }
    assert "in 2 windows of 5 to 17 statements" in ended.err
    assert "1 window without any" in ended.err


def test_windows_begin_where_they_are_asked_to(network: Network) -> None:
    months = network("--window", "1m", "--since", "2025", "--draws", "0").rows
    assert {row["first"][7:] for row in months} == {"-01"}
    assert {row["last"] for row in months} >= {"2025-06-30"}


def test_windows_may_overlap_and_grow(network: Network) -> None:
    moved = network("--window", "6m", "--step", "1m", "--draws", "0").rows
    assert ("2025-01-05", "2025-07-04") in {(row["first"], row["last"]) for row in moved}
    assert "2025-02-05" in {row["first"] for row in moved}
    grown = network("--window", "6m", "--expanding", "--draws", "0").rows
    assert {row["first"] for row in grown} == {"2024-03-05"}
    assert max(row["last"] for row in grown) == "2025-09-04"


def test_windows_of_so_many_statements(network: Network) -> None:
    ended = network("--window", "10s", "--step", "6s", "--draws", "0")
    assert [row["window"] for row in ended.rows] == sorted(row["window"] for row in ended.rows)
    # Of 22 statements: from the 1st, the 7th and, so that it is whole, the 13th.
    assert "in 3 windows of 10 statements" in ended.err


def test_events_cut_by_any_name(network: Network) -> None:
    cuts = ("--cut", "call of examplova", "--cut", "Sample City", "--cut", "invented attack")
    ended = network(*cuts, "--kind", "cooccurrence", "--draws", "0")
    named = {row["window"]: (row["first"], row["last"]) for row in ended.rows}
    assert named["from Invented attack"] == ("2025-03-01", "2025-03-31")
    # In the part between, Samplia's support is known by its report alone, which tells no day.
    assert "from Sample City summit" not in named
    assert named["from Call of Examplova and the Kremlin"] == ("2025-06-01", "2025-08-02")
    # The summit is told of no day.
    assert "Sample City summit is dated 2025-04: 2025-04-01 is taken" in ended.err


def test_events_outside_cut_nothing(network: Network) -> None:
    since = ("--since", "2025-03-15")
    ended = network("--cut", "invented attack", "--cut", "sample city", *since)
    assert "Invented attack (2025-03-01) cuts nothing" in ended.err
    assert {row["first"] for row in ended.rows} <= {"2025-03-15", "2025-04-01"}
    alone = network("--cut", "invented attack", *since)
    assert (alone.code, alone.out) == (2, "")
    assert "hint: it goes from 2025-03-15 to 2025-08-02" in alone.err


@pytest.mark.parametrize("kernel", ["uniform", "gaussian", "epanechnikov", "triangular"])
def test_a_kernel_weighs_by_distance(network: Network, kernel: str) -> None:
    plain = network("--window", "6m", "--draws", "0").ties
    weighed = network("--window", "6m", "--kernel", kernel, "--draws", "20")
    assert weighed.code == 0
    pair = ("bert-modelsson", "boris-fictionov")
    assert 0 < weighed.ties[pair] < plain[pair]


def test_repetitions_count_once_a_window(network: Network) -> None:
    # Bert wants sanctions in May and no longer by its end; Anna wants them twice in June. Over
    # the whole range she says it once.
    both = ("anna-examplova", "bert-samplovic")
    once = ("--proposition", SANCTIONS, "--duplicates", "range", "--draws", "0")
    assert network(*once).ties[both] == 1
    assert network(*once[:2], "--draws", "0").ties[both] == 2
    halves = network(*once, "--window", "6m")
    assert halves.ties[both] == 1


def test_narrowing_goes_before_everything(network: Network) -> None:
    found = network("--country", "XA", "--draws", "0").ties
    assert found
    assert not any("samplia" in pair or "bert-samplovic" in pair for pair in found)
    june = network("--actor", "Examplova", "--since", "2025-06", "--until", "2025-06")
    assert june.rows == []
    assert "kg: 0 ties of 0 actors from 5 statements" in june.err


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml", "md"])
def test_every_form_of_a_table(network: Network, form: str) -> None:
    ended = network("-f", form, "--draws", "0")
    assert ended.code == 0
    assert "Dora Formerová" in ended.out
    if form == "json":
        (first, *_) = json.loads(ended.out)["results"]["bindings"]
        assert first["weight"] == {
            "type": "literal",
            "value": "3.5",
            "datatype": "http://www.w3.org/2001/XMLSchema#decimal",
        }


def test_a_file_is_of_the_form_of_its_ending(network: Network, tmp_path: Path) -> None:
    for name in ("ties.csv", "ties.json", "net.gexf", "net.graphml", "net.dl"):
        ended = network("-o", name)
        assert (ended.code, ended.out) == (0, ""), ended.err
        assert "15 ties of 10 actors" in ended.err
    assert (tmp_path / "ties.csv").read_text(encoding="utf-8").startswith("source,sourceLabel")
    assert json.loads((tmp_path / "ties.json").read_text(encoding="utf-8"))["head"]["vars"]
    for name in ("net.gexf", "net.graphml"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "Dora Formerová" in text
        ET.fromstring(text)
    assert (tmp_path / "net.dl").read_text(encoding="utf-8").startswith("dl ")


def test_a_matrix_is_of_units(network: Network) -> None:
    head, *rows = csv.reader(io.StringIO(network("-f", MATRIX).out))
    assert [row[0] for row in rows] == head[1:]
    assert "carla-voorbeeld" in head
    apart = ("-f", MATRIX, "--threshold", "2")
    head, *_ = csv.reader(io.StringIO(network(*apart).out))
    assert "carla-voorbeeld" not in head
    head, *_ = csv.reader(io.StringIO(network(*apart, "--isolates").out))
    assert "carla-voorbeeld" in head


def test_each_window_has_its_matrix(network: Network, tmp_path: Path) -> None:
    ended = network("--window", "1y", "-f", MATRIX, "-o", "out/net.csv", "--isolates")
    assert (ended.code, ended.out) == (0, ""), ended.err
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(files) == 2
    assert all(name.startswith("net-202") and name.endswith(".csv") for name in files)
    assert f"kg: 2 files: {files[0]} to {files[1]}" in ended.err
    heads = {(tmp_path / "out" / name).read_text(encoding="utf-8").split()[0] for name in files}
    assert len(heads) == 1


def test_windows_of_a_graph_are_one_file(network: Network, tmp_path: Path) -> None:
    ended = network("--window", "6m", "-o", "net.gexf")
    assert ended.code == 0, ended.err
    ET.fromstring((tmp_path / "net.gexf").read_text(encoding="utf-8"))
    assert [path.name for path in tmp_path.iterdir()] == ["net.gexf"]


@pytest.mark.parametrize("windows", [[], ["--window", "1y"], ["--cut", "invented attack"]])
@pytest.mark.parametrize("form", ["csv", MATRIX, "gexf"])
def test_where_nobody_speaks_there_is_nothing(
    network: Network, form: str, windows: list[str]
) -> None:
    ended = network("--since", "1900", "--until", "1901", "-f", form, *windows)
    assert ended.code == 0, ended.err
    assert "no stance is of all that was asked for" in ended.err
    assert "kg: 0 ties of 0 actors" in ended.err


REFUSED = [
    ("--kind rivalry", "--kind cannot be 'rivalry'", "congruence"),
    ("--between stances", "--between cannot be 'stances'", "units, propositions"),
    ("--level planet", "--level cannot be 'planet'", "country"),
    ("--duplicates twice", "--duplicates cannot be 'twice'", "range"),
    ("--normalisation half", "--normalisation cannot be 'half'", "cosine"),
    ("--mixed up", "--mixed cannot be 'up'", "left-out"),
    ("--kind affiliation --qualifier add", "--qualifier cannot be 'add'", "combine"),
    ("--qualifier combine", "--qualifier does not go with --kind congruence", "affiliation"),
    ("--kind affiliation --between propositions", "units and propositions already", "conflict"),
    ("--kind affiliation --normalisation cosine", "cosine does not fit", "activity"),
    ("--normalisation activity", "activity does not fit", "jaccard"),
    ("--kind affiliation --mixed apart", "--mixed apart does not go", "left-out"),
    ("--kind cooccurrence --mixed halfway", "--mixed halfway does not go", "left-out"),
    ("--kind affiliation --qualifier combine --threshold 1", "--threshold does not", "subtract"),
    ("--kind affiliation --qualifier combine --draws 5", "--draws does not go", "subtract"),
    ("--kind affiliation --qualifier combine --backbone .1", "--backbone does not", "subtract"),
    ("--kind affiliation --qualifier combine --normalisation activity", "divided", "subtract"),
    ("--threshold nan", "--threshold is a number", "0.5"),
    ("--backbone 0", "backbone", "0.05"),
    ("--isolates", "--isolates", "matrix"),
    ("-f gexf --draws 5", "without intervals", "--draws"),
    ("-f matrix --limit 5", "without intervals", "--limit"),
    ("-f turtle", "'turtle' is no format", "graphml"),
    ("--window 1y -f matrix", "2 files", "-o networks.csv"),
    ("--window 1y -f dl -o -", "2 files", "-o networks.dl"),
    ("--window 6", "'6' is no length of time", "90d"),
    ("--window 6m --step fast", "'fast' is no length of time", "90d"),
    ("--window 6m --step 10s", "--step 10s does not go with --window 6m", "--step 1m"),
    ("--window 10s --step 1m", "--step 1m does not go with --window 10s", "--step 10s"),
    ("--window 1s", "at least 2 statements", ""),
    ("--window 10s --expanding", "--expanding needs a length of time", "6m"),
    ("--window 10s --kernel uniform", "--kernel needs a length of time", "6m"),
    ("--window 6m --expanding --kernel uniform", "do not go together", "leave out one"),
    ("--window 6m --kernel box", "--kernel cannot be 'box'", "gaussian"),
    ("--window 6m --kernel uniform --normalisation jaccard", "jaccard and a kernel", "cosine"),
    ("--step 1m", "--step goes with --window", "6m"),
    ("--expanding", "--expanding goes with --window", "6m"),
    ("--kernel uniform", "--kernel goes with --window", "6m"),
    ("--cut attack --window 6m", "--cut and --window do not go together", "leave out --window"),
    ("--cut attack --expanding", "--cut and --expanding", "leave out --expanding"),
    ("--cut attack --step 1m", "--cut and --step", "leave out --step"),
    ("--cut nothing-of-the-kind", "no event goes by the name", ""),
    ("--cut examplova-anna", "no event goes by the name", ""),
]


@pytest.mark.parametrize(
    ("options", "problem", "hint"), REFUSED, ids=[one for one, _, _ in REFUSED]
)
def test_what_does_not_go_together_is_refused(
    network: Network, tmp_path: Path, options: str, problem: str, hint: str
) -> None:
    ended = network(*options.split())
    assert (ended.code, ended.out) == (2, "")
    assert problem in ended.err
    if hint:
        assert hint in ended.err.partition("hint: ")[2]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--window", "--step", "--cut", "--kernel"])
def test_an_option_has_words(network: Network, option: str) -> None:
    ended = network(option, " ")
    assert ended.code == 2
    assert f"{option} is empty" in ended.err


def test_the_command_itself_ends_well(kg: Run) -> None:
    ended = kg("network", "--window", "6m", "--limit", "2", "--draws", "20")
    assert ended.returncode == 0, ended.stderr
    head, rule, *rows = ended.stdout.splitlines()
    assert head.split()[:3] == ["window", "first", "last"]
    assert set(rule) == {"─", " "}
    assert len(rows) == 2
    refused = kg("network", "--step", "1m")
    assert refused.returncode == 2
    assert refused.stderr == "kg: --step goes with --window\nhint: such as --window 6m\n"
