"""A graph that is built anew while it is served."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, Quad, Store

from kg.build.build import build
from kg.endpoint.limits import Allowance
from kg.endpoint.pool import Pool
from kg.endpoint.question import Question, Reply
from kg.errors import StoreMissing, StoreUnusable
from kg.project import Project
from kg.queries.catalogue import read_catalogue
from kg.rdf.terms import ST, mint
from kg.serve import edition as edition_module
from kg.serve import server as serving_module
from kg.serve.server import Server, is_of_the_moment
from kg.serve.settings import Settings
from kg.store.embedded import database
from kg.store.snapshot import Snapshot
from tests.invented import REGISTRY, enter, evidence, new_project, stance
from tests.serve.running import Served, serving
from tests.trust.footprint import open_files

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a st:Stance }"
SHORT = Allowance(seconds=3.0)


def count(client: httpx.Client, query: str = COUNT) -> int:
    answer = client.get("sparql", params={"query": query})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def wait_until(found: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def add(project: Project, name: str) -> None:
    """One more stance in the seeds, and the graph built anew."""
    enter(project, [stance(name), evidence(name)])
    build(project)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = new_project(tmp_path, [*REGISTRY, stance("one"), evidence("one")])
    shutil.copytree(Path(__file__).parents[2] / "queries", project.queries)
    build(project)
    return project


@pytest.fixture
def followed(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A server that looks often whether there is a newer state."""
    monkeypatch.setattr(serving_module, "_LOOKS", 0.05)
    with serving(project, allowance=SHORT) as running:
        yield running


@pytest.fixture
def unswept() -> Iterator[None]:
    """The collector of rings does not come by itself, as it may not for a long time."""
    gc.disable()
    yield
    gc.enable()


def test_a_new_build_takes_over(project: Project, followed: Served) -> None:
    old = followed.server.edition
    with followed.client() as client:
        assert count(client) == 1
        url = httpx.URL(f"{followed.base}sparql", params={"query": COUNT})
        tag = client.get(url).headers["etag"]
        assert client.get(url, headers={"If-None-Match": tag}).status_code == 304
        add(project, "two")
        wait_until(lambda: followed.server.edition is not old)
        assert count(client) == 2
        fresh = client.get(url, headers={"If-None-Match": tag})
        assert fresh.status_code == 200
        assert fresh.headers["etag"] != tag
        pids = old.pool.pids
        wait_until(lambda: not old.snapshot.folder.exists())
        wait_until(lambda: not any(lives(pid) for pid in pids))
        assert count(client) == 2
        assert len(list(project.folder.glob("snapshot-*"))) == 1


def test_a_request_that_has_begun_is_answered_from_its_own_edition(
    project: Project, followed: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go = threading.Event(), threading.Event()
    ask = Pool.ask

    async def slow(pool: Pool, question: Question, client: str) -> Reply:
        if "slow" in question.text:
            begun.set()
            while not go.is_set():
                await asyncio.sleep(0.01)
        return await ask(pool, question, client)

    monkeypatch.setattr(Pool, "ask", slow)
    found: list[int] = []

    def client() -> None:
        with followed.client() as one:
            found.append(count(one, f"{COUNT} # slow"))

    old = followed.server.edition
    thread = threading.Thread(target=client)
    thread.start()
    assert begun.wait(30)
    add(project, "two")
    wait_until(lambda: followed.server.edition is not old)
    go.set()
    thread.join(60)
    assert found == [1]


def open_in(folder: Path) -> list[str]:
    """The files in a folder that this process has open, though the folder may be gone."""
    return [name for name in open_files(os.getpid()) if name.startswith(f"{folder}/")]


def test_an_edition_that_was_replaced_keeps_no_file_open(
    project: Project, followed: Served, unswept: None
) -> None:
    old = followed.server.edition.snapshot.folder
    with followed.client() as client:
        assert client.get("actor/anna-examplova.html").status_code == 200
        assert client.get("index.html").status_code == 200
        assert open_in(old)
        add(project, "two")
        wait_until(lambda: not old.exists())
        wait_until(lambda: not open_in(old))
        assert count(client) == 2


def test_nothing_is_left_when_the_server_ends(project: Project, followed: Served) -> None:
    editions = [followed.server.edition]
    for name in ("two", "three"):
        add(project, name)
        wait_until(lambda: followed.server.edition is not editions[-1])
        editions.append(followed.server.edition)
    pids = {pid for edition in editions for pid in edition.pool.pids}
    assert pids

    def end() -> None:
        """Runs after the fixture has ended the server."""
        assert not list(project.folder.glob("snapshot-*"))
        assert not any(lives(pid) for pid in pids)

    followed.at_end.append(end)


def test_where_nothing_changes_nothing_is_made(followed: Served, project: Project) -> None:
    edition = followed.server.edition
    looks: list[int] = []
    state = serving_module.state

    def counted(store: Path) -> tuple[object, ...]:
        looks.append(1)
        return state(store)

    serving_module.state = counted
    try:
        wait_until(lambda: len(looks) > 3)
    finally:
        serving_module.state = state
    assert followed.server.edition is edition


def test_without_a_usable_new_state_the_old_one_is_served(
    project: Project, followed: Served, caplog: pytest.LogCaptureFixture
) -> None:
    edition = followed.server.edition
    with caplog.at_level(logging.WARNING, "kg.serve"), followed.client() as client:
        current = project.folder / "current"
        kept = current.read_bytes()
        current.unlink()
        wait_until(lambda: caplog.records)
        current.write_text("../../elsewhere\n")
        wait_until(lambda: len(caplog.records) > 1)
        assert count(client) == 1
        assert client.get("health").status_code == 200
        assert followed.server.edition is edition
        current.write_bytes(kept)
        add(project, "two")
        wait_until(lambda: followed.server.edition is not edition)
        assert count(client) == 2
    assert len(caplog.records) == 2
    assert "there is no store" in caplog.records[0].getMessage()
    assert caplog.records[0].exc_info is None


def test_where_there_is_nothing_to_serve(tmp_path: Path) -> None:
    project = new_project(tmp_path)

    async def open_and_close() -> None:
        server = Server(project, Settings())
        try:
            with pytest.raises(StoreMissing):
                await server.open()
        finally:
            await server.close()

    asyncio.run(open_and_close())
    assert not project.folder.exists()


def test_a_pool_that_does_not_open_leaves_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(pool: Pool) -> None:
        raise RuntimeError("no worker")

    monkeypatch.setattr(Pool, "open", fail)

    async def open_() -> None:
        with pytest.raises(RuntimeError):
            await Server(project, Settings()).open()

    asyncio.run(open_())
    assert not list(project.folder.glob("snapshot-*"))


def break_the_registry(project: Project) -> None:
    """Write to the store an actor of several countries, which no page can be made of."""
    actor = mint("actor", REGISTRY[0].id)
    written = Store(str(database(project.folder)))
    written.extend(Quad(actor, ST.country, Literal(code)) for code in ("QX", "QY", "QZ"))
    written.flush()


def test_a_state_that_cannot_be_served_keeps_no_file_open(
    project: Project, followed: Served, monkeypatch: pytest.MonkeyPatch, unswept: None
) -> None:
    tried: list[Path] = []
    read = edition_module._read

    def noted(folder: Path, snapshot: Snapshot) -> Store:
        tried.append(snapshot.folder)
        return read(folder, snapshot)

    monkeypatch.setattr(edition_module, "_read", noted)
    with monkeypatch.context() as unseen:
        # What is seen while it is written might be a state that can be served.
        unseen.setattr(serving_module, "state", lambda _: followed.server.edition.snapshot.state)
        break_the_registry(project)
    wait_until(lambda: len(tried) > 3)
    wait_until(lambda: not any(map(open_in, tried[:3])))


def test_a_record_of_the_registry_that_cannot_be_read_is_told_at_once(project: Project) -> None:
    break_the_registry(project)

    async def open_() -> None:
        with pytest.raises(StoreUnusable, match=f"actor:{REGISTRY[0].id}: . values"):
            await Server(project, Settings()).open()

    asyncio.run(open_())
    assert not list(project.folder.glob("snapshot-*"))


# Kept answers


def test_of_a_long_question_little_is_kept(project: Project) -> None:
    async def ask() -> int:
        server = Server(project, Settings())
        await server.open()
        try:
            questions = [Question("json", None, f"ASK {{}} #{'x' * 60_000}{n}") for n in range(9)]
            replies = [await server.ask(one, "") for one in questions]
            assert [await server.ask(one, "") for one in questions] == replies
            assert server.edition.pool.tally.answered == len(questions)
            return sum(len(repr(key)) for key in server._kept._bodies)
        finally:
            await server.close()

    assert asyncio.run(ask()) < 9 * 512


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT (NOW() AS ?n) {}", True),
        ("SELECT (rand () AS ?n) {}", True),
        ("SELECT (uuid() AS ?n) {}", True),
        ("SELECT (STRUUID() AS ?n) {}", True),
        ("SELECT * { ?nowhere ?operand ?o }", False),
    ],
)
def test_what_is_of_the_moment(text: str, found: bool) -> None:
    assert is_of_the_moment(Question("json", None, text)) is found


def test_no_named_query_is_of_the_moment(world: Project) -> None:
    """The answers to these are kept, and looked at is the text of one's own queries alone."""
    for name, query in read_catalogue(world).items():
        assert not is_of_the_moment(Question("json", None, query.text)), name
