"""Exports for Discourse Network Analyzer, read with sqlite3 and csv."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import QuerySolutions, Store, Triple

from kg.exports.dna import UNDATED, UNSHOWN, code_debate
from kg.exports.dna_events import COLUMNS, dna_events
from kg.exports.dna_file import PASSWORD, dna_file
from kg.exports.dna_names import plain, short, unique_names
from kg.exports.select import Selection, published
from kg.model.actors import Actor, ActorKind, StartPrecision, Tenure
from kg.model.debate_notes import read_notes
from kg.model.debates import LONGEST_NAME, Debate, Role
from kg.model.documents import Document, Outlet, Text
from kg.model.propositions import Proposition, Theme
from kg.rdf.codec import encode
from tests.invented import (
    ANNA,
    BORIS,
    EXAMPLELAND,
    MARCH,
    MAY,
    PROPOSITION,
    REGISTRY,
    SAMPLE,
    evidence,
    stance,
    told,
)
from tests.invented import UNDATED as NO_DAY
from tests.invented_debate import debate

TALKS = Proposition(
    PROPOSITION, "peace", "Talks with Russia", "Talks", "Europe should talk.",
    "wants talks", "refuses talks", "wants to talk", "refuses to talk",
)  # fmt: skip
THEME = Theme("peace", "War and peace")


def triples(*records: Any) -> list[Triple]:
    known = {(type(one), one.id): one for one in (*REGISTRY, TALKS, THEME, *records)}
    return [triple for record in known.values() for triple in encode(record)]


def coded(*records: Any) -> Debate:
    return code_debate(triples(*records))


def opened(content: bytes, folder: Path) -> sqlite3.Connection:
    path = folder / "kg.dna"
    path.write_bytes(content)
    return sqlite3.connect(path)


@pytest.fixture
def world_debate(world_reader: Store) -> Debate:
    return code_debate(published(world_reader, Selection()))


@pytest.fixture
def database(world_debate: Debate, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(opened(dna_file(world_debate), tmp_path)) as connection:
        yield connection


def test_the_file_is_whole(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_each_stance_is_a_statement_in_each_document(
    database: sqlite3.Connection, world_reader: Store
) -> None:
    pairs = world_reader.query(
        "PREFIX st: <https://w3id.org/eurostance/ns#> SELECT DISTINCT ?stance ?document WHERE "
        "{ ?item st:supports ?stance ; st:document ?document . ?stance st:latest ?day }"
    )
    assert isinstance(pairs, QuerySolutions)
    assert database.execute("SELECT count(*) FROM STATEMENTS").fetchone() == (len(list(pairs)),)


def test_every_statement_has_all_its_variables(database: sqlite3.Connection) -> None:
    query = """SELECT count(*) FROM STATEMENTS JOIN VARIABLES USING (StatementTypeId)
      WHERE NOT EXISTS (SELECT 1 FROM (
        SELECT StatementId, VariableId FROM DATASHORTTEXT UNION ALL
        SELECT StatementId, VariableId FROM DATABOOLEAN UNION ALL
        SELECT StatementId, VariableId FROM DATAINTEGER)
        WHERE StatementId = STATEMENTS.ID AND VariableId = VARIABLES.ID)"""
    assert database.execute(query).fetchone() == (0,)


def test_a_mixed_stance_is_neither_yes_nor_no(database: sqlite3.Connection) -> None:
    query = """SELECT Label, count(*), min(b.Value), max(b.Value), min(i.Value), max(i.Value)
      FROM STATEMENTS s JOIN STATEMENTTYPES t ON t.ID = s.StatementTypeId
      LEFT JOIN DATABOOLEAN b ON b.StatementId = s.ID
      LEFT JOIN DATAINTEGER i ON i.StatementId = s.ID GROUP BY Label ORDER BY Label"""
    plain_ones, mixed = database.execute(query).fetchall()
    assert plain_ones[0] == "DNA Statement"
    assert plain_ones[2:] == (0, 1, None, None)
    # The world has two mixed stances, each in one document.
    assert mixed == ("Mixed stance", 2, None, None, 0, 0)


def test_the_passage_stands_where_the_statement_says(world_debate: Debate) -> None:
    papers = {one.number: one.text for one in world_debate.documents}
    for one in world_debate.statements:
        assert 0 <= one.start < one.stop
        assert papers[one.document][one.start : one.stop] == one.text != ""


def test_ids_and_addresses_are_in_the_file(database: sqlite3.Connection) -> None:
    query = """SELECT AttributeValue FROM ATTRIBUTEVALUES v
      JOIN ATTRIBUTEVARIABLES a ON a.ID = v.AttributeVariableId
      JOIN ENTITIES e ON e.ID = v.EntityId
      WHERE Value = 'Anna Examplova' AND AttributeVariable = 'Id'"""
    assert database.execute(query).fetchall() == [("anna-examplova",)]
    (notes,) = database.execute(
        "SELECT Notes FROM DOCUMENTS WHERE Notes LIKE '%anna-examplova-2025-01-10-dialogue%'"
    ).fetchone()
    found = read_notes(notes)
    assert found.url
    assert found.document
    assert "anna-examplova-2025-01-10-dialogue" in {one.stance for one in found.stances}


def test_no_more_of_a_text_than_its_evidence_is_in_the_file(world_debate: Debate) -> None:
    shown = {part for one in world_debate.documents for part in one.text.split("\n\n")}
    assert shown == {one.text for one in world_debate.statements}


def test_every_entity_has_every_attribute(database: sqlite3.Connection) -> None:
    query = """SELECT count(*) FROM ENTITIES e JOIN ATTRIBUTEVARIABLES a USING (VariableId)
      WHERE NOT EXISTS (SELECT 1 FROM ATTRIBUTEVALUES v
      WHERE v.EntityId = e.ID AND v.AttributeVariableId = a.ID)"""
    assert database.execute(query).fetchone() == (0,)


def test_deleting_a_coder_takes_along_what_is_theirs(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("DELETE FROM CODERS")
    for table in ("STATEMENTS", "DATABOOLEAN", "DATASHORTTEXT", "DOCUMENTS"):
        assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE STATEMENTS SET Stop = Start",
        "UPDATE DOCUMENTS SET Title = printf('%200s', '')",
        "UPDATE ENTITIES SET Red = 256",
        "INSERT INTO ENTITIES (VariableId, Value) SELECT VariableId, Value FROM ENTITIES",
    ],
)
def test_the_limits_of_dna_stand_in_the_file(database: sqlite3.Connection, broken: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        database.execute(broken)


def test_the_password_is_kept_as_dna_checks_it(database: sqlite3.Connection) -> None:
    """StrongPasswordEncryptor of Jasypt 1.9: 16 bytes of salt, SHA-256 done 100,000 times."""
    for (kept,) in database.execute("SELECT Password FROM CODERS"):
        salt, digest = base64.b64decode(kept)[:16], base64.b64decode(kept)[16:]
        tried = hashlib.sha256(salt + PASSWORD.encode()).digest()
        for _ in range(99_999):
            tried = hashlib.sha256(tried).digest()
        assert tried == digest


def test_the_same_stances_give_the_same_bytes(world_reader: Store) -> None:
    one, other = (code_debate(published(world_reader, Selection())) for _ in range(2))
    assert dna_file(one) == dna_file(other)
    known = list(published(world_reader, Selection()))
    assert dna_file(code_debate(reversed(known))) == dna_file(one)


def test_the_organization_is_whom_the_person_spoke_for_or_belonged_to() -> None:
    party = Actor("sample-party", "Sample Party", ActorKind.PARTY, "XB")
    member = Tenure(
        "boris-member", BORIS.id, "Member", party.id, None, None, StartPrecision.UNKNOWN, MARCH.id
    )
    found = coded(
        party,
        member,
        stance("one"), evidence("one"),
        stance("two", holder=BORIS.id), evidence("two"),
        stance("three", holder=BORIS.id, on_behalf_of=EXAMPLELAND.id), evidence("three"),
        stance("four", holder=EXAMPLELAND.id), evidence("four"),
        stance("five", said_on="2019-05-06"), evidence("five"),
    )  # fmt: skip
    # Anna is mayor since 2020: in 2019 she has no office. Boris has a party and no office.
    sides = [(one.person, one.organization) for one in found.statements]
    assert sorted(sides) == sorted([
        (ANNA.name, EXAMPLELAND.name), (BORIS.name, "Sample Party"),
        (BORIS.name, EXAMPLELAND.name), ("", EXAMPLELAND.name), (ANNA.name, ""),
    ])  # fmt: skip


def test_what_cannot_be_told_is_counted() -> None:
    found = coded(
        stance("shown"), evidence("shown"),
        stance("unshown"),
        stance("dayless", said_on=None), evidence("dayless", NO_DAY),
    )  # fmt: skip
    assert len(found.statements) == 1
    assert found.left_out == {UNSHOWN: 1, UNDATED: 1}


def test_a_document_without_a_date_is_of_the_last_day_of_its_stances() -> None:
    found = coded(
        stance("one", said_on="2021-03"), evidence("one", NO_DAY),
        stance("two", said_on="2021-02-03"), evidence("two", NO_DAY),
    )  # fmt: skip
    assert [str(one.moment) for one in found.documents] == ["2021-03-31 00:00:00"]


def test_a_passage_that_shows_two_stances_stands_there_once() -> None:
    found = coded(
        stance("one"), evidence("one"), stance("two", polarity="opposes"), evidence("two"),
        stance("three"), evidence("three", quote=None, paraphrase=Text("She would talk.", "en")),
    )  # fmt: skip
    assert found.documents[0].text == "We must talk.\n\n[paraphrase] She would talk."
    assert [(one.start, one.stop) for one in found.statements] == [(0, 13), (0, 13), (15, 43)]


HOSTILE = (
    "a\0b\x1b[31mc", "=cmd|'/c calc'!A1", "'; DROP TABLE CODERS; --", "x" * 5_000, "\u2028\u202e",
    "𝕬𝖓𝖓𝖆 😀", 'semi;colon "quoted"', "line\nbreak\r\n\ttab",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_are_kept_tame(name: str, tmp_path: Path) -> None:
    found = coded(
        Actor(ANNA.id, name, ActorKind.PERSON, name, (name, name), None),
        Outlet(SAMPLE.id, name),
        Document(MARCH.id, MARCH.url, SAMPLE.id, Text(name, "en"), None, told("2021"), "en"),
        stance("one", on_behalf_of=None), evidence("one", quote=Text(name, "en")),
    )  # fmt: skip
    with closing(opened(dna_file(found), tmp_path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        row = connection.execute(
            "SELECT substr(Text, Start + 1, Stop - Start), Title, Source FROM STATEMENTS s "
            "JOIN DOCUMENTS d ON d.ID = s.DocumentId"
        ).fetchone()
    assert row[0] == found.statements[0].text
    assert all(len(cell) <= LONGEST_NAME and cell.isprintable() for cell in row[1:])
    # What SQLite counts as one character is one unit of UTF-16, in which Java counts.
    text = found.documents[0].text
    assert len(text.encode("utf-16-le")) == 2 * len(text)
    rows = list(csv.reader(io.StringIO(dna_events(found).decode()), delimiter=";", strict=True))
    assert [len(row) for row in rows] == [len(COLUMNS)] * 2


def test_names_are_short_and_unique() -> None:
    names = unique_names({"a": "Same", "b": "SAME", "c": "x" * 300, "d": "x" * 300, "e": "\0 "})
    assert (names["a"], names["b"], names["e"]) == ("Same", "SAME (2)", "e")
    assert len({name.casefold() for name in names.values()}) == 5
    assert max(map(len, names.values())) == LONGEST_NAME
    assert plain("a\ud800b") == "a�b"
    assert short(" a \n b ") == "a b"


def test_two_actors_of_one_name_stay_two(tmp_path: Path) -> None:
    twin = Actor("anna-examplova-2", ANNA.name, ActorKind.PERSON)
    found = coded(
        twin, stance("one"), evidence("one"), stance("two", holder=twin.id), evidence("two")
    )
    people = {one.name: one.attributes["Id"] for one in found.entities if one.role is Role.PERSON}
    assert people == {"Anna Examplova": ANNA.id, "Anna Examplova (2)": twin.id}


def test_the_event_list_is_as_dna_writes_it() -> None:
    found = coded(stance("one"), evidence("one", MAY, quote=Text('So; she said "yes"', "en")))
    lines = dna_events(found).decode().splitlines()
    assert lines[0] == ";".join(f'"{name}"' for name in COLUMNS)
    assert lines[1] == (
        '1;2021-05-06 00:00:00;"Anna Examplova";"Exampleland";"Talks with Russia";1;0;18;'
        '"So, she said \'yes\'";2;1;"Examplova again";"";"The Sample Times";"en";"article"'
    )


def test_the_event_list_leaves_out_mixed_stances() -> None:
    rows = list(csv.DictReader(io.StringIO(dna_events(debate()).decode()), delimiter=";"))
    assert len(rows) == 12
    assert {row["agreement"] for row in rows} == {"0", "1"}


def test_nothing_gives_an_empty_debate(tmp_path: Path) -> None:
    with closing(opened(dna_file(coded()), tmp_path)) as connection:
        assert connection.execute("SELECT count(*) FROM STATEMENTS").fetchone() == (0,)
    assert dna_events(coded()).count(b"\n") == 1


def test_only_web_addresses_are_told() -> None:
    there, elsewhere = coded(stance("one"), evidence("one")).documents[0], "javascript:alert(1)"
    (paper,) = coded(stance("one"), evidence("one"), replace(MARCH, url=elsewhere)).documents
    assert read_notes(there.notes).url == MARCH.url
    assert elsewhere not in paper.notes
    assert read_notes(paper.notes).document == MARCH.id
