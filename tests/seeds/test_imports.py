from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError, Problem
from kg.model.actors import Actor, Event, Tenure
from kg.model.documents import Document, Evidence, Outlet
from kg.model.propositions import Proposition
from kg.model.stances import Stance
from kg.project import Project
from kg.rdf.codec import decode
from kg.rdf.turtle import read_turtle, write_turtle
from kg.seeds.check import check
from kg.seeds.imports import Imported, import_tables
from kg.seeds.read import read_seeds, seed_paths
from tests.invented import new_project

COLUMNS = {
    "actors.csv": "id,name,type,country,aliases,wikidata,verified_in",
    "roles.csv": "actor_id,role,organisation_id,from,to,from_precision,source_url",
    "events.csv": "id,label,type,date,participants,summary,source_url",
    "sources.csv": "url,publisher,title,published,language",
    "stances.csv": (
        "id,holder_id,proposition,polarity,said_on,on_behalf_of,reacts_to,reason,"
        "quote,quote_lang,quote_en,paraphrase,source_url"
    ),
    "unplaced.csv": "id,why",
    "propositions.tsv": (
        "id,theme,label,short,sentence,for verb,against verb,favours means,opposes means"
    ),
}
U1, U2 = "https://sampletimes.example/1", "https://herald.example/2"
GOOD: dict[str, list[str]] = {
    "actors.csv": [
        "anna-examplova,Anna Examplova,person,XA,Examplova|Анна Экземплова,,",
        "exampleland,Exampleland,state,XA,,,",
    ],
    "sources.csv": [
        f"{U1},The Sample Times,Examplova talks,2021-03-04,en",
        f"{U2},Imaginary Agency (Herald),,2021-05,DE",
    ],
    "roles.csv": [f"anna-examplova,Mayor of Sampleton,exampleland,2020,,start,{U1}"],
    "events.csv": [f"summit-1,The summit,summit,2021-03-01,exampleland,They met.,{U1}"],
    "stances.csv": [
        f"talk-1,anna-examplova,direct-dialogue-with-russia,favours,2021-03-04,exampleland,"
        f"summit-1,no other way,We must talk,en,,,{U1}",
        f"talk-2,anna-examplova,sanctions-on-russia,mixed,,,talk-1,,Wir sehen,DE,We shall see,"
        f"she waits,{U2}",
    ],
}


def table(folder: Path, name: str, rows: list[str], *, header: str | None = None) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    content = "\n".join([header or COLUMNS[name], *rows]) + "\n"
    path.write_text(content.replace(",", "\t") if name.endswith("tsv") else content, "utf-8")
    return path


def tables(folder: Path, rows: dict[str, list[str]]) -> Path:
    for name, lines in rows.items():
        table(folder, name, lines)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path, ())


def found(project: Project, record: type) -> list[Any]:
    return decode(record, read_seeds(project).triples())


def test_good_rows_become_records(project: Project, tmp_path: Path) -> None:
    done = import_tables(project, tables(tmp_path / "t", GOOD))
    assert (done.rows, done.known, done.problems) == (8, 0, [])
    assert [a.id for a in found(project, Actor)] == ["anna-examplova", "exampleland"]
    assert found(project, Actor)[0].aliases == ("Examplova", "Анна Экземплова")
    assert [t.id for t in found(project, Tenure)] == ["anna-examplova-mayor-of-sampleton-2020"]
    assert [o.id for o in found(project, Outlet)] == [
        "herald",
        "imaginary-agency",
        "the-sample-times",
    ]
    herald, times = sorted(found(project, Document), key=lambda d: d.outlet)
    assert (herald.agency, herald.headline, herald.language) == ("imaginary-agency", None, "de")
    assert times.headline.value == "Examplova talks"
    one, two = found(project, Stance)
    assert (one.reacts_to, one.on_behalf_of) == ("event/summit-1", "exampleland")
    assert (two.reacts_to, two.said_on) == ("stance/talk-1", None)
    assert two.polarity == "mixed"
    first, second = found(project, Evidence)
    assert (first.id, first.document) == ("talk-1-1", times.id)
    assert (second.quote.language, second.translation.value) == ("de", "We shall see")
    assert len(found(project, Event)) == 1
    assert [p for p in check(project) if p.severity == "error"] == []


def test_records_lie_in_canonical_files_of_their_own(project: Project, tmp_path: Path) -> None:
    import_tables(project, tables(tmp_path / "t", GOOD))
    names = sorted(p.relative_to(project.seeds).as_posix() for p in project.seeds.rglob("*.ttl"))
    assert names[0] == "actors.ttl"
    assert [n for n in names if n.startswith("documents/2021/2021-")] == names[1:3]
    assert names[3:] == ["events.ttl", "outlets.ttl", "tenures.ttl"]
    for path in seed_paths(project):
        assert path.read_bytes() == write_turtle(read_turtle(path))


def test_a_second_import_finds_all_known(project: Project, tmp_path: Path) -> None:
    folder = tables(tmp_path / "t", GOOD)
    first = import_tables(project, folder)
    before = {path: path.stat().st_mtime_ns for path in seed_paths(project)}
    second = import_tables(project, folder)
    assert (second.rows, second.new, second.files, second.problems) == (8, 0, 0, [])
    assert second.known == first.new
    assert {path: path.stat().st_mtime_ns for path in seed_paths(project)} == before


def test_a_dry_run_writes_nothing(project: Project, tmp_path: Path) -> None:
    done = import_tables(project, tables(tmp_path / "t", GOOD), write=False)
    assert done.new > 8
    assert list(project.seeds.rglob("*.ttl")) == []


BAD = [
    ("actors.csv", "x-1,Xenia,robot,XA,,,", "'robot' is not a valid ActorKind"),
    ("actors.csv", "Bad Id,Xenia,person,XA,,,", "'Bad Id' cannot be an id"),
    ("actors.csv", ",Xenia,person,XA,,,", "'' cannot be an id"),
    ("actors.csv", "x-1,,person,XA,,,", "no name"),
    (
        "roles.csv",
        f"anna-examplova,Mayor,exampleland,2021-02-30,,start,{U1}",
        "'2021-02-30' is not",
    ),
    ("roles.csv", f"anna-examplova,Mayor,exampleland,,,perhaps,{U1}", "'perhaps' is not a valid"),
    (
        "roles.csv",
        "anna-examplova,Mayor,exampleland,,,start,https://nowhere.example",
        "in no table",
    ),
    ("roles.csv", f"anna-examplova,—,exampleland,,,start,{U1}", "no letter or digit"),
    ("events.csv", f"e-1,Event,party,2021,,Fun.,{U1}", "'party' is not a valid EventKind"),
    ("events.csv", f"e-1,Event,summit,,,Fun.,{U1}", "'' is not a date"),
    ("sources.csv", "https://x.example,,Title,2021,en", "no letter or digit"),
    ("sources.csv", "https://x.example,Herald,Title,soon,en", "'soon' is not a date"),
    ("sources.csv", "not a url,Herald,Title,2021,en", "'not a url'"),
    (
        "stances.csv",
        f"s-1,anna-examplova,p-1,likes,,,,,a,en,,,{U1}",
        "'likes' is not a valid Polarity",
    ),
    (
        "stances.csv",
        f"s-1,anna-examplova,p-1,favours,2021-13,,,,a,en,,,{U1}",
        "'2021-13' is not a date",
    ),
    ("stances.csv", "s-1,anna-examplova,p-1,favours,,,,,a,en,,,https://x.example", "in no table"),
    (
        "stances.csv",
        f"s-1,anna-examplova,p-1,favours,,,,,a,two words,,,{U1}",
        "subtag",
    ),
    ("unplaced.csv", "s-9,none fits", "s-9: no proposition of the codebook fits"),
]


@pytest.mark.parametrize(("name", "row", "reason"), BAD, ids=lambda value: str(value)[:40])
def test_a_bad_row_is_told_with_its_place_and_nothing_is_written(
    project: Project, tmp_path: Path, name: str, row: str, reason: str
) -> None:
    rows = {**GOOD, name: [*GOOD.get(name, []), row]}
    folder = tables(tmp_path / "t", rows)
    with pytest.raises(InputError, match="nothing was imported") as caught:
        import_tables(project, folder)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == (folder / name, len(rows[name]) + 1)
    assert reason in problem.message
    assert list(project.seeds.rglob("*.ttl")) == []


def test_the_good_rows_come_in_where_that_is_asked(project: Project, tmp_path: Path) -> None:
    rows = {name: list(lines) for name, lines in GOOD.items()}
    for name, row, _ in BAD:
        rows.setdefault(name, []).insert(0, row)
    done = import_tables(project, tables(tmp_path / "t", rows), partial=True)
    assert done.rows == 8 + len(BAD)
    assert len(done.problems) == len(BAD)
    assert [a.id for a in found(project, Actor)] == ["anna-examplova", "exampleland"]
    assert [s.id for s in found(project, Stance)] == ["talk-1", "talk-2"]


def _lost(done: Imported, project: Project) -> int:
    # A source brings its outlets along, a stance its evidence: neither has a row of its own.
    extra = len(found(project, Outlet)) + len(found(project, Evidence))
    return done.rows - (done.new + done.known - extra) - len(done.problems)


def test_no_row_is_lost(project: Project, tmp_path: Path) -> None:
    rows = {name: list(lines) for name, lines in GOOD.items()}
    for name, row, _ in BAD:
        rows.setdefault(name, []).append(row)
    folder = tables(tmp_path / "t", rows)
    assert _lost(import_tables(project, folder, partial=True), project) == 0
    assert _lost(import_tables(project, folder, partial=True), project) == 0


def test_a_row_that_differs_from_the_seeds_is_told_and_kept_out(
    project: Project, tmp_path: Path
) -> None:
    import_tables(project, tables(tmp_path / "t", GOOD))
    changed = GOOD["actors.csv"][0].replace("Examplova,", "Sampleva,", 1)
    folder = tables(tmp_path / "u", {"actors.csv": [changed]})
    done = import_tables(project, folder, partial=True)
    (problem,) = done.problems
    assert problem.path.name == "actors.ttl"
    assert problem.message == "anna-examplova is described otherwise already"
    assert (done.new, done.known) == (0, 0)
    assert found(project, Actor)[0].name == "Anna Examplova"


def test_a_page_keeps_its_id_whatever_is_told_of_it_later(project: Project, tmp_path: Path) -> None:
    import_tables(project, tables(tmp_path / "t", GOOD))
    known = {document.id for document in found(project, Document)}
    renamed = GOOD["sources.csv"][0].replace("2021-03-04", "2021-03-05")
    done = import_tables(project, tables(tmp_path / "u", {"sources.csv": [renamed]}), partial=True)
    assert ["described otherwise" in str(problem) for problem in done.problems] == [True]
    assert {document.id for document in found(project, Document)} == known


def test_one_id_twice_in_a_table_is_told(project: Project, tmp_path: Path) -> None:
    twice = ["a-1,Anna,person,XA,,,", "a-1,Other,person,XA,,,"]
    with pytest.raises(InputError) as caught:
        import_tables(project, tables(tmp_path / "t", {"actors.csv": twice}))
    assert "a-1 is described otherwise already" in str(caught.value.problems[0])


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("id,name\nx,Xenia\n", 2, "no column 'type'"),
        (COLUMNS["actors.csv"] + "\nx,Xenia,person,XA,,\n", 2, "cells"),
        (
            COLUMNS["actors.csv"] + "\n" + GOOD["actors.csv"][1] + "\nx,X,person,XA,,,,\n",
            3,
            "cells",
        ),
        (COLUMNS["actors.csv"] + '\nx,"Xenia,person,XA,,,\n', None, "unexpected end of data"),
    ],
)
def test_a_table_of_the_wrong_shape_is_told(
    project: Project, tmp_path: Path, content: str, line: int | None, reason: str
) -> None:
    path = tmp_path / "actors.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        import_tables(project, tmp_path)
    if line:
        (problem,) = caught.value.problems
        assert (problem.path, problem.line) == (path, line)
        assert reason in problem.message
    else:
        assert str(path) in str(caught.value)
        assert reason in str(caught.value)


def test_a_table_that_is_not_utf8_is_told(project: Project, tmp_path: Path) -> None:
    path = table(tmp_path, "actors.csv", [])
    path.write_bytes(path.read_bytes() + "x,Jörg,person,XA,,,\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"actors\.csv: .*utf-8"):
        import_tables(project, tmp_path)


def test_a_folder_without_tables_is_told(project: Project, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no table to import") as caught:
        import_tables(project, tmp_path)
    assert "stances.csv" in str(caught.value.hint)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_byte_order_mark_and_foreign_line_ends_do_no_harm(
    project: Project, tmp_path: Path, ending: str
) -> None:
    path = table(tmp_path, "actors.csv", [GOOD["actors.csv"][0]])
    text = path.read_text(encoding="utf-8").replace("\n", ending)
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert import_tables(project, tmp_path).new == 1


def test_a_cell_with_line_breaks_does_not_shift_the_lines(project: Project, tmp_path: Path) -> None:
    rows = ['a-1,"Anna\nExamplova",person,XA,,,', "a-2,Anna,robot,XA,,,"]
    table(tmp_path, "actors.csv", rows)
    done = import_tables(project, tmp_path, partial=True)
    assert [problem.line for problem in done.problems] == [4]


def test_the_codebook_comes_in_from_its_own_table(project: Project, tmp_path: Path) -> None:
    row = "example-bridge,peace,The bridge,Bridge,It should be built.,builds,leaves,for,against"
    import_tables(project, tables(tmp_path / "t", {"propositions.tsv": [row]}))
    assert "example-bridge" in [p.id for p in found(project, Proposition)]
    codebook = project.ontology / "codebook.ttl"
    assert codebook.read_bytes() == write_turtle(read_turtle(codebook))


def test_problems_are_values_that_tell_file_and_line() -> None:
    problem = Problem(Path("a.csv"), 3, 0, "not imported: why")
    assert str(problem) == "a.csv:3: error: not imported: why"
