from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import InputError, Problem, StoreLocked
from kg.model.actors import Actor, Event, Tenure
from kg.model.documents import Document, Evidence, Outlet
from kg.model.propositions import Proposition
from kg.model.stances import Stance
from kg.project import Project
from kg.rdf.codec import decode
from kg.rdf.turtle import read_turtle, write_turtle
from kg.seeds.check import check
from kg.seeds.imports import Imported, import_tables
from kg.seeds.lock import alone
from kg.seeds.read import read_seeds, seed_paths
from kg.seeds.records import read_records
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


def test_a_new_outlet_of_nearly_a_known_name_is_told_with_its_row(
    project: Project, tmp_path: Path
) -> None:
    import_tables(project, tables(tmp_path / "t", GOOD))
    row = "https://sampletimes.example/3,Sample Times,Talks,2021-03-04,en"
    done = import_tables(project, table(tmp_path / "u", "sources.csv", [row]).parent)
    (told,) = done.problems
    assert (told.path.name, told.line, told.severity) == ("sources.csv", 2, "warning")
    assert "outlet:sample-times" in told.message
    assert "outlet:the-sample-times" in told.message
    assert (done.new, done.refused) == (2, 0)
    again = import_tables(project, tmp_path / "u")
    assert again.problems == []


@pytest.mark.parametrize(
    ("name", "message"), [("none", "there is no such folder"), ("file", "is no folder")]
)
def test_what_is_no_folder_of_tables_is_told(
    project: Project, tmp_path: Path, name: str, message: str
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=message):
        import_tables(project, tmp_path / name)


def test_a_dry_run_writes_nothing(project: Project, tmp_path: Path) -> None:
    done = import_tables(project, tables(tmp_path / "t", GOOD), write=False)
    assert done.new > 8
    assert list(project.seeds.rglob("*.ttl")) == []


BAD = [
    (
        "actors.csv",
        "x-1,Xenia,robot,XA,,,",
        "type: 'robot' is none of person, state, organisation, party",
    ),
    ("actors.csv", "Bad Id,Xenia,person,XA,,,", "'Bad Id' cannot be an id"),
    ("actors.csv", ",Xenia,person,XA,,,", "'' cannot be an id"),
    ("actors.csv", "x-1,,person,XA,,,", "name: it is empty"),
    (
        "roles.csv",
        f"anna-examplova,Mayor,exampleland,2021-02-30,,start,{U1}",
        "'2021-02-30' is not",
    ),
    (
        "roles.csv",
        f"anna-examplova,Mayor,exampleland,,,perhaps,{U1}",
        "'perhaps' is none of start, first_seen, unknown",
    ),
    (
        "roles.csv",
        "anna-examplova,Mayor,exampleland,,,start,https://nowhere.example",
        "in no table",
    ),
    ("roles.csv", f"anna-examplova,—,exampleland,,,start,{U1}", "no letter or digit"),
    ("events.csv", f"e-1,Event,party,2021,,Fun.,{U1}", "'party' is none of "),
    ("events.csv", f"e-1,Event,summit,,,Fun.,{U1}", "'' is not a date"),
    ("sources.csv", "https://x.example,,Title,2021,en", "no letter or digit"),
    ("sources.csv", "https://x.example,Herald,Title,soon,en", "'soon' is not a date"),
    ("sources.csv", "not a url,Herald,Title,2021,en", "'not a url'"),
    (
        "stances.csv",
        f"s-1,anna-examplova,p-1,likes,,,,,a,en,,,{U1}",
        "'likes' is none of favours, opposes, mixed",
    ),
    (
        "stances.csv",
        f"s-1,anna-examplova,p-1,favours,2021-13,,,,a,en,,,{U1}",
        "'2021-13' is not a date",
    ),
    ("stances.csv", "s-1,anna-examplova,p-1,favours,,,,,a,en,,,https://x.example", "in no table"),
    (
        "stances.csv",
        f"s-1,anna-examplova,sanctions-on-russia,favours,,,,,Мы за диалог,en,,,{U1}",
        "'Мы за диалог' is in Cyrillic letters, which 'en' has not",
    ),
    ("sources.csv", "https://x.example,Herald,Мы за диалог,,de", "which 'de' has not"),
    (
        "stances.csv",
        f"s-1,anna-examplova,p-1,favours,,,,,a,two words,,,{U1}",
        "quote_lang: 'two words' is no language",
    ),
    ("unplaced.csv", "s-9,none fits", "s-9: no proposition of the codebook fits"),
    ("actors.csv", "x-1,Anna \u202eavolpmaxE,person,XA,,,", "control characters"),
    ("actors.csv", "x-1,Anna\x00Examplova,person,XA,,,", "control characters"),
    ("actors.csv", "x-1,Boris\u200bov,person,XA,,,", "invisible characters"),
    ("actors.csv", "x-1,M\u0430cron,person,XA,,,", "mixes Cyrillic and Latin letters"),
    ("actors.csv", "x-1,Xenia,person,XA,Xen\u0456a,,", "mixes Cyrillic and Latin letters"),
    (
        "actors.csv",
        "x-1,Xenia,person,Russia,,,",
        "ISO 3166-1 alpha-2 code, or EU. (found 'Russia')",
    ),
    ("actors.csv", "x-1,Xenia,person,XA,,x,", "at most one Wikidata item"),
    (
        "roles.csv",
        f"anna-examplova,Mayor,exampleland,2021-05,2020,start,{U1}",
        "does not end before it begins",
    ),
    (
        "roles.csv",
        f"nobody,Mayor,exampleland,2021,,start,{U1}",
        "actor:nobody is described nowhere",
    ),
    (
        "events.csv",
        f"e-1,Event,summit,2021,exampleland|nobody,Fun.,{U1}",
        "actor:nobody is described nowhere",
    ),
    ("events.csv", f"e-1,Event,summit,2021,,Fun\x1b[2J.,{U1}", "control characters"),
    ("sources.csv", "https://x.example,N\u0435ws,Title,2021,en", "mixes Cyrillic"),
    ("sources.csv", "https://x.example,Herald,,2021,en_us", "'en_us' is no language"),
    ("sources.csv", "https://x.example,Foo (foo!),,2021,en", "foo is described in two ways"),
    (
        "stances.csv",
        f"s-1,nobody,sanctions-on-russia,favours,,,,,a,en,,,{U1}",
        "actor:nobody is described nowhere",
    ),
    (
        "stances.csv",
        f"s-1,anna-examplova,no-such-thing,favours,,,,,a,en,,,{U1}",
        "proposition:no-such-thing is described nowhere",
    ),
    (
        "stances.csv",
        f"s-1,anna-examplova,sanctions-on-russia,favours,,nobody,,,a,en,,,{U1}",
        "actor:nobody is described nowhere",
    ),
    (
        "stances.csv",
        f"s-1,anna-examplova,sanctions-on-russia,favours,,,nothing,,a,en,,,{U1}",
        "stance:nothing is described nowhere",
    ),
    (
        "stances.csv",
        f"s-1,anna-examplova,sanctions-on-russia,favours,,,,,,,,,{U1}",
        "gives a quote or a paraphrase",
    ),
    (
        "stances.csv",
        f"s-1,anna-examplova,sanctions-on-russia,favours,,,,,{'word ' * 31},en,,,{U1}",
        "1 to 30 words",
    ),
    (
        "stances.csv",
        f"s-1,anna-examplova,sanctions-on-russia,favours,2021-03-05,,,,a,en,,,{U1}",
        "after its source was published",
    ),
    (
        "stances.csv",
        f"s-1,anna-examplova,sanctions-on-russia,favours,,,,,a\u0085b,en,,,{U1}",
        "control characters",
    ),
]


@pytest.mark.parametrize(("name", "row", "reason"), BAD, ids=lambda value: str(value)[:40])
def test_a_bad_row_is_told_with_its_place_and_nothing_is_written(
    project: Project, tmp_path: Path, name: str, row: str, reason: str
) -> None:
    rows = {**GOOD, name: [*GOOD.get(name, []), row]}
    folder = tables(tmp_path / "t", rows)
    with pytest.raises(InputError, match="nothing was imported") as caught:
        import_tables(project, folder)
    problems = caught.value.problems
    assert {(each.path, each.line) for each in problems} == {(folder / name, len(rows[name]) + 1)}
    assert any(reason in each.message for each in problems)
    assert caught.value.hint.startswith("nothing was imported; mend 1 row, or")
    assert list(project.seeds.rglob("*.ttl")) == []


def test_every_cell_at_fault_is_told_at_its_place(project: Project, tmp_path: Path) -> None:
    folder = tables(tmp_path / "t", GOOD)
    lines = [
        COLUMNS["stances.csv"],
        's-1,Anna E,p-1,likes,soon,,,"so, ""then""\nso",quote,x_y,,,https://lost.example',
        f's-2,anna-examplova,p-1,"favours",2021-03-04,,,5" of it,quote,en,,,{U1},',
        f's-3,anna-examplova,sanctions-on-russia,"mixed",,,,5" of it,quote,x y,,,{U1}',
    ]
    (folder / "stances.csv").write_text("\r\n".join(lines), encoding="utf-8", newline="")
    with pytest.raises(InputError) as caught:
        import_tables(project, folder)
    told = [(one.line, one.column, one.message) for one in caught.value.problems]
    assert told == [
        (2, 5, "not imported: holder_id: 'Anna E' cannot be an id: use a-z, 0-9, hyphen and dot"),
        (2, 16, "not imported: polarity: 'likes' is none of favours, opposes, mixed"),
        (
            2,
            22,
            "not imported: said_on: 'soon' is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        (3, 11, "not imported: quote_lang: 'x_y' is no language: use a tag such as en or de"),
        (
            3,
            17,
            "not imported: source_url: source 'https://lost.example' is in no table of sources",
        ),
        (4, 0, "not imported: 14 cells, and the header has 13"),
        (5, 66, "not imported: quote_lang: 'x y' is no language: use a tag such as en or de"),
    ]
    assert caught.value.hint.startswith("nothing was imported; mend 3 rows, or")
    assert list(project.seeds.rglob("*.ttl")) == []


def test_a_cell_of_a_table_with_tabs_is_told_at_its_place(project: Project, tmp_path: Path) -> None:
    row = 'a "b,Label,B,It should.,for,against,yes,no'
    folder = tables(tmp_path / "t", {"propositions.tsv": [f"x,{row}", f"X,{row}"]})
    with pytest.raises(InputError) as caught:
        import_tables(project, folder)
    assert [(one.line, one.column) for one in caught.value.problems] == [(2, 3), (3, 1), (3, 3)]


def test_a_source_that_stays_out_is_not_called_missing(project: Project, tmp_path: Path) -> None:
    bad = {"sources.csv": [GOOD["sources.csv"][0].replace("2021-03-04", "soon")]}
    folder = tables(tmp_path / "t", {**GOOD, **bad})
    with pytest.raises(InputError) as caught:
        import_tables(project, folder)
    told = [str(one) for one in caught.value.problems if f"source '{U1}'" in str(one)]
    assert len(told) == 3
    assert all(f"source_url: source '{U1}' is not imported" in one for one in told)


def test_the_good_rows_come_in_where_that_is_asked(project: Project, tmp_path: Path) -> None:
    rows = {name: list(lines) for name, lines in GOOD.items()}
    for name, row, _ in BAD:
        rows.setdefault(name, []).insert(0, row)
    done = import_tables(project, tables(tmp_path / "t", rows), partial=True)
    assert done.rows == 8 + len(BAD)
    assert done.refused == len(BAD)
    assert [a.id for a in found(project, Actor)] == ["anna-examplova", "exampleland"]
    assert [s.id for s in found(project, Stance)] == ["talk-1", "talk-2"]


def _lost(done: Imported, project: Project) -> int:
    # A source brings its outlets along, a stance its evidence: neither has a row of its own.
    extra = len(found(project, Outlet)) + len(found(project, Evidence))
    return done.rows - (done.new + done.known - extra) - done.refused


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
    home = project.seeds / "actors.ttl"
    line = next(file for file in read_seeds(project).files if file.path == home).lines()
    assert (problem.path, problem.line) == (folder / "actors.csv", 2)
    assert problem.message == (
        "not imported: anna-examplova is described otherwise already, in "
        f"{home}:{line['https://w3id.org/eurostance/actor/anna-examplova']}"
    )
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
    folder = tables(tmp_path / "t", {"actors.csv": twice})
    with pytest.raises(InputError) as caught:
        import_tables(project, folder)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == (folder / "actors.csv", 3)
    assert f"a-1 is described otherwise already, in {folder / 'actors.csv'}:2" in problem.message


def test_one_row_twice_is_known_the_second_time(project: Project, tmp_path: Path) -> None:
    done = import_tables(project, tables(tmp_path / "t", {"actors.csv": ["a-1,A,state,XA,,,"] * 2}))
    assert (done.rows, done.new, done.known, done.problems) == (2, 1, 1, [])


def test_a_row_that_clashes_leaves_nothing_of_itself(project: Project, tmp_path: Path) -> None:
    import_tables(project, tables(tmp_path / "t", GOOD))
    shown = next((project.seeds / "documents").rglob("2021-03-04-*"))
    kept = shown.read_text(encoding="utf-8").split("\n\n")
    shown.write_text("\n\n".join(part for part in kept if "evidence:talk-1-1" not in part) + "\n")
    before = shown.read_bytes()
    turned = GOOD["stances.csv"][0].replace("favours", "opposes").replace("We must", "We never")
    folder = tables(tmp_path / "u", {"stances.csv": [turned]})
    done = import_tables(project, folder, partial=True)
    (problem,) = done.problems
    assert (problem.path, problem.line) == (folder / "stances.csv", 2)
    assert "talk-1 is described otherwise already" in problem.message
    assert (done.new, done.files) == (0, 0)
    assert shown.read_bytes() == before


def test_what_speaks_of_a_row_that_stays_out_stays_out_too(
    project: Project, tmp_path: Path
) -> None:
    said = "anna-examplova,sanctions-on-russia,favours,,,{},,words,en,,,{}"
    rows = {
        **GOOD,
        "sources.csv": [*GOOD["sources.csv"], "https://bad.example,Herald,A\x1bB,2021,en"],
        "stances.csv": [
            *GOOD["stances.csv"],
            "s-3," + said.format("s-2", U2),
            "s-2," + said.format("s-1", U1),
            "s-1," + said.format("", "https://bad.example"),
            "s-4," + said.format("summit-1", U1),
        ],
    }
    folder = tables(tmp_path / "t", rows)
    with pytest.raises(InputError) as caught:
        import_tables(project, folder)
    told = {(each.path.name, each.line): each.message for each in caught.value.problems}
    assert list(told) == [("sources.csv", 4)] + [("stances.csv", line) for line in (4, 5, 6)]
    assert "stance:s-2 is not imported" in told["stances.csv", 4]
    assert "document:2021-herald-" in told["stances.csv", 6]
    done = import_tables(project, folder, partial=True)
    assert [stance.id for stance in found(project, Stance)] == ["s-4", "talk-1", "talk-2"]
    assert len(done.problems) == 4
    assert [p for p in check(project) if p.severity == "error"] == []


def test_an_outlet_of_a_good_row_comes_in_though_a_bad_row_told_it_first(
    project: Project, tmp_path: Path
) -> None:
    rows = ["https://bad.example,Herald,A\x1bB,2021,en", "https://good.example,Herald,,2021,en"]
    done = import_tables(project, tables(tmp_path / "t", {"sources.csv": rows}), partial=True)
    assert (done.new, len(done.problems)) == (2, 1)
    assert [p for p in check(project) if p.severity == "error"] == []


def test_cells_are_composed_and_their_lines_end_in_one_way(
    project: Project, tmp_path: Path
) -> None:
    address = "https://sampletimes.example/cafe\u0301"
    rows = {
        "actors.csv": ["a-1,Orba\u0301n  Invented,person,XA,Orba\u0301n | Orb,,"],
        "sources.csv": [f"{address},El  Pai\u0301s,Cafe\u0301,2021-03-04,EN"],
        "stances.csv": [
            f's-1,a-1,sanctions-on-russia,mixed,,,,,"one\r\ntwo\rthree",EN,,"Cafe\u0301",{address}'
        ],
    }
    folder = tmp_path / "t"
    folder.mkdir()
    for name, lines in rows.items():
        (folder / name).write_bytes("\r\n".join([COLUMNS[name], *lines]).encode())
    import_tables(project, folder)
    (actor,), (document,), (evidence,) = (
        found(project, kind) for kind in (Actor, Document, Evidence)
    )
    assert (actor.name, actor.aliases) == ("Orb\u00e1n Invented", ("Orb", "Orb\u00e1n"))
    assert (document.headline.value, document.language) == ("Caf\u00e9", "en")
    assert document.url == address
    assert [outlet.name for outlet in found(project, Outlet)] == ["El Pa\u00eds"]
    assert (evidence.quote.value, evidence.quote.language) == ("one\ntwo\nthree", "en")
    assert evidence.paraphrase.value == "Caf\u00e9"
    assert [p for p in check(project) if p.severity == "error"] == []


CELLS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters='",'),
        st.sampled_from("\x00\x1b\x85\r\n\u200b\u202e\u0301\u0430|- aA0"),
    ),
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(cells=st.lists(CELLS, min_size=7, max_size=7))
def test_what_is_imported_no_check_refuses(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str]
) -> None:
    name, alias, role, title, publisher, quote, tag = (f'"{cell}"' for cell in cells)
    base = tmp_path_factory.mktemp("random")
    project = new_project(base, ())
    rows = {
        "actors.csv": [f"a-1,{name},person,XA,{alias},,", "s-1,Samplia,state,XA,,,"],
        "sources.csv": [f"{U1},{publisher},{title},2021,{tag}", f"{U2},Herald,,2021,en"],
        "roles.csv": [f"s-1,{role},s-1,2020,,start,{U2}"],
        "stances.csv": [
            f"t-1,a-1,sanctions-on-russia,favours,,,,{title},{quote},{tag},,words,{U1}",
            f"t-2,s-1,sanctions-on-russia,favours,,,t-1,,{quote},en,,words,{U2}",
        ],
    }
    with contextlib.suppress(InputError):
        import_tables(project, tables(base / "t", rows), partial=True)
    assert [p for p in check(project, workers=0) if p.severity == "error"] == []
    read_records(read_seeds(project))


def test_who_imports_waits_for_who_writes(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.seeds.lock.PATIENCE", 0.0)
    folder = tables(tmp_path / "t", GOOD)
    with alone(project.seeds):
        with pytest.raises(StoreLocked):
            import_tables(project, folder)
        assert import_tables(project, folder, write=False).new > 8
    assert list(project.seeds.rglob("*.ttl")) == []


HEADER = COLUMNS["actors.csv"]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("", 1, "no column 'id', 'name'"),
        ("\n\n", 1, "no column 'id', 'name'"),
        ("id,name\n", 1, "no column 'type', 'country'"),
        ("id,name\nx,Xenia\n", 1, "no column 'type'"),
        (f"\n{HEADER},name\n", 2, "column 'name' stands twice"),
        (f"{HEADER}\nx,Xenia,person,XA,,\n", 2, "6 cells, and the header has 7"),
        (f"{HEADER}\n{GOOD['actors.csv'][1]}\nx,X,person,XA,,,,\n", 3, "8 cells"),
        (f"{HEADER}\n\n\nx,X,robot,XA,,,\n", 4, "'robot' is none of"),
        (f'{HEADER}\na-1,A,state,XA,,,\nx,"Xenia,person,XA,,,\n\n', 3, "unexpected end of data"),
        (f'{HEADER}\nx,"Xe"nia,person,XA,,,\n', 2, "expected after"),
        (f"{HEADER}\n\nx,{'X' * 140_000},person,XA,,,\n", 3, "field larger than"),
    ],
)
def test_a_table_of_the_wrong_shape_is_told(
    project: Project, tmp_path: Path, content: str, line: int, reason: str
) -> None:
    path = tmp_path / "actors.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        import_tables(project, tmp_path)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == (path, line)
    assert reason in problem.message
    assert list(project.seeds.rglob("*.ttl")) == []


def test_a_row_of_other_cells_keeps_no_other_row_out(project: Project, tmp_path: Path) -> None:
    table(tmp_path, "actors.csv", ["x,X,person", GOOD["actors.csv"][1]])
    done = import_tables(project, tmp_path, partial=True)
    assert (done.rows, done.new, len(done.problems)) == (2, 1, 1)


def test_nameless_columns_at_the_end_do_no_harm(project: Project, tmp_path: Path) -> None:
    table(tmp_path, "actors.csv", [f"{GOOD['actors.csv'][1]},,"], header=f"{HEADER},,")
    assert import_tables(project, tmp_path).new == 1


def test_every_table_that_is_none_is_told(project: Project, tmp_path: Path) -> None:
    table(tmp_path, "actors.csv", [], header="id")
    path = table(tmp_path, "sources.csv", [f"{U1},Herald,J,2021,de"])
    path.write_bytes(path.read_bytes().replace(b",J,", "\n,Jörg,".encode("latin-1")))
    with pytest.raises(InputError) as caught:
        import_tables(project, tmp_path, partial=True)
    places = [(each.path.name, each.line, each.message) for each in caught.value.problems]
    assert places[0][:2] == ("actors.csv", 1)
    assert places[1] == ("sources.csv", 3, "the file is not UTF-8")


def test_a_table_that_cannot_be_read_is_told(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table(tmp_path, "actors.csv", [])

    def refused(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    seeds = read_seeds(project)
    monkeypatch.setattr("kg.seeds.imports.read_seeds", lambda _: seeds)
    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(InputError) as caught:
        import_tables(project, tmp_path)
    (problem,) = caught.value.problems
    assert (problem.path, problem.message) == (tmp_path / "actors.csv", "Permission denied")


def test_a_name_that_no_folder_can_have_is_told(project: Project) -> None:
    with pytest.raises(InputError, match="there is no such folder"):
        import_tables(project, Path("a" * 300))


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
    assert [actor.name for actor in found(project, Actor)] == ["Anna Examplova"]


def test_the_codebook_comes_in_from_its_own_table(project: Project, tmp_path: Path) -> None:
    row = "example-bridge,peace,The bridge,Bridge,It should be built.,builds,leaves,for,against"
    import_tables(project, tables(tmp_path / "t", {"propositions.tsv": [row]}))
    assert "example-bridge" in [p.id for p in found(project, Proposition)]
    codebook = project.ontology / "codebook.ttl"
    assert codebook.read_bytes() == write_turtle(read_turtle(codebook))


def test_problems_are_values_that_tell_file_and_line() -> None:
    problem = Problem(Path("a.csv"), 3, 0, "not imported: why")
    assert str(problem) == "a.csv:3: error: not imported: why"


def test_a_table_that_cannot_be_read_is_not_passed_over(project: Project, tmp_path: Path) -> None:
    folder = tables(tmp_path / "t", {"actors.csv": GOOD["actors.csv"]})
    path = folder / "roles.csv"
    path.symlink_to("gone.csv")
    with pytest.raises(InputError) as caught:
        import_tables(project, folder)
    assert [str(problem) for problem in caught.value.problems] == [
        f"{path}: error: No such file or directory"
    ]
    assert found(project, Actor) == []
