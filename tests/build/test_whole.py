from __future__ import annotations

import contextlib
import errno
import gc
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, Quad, QuerySolutions, RdfFormat, Store

from kg.build import build as building
from kg.build import chunks, sources
from kg.build.build import build
from kg.build.counts import count_pair
from kg.build.describe import DATASET
from kg.build.inventory import Inventory
from kg.build.plan import Late, Plan
from kg.build.sources import Source, Tree, portions
from kg.build.whole import Whole, blocks_of
from kg.errors import InputError, StoreUnusable
from kg.model.dated import place_in_time
from kg.model.stances import Stance, Verdict
from kg.project import Project
from kg.queries.catalogue import find_query
from kg.queries.run import answer
from kg.queries.table import Table
from kg.rdf.codec import decode, encode
from kg.rdf.content import read_file
from kg.rdf.terms import PREFIXES, ST, VOID, graph
from kg.rdf.turtle import read_turtle, write_turtle
from kg.store import blocks as blocks_
from kg.store import embedded, loading, words_writing
from kg.store.embedded import database, open_reader
from kg.store.loading import Loading
from kg.store.writing import FolderWriter
from tests.invented import (
    MARCH,
    REGISTRY,
    ROOT,
    RUN,
    candidate,
    copy_world,
    inventoried,
    new_project,
    quads,
    review,
    stored,
)
from tests.invented import stance as a_stance

_COUNTED = """
SELECT ?proposition ?month (COUNT(DISTINCT ?stance) AS ?stances) (COUNT(DISTINCT ?actor) AS ?actors)
  (SUM(IF(?polarity = polarity:favours, 1, 0)) AS ?favouring)
  (SUM(IF(?polarity = polarity:opposes, 1, 0)) AS ?opposing)
  (SUM(IF(?polarity = polarity:mixed, 1, 0)) AS ?mixed)
WHERE {
  ?stance st:proposition {about} ; st:holder ?actor ; st:polarity ?polarity ;
    st:earliest ?first ; st:latest ?last .
  {bound}
  BIND (SUBSTR(STR(?first), 1, 7) AS ?month)
  FILTER (?month = SUBSTR(STR(?last), 1, 7))
}
GROUP BY ?proposition ?month
"""
_HELD = """
SELECT ?proposition ?month ?stances ?actors ?favouring ?opposing ?mixed WHERE {
  GRAPH graph:counts {
    ?count a st:MonthlyCount ; st:proposition ?proposition ; st:month ?of ; st:stances ?stances ;
      st:actors ?actors ; st:favouring ?favouring ; st:opposing ?opposing ; st:mixed ?mixed .
  }
  BIND (STR(?of) AS ?month)
}
"""


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has every store built as a large one is, in many small portions."""
    monkeypatch.setattr(building, "_SMALL", 0)
    monkeypatch.setattr(sources, "_PORTION", 1000)
    monkeypatch.setattr(loading, "_AT_ONCE", 10_000)


def age(project: Project) -> None:
    """Has all files be a minute old: newer ones are not believed to be the same."""
    for path in (*project.seeds.rglob("*.ttl"), *project.ontology.glob("*.ttl")):
        os.utime(path, (time.time() - 60, time.time() - 60))


def rows(store: Store, text: str) -> set[tuple[str, ...]]:
    found = store.query(text, prefixes=PREFIXES)
    assert isinstance(found, QuerySolutions)
    return {tuple(str(term.value) for term in row) for row in found}  # type: ignore[union-attr]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_a_large_build_makes_what_a_small_one_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    project = copy_world(tmp_path)
    build(project)
    wanted = stored(project)
    other = Project(project.root, tmp_path / "large")
    with monkeypatch.context() as patch:
        patch.setattr(building, "_SMALL", 0)
        patch.setattr(sources, "_PORTION", 1000)
        patch.setattr(loading, "_AT_ONCE", 10_000)
        built = build(other, workers=workers)
    assert stored(other) == wanted
    assert sum(built.graphs.values()) == len(wanted) == built.added
    assert not (other.store / "building").exists()


def test_a_large_store_is_revised_like_any_other(tmp_path: Path, large: None) -> None:
    project = copy_world(tmp_path)
    build(project)
    path = next(
        path
        for path in sorted(project.seeds.glob("documents/*/*.ttl"))
        if "polarity:favours" in path.read_text(encoding="utf-8")
    )
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("polarity:favours", "polarity:mixed"), encoding="utf-8")
    before = embedded.database(project.store)
    assert build(project).changed
    assert embedded.database(project.store) == before
    anew = Project(project.root, tmp_path / "anew")
    build(anew)
    assert stored(project) == stored(anew)


def test_the_counts_are_what_the_stances_give(tmp_path: Path) -> None:
    project = copy_world(tmp_path)
    build(project)
    store = open_reader(project.store)
    each = _COUNTED.replace("{about}", "?proposition").replace("{bound}", "")
    any_ = _COUNTED.replace("{about}", "?about")
    together = any_.replace("{bound}", "BIND (st:AnyProposition AS ?proposition)")
    assert rows(store, each)
    assert rows(store, _HELD) == rows(store, each) | rows(store, together)


def test_candidates_and_ambivalences_are_counted_by_the_build(tmp_path: Path) -> None:
    project = copy_world(tmp_path)
    build(project)
    store = open_reader(project.store)
    there = """
    SELECT (COUNT(DISTINCT ?candidate) AS ?candidates) (COUNT(DISTINCT ?stance) AS ?ambivalences) {
      { GRAPH graph:candidates { ?candidate a st:Candidate } }
      UNION
      { ?stance st:ambivalentWith ?other FILTER (STR(?stance) < STR(?other)) }
    }
    """
    summary = answer(store, find_query(Project(ROOT, tmp_path), "summary"))
    assert isinstance(summary, Table)
    told = {row["measure"]: row["count"] for row in summary.dicts()}
    assert rows(store, there) == {(told["candidates"], told["ambivalences"])} == {("4", "1")}


@pytest.mark.parametrize(
    ("class_", "key", "held"),
    [
        ("CountryCount", "?country", "st:country ?country ;"),
        ("PositionCount", '""', ""),
    ],
)
def test_the_counts_of_positions_are_what_the_positions_give(
    tmp_path: Path, class_: str, key: str, held: str
) -> None:
    project = copy_world(tmp_path)
    build(project)
    store = open_reader(project.store)
    place = "?actor st:country ?country ." if held else ""
    stands = f"""
    SELECT ?proposition ({key} AS ?place)
      (SUM(IF(?least = 1, 1, 0)) AS ?favouring) (SUM(IF(?most = -1, 1, 0)) AS ?opposing)
      (SUM(IF(?least < 1 && ?most > -1, 1, 0)) AS ?mixed)
    WHERE {{
      {{
        SELECT ?proposition ?actor (MIN(?side) AS ?least) (MAX(?side) AS ?most) WHERE {{
          VALUES (?position ?side) {{ (st:favours 1) (st:opposes -1) (st:isMixedOn 0) }}
          ?actor ?position ?proposition .
        }}
        GROUP BY ?proposition ?actor
      }}
      {place}
    }}
    GROUP BY ?proposition {"?country" if held else ""}
    """
    told = f"""
    SELECT ?proposition ({key} AS ?place) ?favouring ?opposing ?mixed WHERE {{
      GRAPH graph:counts {{
        ?count a st:{class_} ; {held} st:proposition ?proposition ;
          st:favouring ?favouring ; st:opposing ?opposing ; st:mixed ?mixed .
      }}
    }}
    """
    assert rows(store, stands)
    assert rows(store, told) == rows(store, stands)


def test_the_description_counts_the_published_graph(tmp_path: Path, large: None) -> None:
    project = copy_world(tmp_path)
    build(project)
    published = [q for q in quads(project) if isinstance(q.graph_name, DefaultGraph)]
    reader = open_reader(project.store)
    told = {
        q.predicate: q.object.value
        for q in reader.quads_for_pattern(DATASET, None, None, graph("meta"))
        if isinstance(q.object, Literal)
    }
    assert told[VOID.triples] == str(len(published))
    assert told[VOID.distinctSubjects] == str(len({q.subject for q in published}))
    assert told[VOID.properties] == str(len({q.predicate for q in published}))


def test_what_is_registered_among_the_documents_is_found(tmp_path: Path) -> None:
    project = copy_world(tmp_path)
    build(project)
    wanted = stored(project)
    moved = project.seeds / "documents" / "actors.ttl"
    (project.seeds / "actors.ttl").rename(moved)
    build(project, anew=True)
    told = {line for line in stored(project) if "inputHash" not in line}
    assert told == {line for line in wanted if "inputHash" not in line}


def test_a_decision_on_a_stance_can_be_withdrawn(tmp_path: Path) -> None:
    project = copy_world(tmp_path)
    build(project)
    wanted = stored(project)
    stance = next(
        record
        for path in sorted(project.seeds.glob("documents/*/*.ttl"))
        for record in decode(Stance, read_turtle(path))
    )
    ledger = project.seeds / "reviews.ttl"
    about, who = f"stance/{stance.id}", "B. Withdrawer"
    refused = review(about, Verdict.REFUSE, "2026-11-01", "r-one", who)
    withdrawn = review(about, Verdict.WITHDRAW, "2026-11-02", "r-two", who)
    for made in ([refused], [refused, withdrawn]):
        told = [triple for one in made for triple in encode(one)]
        ledger.with_name("more.ttl").write_bytes(write_turtle(told))
        build(project, anew=True)
        published = {line for line in stored(project) if "graph/reviews" not in line}
        assert (published >= {x for x in wanted if stance.id in x}) == (len(made) == 2)


def test_a_register_that_changes_while_the_rest_is_read_is_not_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy_world(tmp_path)
    build(project)
    before = stored(project)

    def changed(path: Path) -> bytes:
        more = b"# later\n" if path.name == "reviews.ttl" else b""
        return read_file(path) + more

    monkeypatch.setattr(chunks, "read_file", changed)
    with pytest.raises(InputError, match=r"reviews\.ttl: has changed"):
        build(project, anew=True, workers=1)
    assert stored(project) == before


def test_what_is_no_country_counts_for_none() -> None:
    said = place_in_time(a_stance("said", said_on="2024-01-02"), [])
    assert said is not None
    for country in ("United Kingdom", "gb", "", None):
        counted, _ = count_pair("peace", country, [said])
        assert {place for _, place, what in counted if what == said.stance.polarity} == {
            "", "2024-01",
        }  # fmt: skip
    counted, _ = count_pair("peace", "GB", [said])
    assert counted["peace", "GB", said.stance.polarity.value] == 1


def test_an_inventory_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = copy_world(tmp_path)
    build(project)

    def failing(_inventory: Inventory) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(Inventory, "files", failing)
    with pytest.raises(StoreUnusable, match="inventory") as told:
        build(project)
    assert "--anew" in (told.value.hint or "")


def test_a_journal_of_the_inventory_before_is_not_taken_for_its_own(tmp_path: Path) -> None:
    project = copy_world(tmp_path)
    build(project)
    journal = project.folder / "inventory.sqlite-journal"
    journal.write_bytes(b"of another time")
    build(project, anew=True)
    assert not journal.exists()


def test_without_its_index_of_words_a_build_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    project = copy_world(tmp_path)
    build(project)
    wanted = stored(project)
    monkeypatch.setattr(words_writing, "_fill", full)
    other = Project(project.root, tmp_path / "other")
    assert build(other).changed
    assert stored(other) == wanted
    assert not list(other.folder.glob("words-*"))


def test_late_files_are_told_by_name(tmp_path: Path) -> None:
    project = copy_world(tmp_path)
    (project.seeds / "actors.ttl").rename(project.seeds / "documents" / "actors.ttl")
    tree = Tree.of(project)
    folder = tmp_path / "work"
    folder.mkdir()
    whole = Whole(Plan(tree, tree.sources()), Inventory(folder / "inventory"), folder)
    with pytest.raises(Late) as told:
        list(whole.steps())
    assert told.value.names == {"seeds/documents/actors.ttl"}


def test_every_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    project = copy_world(tmp_path)
    paths = sorted(project.seeds.glob("documents/*/*.ttl"))[:2]
    for path in (*paths, project.seeds / "actors.ttl"):
        path.write_text("this is no Turtle", encoding="utf-8")
    with pytest.raises(InputError) as told:
        build(project)
    assert {problem.path for problem in told.value.problems} == {
        *paths, project.seeds / "actors.ttl",
    }  # fmt: skip


def test_the_work_is_watched(tmp_path: Path, large: None) -> None:
    seen: list[tuple[str, int, int]] = []
    project = copy_world(tmp_path)
    build(project, watch=lambda *told: seen.append(told))
    stages = {stage: (done, total) for stage, done, total in seen}
    assert set(stages) == {"files", "pairs"}
    assert all(done == total for done, total in stages.values())


def test_blocks_are_the_same_whenever_they_are_made(tmp_path: Path) -> None:
    tree = Tree.of(copy_world(tmp_path))
    first, second = ([block.key for block in blocks_of(tree)] for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first)


def test_one_rule_in_two_spellings_is_told_once(tmp_path: Path) -> None:
    project = new_project(tmp_path, [*REGISTRY, RUN, candidate("c1")])
    path = project.seeds / "candidates" / f"{MARCH.id}.ttl"
    told = path.read_text(encoding="utf-8")
    assert '"modal"' in told
    path.write_text(told.replace('"modal"', '"modal", "modal"@en'), "utf-8")
    for block in blocks_of(Tree.of(project)):
        lines = block.content.splitlines()
        assert len(set(lines)) == len(lines) == block.triples


def test_no_triple_is_twice_in_the_blocks(tmp_path: Path) -> None:
    blocks = list(blocks_of(Tree.of(copy_world(tmp_path))))
    lines = [(b.graph, line) for b in blocks for line in b.content.splitlines()]
    assert len(set(lines)) == len(lines) == sum(block.triples for block in blocks)


def test_portions_hold_every_file_once() -> None:
    files = [Source(f"seeds/{n}.ttl", size, 1) for n, size in enumerate((5, 2**21, 0, 7, 2**20))]
    assert [source for part in portions(files) for source in part] == files
    assert len(list(portions(files))) == 2


_LOADER = """
import sys
from pathlib import Path
from kg.build import build as building, sources
from kg.project import Project
from kg.store import blocks as blocks_
from kg.store import loading
building._SMALL, sources._PORTION, loading._AT_ONCE = 0, 500, 1
def watch(stage, done, total):
    print(stage, done, total, flush=True)
building.build(Project(Path(sys.argv[1]), Path(sys.argv[2])), workers=1, watch=watch)
"""


@pytest.mark.parametrize("stage", ["files", "pairs"])
def test_a_build_that_was_killed_goes_on_where_it_was(tmp_path: Path, stage: str) -> None:
    project = copy_world(tmp_path)
    build(project)
    wanted = stored(project)
    age(project)
    store = tmp_path / "other"
    command = [sys.executable, "-c", _LOADER, str(project.root), str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as killed:
        assert killed.stdout is not None
        for number, line in enumerate(killed.stdout):
            if (number == 4 and stage == "files") or (line.startswith(stage) and stage == "pairs"):
                killed.send_signal(signal.SIGKILL)
    assert not (store / "current").exists()
    assert (store / "building").is_dir()
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert stored(Project(project.root, store)) == wanted
    first, total = done.stdout.splitlines()[0].split()[1:]
    assert stage == "pairs" or 1 < int(first) < int(total)


@pytest.mark.parametrize("at_once", [20_000, 60_000])
def test_a_build_goes_on_wherever_it_was_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    project = copy_world(tmp_path)
    build(project)
    wanted = stored(project)
    age(project)
    monkeypatch.setattr(building, "_SMALL", 30_000)
    monkeypatch.setattr(blocks_, "_AT_ONCE", 200)
    monkeypatch.setattr(sources, "_PORTION", 3_000)
    monkeypatch.setattr(loading, "_AT_ONCE", at_once)
    load, calls = Loading.load, [0, 0]

    def cut_off(database: Loading) -> None:
        load(database)
        calls[1] += 1
        if calls[1] == calls[0]:
            raise KeyboardInterrupt

    monkeypatch.setattr(Loading, "load", cut_off)
    for number in range(1, 60):
        other = Project(project.root, tmp_path / f"store-{number}")
        calls[:] = [number, 0]
        with contextlib.suppress(KeyboardInterrupt):
            build(other, workers=1)
        if calls[1] < number:
            break
        assert not (other.store / "current").exists()
        calls[:] = [0, 0]
        # What the interrupt was raised through still holds the database.
        gc.collect()
        build(other, workers=1)
        assert stored(other) == wanted
    assert 3 < number < 59


def test_what_was_on_its_way_when_a_build_was_cut_off_is_loaded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: None
) -> None:
    project = copy_world(tmp_path)
    age(project)
    build(project, workers=1)
    wanted = stored(project)
    load, calls = Loading._load, [0, 0]

    def cut_off(database: Loading, waiting: dict[str, list[bytes]], number: int) -> int:
        calls[1] += 1
        if calls[1] == calls[0]:
            # The caller hears of it when more is waiting: that has been told by then.
            raise KeyboardInterrupt
        return load(database, waiting, number)

    monkeypatch.setattr(Loading, "_load", cut_off)
    for number in range(1, 60, 3):
        other = Project(project.root, tmp_path / f"store-{number}")
        calls[:] = [number, 0]
        with contextlib.suppress(KeyboardInterrupt):
            build(other, workers=1)
        if calls[1] < number:
            break
        calls[:] = [0, 0]
        gc.collect()
        build(other, workers=1)
        assert stored(other) == wanted
        assert inventoried(other) == inventoried(project)
    assert 3 < number < 58


@pytest.mark.parametrize("where", ["before", "after", "inventory"])
def test_a_build_cut_off_at_its_end_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: None, where: str
) -> None:
    project = copy_world(tmp_path)
    age(project)
    wanted = stored_anew(project, tmp_path / "wanted")
    point = loading.point_to

    def cut_off(store: Path, folder: Path) -> None:
        if where == "after":
            point(store, folder)
        raise KeyboardInterrupt

    def kept(_writer: FolderWriter, _path: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, contextlib.suppress(KeyboardInterrupt):
        if where == "inventory":
            patch.setattr(FolderWriter, "keep", kept)
        else:
            patch.setattr(loading, "point_to", cut_off)
        build(project, workers=1)
    gc.collect()
    found = list[int]()
    make = Loading.__init__

    def made(database: Loading, store: Path, folder: Path) -> None:
        # What was left must not take the room that the new one needs.
        found.append(len(list(store.glob("db-*"))))
        make(database, store, folder)

    monkeypatch.setattr(Loading, "__init__", made)
    build(project, workers=1)
    assert stored(project) == wanted
    assert found == [0 if where == "before" else 1]
    assert len(list(project.folder.glob("db-*"))) == 1 + found[0]
    build(project, workers=1)
    assert len(list(project.folder.glob("db-*"))) == 1


def stored_anew(project: Project, folder: Path) -> list[str]:
    other = Project(project.root, folder)
    build(other, workers=1)
    return stored(other)


def test_what_a_block_holds_is_n_triples(tmp_path: Path) -> None:
    memory = Store()
    blocks = list(blocks_of(Tree.of(copy_world(tmp_path))))
    for block in blocks:
        memory.load(block.content, format=RdfFormat.N_TRIPLES, to_graph=graph(block.graph))
    assert len(memory) == sum(block.triples for block in blocks)


@pytest.fixture
def cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: None) -> Project:
    """A project with a store, and beside it the work of a build that was cut off."""
    project = copy_world(tmp_path)
    age(project)
    build(project, workers=1)

    def stop(_database: Loading) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, contextlib.suppress(KeyboardInterrupt):
        patch.setattr(Loading, "finish", stop)
        build(project, anew=True, workers=1)
    gc.collect()
    assert (project.folder / "building" / "db").is_dir()
    return project


@pytest.mark.parametrize("changed", [False, True])
def test_work_that_nobody_goes_on_with_goes(cut_off: Project, changed: bool) -> None:
    if changed:
        path = next((cut_off.seeds / "documents").glob("*/*.ttl"))
        path.write_bytes(path.read_bytes() + b"\n# One line more.\n")
    build(cut_off, workers=1)
    assert not (cut_off.folder / "building").exists()


def test_anew_means_that_nothing_of_before_is_relied_on(cut_off: Project) -> None:
    wanted = stored(cut_off)
    left = Store(str(cut_off.folder / "building" / "db"))
    left.add(Quad(DATASET, ST.inputHash, Literal("stray")))
    left.flush()
    del left
    build(cut_off, anew=True, workers=1)
    assert stored(cut_off) == wanted


@pytest.mark.parametrize("ending", ["json", "rows"])
@pytest.mark.parametrize("damage", ["cut", "empty", "gone"])
def test_work_that_a_power_loss_has_torn_is_begun_anew(
    cut_off: Project, ending: str, damage: str
) -> None:
    wanted = stored(cut_off)
    path = max(
        (cut_off.folder / "building").glob(f"files *.{ending}"), key=lambda one: one.stat().st_size
    )
    whole = path.read_bytes()
    assert len(whole) > 1
    path.unlink()
    if damage != "gone":
        path.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"")
    shutil.rmtree(database(cut_off.folder))
    (cut_off.folder / "current").unlink()
    build(cut_off, workers=1)
    assert stored(cut_off) == wanted
    assert not (cut_off.folder / "building").exists()


def test_a_large_database_that_cannot_take_its_place_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: None
) -> None:
    project = copy_world(tmp_path)

    def full(*_: object) -> None:
        raise StoreUnusable("the disk is full")

    monkeypatch.setattr(loading, "point_to", full)
    with pytest.raises(StoreUnusable, match="full"):
        build(project, workers=1)
    assert sorted(path.name for path in project.folder.iterdir()) == ["lock"]
