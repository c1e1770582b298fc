"""The commands shifts and contradictions: their cards, their tables, what they refuse."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CARD = """\
Changes of position: the whole record
1 change of 1 actor

Anna Examplova on Direct dialogue with Russia: changed by 2025-06-02
  before: − rejects dialogue, 2025-01-10          │ after: + wants dialogue, 2025-06-02
  as Prime Minister of Exampleland                │ as Prime Minister of Exampleland
  “There is nothing to talk about”                │ “We should talk to them again”
  The Sample Times, 2025-01-11                    │ The Sample Times, 2025-06-03
  1 document                                      │ 2 documents
  before: https://sample-times.example/dialogue-rejected
  after: https://sample-times.example/dialogue-wanted
  few documents

Who is silent on a proposition is not neutral: no stance is recorded, that is all.
"""

PAIR = """\
Samplia (government) on Sanctions on Russia: for and against, perhaps on one day
  first: − opposes sanctions, 2025-05             │ second: + backs sanctions, 2025-05-05
  Bert Samplović, Minister of Foreign Affairs of  │ Bert Samplović, Minister of Foreign Affairs of
    Samplia                                       │   Samplia
  “sanctions hurt us most”                        │ “Sanctions must stay”
  The Sample Times, 2025-05-30                    │ The Sample Times, 2025-05-30
  1 document                                      │ 1 document
  first: https://sample-times.example/samplovic-on-sanctions
  second: https://sample-times.example/samplovic-on-sanctions
  few documents
"""


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_shifts_are_cards_with_both_quotes(kg: Run) -> None:
    ended = kg("shifts", "--draws", "0")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == CARD


def test_draws_tell_how_sure_it_is_and_are_the_same_for_a_seed(kg: Run) -> None:
    found = kg("shifts", "--seed", "7").stdout
    assert re.search(r"^1 change \(95%: 0 to 2\) of 1 actor$", found, re.MULTILINE)
    assert re.search(r"^  few documents; found again in \d\d% of the draws$", found, re.MULTILINE)
    assert "Found again: in that share of draws" in found
    assert kg("shifts", "--seed", "7").stdout == found


def test_since_keeps_what_was_before(kg: Run) -> None:
    (row,) = rows(kg("shifts", "--since", "2025-06", "-f", "csv").stdout)
    assert row["beforeSaidOn"] == "2025-01-10"
    assert row["afterQuote"] == "We should talk to them again"
    assert row["afterUrl"] == "https://sample-times.example/dialogue-wanted"
    assert row["beforeDocuments"] == "1"
    later = kg("shifts", "--since", "2025-07", "-f", "csv")
    assert (later.returncode, rows(later.stdout)) == (0, [])
    assert later.stderr == "kg: no change of position is found\n"


def test_a_line_of_a_government_names_who_spoke(kg: Run) -> None:
    found = kg("shifts", "--level", "government", "--proposition", "direct dialogue").stdout
    assert "Exampleland (government) on Direct dialogue with Russia: changed by 2025-01-10" in found
    assert "Dora Formerová, Prime Minister of Exampleland" in found
    assert "two speakers: nobody need have changed their mind" in found


def test_every_format(kg: Run, tmp_path: Path) -> None:
    assert kg("shifts", "-f", "table").stdout.startswith("changedBy")
    assert "direct-dialogue-with-russia" in kg("shifts", "-f", "tsv").stdout
    assert "| changedBy |" in kg("shifts", "-f", "md").stdout
    assert len(json.loads(kg("shifts", "-f", "json").stdout)["results"]["bindings"]) == 1
    assert kg("shifts", "-o", "moved.csv").returncode == 0
    assert rows((tmp_path / "moved.csv").read_text(encoding="utf-8"))[0]["few"] == "few"
    kg("shifts", "--draws", "0", "-o", "moved.txt")
    assert (tmp_path / "moved.txt").read_text(encoding="utf-8") == CARD


def test_no_change_is_a_sentence(kg: Run) -> None:
    ended = kg("shifts", "--actor", "samplia")
    assert ended.returncode == 0
    assert ended.stdout.startswith("No change of position is found: Samplia\n")
    nothing = kg("shifts", "--actor", "league-of-samples")
    assert nothing.returncode == 0
    assert "no stance is of all that was asked for" in nothing.stderr


def test_contradictions_of_a_government(kg: Run) -> None:
    found = kg("contradictions", "--level", "government", "--draws", "0").stdout
    assert found.startswith("Contradictions within 30d: the whole record\n2 pairs of 2")
    assert PAIR in found
    assert "also a change of its line, by 2025-06-05: the second may replace the first" in found


def test_contradictions_at_dates_that_overlap(kg: Run) -> None:
    found = kg("contradictions", "--within", "0d", "--draws", "0").stdout
    assert found.startswith(
        "Contradictions at dates that overlap: the whole record\n1 pair of 1 actor"
    )
    (row,) = rows(kg("contradictions", "--within", "0", "-f", "csv").stdout)
    assert (row["unit"], row["daysApart"], row["changedBy"]) == ("bert-samplovic", "0", "")
    assert kg("contradictions", "-f", "table").stdout.count("\n") == 3


def test_no_contradiction_is_a_sentence(kg: Run) -> None:
    ended = kg("contradictions", "--actor", "examplova")
    assert ended.returncode == 0
    assert ended.stdout.startswith("No contradiction is found within 30d: Anna Examplova\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("shifts", "--level", "tribe"),
        ("shifts", "--since", "2026", "--until", "2025"),
        ("shifts", "--actor", ""),
        ("shifts", "-f", "pdf"),
        ("shifts", "--draws", "-1"),
        ("contradictions", "--within", "soon"),
    ],
)
def test_what_makes_no_sense_is_refused(kg: Run, arguments: tuple[str, ...]) -> None:
    ended = kg(*arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "Traceback" not in ended.stderr


def test_without_a_store_it_says_how_to_make_one(kg: Run, tmp_path: Path) -> None:
    for command in ("shifts", "contradictions"):
        ended = kg(command, store=tmp_path / "none")
        assert ended.returncode == 4
        assert ended.stderr.endswith(" build\n")
