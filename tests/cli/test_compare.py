"""The command compare: two units, two days, two releases, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from kg.project import Project
from tests.cli.conftest import Run

UNITS = """\
Exampleland (government) and Samplia (government): Military aid, “Russia is a threat”
They agree by 100% on the 1 proposition on which both speak (1 less half the distance of their mean
  positions, from -1 to 1, of what each actor said last): the same side on 1, opposite ones on 0,
  and on 0 one of them is mixed (a mean within a third of 0).
So few propositions say little of their agreement.
Only Exampleland (government) speaks on 1, only Samplia (government) on 0. Silence is neither
  agreement nor disagreement.

== They agree ==

Military aid
  on average Exampleland +1.00, Samplia +1.00, they agree by 100%; last said:
  Exampleland: + backs aid, 2025-08-01            │ Samplia: + backs aid, by 2025-04-01
  Anna Examplova, Prime Minister of Exampleland   │ Samplia
  “We shall send more”                            │ paraphrase: Sends aid, nobody says since when.
  The Sample Times, 2025-08-02, extracted, score  │ The Sample Times, 2025-04-01
    0.92                                          │ 1 document
  1 document                                      │
  Exampleland: https://sample-times.example/interview-of-august
  Samplia: https://sample-times.example/samplia-sends-aid

== Only Exampleland speaks ==

Russia is a threat to Europe
  on average Exampleland +1.00; last said:
  Exampleland: + says yes, 2025-06-02
  Anna Examplova, Prime Minister of Exampleland
  “They remain a threat”
  The Sample Times, 2025-06-03
  2 documents, 2 stances in a row
  https://sample-times.example/dialogue-wanted
"""

DAYS = """\
From 2025-01-31 to 2025-06-30: Direct dialogue
On record: 2 stances in 2 documents by the first day, 5 in 6 by the second.
Positions of actors: 1 turned, 2 are new, 0 were told anew, 1 stand as they were.
None is counted as fallen silent: a position stands until another stance is recorded, and who says
  nothing more cannot be told from who holds on.

== Turned ==

Anna Examplova on Direct dialogue with Russia
  before: − rejects dialogue, 2025-01-10          │ after: + wants dialogue, 2025-06-02
  as Prime Minister of Exampleland                │ as Prime Minister of Exampleland
  “There is nothing to talk about”                │ “We should talk to them again”
  The Sample Times, 2025-01-11                    │ The Sample Times, 2025-06-03
  1 document                                      │ 2 documents
  before: https://sample-times.example/dialogue-rejected
  after: https://sample-times.example/dialogue-wanted
  few documents

== New ==
Direct dialogue with Russia
  + wants dialogue: Fictional Kremlin Office
  − rejects dialogue: Bert Samplović

== Agreement of countries ==
No two countries share 3 propositions in both: nothing can be compared.
"""

RELEASES = """\
From old to new: the whole record
Stances: 21 to 22, in 12 to 13 documents: 1 added, 0 removed, 1 recoded, 1 shown by other documents.
Positions of actors, by that: 0 turned, 0 new, 0 gone.

== Recoded ==
− 2025-01-10  Anna Examplova: rejects dialogue (Direct dialogue), stance
  anna-examplova-2025-01-10-dialogue
    polarity: mixed → opposes

== Other evidence ==
+ 2025-06-02  Anna Examplova: wants dialogue (Direct dialogue), stance
  anna-examplova-2025-06-02-dialogue
    + 2025-06-05-exampleland-herald-f5c54e2f

== Added ==
+ 2025-06  Anna Examplova: backs sanctions (Sanctions), stance anna-examplova-2025-06-sanctions

== Agreement of countries ==
1 less half the distance of their mean positions, from -1 to 1, of what each actor said last, over
  the propositions on which both speak. Of 1 pair of countries that share 3 propositions or more in
  both; 2 share fewer and are left out.
On average 60% to 60%: +0 points
"""


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def releases(world: Project, tmp_path: Path) -> tuple[str, str]:
    """The seeds of the world, and before: one stance coded otherwise, one document missing."""
    for name in ("old", "new"):
        shutil.copytree(world.seeds, tmp_path / name)
    documents = tmp_path / "old" / "documents" / "2025"
    (documents / "2025-06-05-exampleland-herald-f5c54e2f.ttl").unlink()
    path = documents / "2025-01-11-sample-times-441fba0c.ttl"
    told = path.read_text(encoding="utf-8")
    assert "polarity:opposes" in told
    path.write_text(told.replace("polarity:opposes", "polarity:mixed", 1), encoding="utf-8")
    return "old", "new"


def test_two_governments_side_by_side(kg: Run) -> None:
    ended = kg(
        "compare", "Exampleland", "samplia", "--proposition", "military aid",
        "--proposition", "russia-is-threat",
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == UNITS


def test_two_units_as_rows(kg: Run) -> None:
    found = rows(kg("compare", "examplova", "samplovic", "-f", "csv").stdout)
    assert found[0]["kind"] == "agreement"
    assert float(found[0]["low"]) <= float(found[0]["figure"]) <= float(found[0]["high"])
    dialogue = next(one for one in found if one["proposition"] == "direct-dialogue-with-russia")
    assert (dialogue["kind"], dialogue["firstVerb"]) == ("differ", "wants dialogue")
    assert dialogue["secondSpeakerLabel"] == "Bert Samplović"
    assert int(found[0]["n"]) == sum(one["kind"] in {"agree", "differ", "partly"} for one in found)
    assert kg("compare", "examplova", "samplovic", "-f", "table").stdout.startswith("kind")
    assert "| differ |" in kg("compare", "examplova", "samplovic", "-f", "md").stdout
    json.loads(kg("compare", "examplova", "samplovic", "-f", "json").stdout)


def test_the_level_may_be_named(kg: Run) -> None:
    found = kg("compare", "XA", "samplia", "--level", "country").stdout
    assert found.startswith("Exampleland (country) and Samplia (country): the whole record\n")
    own = kg("compare", "examplova", "samplia", "--level", "actor").stdout
    assert own.startswith("Anna Examplova and Samplia: the whole record\n")


def test_nothing_on_record_is_a_sentence(kg: Run) -> None:
    ended = kg("compare", "examplova", "samplovic", "--since", "2030")
    assert ended.returncode == 0
    assert "Nothing is on record of either" in ended.stdout


def test_two_days(kg: Run) -> None:
    ended = kg("compare", "2025-01", "2025-06", "--proposition", "direct dialogue", "--draws", "0")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.partition("\n\n== Polarisation ==")[0] + "\n" == DAYS
    found = rows(kg("compare", "2025-01", "2025-06", "-f", "csv").stdout)
    assert {one["kind"] for one in found} >= {"number turned", "position turned", "position new"}


def test_two_releases(kg: Run, releases: tuple[str, str]) -> None:
    ended = kg("compare", *releases, "--draws", "0")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == RELEASES
    found = rows(kg("compare", *releases, "-f", "csv").stdout)
    (recoded,) = (one for one in found if one["kind"] == "recoded")
    assert (recoded["beforePolarity"], recoded["afterPolarity"]) == ("mixed", "opposes")
    assert recoded["beforeQuote"] == recoded["afterQuote"] == "There is nothing to talk about"


def test_a_file_and_a_store_of_one_release_are_alike(
    kg: Run, world: Project, tmp_path: Path
) -> None:
    for form, name in (("turtle", "one.ttl"), ("trig", "two.trig"), ("nquads", "three.nq")):
        assert kg("export", form, "-o", name).returncode == 0
        ended = kg("compare", name, world.store, "--draws", "5")
        assert ended.returncode == 0
        assert "Both hold the same 22 stances with the same evidence." in ended.stdout


def test_releases_need_no_store(kg: Run, releases: tuple[str, str], tmp_path: Path) -> None:
    ended = kg("compare", *reversed(releases), store=tmp_path / "none")
    assert ended.returncode == 0
    assert "0 added, 1 removed, 1 recoded" in ended.stdout


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("examplova", "Anna Examplova"), "give two that differ"),
        (("examplova", "samplia"), "--level actor"),
        (("examplova", "2025"), "two days"),
        (("examplova", "examplowa"), "did you mean"),
        (("2025", "2024"), "the earlier day comes first"),
        (("2025-13", "2026"), "is not a date"),
        (("2024", "2025", "--since", "2024"), "leave out"),
        (("2024", "2025", "--level", "tribe"), "one of"),
    ],
)
def test_what_makes_no_sense_is_refused(kg: Run, arguments: tuple[str, ...], hint: str) -> None:
    ended = kg("compare", *arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert hint in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_release_that_cannot_be_read_is_told_with_its_place(
    kg: Run, world: Project, tmp_path: Path
) -> None:
    (tmp_path / "bad.ttl").write_text("@prefix a: <http://a/> .\na:b a:c oops .\n")
    ended = kg("compare", "bad.ttl", world.seeds)
    assert ended.returncode == 3
    assert ended.stderr.startswith("bad.ttl:2:")
    ended = kg("compare", world.seeds, "none.nq")
    assert ended.returncode == 3
    assert ended.stderr.startswith("none.nq: error: ")
