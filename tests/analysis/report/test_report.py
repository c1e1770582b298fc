"""The report on weak spots: each check on records made for it, the whole on the invented world."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Quad, Store

from kg.analysis.comparison.releases import read_release
from kg.analysis.corpus.corpus import Corpus, corpus_of_store, read_corpus
from kg.analysis.corpus.reading import read_stances
from kg.analysis.coverage.searches import Reading
from kg.analysis.report.grounds import Grounds
from kg.analysis.report.material import Material, material_of
from kg.analysis.report.populations import Population, members
from kg.analysis.report.report import (
    CHECKS,
    When,
    compare_reports,
    find_check,
    find_weaknesses,
    windows_of,
)
from kg.analysis.report.weaknesses import Found, Report, Tally, Weight
from kg.build.build import build
from kg.errors import UnknownName
from kg.exports.formats import export_blocks
from kg.exports.select import Selection
from kg.model.dates import PartialDate
from kg.model.documents import Attribution, Document, Evidence, Text
from kg.model.stances import Status
from kg.project import Project
from kg.queries.narrowing import WHOLE, Narrowing
from kg.rdf.codec import encode
from kg.rdf.terms import PREFIXES
from kg.store.embedded import open_reader
from tests.analysis.invented_corpus import corpus
from tests.analysis.weak_spots import CASES, NAMED, records_of, words
from tests.invented import (
    ANNA,
    OTHER,
    PROPOSITION,
    REGISTRY,
    SUMMIT,
    UNDATED,
    evidence,
    new_project,
    stance,
)


def material(project: Project, narrowing: Narrowing = WHOLE) -> Material:
    reader = open_reader(project.store)
    return material_of(reader, read_corpus(project.store, reader), narrowing)


def things(found: Found) -> list[str]:
    return [line.finding.thing for line in found.lines]


@pytest.fixture(scope="module")
def world_material(world: Project, world_store: Path) -> Material:
    return material(world)


@pytest.fixture(scope="module")
def world_report(world_material: Material) -> Report:
    return find_weaknesses(world_material, time=windows_of(world_material, 3))


@pytest.mark.parametrize("check", sorted(CASES.keys() - {"no-stance"}))
def test_a_check_finds_what_it_is_for_and_just_not_the_rest(check: str, tmp_path: Path) -> None:
    project = new_project(tmp_path, records_of(check))
    build(project)
    (found,) = find_weaknesses(material(project), only=[check]).found
    expected = NAMED.get(check)
    if expected is None:
        names = {thing.partition("/")[2].removesuffix("-1") for thing in things(found)}
        assert names, found
        assert {name.partition("-")[0] for name in names} == {"hit"}
        wanted = {
            name
            for one in records_of(check)
            if (name := str(getattr(one, "id", ""))).split("-")[0] == "hit"
            and not name.endswith(("-1", "-2", "-body"))
        }
        assert names == wanted
    else:
        assert set(things(found)) == expected
    assert found.findings == len(found.lines)
    assert found.check.pairs <= all(line.finding.other and line.other for line in found.lines)


def test_every_check_has_its_case_and_its_words() -> None:
    ids = [check.id for check in CHECKS]
    assert len(set(ids)) == len(ids)
    assert set(CASES) == set(ids) - {"too-long", "reacts-to-nothing"}
    for check in CHECKS:
        assert check.title[0].isupper() or check.title[0] == "“"
        assert check.why.endswith(".")
        assert check.mend.endswith(".")
    with pytest.raises(UnknownName) as error:
        find_check("no-qoute")
    assert "no-quote" in str(error.value.hint)


def in_memory(records: Sequence[object]) -> Material:
    """What some records tell that no build has looked at."""
    store = Store()
    for record in records:
        store.extend(Quad(*triple, DefaultGraph()) for triple in encode(record))
    return material_of(store, corpus_of_store(store, read_stances(store)))


def test_a_quote_that_no_build_would_let_pass_is_found() -> None:
    told = in_memory(
        [
            stance("a"),
            replace(evidence("a", quote=words(31)), id="hit"),
            replace(evidence("a", quote=words(30)), id="spoken"),
            replace(evidence("a", quote=words(13)), id="hit-2", attribution=Attribution.REPORTED),
            replace(evidence("a", quote=words(12)), id="told", attribution=Attribution.REPORTED),
        ]
    )
    (found,) = find_weaknesses(told, only=["too-long"]).found
    assert sorted(things(found)) == ["evidence/hit", "evidence/hit-2"]
    assert found.whole == Tally(2, 4)


def test_a_reaction_that_leads_nowhere_is_found() -> None:
    told = in_memory(
        [
            stance("hit", reacts_to="stance/gone"),
            stance("hit-event", reacts_to="event/gone"),
            stance("well", reacts_to="stance/hit"),
            stance("event", reacts_to=f"event/{SUMMIT.id}"),
            SUMMIT,
        ]
    )
    (found,) = find_weaknesses(told, only=["reacts-to-nothing"]).found
    assert things(found) == ["stance/hit", "stance/hit-event"]
    assert found.whole == Tally(2, 4)


def test_a_proposition_without_a_stance_is_found(tmp_path: Path) -> None:
    project = new_project(tmp_path, records_of("no-stance"))
    build(project)
    (found,) = find_weaknesses(material(project), only=["no-stance"]).found
    assert found.whole == Tally(35, 36)
    assert f"proposition/{PROPOSITION}" not in things(found)


WORLD = {
    "one-document": (20, 22),
    "no-quote": (4, 22),
    "partial-date": (5, 22),
    "date-not-told": (2, 22),
    "unreviewed": (1, 22),
    "possibly-same": (2, 22),
    "agency-copy": (1, 22),
    "mirror": (0, 22),
    "no-day": (0, 22),
    "document-undated": (1, 13),
    "document-month": (1, 13),
    "no-headline": (1, 13),
    "no-address": (0, 13),
    "attribution-unknown": (2, 24),
    "untranslated": (0, 4),
    "reacts-to-nothing": (0, 5),
    "unanswered": (2, 4),
    "waiting": (1, 4),
}
"""Counted by hand in the Turtle of the fixtures."""


@pytest.mark.parametrize("check", WORLD)
def test_the_invented_world_is_as_weak_as_it_was_made(check: str, world_report: Report) -> None:
    found = world_report.one(check)
    assert found.whole == Tally(*WORLD[check])


def test_what_is_refused_is_nowhere(world_report: Report) -> None:
    listed = [line for found in world_report.found for line in found.lines]
    assert not [line for line in listed if "refused" in f"{line.finding}"]


def test_every_count_is_that_of_the_list(world_material: Material, world_report: Report) -> None:
    for found in world_report.found:
        keys = [line.key for line in found.lines]
        assert found.findings == len(keys) == len(set(keys)), found.check.id
        touched = {thing for key in keys for thing in key[: 1 + found.check.pairs]}
        whole = set(members(world_material, found.check.of))
        assert found.whole == Tally(len(touched & whole), len(whole)), found.check.id
        assert {key[0] for key in keys} <= whole, found.check.id


ORACLE = {
    "one-document": "?t st:holder ?h . ?e st:supports ?t ; st:document ?d } GROUP BY ?t "
    "HAVING (COUNT(DISTINCT ?d) = 1)",
    "no-quote": "?t st:holder ?h FILTER NOT EXISTS { ?e st:supports ?t ; st:quote ?q } }",
    "no-day": "?t st:holder ?h FILTER NOT EXISTS { ?t st:latest ?l } }",
    "date-not-told": "?t st:dating st:NotAfterPublication }",
    "partial-date": "?t st:holder ?h ; st:saidOn ?s FILTER (DATATYPE(?s) != xsd:date) }",
    "possibly-same": "?t st:possiblySameAs ?o FILTER (STR(?t) < STR(?o)) }",
    "reacts-to-nothing": "?t st:reactsTo ?o FILTER NOT EXISTS { ?o a ?any } }",
    "mirror": "?t st:holder ?h . ?x st:supports ?t FILTER NOT EXISTS { ?e st:supports ?t ; "
    "st:document ?d FILTER NOT EXISTS { ?d st:isReprint true } } }",
    "attribution-unknown": "?t a st:Evidence ; st:attribution st:AttributionNotKnown }",
    "untranslated": "?t st:quote ?q FILTER (!LANGMATCHES(LANG(?q), 'en')) "
    "FILTER NOT EXISTS { ?t st:translation ?e } }",
    "no-headline": "?e st:document ?t FILTER NOT EXISTS { ?t schema:headline ?h } }",
    "document-undated": "?e st:document ?t FILTER NOT EXISTS { ?t schema:datePublished ?h } }",
    "unanswered": "?t a st:Event FILTER NOT EXISTS { ?s st:reactsTo ?t } }",
    "no-stance": "?t a st:Proposition FILTER NOT EXISTS { ?s a st:Stance ; st:proposition ?t } }",
    "link-unverified": "?t schema:sameAs ?w ; st:country ?c "
    "FILTER NOT EXISTS { ?t st:verifiedIn ?v } }",
    "office-source-undated": "?t a st:Tenure ; dct:source ?d "
    "FILTER NOT EXISTS { ?d schema:datePublished ?p } }",
}
"""What some checks mean, in SPARQL."""


@pytest.mark.parametrize("name", ["world", "checkout"])
def test_sparql_finds_the_same(
    name: str, tmp_path: Path, request: pytest.FixtureRequest, world_store: Path
) -> None:
    project = request.getfixturevalue(name)
    if name == "checkout":
        project = Project(project.root, tmp_path / "store")
        build(project)
    reader, told = open_reader(project.store), material(project)
    for check, pattern in ORACLE.items():
        (found,) = find_weaknesses(told, only=[check]).found
        asked = f"SELECT DISTINCT ?t WHERE {{ {pattern}"
        rows = reader.query(asked, prefixes=PREFIXES)
        expected = {row["t"].value.removeprefix("https://w3id.org/eurostance/") for row in rows}
        assert set(things(found)) == expected, check


def test_what_weighs_most_and_is_rarest_comes_first(world_report: Report) -> None:
    ranks = [
        (not one.findings, list(Weight).index(one.check.weight), one.share or 0.0)
        for one in world_report.found
    ]
    assert ranks == sorted(ranks)


def test_lists_are_newest_first_and_say_what_stands_there(world_report: Report) -> None:
    lines = world_report.one("partial-date").lines
    assert [line.said_on for line in lines] == ["2025-07", "2025-06", "2025-05", "2025-03", "2024"]
    assert lines[0].label == "Samplia is mixed: Direct dialogue"
    assert lines[0].page == "stance/samplia-2025-07-dialogue"
    assert lines[0].url == "https://sample-times.example/interview-of-august"
    assert [line.finding.note for line in lines] == ["month"] * 4 + ["year"]


def test_a_short_list_changes_no_number(world_material: Material, world_report: Report) -> None:
    short = find_weaknesses(world_material, time=windows_of(world_material, 3), keep=2)
    for one, other in zip(short.found, world_report.found, strict=True):
        assert one.lines == other.lines[:2]
        assert replace(one, lines=()) == replace(other, lines=())


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("months", [1, 3, 12])
def test_periods_sum_up_to_what_has_a_day(
    world_material: Material, when: When, months: int
) -> None:
    time = windows_of(world_material, months, when)
    for found in find_weaknesses(world_material, time=time, when=when).found:
        assert found.whole
        if not found.check.of.in_time:
            assert found.by_period == ()
            continue
        assert len(found.by_period) == len(time)
        sums = Tally(
            sum(one.found for one in found.by_period), sum(one.of for one in found.by_period)
        )
        if when is When.SAID:
            assert sums == found.whole, found.check.id
        assert sums.found <= found.whole.found
        assert sums.of <= found.whole.of


def test_the_last_twelve_months_end_with_the_record(world_report: Report) -> None:
    assert world_report.last_day == date(2025, 8, 2)
    # All but the call of March 2024; what is told to the year 2024 may be of its last day.
    assert world_report.one("one-document").recent == Tally(19, 21)


def test_what_is_answered_too_early_is_not_weak_itself(tmp_path: Path) -> None:
    project = new_project(tmp_path, records_of("reacts-early"))
    build(project)
    (found,) = find_weaknesses(material(project), only=["reacts-early"]).found
    # ``same-day`` reacts too, and is what ``hit-stance`` was said before.
    assert found.whole == Tally(2, 4)


def test_nothing_is_found_where_there_is_nothing(tmp_path: Path) -> None:
    project = new_project(tmp_path, ())
    build(project)
    told = material(project)
    report = find_weaknesses(told, time=windows_of(told, 3))
    assert (report.periods, report.last_day, report.stances) == ((), None, 0)
    assert {one.check.id for one in report.found if one.findings} == {"no-stance"}
    assert all(one.share is None for one in report.found if not one.findings)


def test_bounds_of_time_keep_what_is_compared_with(world: Project, world_store: Path) -> None:
    late = material(world, Narrowing(since=date(2030, 1, 1)))
    report = find_weaknesses(late, time=windows_of(late, 3))
    assert report.stances == 0
    # What is silent is so on the whole record.
    whole = find_weaknesses(material(world))
    for name in ("silent", "no-stance", "unanswered"):
        assert report.one(name).whole == whole.one(name).whole, name


@pytest.mark.parametrize(
    ("narrowing", "unplaced"),
    [
        (WHOLE, 1),
        (Narrowing(since=date(1900, 1, 1)), 0),
        (Narrowing(until=date(2100, 1, 1)), 0),
        (Narrowing(actors=frozenset({ANNA.id})), 1),
        (Narrowing(countries=frozenset({"XB"})), 0),
        (Narrowing(propositions=frozenset({OTHER})), 0),
        (Narrowing(statuses=frozenset({Status.EXTRACTED})), 0),
        (Narrowing(statuses=frozenset({Status.CURATED})), 1),
    ],
)
def test_what_has_no_day_is_in_no_bounds_of_time(
    narrowing: Narrowing, unplaced: int, undated: Project
) -> None:
    (found,) = find_weaknesses(material(undated, narrowing), only=["no-day"]).found
    assert found.findings == unplaced


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with one stance of a known day, and one of none."""
    records = (
        *REGISTRY,
        stance("a"),
        evidence("a"),
        stance("b", said_on=None),
        evidence("b", UNDATED),
    )
    project = new_project(tmp_path_factory.mktemp("undated"), records)
    build(project)
    return project


STANCE_WISE = [
    one.id
    for one in CHECKS
    if one.of in (Population.STANCES, Population.EVIDENCE, Population.QUOTES, Population.REACTIONS)
]


def test_two_parts_find_what_the_whole_finds(world: Project, world_store: Path) -> None:
    names = frozenset(one for one in material(world).corpus.actors)
    some = frozenset(sorted(names)[::2])
    whole, *parts = (
        find_weaknesses(material(world, narrowing), only=STANCE_WISE)
        for narrowing in (WHOLE, Narrowing(actors=some), Narrowing(actors=names - some))
    )
    for name in STANCE_WISE:
        found = [set(part.one(name).lines) for part in parts]
        assert found[0] | found[1] == set(whole.one(name).lines), name


def test_against_itself_nothing_has_moved(world_report: Report) -> None:
    for one in compare_reports(world_report, world_report):
        assert (one.gone, one.new, one.change or 0.0, one.worse) == ((), (), 0.0, False)


def test_a_mended_stance_is_gone_from_the_list(tmp_path: Path) -> None:
    reports = []
    for name, quote in (("old", None), ("new", words(3))):
        records = (
            *REGISTRY,
            stance("a"),
            evidence("a", quote=quote, paraphrase=Text("Talks.", "en")),
        )
        project = new_project(tmp_path / name, records)
        build(project)
        reports.append(find_weaknesses(material(project)))
    moved = {one.check.id: one for one in compare_reports(*reports)}
    assert [line.finding.thing for line in moved["no-quote"].gone] == ["stance/a"]
    assert (moved["no-quote"].new, moved["no-quote"].change) == ((), -1.0)
    assert moved["one-document"].new == ()
    back = {one.check.id: one for one in compare_reports(*reversed(reports))}
    assert back["no-quote"].worse
    assert not back["attribution-unknown"].worse


def test_a_file_of_rdf_does_not_tell_what_waits(
    world: Project, world_store: Path, world_report: Report, tmp_path: Path
) -> None:
    path = tmp_path / "old.ttl"
    path.write_bytes(b"".join(export_blocks(world, "turtle", Selection(), None)))
    release = read_release(path, world)
    old = find_weaknesses(material_of(release.reader, release.corpus))
    assert old.one("waiting").whole is None
    for one in compare_reports(old, world_report):
        assert one.told == (one.check.id != "waiting")
        assert (one.gone, one.new) == ((), ()), one.check.id


HOLDERS, TOPICS = ("anna", "boris", "carla"), ("talks", "sanctions")
ROWS = st.lists(
    st.tuples(
        st.sampled_from(HOLDERS),
        st.sampled_from(TOPICS),
        st.sampled_from("+-~"),
        st.sampled_from(["2024", "2024-05", "2024-05-06", "2024-05-08", "2025-12-31"]),
        st.lists(st.sampled_from(["d1", "d2", "d3"]), min_size=1, max_size=3, unique=True),
    ),
    max_size=12,
)


def invented(rows: Sequence[tuple[str, str, str, str, list[str]]]) -> Material:
    """Stances of these rows, each with evidence in its documents."""
    made: Corpus = corpus(rows)
    ids = made.stances.ids
    shown = {
        name: tuple(
            Evidence(f"{name}-{paper}", name, paper, Attribution.DIRECT, quote=words(number + 1))
            for paper in row[4]
        )
        for number, (name, row) in enumerate(zip(ids, rows, strict=True))
    }
    papers = {
        name: Document(name, None, f"outlet-{name}", published=PartialDate.parse(day))
        for name, day in (("d1", "2026"), ("d2", "2026-01"), ("d3", "2026-02-03"))
    }
    grounds = Grounds(
        shown=shown,
        said_on={name: row[3] for name, row in zip(ids, rows, strict=True)},
        reacts_to={},
        same=tuple(itertools.pairwise(ids)),
        unplaced={},
        stances=frozenset(ids),
    )
    reading = Reading(papers, {}, frozenset(), (), ())
    return Material(made, made, reading, grounds, WHOLE, whole=True)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_what_is_found_is_part_of_what_there_is(
    rows: list[tuple[str, str, str, str, list[str]]],
) -> None:
    told = invented(rows)
    time = windows_of(told, 1)
    report = find_weaknesses(told, time=time)
    for found in report.found:
        assert found.whole
        assert 0 <= found.whole.found <= found.whole.of
        assert found.findings == len({line.key for line in found.lines})
        if found.check.of.in_time:
            assert sum(one.of for one in found.by_period) == found.whole.of
            assert sum(one.found for one in found.by_period) == found.whole.found


@settings(max_examples=60, deadline=None)
@given(ROWS.filter(bool), st.data())
def test_another_source_makes_nothing_weaker(
    rows: list[tuple[str, str, str, str, list[str]]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    one = rows[at]
    more = [*rows]
    more[at] = (*one[:4], sorted({*one[4], "d1", "d2", "d3"}))
    before, after = (find_weaknesses(invented(some)) for some in (rows, more))
    for name in ("one-document", "no-quote", "mirror", "agency-copy", "one-origin", "thin"):
        assert {line.key for line in after.one(name).lines} <= {
            line.key for line in before.one(name).lines
        }, name


def test_actors_are_told_by_name(world_report: Report) -> None:
    assert ANNA.name in {line.label for line in world_report.one("no-link").lines}
