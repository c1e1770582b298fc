from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.cli.conftest import Run


def test_a_grid_with_its_legend_goes_to_stdout(kg: Run) -> None:
    done = kg("coverage", "--level", "actor", "--by", "year")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Topic: any of all 36 propositions\n")
    assert "never searched" in done.stdout
    assert "No stance is no neutrality" in done.stdout


def test_each_form_says_the_same(kg: Run, tmp_path: Path) -> None:
    asked = ("coverage", "--level", "actor", "--by", "quarter")
    rows = list(csv.DictReader(io.StringIO(kg(*asked, "-f", "csv").stdout)))
    assert rows
    assert {row["state"] for row in rows} <= {"found", "empty", "thin"}
    bindings = json.loads(kg(*asked, "-f", "json").stdout)["results"]["bindings"]
    # What has no value is left out in JSON, and empty in CSV.
    told = [{name: cell["value"] for name, cell in row.items()} for row in bindings]
    assert told == [{name: cell for name, cell in row.items() if cell} for row in rows]
    assert kg(*asked, "-o", tmp_path / "cells.csv").stdout == ""
    kept = (tmp_path / "cells.csv").read_bytes().decode()
    assert list(csv.DictReader(io.StringIO(kept))) == rows


def test_never_lists_what_was_never_searched(kg: Run) -> None:
    asked = ("coverage", "--level", "actor", "--by", "year", "-f", "csv")
    some, every = kg(*asked), kg(*asked, "--never")
    assert "(--never lists them)" in some.stderr
    rows = list(csv.DictReader(io.StringIO(every.stdout)))
    assert {row["state"] for row in rows} >= {"found", "never"}
    assert len(rows) == int(every.stderr.split()[1].replace(",", ""))


def test_balance_tells_shares_and_of_how_many(kg: Run) -> None:
    done = kg("coverage", "--balance", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["by"] for row in rows} == {"country", "outlet", "language"}
    assert "documents show" in done.stderr


def test_the_same_question_has_the_same_answer(kg: Run) -> None:
    assert kg("coverage").stdout == kg("coverage").stdout


def test_what_cannot_be_is_told_with_what_can(kg: Run) -> None:
    for wrong, hint in (
        (("--level", "family"), "actor, country, party, government"),
        (("--by", "day"), "month, quarter, year"),
        (("--format", "gexf"), "grid"),
        (("--country", "Atlantis"), "Atlantis"),
        (("--balance", "--by", "year"), "--by"),
        (("--never",), "grid"),
        (("--since", "2025", "--until", "2020"), "is after"),
    ):
        done = kg("coverage", *wrong)
        assert done.returncode == 2, wrong
        assert hint in done.stderr
        assert done.stdout == ""
