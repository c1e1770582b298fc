"""Files of Discourse Network Analyzer and its event lists, as anybody may send them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, LimitReached
from kg.exports.dna_events import dna_events
from kg.exports.dna_file import dna_file
from kg.exports.dna_names import plain, short
from kg.ingest import dna_database, dna_passages
from kg.ingest.dna import read_debate
from kg.ingest.dna_types import Variable, sign_of, statement_type
from kg.model.debates import Debate, Role
from tests.invented_debate import ANNA, BRIDGES, TALKS, debate

Change = Callable[..., Path]


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """A DNA file of the invented debate, after some lines of SQL."""

    def change(*lines: str, content: Debate | None = None) -> Path:
        path = tmp_path / "changed.dna"
        path.write_bytes(dna_file(content or debate()))
        with closing(sqlite3.connect(path)) as connection, connection:
            for line in lines:
                connection.execute(line)
        return path

    return change


def events(tmp_path: Path, *rows: str, head: str | None = None) -> Path:
    path = tmp_path / "events.csv"
    columns = "statement_id;time;person;organization;concept;agreement;document_id"
    path.write_text("\n".join((head or columns, *rows)) + "\n", encoding="utf-8")
    return path


def test_what_was_written_is_read(changed: Change) -> None:
    written, read = debate(), read_debate(changed())
    assert read.statements == written.statements
    assert [(one.title, one.moment, one.notes) for one in read.documents] == [
        (one.title, one.moment, one.notes) for one in written.documents
    ]
    assert [(one.role, one.name) for one in read.entities] == [
        (one.role, one.name) for one in written.entities
    ]


def test_attributes_are_read(changed: Change) -> None:
    told = {ANNA: {"Country": "XA", "Id": "anna"}, TALKS: {"Type": "Peace"}}
    read = read_debate(changed(content=debate(attributes=told)))
    found = {one.name: dict(one.attributes) for one in read.entities if one.attributes}
    assert found == told


def test_what_was_listed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_bytes(dna_events(debate()))
    read = read_debate(path)
    told = [one for one in debate().statements if one.sign]
    keep = [(one.number, one.document, one.person, one.organization, one.sign) for one in told]
    assert keep == [
        (one.number, one.document, one.person, one.organization, one.sign)
        for one in read.statements
    ]
    assert [one.text for one in read.statements] == [one.text for one in told]


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=60)
def test_any_words_survive_the_list(
    tmp_path_factory: pytest.TempPathFactory, a: str, b: str
) -> None:
    row = (1, a, "Exampleland", TALKS, 1)
    path = tmp_path_factory.mktemp("list") / "events.csv"
    said = plain(b)
    path.write_bytes(dna_events(debate([(*row[:1], short(a), *row[2:])], text=said)))
    (one,) = read_debate(path).statements
    assert one.person == short(a).replace(";", ",").replace('"', "'").strip()
    assert one.text == said.replace(";", ",").replace('"', "'")


@pytest.mark.parametrize("mark", [",", "\t"])
def test_a_list_that_was_saved_otherwise_is_read(tmp_path: Path, mark: str) -> None:
    head = mark.join(("﻿Time", "document_id", "CONCEPT", "organisation", "polarity"))
    path = events(tmp_path, mark.join(("2021-03-04", "7", "Talks", "Samplia", "-1")), head=head)
    (one,) = read_debate(path).statements
    assert (one.holder, one.sign, one.document) == ("Samplia", -1, 7)


def test_other_types_of_statements_are_counted(changed: Change) -> None:
    path = changed(
        "INSERT INTO STATEMENTTYPES VALUES (3, 'Remark', 1, 1, 1)",
        "INSERT INTO VARIABLES VALUES (9, 'note', 'long text', 3)",
        "UPDATE STATEMENTS SET StatementTypeId = 3 WHERE ID IN (1, 2)",
    )
    read = read_debate(path)
    assert len(read.statements) == 11
    assert read.left_out == {"statements of the type Remark": 2}


def test_a_statement_of_nobody_is_counted(changed: Change) -> None:
    path = changed("UPDATE DATASHORTTEXT SET Entity = 1 WHERE StatementId = 9 AND VariableId = 1",
                   "UPDATE ENTITIES SET Value = ' ' WHERE Value = 'Exampleland'")  # fmt: skip
    read = read_debate(path)
    # Statement 9 has only an organization; the other three of Anna keep her.
    assert [one.number for one in read.statements] == [*range(1, 9), *range(10, 14)]
    assert list(read.left_out.values()) == [1]


BROKEN = [
    ("UPDATE DATABOOLEAN SET Value = 2 WHERE StatementId = 4", "ID 4: the agreement 2 is none of"),
    ("DELETE FROM DATABOOLEAN WHERE StatementId = 4", "ID 4: it has no agreement"),
    ("UPDATE DATAINTEGER SET Value = 5", "the agreement 5 is none of 1, 0, -1"),
    ("UPDATE DOCUMENTS SET Date = 99999999999999 WHERE ID = 2", "is no second of the years"),
    ("UPDATE DOCUMENTS SET Date = 'soon' WHERE ID = 2", "DOCUMENTS, ID 2: Date is no number"),
    ("UPDATE STATEMENTS SET DocumentId = 77 WHERE ID = 5", "ID 5: there is no document 77"),
    ("UPDATE STATEMENTS SET Start = x'00ff', Stop = 'z' WHERE ID = 5", "Start is no number"),
    ("UPDATE DATASHORTTEXT SET StatementId = 1.5 WHERE ID = 1", "StatementId is no number"),
]


@pytest.mark.parametrize(("line", "message"), BROKEN)
def test_rows_that_dna_does_not_write_are_listed(changed: Change, line: str, message: str) -> None:
    path = changed("PRAGMA ignore_check_constraints = ON", line)
    with pytest.raises(InputError) as caught:
        read_debate(path)
    assert any(message in str(one) for one in caught.value.problems), caught.value.problems
    assert all(one.path == path for one in caught.value.problems)


REFUSED = [
    ("DROP TABLE DATAINTEGER", "lacks the table DATAINTEGER"),
    ("ALTER TABLE DOCUMENTS DROP COLUMN Notes", "the table DOCUMENTS without Notes"),
    ("UPDATE SETTINGS SET Value = '2.0 beta 25' WHERE Property = 'version'", "not of DNA 3"),
    ("DELETE FROM SETTINGS", "of version unknown"),
    ("UPDATE VARIABLES SET Variable = 'claim' WHERE Variable = 'concept'", "no type of statement"),
]


@pytest.mark.parametrize(("line", "message"), REFUSED)
def test_other_databases_are_refused(changed: Change, line: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_debate(changed(line))


TRICKS = [
    # A view that never ends, in place of a table.
    ("DROP TABLE DATAINTEGER",
     "CREATE VIEW DATAINTEGER (StatementId, VariableId, Value) AS WITH RECURSIVE n(x) AS "
     "(SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x, x, x FROM n"),
    # A column that is computed anew in each row, at any cost.
    ("ALTER TABLE DOCUMENTS RENAME COLUMN Notes TO Old",
     "ALTER TABLE DOCUMENTS ADD COLUMN Notes TEXT AS (hex(zeroblob(400000000)))"),
    # A virtual table in place of a table.
    ("DROP TABLE DATAINTEGER", "CREATE VIRTUAL TABLE DATAINTEGER USING fts5(StatementId, Value)"),
]  # fmt: skip


@pytest.mark.parametrize("lines", TRICKS)
def test_a_database_cannot_make_the_reader_work_for_it(
    changed: Change, lines: tuple[str, ...]
) -> None:
    with pytest.raises(InputError):
        read_debate(changed(*lines))


def test_a_table_that_takes_too_long_reaches_the_limit(
    changed: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dna_database, "_STEP", 10)
    monkeypatch.setattr(dna_database, "_STEPS", 20)
    with pytest.raises(LimitReached):
        read_debate(changed())


def test_reading_leaves_nothing_behind(changed: Change) -> None:
    path = changed("PRAGMA journal_mode = WAL")
    before = path.read_bytes()
    read_debate(path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_work_that_is_not_saved_is_told(changed: Change) -> None:
    path = changed()
    path.with_name("changed.dna-journal").write_bytes(b"half")
    with pytest.raises(InputError, match="not wholly saved"):
        read_debate(path)


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_a_damaged_file_is_no_bug(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = bytearray(dna_file(debate()))
    for _ in range(data.draw(st.integers(1, 40))):
        at = data.draw(st.integers(16, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    del whole[data.draw(st.integers(20, len(whole))) :]
    path = tmp_path_factory.mktemp("damaged") / "damaged.dna"
    path.write_bytes(whole)
    try:
        found = read_debate(path)
    except (InputError, LimitReached):
        return
    assert all(one.sign in (-1, 0, 1) and one.concept for one in found.statements)


@given(st.binary(max_size=300))
@settings(max_examples=80)
def test_any_bytes_are_no_bug(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "any"
    for head in (b"", b"SQLite format 3\0", b"time;document_id;concept;person;agreement\n"):
        path.write_bytes(head + content)
        try:
            read_debate(path)
        except InputError:
            continue


LINES = [
    ("1;yesterday;Anna;;Talks;1;1", "yesterday"),
    ("1;2021-03-04T00:00:00+01:00;Anna;;Talks;1;1", "time zone"),
    ("1;2026-W02-5;Anna;;Talks;1;1", "is not of the form"),
    ("1;20210304;Anna;;Talks;1;1", "is not of the form"),
    ("1;2021-03-04;Anna;;Talks;maybe;1", "agreement is no whole number: 'maybe'"),
    ("1;2021-03-04;Anna;;Talks;-1;1", "the agreement -1 is none of 1, 0"),
    ("1;2021-03-04;Anna;;Talks;1", "6 cells in 7 columns"),
    ("1;2021-03-05;Anna;;Talks;1;9", "document 9 has another time in a row above"),
    ("x;2021-03-04;Anna;;Talks;1;1", "statement_id is no whole number"),
]


@pytest.mark.parametrize(("row", "message"), LINES)
def test_a_bad_row_is_told_by_its_line(tmp_path: Path, row: str, message: str) -> None:
    path = events(tmp_path, '1;2021-03-04;"An\nna";;Talks;1;9', row)
    with pytest.raises(InputError) as caught:
        read_debate(path)
    (problem,) = caught.value.problems
    assert problem.line == 4
    assert message in problem.message


@pytest.mark.parametrize(
    "head",
    [
        "time;document_id;concept;agreement",
        "time;document_id;person;concept",
        "time;person;concept;agreement",
        "time;time;document_id;person;concept;agreement",
        "",
    ],
)
def test_a_list_without_its_columns_is_refused(tmp_path: Path, head: str) -> None:
    with pytest.raises(InputError, match="no event list of DNA"):
        read_debate(events(tmp_path, head=head or "\n"))


def test_an_open_quotation_and_another_encoding_are_told_by_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_debate(events(tmp_path, '1;2021-03-04;"Anna;;Talks;1;9', "2"))
    assert caught.value.problems[0].line >= 2
    path = events(tmp_path, "1;2021-03-04;Anna;;Talks;1;9")
    path.write_bytes(path.read_bytes().replace(b"Anna", b"Ann\xe4"))
    with pytest.raises(InputError) as caught:
        read_debate(path)
    assert caught.value.problems[0].line == 2


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent", Path("/dev/zero")):
        with pytest.raises(InputError, match=r"no file|no such file"):
            read_debate(path)


def test_a_type_is_known_by_the_names_of_its_variables() -> None:
    def of(*names: str, kind: str = "boolean") -> object:
        named = [Variable(at, name, "short text") for at, name in enumerate(names)]
        return statement_type([*named, Variable(9, "agreement", kind)])

    assert of("Person ", "concept") is not None
    assert of("organisation", "concept", kind="integer") is not None
    assert of("person", "organization") is None
    assert of("concept") is None
    assert of("person", "concept", kind="long text") is None


def test_signs() -> None:
    assert [sign_of(one, is_graded=False) for one in (1, 0)] == [1, -1]
    assert [sign_of(one, is_graded=True) for one in (1, 0, -1)] == [1, 0, -1]


def test_roles_in_both_types_are_one_entity(changed: Change) -> None:
    read = read_debate(changed())
    assert sum((one.role, one.name) == (Role.CONCEPT, BRIDGES) for one in read.entities) == 1


def test_places_behind_an_emoji_are_counted_as_dna_counts_them(changed: Change) -> None:
    path = changed(
        "UPDATE DOCUMENTS SET Text = '\U0001f600 We must talk. \U0001d56c' WHERE ID = 1",
        "UPDATE STATEMENTS SET Start = 3, Stop = 16 WHERE DocumentId = 1",
        "UPDATE STATEMENTS SET Start = 17, Stop = 99 WHERE ID = 2",
        "UPDATE STATEMENTS SET Start = 98, Stop = 99 WHERE ID = 3",
    )
    found = [one.text for one in read_debate(path).statements if one.document == 1]
    assert found == ["We must talk.", "\U0001d56c", "", "We must talk."]


def test_passages_of_a_million_characters_are_cut(changed: Change) -> None:
    path = changed(
        f"UPDATE DOCUMENTS SET Text = '{'x' * 1_000_000}' WHERE ID = 1",
        "UPDATE STATEMENTS SET Start = 1, Stop = 1000000 WHERE DocumentId = 1",
    )
    found = read_debate(path)
    assert {len(one.text) for one in found.statements if one.document == 1} == {10_000}
    assert found.left_out == {"ends of passages, beyond 10,000 characters": 4}


def test_passages_that_fill_the_memory_reach_the_limit(
    changed: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dna_passages, "MOST", 100)
    with pytest.raises(LimitReached, match="its passages are longer than"):
        read_debate(changed())
