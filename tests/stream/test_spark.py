"""Extraction over Apache Spark: the same as in a pool, whoever is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.extract.engines import RULES, Engine
from kg.extract.lexicon import english
from kg.ingest.articles import Article, Unreadable
from kg.ingest.sources import read_articles
from kg.project import Project
from kg.stream.articles import Archive
from kg.stream.partition import Crew, Pool
from kg.stream.rows import jsonl
from kg.stream.spark import Cluster, require_spark
from kg.stream.stream import Method, Reading, find_stances
from tests.invented import ROOT, new_project
from tests.invented_articles import write_varied
from tests.stream.test_stream import keep_all, same_address

COUNT = 120
MISSING = [name for name in ("pyspark", "pandas", "pyarrow") if not find_spec(name)]
if not shutil.which("java"):
    MISSING.append("java")


@pytest.fixture(autouse=True, scope="module")
def _spark() -> None:
    told = f"nothing over Spark is tested: there is no {', '.join(MISSING)}"
    if MISSING and os.environ.get("KG_REQUIRE_SPARK") == "1":
        pytest.fail(f"KG_REQUIRE_SPARK is 1, and {told}")
    if MISSING:
        pytest.skip(told)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("spark"))


@pytest.fixture(scope="module")
def archive(project: Project) -> Archive:
    return Archive(project)


@pytest.fixture(scope="module")
def method() -> Method:
    return Method(RULES, english())


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with Cluster("local[2]") as cluster:
        yield cluster


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_varied(tmp_path_factory.mktemp("sources") / "all.jsonl", COUNT, sentences=2)


Read = Callable[[Crew], list[str]]


@pytest.fixture(scope="module")
def read(archive: Archive, method: Method, source: Path) -> Read:
    """What becomes of all articles, one line each, with every reason."""

    def run(crew: Crew) -> list[str]:
        told = find_stances(read_articles([str(source)]), archive, method, crew=crew)
        return [
            jsonl([(c, o.extraction.reasons[c.id]) for c in o.extraction.candidates])
            + f"{o.extraction.run} {o.document} {o.place}"
            if isinstance(o, Reading)
            else str(o)
            for o in told
        ]

    return run


@pytest.fixture(scope="module")
def pooled(read: Read) -> list[str]:
    return read(Pool(2))


def test_spark_gives_what_a_pool_gives(
    read: Read, pooled: list[str], cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_most", 64)
    assert len(pooled) == COUNT
    assert sum("Known" in told for told in pooled) > 5
    assert sum("Unreadable" in told for told in pooled) > 5
    assert "2025-" in "".join(pooled)
    assert read(cluster) == pooled


def test_the_seeds_are_the_same_by_spark_and_one_by_one(
    method: Method, cluster: Cluster, tmp_path: Path
) -> None:
    kept = []
    for name, crew in (("one", Pool(1)), ("spark", cluster)):
        project = new_project(tmp_path / name)
        keep_all(project, same_address(20), method, crew)
        files = project.seeds.rglob("*.ttl")
        kept.append({path.relative_to(project.seeds): path.read_bytes() for path in files})
    assert kept[0] == kept[1]
    assert sum("candidates" in path.parts for path in kept[0]) == 20


KILLER = """
import os, signal, sys
from tests.stream.test_spark import at_work
os.kill(at_work(*map(int, sys.argv[1:])), signal.SIGKILL)
"""


def at_work(java: int, depth: int) -> int:
    """A process so many generations below Java's whose reader is at a text just now."""
    ends = time.monotonic() + 300
    while time.monotonic() < ends:
        found = below(java, 3)
        before = {reader: ticks(reader) for reader in found}
        time.sleep(0.1)
        for reader in found:
            if ticks(reader) > before[reader] + 2:
                return reader if depth == 3 else parent(reader)
    raise TimeoutError


def fields(process: int) -> list[str]:
    """What the system tells of a process, from its state on."""
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return ["X", *["0"] * 50]
    return told.rpartition(")")[2].split()


def ticks(process: int) -> int:
    return int(fields(process)[11])


def parent(process: int) -> int:
    return int(fields(process)[1])


def children(process: int) -> list[int]:
    numbers = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    told = {number: fields(number) for number in numbers}
    return [n for n in numbers if int(told[n][1]) == process and told[n][0] not in "ZX"]


def below(process: int, depth: int) -> list[int]:
    """The children of children of a process, so many generations down."""
    found = [process]
    for _ in range(depth):
        found = [child for each in found for child in children(each)]
    return found


def test_who_is_killed_midway_loses_and_doubles_nothing(
    read: Read, pooled: list[str], cluster: Cluster
) -> None:
    """Java has a daemon of Python below it, that has workers, and each of these a reader."""
    java = below(cluster._session._child, 1)
    assert len(java) == 1
    for depth in (2, 3):
        command = [sys.executable, "-c", KILLER, str(java[0]), str(depth)]
        with subprocess.Popen(command, cwd=ROOT) as killer:
            while killer.poll() is None:
                assert read(cluster) == pooled
            assert killer.returncode == 0
    assert below(cluster._session._child, 1) == java


def test_a_text_that_takes_too_long_costs_no_other(
    archive: Archive, method: Method, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "Anna Examplova said that Europe must talk to Russia directly. "
    articles = [
        Article(f"a{n}", said * (40_000 if n == 2 else 1) + f"Day {n}.\n") for n in range(5)
    ]
    monkeypatch.setattr(cluster, "_seconds", 8)
    told = list(find_stances(articles, archive, method, crew=cluster))
    assert [type(each) for each in told] == [Reading, Reading, Unreadable, Reading, Reading]
    assert "not done within 8 s" in str(told[2])


def test_a_node_that_has_not_the_same_engine(
    archive: Archive, method: Method, cluster: Cluster
) -> None:
    other = replace(method, engine=Engine("rules", "0"))
    with pytest.raises(UsageError, match="a node of Spark reads by"):
        list(find_stances([Article("a", "Europe must talk.\n")], archive, other, crew=cluster))


def test_nothing_is_asked_of_spark_where_nothing_is_to_be_read(
    archive: Archive, method: Method
) -> None:
    with Cluster("local") as cluster:
        told = [Unreadable(f"a{n}", "broken") for n in range(5_000)]
        assert list(find_stances(told, archive, method, crew=cluster)) == told
        assert cluster._session.connection is None


def kg(project: Project, *arguments: str | Path) -> list[str]:
    options = ["--root", str(project.root), "extract", "--engine", "rules", *map(str, arguments)]
    return [sys.executable, "-m", "kg", *options]


def test_a_driver_that_is_killed_goes_on_where_it_stopped(project: Project, tmp_path: Path) -> None:
    source = write_varied(tmp_path / "all.jsonl", 600, sentences=0)
    one, many = tmp_path / "one.jsonl", tmp_path / "many.jsonl"
    subprocess.run(kg(project, source, "-o", one, "--workers", "2"), capture_output=True)
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    begun = subprocess.Popen(
        kg(project, source, "-o", many, "--spark", "local[2]"), env=environment
    )
    ends = time.monotonic() + 100
    while not (many.exists() and many.stat().st_size) and time.monotonic() < ends:
        assert begun.poll() is None
        time.sleep(0.05)
    (session,) = children(begun.pid)
    begun.kill()
    begun.wait()
    assert 0 < many.stat().st_size < one.stat().st_size
    # Spark ends with whoever started it, and leaves nothing.
    while fields(session)[0] not in "ZX" and time.monotonic() < ends:
        time.sleep(0.05)
    assert not list(tmp_path.glob("kg-spark-*"))
    subprocess.run(kg(project, source, "-o", many), capture_output=True)
    assert many.read_bytes() == one.read_bytes()
    assert many.with_name("many.jsonl.done").read_bytes() == (
        one.with_name("one.jsonl.done").read_bytes()
    )


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_pool_whose_reader_is_killed_loses_and_doubles_nothing(
    project: Project, source: Path, tmp_path: Path, pooled: list[str], workers: str
) -> None:
    arguments = kg(project, source, "--workers", workers)
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        assert run.stdout is not None
        first = run.stdout.readline()
        for reader in children(run.pid):
            os.kill(reader, signal.SIGKILL)
        told = first + run.stdout.read()
    whole = subprocess.run(kg(project, source), capture_output=True)
    assert told == whole.stdout
    assert told.count(b"\n") > COUNT / 4


@pytest.mark.parametrize(
    "master",
    ["", "nonsense", "local[0]", "local[x]", "spark://host", "http://host:1", "local[2] x"],
)
def test_what_is_no_master(master: str) -> None:
    with pytest.raises(UsageError, match="no master"):
        require_spark(master)


def test_what_spark_needs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UsageError, match="needs Java"):
        require_spark("local[2]")
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="needs Java"):
        require_spark("local")
    monkeypatch.setattr("kg.stream.spark.find_spec", lambda name: None)
    with pytest.raises(UsageError, match="needs pyspark, pandas, pyarrow") as caught:
        require_spark("local")
    assert "eurostance[spark]" in str(caught.value.hint)


def test_spark_that_cannot_start(
    archive: Archive, method: Method, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One line, with what Java says of it, and nothing left behind."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    for name in ("HADOOP_CONF_DIR", "YARN_CONF_DIR"):
        monkeypatch.delenv(name, raising=False)
    with Cluster("yarn") as cluster, pytest.raises(UsageError, match="HADOOP_CONF_DIR"):
        list(find_stances([Article("a", "Europe must talk.\n")], archive, method, crew=cluster))
    assert list(tmp_path.iterdir()) == []


def test_spark_is_not_loaded_before_it_is_asked_for() -> None:
    code = "import sys, kg.cli.main, kg.stream.spark; print({'pyspark', 'pandas'} & {*sys.modules})"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert told.stdout == "set()\n", told.stderr
