from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from kg.errors import InputError
from kg.model.dates import PartialDate
from kg.model.stances import Polarity, Verdict
from kg.printing import bare, guarded
from kg.project import Project
from kg.review.context import Texts, find_texts
from kg.review.decision import Decision
from kg.review.desk import Desk
from kg.review.filled import read_sheet
from kg.review.queue import queue
from kg.review.sheet import COLUMNS, write_sheet
from tests.invented import BORIS, OTHER, REGISTRY, RUN, new_project
from tests.review.conftest import DAY, HASH, waiting

Sit = Callable[..., Desk]


def sheet(desk: Desk, texts: Texts | None = None) -> list[dict[str, str]]:
    written = write_sheet(desk, queue(desk), texts or Texts())
    return list(csv.DictReader(io.StringIO(written)))


def filled(folder: Path, desk: Desk, cells: Mapping[str, Mapping[str, str]]) -> Path:
    """The exported table with cells of some candidates filled in."""
    rows = [row | dict(cells.get(row["candidate"], {})) for row in sheet(desk)]
    path = folder / "filled.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_queue_is_told_with_what_is_needed_to_decide(sit: Sit, text_file: Path) -> None:
    rows = sheet(sit(), find_texts([text_file], [], {HASH}))
    assert [row["candidate"] for row in rows] == [e.candidate.id for e in queue(sit())]
    row = next(row for row in rows if row["candidate"] == "turned")
    assert row["decision"] == row["note"] == row["holder"] == ""
    assert row["proposed_holder"] == "Anna Examplova"
    assert row["before"] == "2021-03-01 favours"
    assert "»We have to talk«, Examplova said" in row["context"]


def test_a_filled_table_is_read_back(sit: Sit, tmp_path: Path) -> None:
    desk = sit()
    path = filled(
        tmp_path,
        desk,
        {
            "first": {"decision": "accept", "polarity": "mixed", "date": "2021-02"},
            "annas": {"decision": "refuse", "note": "- not hers"},
            "turned": {"decision": "Accept", "proposition": OTHER, "date": "-"},
            "stranger": {"decision": "accept", "holder": "Fictionov"},
        },
    )
    assert {decision.candidate: decision for decision in read_sheet(desk, path)} == {
        "first": Decision(
            "first",
            Verdict.ACCEPT,
            polarity=Polarity.MIXED,
            said_on=PartialDate.parse("2021-02"),
        ),
        "annas": Decision("annas", Verdict.REFUSE, "- not hers"),
        "turned": Decision("turned", Verdict.ACCEPT, proposition=OTHER, undated=True),
        "stranger": Decision("stranger", Verdict.ACCEPT, holder=BORIS.id),
    }


def test_an_empty_table_decides_nothing(sit: Sit, tmp_path: Path) -> None:
    desk = sit()
    assert read_sheet(desk, filled(tmp_path, desk, {})) == []


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"decision": "perhaps"}, "decision", "'perhaps' is none of: accept, refuse, reject"),
        ({"decision": "accept", "holder": "nobody at all"}, "holder", "no actor goes by the name"),
        ({"decision": "accept", "proposition": "zzz"}, "proposition", "no proposition goes by"),
        (
            {"decision": "accept", "polarity": "loves"},
            "polarity",
            "'loves' is none of: favours, opposes, mixed",
        ),
        ({"polarity": "mixed"}, "decision", "empty, though the row is corrected"),
        ({"decision": "accept", "date": "2021-02-30"}, "date", "'2021-02-30' is not a date"),
        ({"decision": "accept", "date": "2022"}, "decision", "after its source was published"),
        ({"decision": "refuse", "polarity": "mixed"}, "decision", "only an acceptance carries"),
        ({"decision": "refuse", "note": "\x00"}, "decision", "the note has control characters"),
        ({"candidate": "nothing", "decision": "accept"}, "candidate", "there is no candidate"),
        ({"candidate": "", "decision": "accept"}, "candidate", "there is no candidate ''"),
    ],
)
def test_a_cell_at_fault_is_named_by_line_and_number(
    sit: Sit, tmp_path: Path, cells: dict[str, str], column: str, message: str
) -> None:
    desk = sit()
    path = filled(tmp_path, desk, {"first": cells, "annas": {"decision": "accept"}})
    line = [row["candidate"] for row in sheet(desk)].index("first") + 2
    with pytest.raises(InputError) as caught:
        read_sheet(desk, path)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == (path, line)
    assert problem.column == COLUMNS.index(column) + 1
    assert message in problem.message


def test_every_fault_is_told_at_once(sit: Sit, tmp_path: Path) -> None:
    desk = sit()
    wrong = {"decision": "maybe", "holder": "nobody at all", "date": "soon"}
    path = filled(tmp_path, desk, {"first": wrong, "annas": {"decision": "?"}})
    with pytest.raises(InputError) as caught:
        read_sheet(desk, path)
    assert len(caught.value.problems) == 4


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        (b"", (1, 0), "no column 'candidate'"),
        (b"candidate,note\nfirst,x\n", (1, 0), "no column 'decision'"),
        (b"candidate,decision,decision\n", (1, 3), "column 'decision' stands twice"),
        (b"candidate,decision\nfirst\n", (2, 2), "1 cells, and the header has 2"),
        (b"candidate,decision\n\nfirst,accept,x\n", (3, 3), "3 cells, and the header has 2"),
        (b'candidate,decision\n"first,accept\n', (2, 0), "unexpected end of data"),
        (b'candidate,decision\n"first"x,accept\n', (2, 0), "',' expected after '\"'"),
        (b"candidate,decision\nfirst,\xff\n", (2, 0), "the file is not UTF-8"),
        (b"candidate,decision\n" + b"x" * 140_000 + b",accept\n", (2, 0), "field larger"),
        (
            b"candidate,decision\nfirst,accept\nfirst,refuse\n",
            (3, 1),
            "first is decided on twice",
        ),
    ],
)
def test_a_table_that_is_none_is_told(
    sit: Sit, tmp_path: Path, content: bytes, place: tuple[int, int], message: str
) -> None:
    path = tmp_path / "hostile.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_sheet(sit(), path)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == place
    assert message in problem.message


def test_a_cell_of_several_lines_does_not_shift_the_lines_below(sit: Sit, tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_text('candidate,decision,note\nannas,refuse,"a\nb"\nfirst,perhaps,\n')
    with pytest.raises(InputError) as caught:
        read_sheet(sit(), path)
    assert [problem.line for problem in caught.value.problems] == [4]


def test_a_missing_table_is_told(sit: Sit, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_sheet(sit(), tmp_path / "none.csv")


def test_no_cell_can_be_taken_for_a_formula(tmp_path: Path) -> None:
    names = ("=HYPERLINK(1)", "+1", "-1", "@x", "'=x", "\t=1")
    pool = [
        waiting(f"c{number}", holder=f"h{number}", holder_name=name)
        for number, name in enumerate(names)
    ]
    project = new_project(tmp_path, (*REGISTRY, RUN, *pool))
    desk = Desk(project, "Rita Reviewer", DAY)
    cells = [cell for row in sheet(desk) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(some.text(some.characters(exclude_categories=["Cs"]), max_size=12))
@example("'=x")
@example("''")
@example("'")
@example("=")
def test_the_guard_takes_nothing_away(cell: str) -> None:
    assert bare(guarded(cell)) == cell
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_reading_a_table_twice_changes_nothing_more(
    sit: Sit, tmp_path: Path, project: Project
) -> None:
    path = filled(tmp_path, sit(), {"first": {"decision": "accept", "polarity": "mixed"}})
    desk = sit()
    assert len(desk.decide(read_sheet(desk, path))) == 1
    assert desk.decide(read_sheet(desk, path)) == []


def test_a_stranger_who_was_entered_is_accepted_by_a_bare_word(sit: Sit, tmp_path: Path) -> None:
    desk = sit()
    desk.registry.add_actor("Ivo Muster", "person", None)
    path = filled(tmp_path, desk, {"stranger": {"decision": "accept"}})
    (review,) = desk.decide(read_sheet(desk, path))
    assert review.holder == "ivo-muster"


def test_cells_parted_by_semicolons_are_told(sit: Sit, tmp_path: Path) -> None:
    path = tmp_path / "european.csv"
    path.write_text("candidate;decision\nfirst;accept\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_sheet(sit(), path)
    assert "parted by commas" in caught.value.problems[0].message
