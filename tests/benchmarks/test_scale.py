"""The measurement at scale: its arithmetic, what it keeps, how it ends what takes too long."""

from __future__ import annotations

import io
import json
import math
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from operator import attrgetter
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from benchmarks import scale_build, scale_change
from benchmarks.scale_answering import ENGINES, _forked, main
from benchmarks.scale_asked import asking
from benchmarks.scale_build import BUILD, QUADS, RAW, Bench, Load, measure_build, prepare
from benchmarks.scale_change import PART as CHANGE
from benchmarks.scale_change import apply_changes
from benchmarks.scale_costs import (
    FAILED,
    TIME_OUT,
    TOO_MUCH,
    Cost,
    disk,
    run_tree,
    tree,
    tree_memory,
)
from benchmarks.scale_engines import (
    VIRTUOSO,
    ask,
    buffers_for,
    cut,
    load_virtuoso,
    teach_languages,
    virtuoso,
)
from benchmarks.scale_outputs import _SHACL, Task, _run
from benchmarks.scale_queries import PART as QUERIES
from benchmarks.scale_queries import WHOLE, kind_of
from benchmarks.scale_report import report
from benchmarks.scale_results import (
    OURS,
    Result,
    Results,
    exponent,
    growth,
    ratio,
    share,
    shown,
    table,
    times,
)
from benchmarks.scale_sizing import MEASURES, _grown
from benchmarks.scale_texts import write_texts
from benchmarks.scale_worker import INSIDE, Worker
from benchmarks.seeded import write_project
from benchmarks.serving_servers import Endpoint, theirs
from kg.build.build import build
from kg.project import Project
from kg.queries.catalogue import read_catalogue
from kg.store.embedded import open_reader
from tests.invented import ROOT

SOURCE = Project(ROOT, ROOT / "build" / "store")
ASKED = "SELECT ?stance WHERE { ?stance a <https://w3id.org/eurostance/ns#Stance> }"


def result(size: int, seconds: float, **told: object) -> Result:
    known = {"part": "part", "name": "name", "engine": OURS} | told
    return Result(size=size, seconds=seconds, **known)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("scale")
    write_project(SOURCE, 200, folder / "project")
    made = Project(folder / "project", folder / "store")
    build(made)
    return made


@pytest.mark.parametrize(
    ("points", "power"),
    [
        ([(10, 3.0), (100, 30.0)], 1.0),
        ([(100, 400.0), (10, 4.0)], 2.0),
        ([(10, 1.0), (50, 9.0), (1000, 10.0)], 0.5),
        ([(10, 5.0), (100, 5.0)], 0.0),
    ],
)
def test_the_exponent_is_that_of_the_ends(points: list[tuple[int, float]], power: float) -> None:
    assert exponent(points) == pytest.approx(power)


@pytest.mark.parametrize("points", [[], [(10, 1.0)], [(10, 1.0), (10, 2.0)], [(1, None), (9, 2.0)]])
def test_no_exponent_of_one_size(points: list[tuple[int, float | None]]) -> None:
    assert exponent(points) is None


def test_ratios() -> None:
    assert ratio(3.0, 2.0) == 1.5
    assert ratio(None, 2.0) is None
    assert ratio(3.0, 0.0) is None


def test_a_time_out_counts_as_its_limit_and_a_failure_not_at_all() -> None:
    ours, late = result(1, 6.0), result(1, 60.0, outcome=TIME_OUT)
    assert share(ours, late) == pytest.approx(0.1)
    assert share(ours, result(1, 60.0, outcome=f"{FAILED}: no")) is None
    assert share(ours, None) is None


@pytest.mark.parametrize("outcome", [TIME_OUT, TOO_MUCH, FAILED])
def test_what_we_did_not_end_meets_no_goal(outcome: str) -> None:
    ours, other = result(1, 60.0, outcome=outcome), result(1, 6.0)
    assert share(ours, other) == share(ours, result(1, 60.0, outcome=TIME_OUT)) == math.inf
    assert share(ours, result(1, 60.0, outcome=FAILED)) is None
    assert times(math.inf) == "∞"


def test_growth_is_the_largest_from_one_size_to_the_next() -> None:
    grown = [result(1000, 90.0), result(10, 1.0), result(100, 3.0)]
    assert growth(grown) == pytest.approx(math.log10(30))
    assert growth([*grown, result(10_000, 60.0, outcome=TIME_OUT)]) == math.inf
    assert growth([*grown, result(100, 60.0, engine="other", outcome=TIME_OUT)]) != math.inf
    assert growth(grown[:1]) is None
    rows = [result(10, 1.0, amount=2), result(100, 1.0, amount=200), result(1000, 1.0)]
    assert growth(rows, attrgetter("amount")) == pytest.approx(2.0)


def test_what_cannot_shrink_is_derived_in_proportion_and_memory_in_a_straight_line() -> None:
    known: dict[int, float | None] = {100: 3.0, 1000: 12.0}
    time, memory = (
        next(one for one in MEASURES if one.proportional is fixed) for fixed in (True, False)
    )
    assert _grown(known, 10_000, time) == pytest.approx(120.0)
    assert _grown(known, 10_000, memory) == pytest.approx(102.0)
    assert _grown({100: 3.0, 1000: None}, 10_000, time) is None


def test_tables() -> None:
    assert shown(1234.567) == "1,234.57"
    assert shown(None) == "–"
    assert (times(0.0312), times(3.0), times(None)) == ("0.0312", "3.00", "–")
    made = table(("a", "b"), [("x|y", "1")])
    assert made == "| a | b |\n| --- | --- |\n| x\\|y | 1 |"


def test_what_was_measured_is_known_again(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    kept = result(10, 1.5, amount=7, outcome="")
    Results(path).add(kept)
    assert Results(path).get(10, "part", "name", OURS) == kept
    newer = result(10, 2.5)
    Results(path).add(newer)
    assert Results(path).of("part") == [newer]
    assert Results(path).sizes() == [10]


def test_a_line_that_was_cut_off_is_measured_anew(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    Results(path).add(result(10, 1.5))
    with path.open("a", encoding="utf-8") as stream:
        stream.write('{"size": 100, "part": "pa')
    assert Results(path).sizes() == [10]


def test_the_line_after_one_that_was_cut_off_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    path.write_text('{"size": 100, "part": "pa', encoding="utf-8")
    Results(path).add(result(10, 1.5))
    assert Results(path).sizes() == [10]


def test_a_process_is_measured_with_its_children(tmp_path: Path) -> None:
    program = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
    child = "held = bytearray(80 * 2**20); held[::4096] = bytes([1]) * len(held[::4096]); input()"
    child = child.replace("input()", "import time; time.sleep(0.5)")
    cost = run_tree([sys.executable, "-c", program, child], tmp_path / "log")
    assert cost.outcome == ""
    assert cost.memory > 80
    assert cost.cpu > 0


def test_what_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    told = tmp_path / "child"
    program = (
        "import os, pathlib, sys\n"
        "child = os.fork()\n"
        "if child: pathlib.Path(sys.argv[1]).write_text(str(child))\n"
        "import time; time.sleep(600)\n"
    )
    command = [sys.executable, "-c", program, str(told)]
    cost = run_tree(command, tmp_path / "log", limit=1.5)
    assert cost.outcome == TIME_OUT
    state = Path(f"/proc/{told.read_text()}/stat")
    # What is killed may not have been told yet, nor buried by whoever inherits it.
    deadline = time.monotonic() + 30
    while not _is_dead(state) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _is_dead(state)


def _is_dead(state: Path) -> bool:
    try:
        return ") Z " in state.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_an_interruption_ends_what_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def interrupted(process: int, *_: object) -> None:
        seen.append(process)
        raise KeyboardInterrupt

    monkeypatch.setattr("benchmarks.scale_costs._watched", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_tree([sys.executable, "-c", "input()"], tmp_path / "log")
    with pytest.raises(ProcessLookupError):
        os.kill(seen[0], 0)


def test_what_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    program = "held = []\nwhile True: held.append(bytes([1]) * 2**22)"
    cost = run_tree([sys.executable, "-c", program], tmp_path / "log", most=100)
    assert cost.outcome == TOO_MUCH


def test_the_end_of_a_process_is_not_slept_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause = 120.0
    monkeypatch.setattr("benchmarks.scale_costs._LEAST_PAUSE", pause)
    assert run_tree([sys.executable, "-c", "pass"], tmp_path / "log").seconds < pause


def test_an_error_is_an_outcome(tmp_path: Path) -> None:
    cost = run_tree([sys.executable, "-c", "raise SystemExit('no')"], tmp_path / "log")
    assert cost.outcome == FAILED
    assert (tmp_path / "log").read_text() == "no\n"


def test_output_goes_where_it_is_wanted(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_tree([sys.executable, "-c", "print(1)"], tmp_path / "log", out=out)
    assert out.read_text() == "1\n"


def test_this_process_is_a_tree() -> None:
    assert next(tree(os.getpid())) == os.getpid()
    assert tree_memory(os.getpid()) > 10
    assert tree_memory(2**22 + 1) == 0


def test_files_with_several_names_take_their_disk_once(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"x" * 1000)
    (tmp_path / "two").hardlink_to(tmp_path / "one")
    assert disk(tmp_path) == disk(tmp_path / "one") == 1000


def test_kinds_of_queries() -> None:
    kinds = {name: kind_of(query) for name, query in read_catalogue(SOURCE).items()}
    assert kinds["stances-of"] == "one actor"
    assert kinds["reactions-to"] == "one actor"
    assert kinds["positions-as-of"] == "one proposition"
    assert kinds["government-line"] == "one country"
    assert kinds["evidence-for"] == "one stance"
    for name in ("activity-by-month", "search-quotes", "office-holders", "summary"):
        assert kinds[name] == WHOLE


def test_virtuoso_has_memory_by_size_within_bounds() -> None:
    assert buffers_for(10) == 20_000
    assert buffers_for(10**9) == 230_000


def test_texts_have_other_speakers_in_every_copy(project: Project, tmp_path: Path) -> None:
    gold = len(list((ROOT / "tests" / "gold" / "docs").glob("*.txt")))
    write_texts(project, gold + 2, tmp_path / "texts")
    texts = [path.read_text() for path in sorted((tmp_path / "texts").iterdir())]
    assert len(set(texts)) == gold + 2
    first, again = texts[0], texts[gold]
    assert len(first.split()) == len(again.split())
    assert first.split()[:-1] != again.split()[:-1]


@pytest.fixture(params=sorted(ENGINES))
def worker(request: pytest.FixtureRequest, project: Project, tmp_path: Path) -> Iterator[Worker]:
    place = project.folder
    if request.param == "rdflib":
        place = tmp_path / "quads.nq"
        lines = (f"{quad} .\n" for quad in open_reader(project.folder))
        place.write_text("".join(lines), encoding="utf-8")
    with Worker(request.param, place, 120.0) as started:
        yield started


def test_every_engine_gives_as_many_rows(worker: Worker, project: Project) -> None:
    rows = len(list(open_reader(project.folder).query(ASKED)))  # type: ignore[arg-type]
    told = worker.ask(ASKED)
    assert (told.rows, told.outcome) == (rows, "")
    assert told.seconds > 0
    assert worker.memory > 0
    construct = (
        "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t . ?s a <https://w3id.org/eurostance/ns#Shift> }"
    )
    assert worker.ask(construct).outcome == ""
    assert worker.ask("SELECT nothing").outcome.startswith(FAILED)
    assert worker.ask(ASKED).rows == rows


CONSTRUCT = "CONSTRUCT { ?s a ?t } WHERE { ?s a <https://w3id.org/eurostance/ns#Stance> ; a ?t }"
PROPOSED = """SELECT ?candidate WHERE {
    GRAPH <https://w3id.org/eurostance/graph/candidates> {
        ?candidate a <https://w3id.org/eurostance/ns#Candidate>
    }
}"""


def _agrees(server: Endpoint, project: Project) -> None:
    """A server gives as many rows as the engine alone, of the default graph and of another."""
    store = open_reader(project.folder)
    for text in (ASKED, PROPOSED, CONSTRUCT):
        rows = len(list(store.query(text)))  # type: ignore[arg-type]
        told = ask(server, text, triples=text == CONSTRUCT, limit=60.0)
        assert (told.rows, told.outcome) == (rows, "")
        assert rows
    assert ask(server, "SELECT nothing", triples=False, limit=60.0).outcome == FAILED
    none = ASKED.replace("Stance>", "None>")
    assert ask(server, none, triples=False, limit=60.0).rows == 0


def test_the_server_of_oxigraph_is_asked(project: Project) -> None:
    with theirs(project.folder, 60) as server:
        _agrees(server, project)
    assert ask(server, ASKED, triples=False, limit=5.0).outcome == FAILED


@pytest.mark.skipif(shutil.which("virtuoso-t") is None, reason="Virtuoso 7 is not installed")
def test_virtuoso_is_loaded_and_asked(project: Project, tmp_path: Path) -> None:
    quads = tmp_path / "quads.nq"
    open_reader(project.folder).dump(str(quads), format=RdfFormat.N_QUADS)
    folder = tmp_path / "virtuoso"
    with virtuoso(folder, 200, 60) as (server, sql), cut(quads, folder) as pieces:
        teach_languages(sql, quads)
        load_virtuoso(sql, pieces)
        _agrees(server, project)


def test_a_query_of_rdflib_that_takes_too_long_is_ended() -> None:
    def wait(_: str) -> tuple[int, float]:
        threading.Event().wait()
        return 0, 0.0

    asked = _forked(wait, 0.2)
    with pytest.raises(TimeoutError):
        asked(ASKED)


def test_a_query_of_rdflib_takes_as_long_as_its_process_says() -> None:
    assert _forked(lambda text: (len(text), 0.5), 60.0)("four") == (4, 0.5)


def test_an_engine_is_told_the_seconds_of_its_answer(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def answered(text: str) -> tuple[int, float]:
        if text == "bad":
            raise ValueError("no")
        return len(text), 1234.5

    monkeypatch.setitem(ENGINES, "invented", lambda _place, _limit: answered)
    monkeypatch.setattr("sys.stdin", io.StringIO('"four"\n"bad"\n'))
    main("invented", Path(), 60.0)
    _, good, bad = map(json.loads, capfd.readouterr().out.splitlines())
    assert good == {"seconds": 1234.5, "rows": 4, "outcome": ""}
    assert (bad["rows"], bad["outcome"]) == (None, f"{FAILED}: no")
    assert bad["seconds"] > 0


def test_changes_are_counted_and_turned_back(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = scale_change._built
    sizes: list[int] = []

    def seen(project: Project, changes: list[tuple[Path, str]], copy: Path) -> object:
        before = set(Store.read_only(str(copy)))
        found = built(project, changes, copy)
        sizes.append(len(before ^ set(Store.read_only(str(copy)))))
        return found

    monkeypatch.setattr(scale_change, "_built", seen)
    folder = tmp_path / "project"
    write_project(SOURCE, 150, folder)
    changed = Project(folder, tmp_path / "store")
    before = {path: path.read_bytes() for path in folder.rglob("*.ttl")}
    told = apply_changes(changed, 2)
    assert {path: path.read_bytes() for path in folder.rglob("*.ttl")} == before
    assert not build(changed).changed
    assert isinstance(told["quads"], int)
    assert told["quads"] >= 4
    # The bare engine has as much to do when it opens the store: it undoes both documents.
    assert sizes[0] > told["quads"]
    assert json.loads(json.dumps(told)) is not None


def test_a_report_of_nothing_and_of_something(tmp_path: Path) -> None:
    results = Results(tmp_path / "results.jsonl")
    kinds = {"stances-of": "one actor", "summary": WHOLE}
    assert "| exponent of the build | 1.10 | – |  |" in report(results, kinds)
    for size, seconds in ((100, 3.0), (10_000, 900.0)):
        results.add(result(size, seconds, part="build", name=BUILD, amount=7, memory=5.0, cpu=1.0))
        results.add(result(size, 1.0, part="build", name=QUADS, engine=RAW, disk=5_000_000))
        results.add(result(size, 2.0, part="build", name=BUILD, engine=RAW, cpu=4.0))
        results.add(result(size, 0.2, part=CHANGE, name="one document"))
        for engine, took, rows in ((OURS, 0.3, 5), (RAW, 0.2, 5), (INSIDE, 0.2, 5)):
            told = {"part": QUERIES, "engine": engine, "amount": rows}
            results.add(result(size, took, name="stances-of", **told))
        results.add(result(size, 0.1, name="stances-of", part=QUERIES, engine=VIRTUOSO, amount=6))
    text = report(results, kinds)
    assert "| exponent of the build | 1.10 | 1.24 | missed |" in text
    assert "| build / bulk load of the same quads, 100 | 1.50 | 1.50 | met |" in text
    assert "| largest of queries, kg / pyoxigraph, 100 | 1.30 | 1.50 | missed |" in text
    assert "| median of queries, kg / Virtuoso, 10,000 | 1.00 | 3.00 | missed |" in text
    assert "5 or 6" in "".join(asking(results, kinds))


def test_a_bench_knows_what_is_still_to_be_measured(tmp_path: Path) -> None:
    results = Results(tmp_path / "results.jsonl")
    bench = Bench(100, tmp_path, results, smallest=True)
    assert bench.lacks("build", BUILD, OURS)
    results.add(result(100, 1.0, part="build", name=BUILD))
    assert not bench.lacks("build", BUILD, OURS)
    assert bench.lacks("build", BUILD, RAW)
    results.add(result(100, 1.0, part="build", name=BUILD, engine=RAW, outcome=f"{FAILED}: no"))
    assert bench.lacks("build", BUILD, RAW)
    results.add(result(100, 1.0, part="build", name=BUILD, engine=RAW, outcome=TIME_OUT))
    assert not bench.lacks("build", BUILD, RAW)
    assert bench.kg("build")[-1] == "build"


def test_quads_that_were_not_written_whole_are_not_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = Results(tmp_path / "results.jsonl")
    results.add(result(100, 1.0, part="build", name=BUILD))
    bench = Bench(100, tmp_path, results, smallest=True)
    bench.project.root.mkdir(parents=True)
    bench.project.folder.mkdir()
    (bench.project.folder / "current").touch()

    def cut_off(command: list[str], _log: Path, *, limit: float) -> Cost:
        Path(command[-1]).write_bytes(b"<x:half")
        return Cost(limit, 1.0, 1.0, TIME_OUT)

    monkeypatch.setattr("benchmarks.scale_build.run_tree", cut_off)
    with pytest.raises(SystemExit, match="the quads of the store: time-out"):
        prepare(bench)
    assert not bench.quads.exists()
    assert bench.lacks("build", QUADS, OURS)


def test_the_middle_one_of_builds_that_took_turns_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = Results(tmp_path / "results.jsonl")
    bench = Bench(100, tmp_path, results, smallest=True)
    took = {OURS: [3.0, 1.0, 2.0], RAW: [1.0, 5.0, 4.0]}
    asked: list[str] = []

    def way(engine: str) -> Load:
        asked.append(engine)
        seconds = took[engine][asked.count(engine) - 1]
        late = TIME_OUT if (engine, seconds) == (RAW, 5.0) else ""
        return Load(Cost(seconds, seconds, 1.0, late), 7, seconds / 10)

    monkeypatch.setattr(scale_build, "_write_seeds", lambda _: None)
    monkeypatch.setattr(scale_build, "database", lambda folder: folder)
    monkeypatch.setattr(
        scale_build, "_ways", lambda _: ((name, partial(way, name)) for name in took)
    )
    bench.folder.mkdir()
    Store(str(bench.project.folder))
    measure_build(bench)
    # What took too long once is not tried again.
    assert asked == [OURS, RAW, OURS, RAW, OURS]
    ours, words = (results.get(100, "build", name, OURS) for name in (BUILD, scale_build.WORDS))
    assert ours
    assert words
    assert (ours.seconds, ours.disk, words.seconds) == (2.0, 7, 0.2)
    bare = results.get(100, "build", BUILD, RAW)
    assert bare
    assert (bare.seconds, bare.outcome) == (5.0, TIME_OUT)


def test_what_tells_its_cost_is_believed(project: Project, tmp_path: Path) -> None:
    bench = Bench(200, tmp_path, Results(tmp_path / "results.jsonl"), smallest=True)
    bench.folder.mkdir()
    told = [sys.executable, "-c", "print([0.25, 1234.5])"]
    cost = _run(bench, Task("told", "invented", told, tells=True))
    assert (cost.seconds, cost.cpu, cost.outcome) == (0.25, 1234.5, "")
    shapes = [sys.executable, "-c", _SHACL, str(project.root)]
    assert _run(bench, Task("check", "pyshacl", shapes, tells=True)).outcome == ""
