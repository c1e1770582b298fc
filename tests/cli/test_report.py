from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kg.analysis.report.report import CHECKS
from kg.build.build import build
from kg.project import Project
from tests.cli.conftest import Run
from tests.invented import REGISTRY, UNDATED, evidence, new_project, stance

Rows = list[dict[str, str]]


def rows(text: str) -> Rows:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_a_check_what_is_found_first(kg: Run) -> None:
    done = kg("report", "-f", "csv")
    assert done.returncode == 0, done.stderr
    told = rows(done.stdout)
    assert {row["check"] for row in told} == {check.id for check in CHECKS}
    some = [bool(int(row["findings"])) for row in told]
    assert some == sorted(some, reverse=True)
    (one,) = (row for row in told if row["check"] == "one-document")
    assert (one["found"], one["of"], one["share"]) == ("20", "22", "0.9091")
    assert "22 stances, 24 pieces of evidence, 13 documents, to 2025-08-02" in done.stderr
    assert "does not tell: an archived copy" in done.stderr


@pytest.mark.parametrize("asked", [(), ("--list",), ("--by", "quarter"), ("--check", "no-quote")])
def test_each_form_says_the_same_twice(asked: tuple[str, ...], kg: Run, tmp_path: Path) -> None:
    told = rows(kg("report", *asked, "-f", "csv").stdout)
    assert told
    bindings = json.loads(kg("report", *asked, "-f", "json").stdout)["results"]["bindings"]
    plain = [{name: cell["value"] for name, cell in row.items()} for row in bindings]
    assert plain == [{name: cell for name, cell in row.items() if cell} for row in told]
    assert kg("report", *asked, "-o", tmp_path / "rows.csv").stdout == ""
    assert rows((tmp_path / "rows.csv").read_bytes().decode()) == told
    assert kg("report", *asked).stdout == kg("report", *asked).stdout


def test_the_list_is_as_long_as_the_counts_say(kg: Run) -> None:
    counts = {row["check"]: int(row["findings"]) for row in rows(kg("report", "-f", "csv").stdout)}
    listed = rows(kg("report", "--list", "-f", "csv").stdout)
    assert len(listed) == sum(counts.values())
    for check, number in counts.items():
        assert sum(1 for row in listed if row["check"] == check) == number
    some = rows(kg("report", "--check", "partial-date", "--check", "waiting", "-f", "csv").stdout)
    assert len(some) == counts["partial-date"] + counts["waiting"]


def test_weights_and_parts_narrow_it(kg: Run) -> None:
    serious = rows(kg("report", "--weight", "serious", "-f", "csv").stdout)
    assert {row["weight"] for row in serious} == {"serious"}
    anna = rows(kg("report", "--actor", "Examplova", "--check", "partial-date", "-f", "csv").stdout)
    assert [row["thing"] for row in anna] == ["stance/anna-examplova-2025-06-sanctions"]
    years = rows(kg("report", "--by", "year", "--check", "partial-date", "-f", "csv").stdout)
    assert [(row["period"], row["found"], row["of"]) for row in years] == [
        ("2024", "1", "2"),
        ("2025", "4", "20"),
    ]


def test_rows_that_are_not_shown_are_told(kg: Run) -> None:
    done = kg("report", "--list", "--limit", "3")
    assert len(done.stdout.splitlines()) == 5
    assert "more rows are not shown; --limit 0 shows all" in done.stderr
    assert "not shown" not in kg("report", "--list", "--limit", "0").stderr
    assert "not shown" not in kg("report", "--list", "-f", "csv").stderr


def test_what_cannot_be_is_told_with_what_can(kg: Run, world: Project) -> None:
    for wrong, hint in (
        (("--check", "no-qoute"), "no-quote"),
        (("--weight", "heavy"), "serious, weak, note"),
        (("--check", "no-quote", "--weight", "note"), "none of these checks"),
        (("--by", "day"), "month, quarter, year"),
        (("--by", "year", "--when", "read"), "said, published"),
        (("--when", "published"), "add --by"),
        (("--list", "--by", "year"), "do not go together"),
        (("--by", "year", "--against", world.root), "do not go together"),
        (("--list", "--against", world.root), "do not go together"),
        (("--fail-if-worse",), "--against OLD"),
        (("--format", "gexf"), "one of"),
        (("--since", "2025", "--until", "2020"), "is after"),
    ):
        done = kg("report", *wrong)
        assert done.returncode == 2, (wrong, done.stderr)
        assert hint in done.stderr, done.stderr
        assert done.stdout == ""


def test_a_page_is_one_file_with_the_lists(kg: Run, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    done = kg("report", "--country", "Exampleland", "-o", page)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "· Exampleland</p>" in text
    assert 'href="https://w3id.org/eurostance/stance/anna-examplova-2025-06-sanctions"' in text
    assert "bert-samplovic-2025-05-sanctions" not in text
    refused = kg("report", "--list", "-o", tmp_path / "list.html")
    assert refused.returncode == 2
    assert not (tmp_path / "list.html").exists()


def test_a_page_is_no_table_for_spreadsheets(kg: Run) -> None:
    for form in ("html", "table"):
        done = kg("report", "-f", form, "--excel")
        assert (done.returncode, done.stdout) == (2, "")
        assert "hint: ask for it with -f csv" in done.stderr


def test_no_store_and_no_older_state_are_told(kg: Run, tmp_path: Path) -> None:
    assert kg("report", store=tmp_path / "none").returncode == 4
    bad = tmp_path / "bad.ttl"
    bad.write_text("@prefix a: <http://a/> .\na:b a:c oops .\n", encoding="utf-8")
    done = kg("report", "--against", bad)
    assert (done.returncode, done.stdout) == (3, "")
    assert "bad.ttl:2:" in done.stderr


def test_against_the_same_state_nothing_is_worse(kg: Run, world: Project) -> None:
    done = kg("report", "--against", world.store, "--fail-if-worse", "-f", "csv")
    assert done.returncode == 0, done.stderr
    told = rows(done.stdout)
    assert {(row["gone"], row["new"]) for row in told} == {("0", "0")}
    assert {row["change"] for row in told} <= {"0", ""}


@pytest.fixture
def states(tmp_path: Path) -> tuple[Project, Project]:
    """A state, and one in which a stance has lost its day."""
    made = []
    for name, said_on in (("old", "2021-03-04"), ("new", None)):
        records = (
            *REGISTRY,
            stance("a"),
            evidence("a"),
            stance("b", "opposes", said_on),
            evidence("b", UNDATED),
        )
        made.append(new_project(tmp_path / name, records))
        build(made[-1])
    return made[0], made[1]


def test_a_worse_state_fails_where_that_is_asked(states: tuple[Project, Project], kg: Run) -> None:
    old, new = states
    asked = ("report", "--against", old.store, "-f", "csv")
    done = kg(*asked, store=new.store)
    assert done.returncode == 0, done.stderr
    (row,) = (row for row in rows(done.stdout) if row["check"] == "no-day")
    assert (row["before"], row["after"], row["gone"], row["new"]) == ("0", "1", "0", "1")
    failed = kg(*asked, "--fail-if-worse", store=new.store)
    assert failed.returncode == 1
    assert failed.stdout == done.stdout
    assert "worse: no-day: 0 of 2, now 1 of 2; 1 new" in failed.stderr
    better = kg("report", "--against", new.store, "--fail-if-worse", store=old.store)
    assert better.returncode == 0, better.stderr


def test_a_store_that_nobody_may_write_to_is_read(world: Project, kg: Run) -> None:
    held = world.store / "stances.npz"
    held.unlink(missing_ok=True)
    mode = world.store.stat().st_mode
    before = {path: path.stat().st_mtime_ns for path in world.store.rglob("*") if path.is_file()}
    world.store.chmod(0o555)
    try:
        assert kg("report").returncode == 0
    finally:
        world.store.chmod(mode)
    after = {path: path.stat().st_mtime_ns for path in world.store.rglob("*") if path.is_file()}
    after.pop(held, None)
    assert after == before


def test_what_does_not_fit_a_page_is_named(kg: Run) -> None:
    ended = kg("report", "--by", "year", "-o", "r.html")
    assert ended.returncode == 2
    assert "leave out --check, --weight, --list, --by and --against" in ended.stderr


def test_a_period_that_is_none_is_told(kg: Run) -> None:
    for command in ("report", "coverage"):
        ended = kg(command, "--by", "weekly")
        assert ended.stderr == ("kg: --by cannot be 'weekly'\nhint: one of: month, quarter, year\n")
