"""Coded debates as tables for import."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from kg.exports.dna import code_debate
from kg.model.debates import Debate
from kg.model.documents import Document
from kg.model.stances import Stance, Status
from kg.rdf.codec import decode, encode
from kg.seeds.debates import DebateTables, tabulate
from kg.seeds.imports import import_tables
from kg.seeds.read import read_seeds
from tests.exports.test_dna import TALKS as TALKING
from tests.exports.test_dna import THEME
from tests.invented import MARCH, REGISTRY, evidence, new_project, stance
from tests.invented import told as day_told
from tests.invented_debate import ANNA, BERT, debate

KNOWN = [t for one in (*REGISTRY, THEME, TALKING) for t in encode(one)]
PAGELESS = [
    t for one in (*REGISTRY, THEME, TALKING) if not isinstance(one, Document) for t in encode(one)
]
ADDRESS = {1: "see https://example.org/coded"}
TALKS = "talks with RUSSIA"


def exported(*records: object) -> Debate:
    return code_debate([*KNOWN, *(triple for record in records for triple in encode(record))])


def of_page(published: str | None, language: str = "en") -> Debate:
    """A debate of one stance, from a document of that date."""
    page = replace(MARCH, published=day_told(published), language=language)
    records = (page, stance("anna-talks"), evidence("anna-talks"))
    return code_debate([*PAGELESS, *(triple for one in records for triple in encode(one))])


def rows(tables: DebateTables, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tables.files[f"{name}.csv"].decode())))


def one(name: str = ANNA, concept: str = TALKS, organization: str = "", **more: object) -> Debate:
    return debate([(1, name, organization, concept, -1)], notes=ADDRESS, **more)  # type: ignore[arg-type]


def test_what_is_known_becomes_a_stance() -> None:
    tables = tabulate(one("ÀNNA  examplova", organization="EXAMPLELAND"), KNOWN)
    (row,) = rows(tables, "stances")
    assert {name: value for name, value in row.items() if value} == {
        "id": "anna-examplova-2021-03-04-direct-dialogue-with-russia",
        "holder_id": "anna-examplova",
        "on_behalf_of": "exampleland",
        "proposition": "direct-dialogue-with-russia",
        "polarity": "opposes",
        "quote": "That was said.",
        "quote_lang": "en",
        "source_url": "https://example.org/coded",
    }
    assert rows(tables, "sources") == [
        {
            "url": "https://example.org/coded",
            "title": "Paper 1",
            "publisher": "The Sample Times",
            "published": "2021-03-04",
            "language": "en",
        }
    ]
    assert rows(tables, "unplaced") == []


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        (one("Anna"), "no actor goes by the name 'Anna'"),
        (one(BERT), "no actor goes by the name 'Bert Samplović'"),
        (one(organization="Samplia"), "no actor goes by the name 'Samplia'"),
        (one(concept="Tolls"), "no proposition goes by the name 'Tolls'"),
        (one(text="word " * 31), "the passage has more than 30 words"),
        (one(text=" "), "no words"),
        (one(text="Мы за диалог"), "the passage is in Cyrillic letters (write its quote_lang)"),
        (debate([(1, ANNA, "", TALKS, 1)]), "the document has no address"),
    ],
)
def test_nothing_is_guessed(told: Debate, missing: str) -> None:
    tables = tabulate(told, KNOWN)
    (row,) = rows(tables, "unplaced")
    assert missing in row["missing"]
    assert rows(tables, "stances") == rows(tables, "sources") == []
    assert sum(tables.lacking.values()) == 1


def test_names_that_are_not_known_stand_as_they_were_coded() -> None:
    (row,) = rows(tabulate(one(BERT, "Tolls", "Samplia"), KNOWN), "unplaced")
    assert (row["holder_id"], row["on_behalf_of"], row["proposition"]) == (BERT, "Samplia", "Tolls")


def test_a_mixed_statement_is_mixed() -> None:
    told = debate([(1, ANNA, "", TALKS, 0)], notes=ADDRESS)
    assert rows(tabulate(told, KNOWN), "stances")[0]["polarity"] == "mixed"


def test_what_is_here_already_has_no_row() -> None:
    held = [stance("anna-talks"), evidence("anna-talks")]
    known = [*KNOWN, *(t for one in held for t in encode(one))]
    tables = tabulate(code_debate(known), known)
    assert (tables.known, tables.stances, tables.unplaced) == (1, [], [])


def test_what_came_from_here_keeps_its_id_and_day() -> None:
    told = exported(stance("anna-talks", said_on="2021-02"), evidence("anna-talks"))
    (row,) = rows(tabulate(told, KNOWN), "stances")
    assert (row["id"], row["said_on"]) == ("anna-talks", "2021-02")


def test_what_a_machine_found_waits_for_a_review() -> None:
    told = exported(stance("s"), evidence("s"))
    (found,) = told.statements
    told = replace(told, statements=(replace(found, coder=Status.EXTRACTED.value),))
    tables = tabulate(told, KNOWN)
    assert (tables.found, tables.stances) == (1, [])


def test_the_tables_can_be_imported(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    told = one(concept="Direct dialogue with Russia", organization="Exampleland")
    tables = tabulate(told, read_seeds(project).triples())
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, content in tables.files.items():
        (folder / name).write_bytes(content)
    imported = import_tables(project, folder)
    assert imported.problems == []
    found = {one.id for one in decode(Stance, read_seeds(project).triples())}
    assert found == {"anna-examplova-2021-03-04-direct-dialogue-with-russia"}
    assert rows(tabulate(told, read_seeds(project).triples()), "sources") == []


@pytest.mark.parametrize(
    ("published", "language"),
    [("2021", "sr-latn"), ("2021-03", "zh-hant"), ("2021-03-04", "srp"), (None, "de")],
)
def test_a_document_from_here_keeps_its_date_as_told_and_its_language(
    published: str | None, language: str
) -> None:
    tables = tabulate(of_page(published, language), PAGELESS)
    (row,) = rows(tables, "sources")
    assert (row["published"], row["language"]) == (published or "", language)
    assert rows(tables, "stances")[0]["quote_lang"] == language


def test_a_day_that_a_coder_has_given_since_counts() -> None:
    told = of_page("2021-03")
    moved = [replace(one, moment=datetime(2021, 4, 5)) for one in told.documents]
    (row,) = rows(tabulate(replace(told, documents=tuple(moved)), PAGELESS), "sources")
    assert row["published"] == "2021-04-05"


def test_the_section_of_others_is_a_language_only_where_it_looks_like_one() -> None:
    (paper,) = one().documents
    told = replace(one(), documents=(replace(paper, section="art"),))
    assert rows(tabulate(told, KNOWN), "sources")[0]["language"] == "en"


def test_two_stances_that_one_passage_shows_stay_two() -> None:
    two = [
        stance(name, said_on=day) for name, day in (("one", "2021-03-01"), ("two", "2021-03-02"))
    ]
    talked = exported(*two, *(evidence(each.id) for each in two))
    afresh = tabulate(talked, KNOWN)
    assert [(row["id"], row["said_on"]) for row in afresh.stances] == [
        ("one", "2021-03-01"),
        ("two", "2021-03-02"),
    ]
    assert not afresh.unplaced
    beside = tabulate(talked, [*KNOWN, *encode(two[0])])
    assert (beside.known, [row["id"] for row in beside.stances]) == (1, ["two"])


def test_a_doubled_statement_is_of_one_stance() -> None:
    talked = exported(stance("one"), evidence("one"))
    (only,) = talked.statements
    doubled = replace(talked, statements=(only, replace(only, number=2)))
    tables = tabulate(doubled, KNOWN)
    assert [row["id"] for row in tables.stances] == ["one"]
    assert [row["missing"] for row in tables.unplaced] == [
        "a row above is of this stance already: this is further evidence of it"
    ]


def test_on_whose_behalf_comes_back_as_it_was_told() -> None:
    page = replace(MARCH, published=day_told("2021-03-04"))
    records = (
        page,
        stance("for-herself"), evidence("for-herself"),
        stance("for-all", "opposes", on_behalf_of="exampleland"), evidence("for-all"),
    )  # fmt: skip
    coded = code_debate([*PAGELESS, *(triple for one in records for triple in encode(one))])
    # She is mayor: that is her organization in DNA, whether she spoke for it or not.
    assert {one.organization for one in coded.statements} == {"Exampleland"}
    found = {row["id"]: row["on_behalf_of"] for row in rows(tabulate(coded, PAGELESS), "stances")}
    assert found == {"for-herself": "", "for-all": "exampleland"}


def test_an_organization_that_a_coder_has_changed_is_taken() -> None:
    coded = exported(stance("anna-talks"), evidence("anna-talks"))
    (only,) = coded.statements
    changed = replace(coded, statements=(replace(only, organization="Boris Fictionov"),))
    entity = next(one for one in coded.entities if one.name == "Exampleland")
    other = replace(entity, name="Boris Fictionov", attributes={})
    changed = replace(changed, entities=(*changed.entities, other))
    (row,) = rows(tabulate(changed, KNOWN), "stances")
    assert row["on_behalf_of"] == "boris-fictionov"


def test_on_whose_behalf_a_body_spoke_comes_back() -> None:
    coded = exported(
        stance("for-another", holder="exampleland", on_behalf_of="boris-fictionov"),
        evidence("for-another"),
    )
    (row,) = rows(tabulate(coded, KNOWN), "stances")
    assert (row["holder_id"], row["on_behalf_of"]) == ("exampleland", "boris-fictionov")
