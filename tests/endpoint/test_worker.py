"""A worker as the system sees it: no network, no inheritance, no life of its own."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Never
from xml.etree import ElementTree as ET

import pytest

from kg.endpoint.process import Process
from kg.endpoint.question import Question, Reply
from kg.endpoint.worker import Source, _guarded, answer
from kg.errors import InputError, NotAcceptable, UsageError
from kg.project import Project
from kg.rdf.folded import Names
from kg.store.embedded import database
from kg.store.guard import leave_network
from tests.endpoint.asking import (
    ASK,
    BOMB,
    SHORT,
    asked,
    children,
    environment,
    is_running,
    named,
    namespace,
    opened,
    until,
)
from tests.invented import ROOT

RESULTS = "{http://www.w3.org/2005/sparql-results#}"
_HOLDER = """
import asyncio, sys
from pathlib import Path
from kg.endpoint.limits import Allowance
from kg.endpoint.pool import Pool
from kg.endpoint.question import Question
from kg.project import Project

async def main(root, store, db):
    pool = Pool(Project(Path(root), Path(store)), Path(db), Allowance(seconds=60))
    await pool.open()
    print(*pool.pids, flush=True)
    await pool.ask(Question("json", None, sys.stdin.readline()), "a")

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture(autouse=True)
def _forget_answers() -> Iterator[None]:
    """What the engine answered here goes in this thread, which it insists on.

    An error that is looked at keeps it, until somebody collects.
    """
    yield
    gc.collect()


def test_a_worker_inherits_nothing_that_it_does_not_need(
    world: Project, world_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE_PASSWORD", "not to be told")
    monkeypatch.setenv("SOME_KEY", "not to be told")

    async def whole() -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            os.set_inheritable(listening.fileno(), True)
            async with opened(world) as pool:
                for pid in pool.pids:
                    told = environment(pid)
                    assert "not to be told" not in told.values()
                    assert set(told) <= {
                        *("PATH", "PYTHONPATH", "PYTHONHOME", "MALLOC_ARENA_MAX", "TMPDIR"),
                        *("LD_LIBRARY_PATH", "LC_CTYPE"),
                    }
                    files = [str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir()]
                    assert not any(file.startswith("socket:") for file in files)
                    assert str(Path(f"/proc/{pid}/cwd").readlink()) == "/"

    asyncio.run(whole())


def test_every_thread_of_a_worker_has_left_the_network(world: Project, world_store: Path) -> None:
    if not _can_leave():
        pytest.skip("this system forbids filters and network namespaces")

    async def whole() -> None:
        async with opened(world) as pool:
            for pid in pool.pids:
                threads = list(Path(f"/proc/{pid}/task").iterdir())
                assert threads
                assert all(map(_has_left, threads))

    asyncio.run(whole())


def _has_left(thread: Path) -> bool:
    """Whether a thread opens no sockets, or has a network of its own."""
    filtered = "\nSeccomp:\t2\n" in (thread / "status").read_text(encoding="utf-8")
    return filtered or str((thread / "ns" / "net").readlink()) != namespace("self")


def _can_leave() -> bool:
    code = "from kg.store.guard import leave_network; print(leave_network())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert leave_network.__doc__
    return done.stdout.strip() == "True"


@pytest.mark.parametrize("text", [ASK, BOMB])
def test_workers_end_with_a_server_that_is_killed(
    world: Project, world_store: Path, text: str
) -> None:
    arguments = (str(world.root), str(world.store), str(database(world_store)))
    server = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with server:
        assert server.stdin
        assert server.stdout
        pids = [int(pid) for pid in server.stdout.readline().split()]
        assert len(pids) == 3
        if text == BOMB:
            server.stdin.write(text + "\n")
            server.stdin.flush()
            until(lambda: any(_ticks(pid) > _ticks(min(pids)) + 5 for pid in pids))
        server.send_signal(signal.SIGKILL)
        server.stdin.close()
        server.stdout.close()
    until(lambda: not any(map(is_running, pids)))


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_a_worker_ends_with_its_input(world: Project, world_store: Path) -> None:
    command = [sys.executable, "-m", "kg.endpoint.worker", str(world.root)]
    numbers = (SHORT.memory, SHORT.seconds, SHORT.rows, SHORT.size)
    done = subprocess.run(
        [*command, str(database(world_store)), *map(str, numbers)],
        input=b"",
        capture_output=True,
        cwd=ROOT,
        timeout=60,
    )
    assert done.returncode == 0
    assert done.stdout.splitlines() == [b'{"ready": true, "size": 0}']
    assert done.stderr == b""


def test_a_worker_outlives_no_query_even_without_its_server(
    world: Project, world_store: Path
) -> None:
    async def whole() -> None:
        process = await Process.start(world, database(world_store), SHORT)
        # No one but its own alarm ends this one.
        began = time.monotonic()
        with pytest.raises(Exception, match="SIGALRM"):
            await process.ask(asked(BOMB))
        assert time.monotonic() - began > SHORT.seconds
        assert not process.is_fit
        assert children() == set()

    asyncio.run(whole())


def test_what_a_worker_answers(world: Project, world_store: Path) -> None:
    async def whole() -> None:
        process = await Process.start(world, database(world_store), SHORT)
        try:
            reply = await process.ask(asked("CONSTRUCT WHERE { ?s a st:Stance } LIMIT 1"))
            assert (reply.kind, reply.form) == ("graph", "ntriples")
            assert reply.body.endswith(b" .\n")
            with pytest.raises(NotAcceptable):
                await process.ask(Question("json", None, "DESCRIBE <x:a>"))
            with pytest.raises(NotAcceptable):
                await process.ask(Question(None, "turtle", ASK))
            with pytest.raises(InputError) as caught:
                await process.ask(asked("SELECT *\nWHERE {"))
            assert caught.value.problems[0].line == 2
            with pytest.raises(UsageError, match="no parameter"):
                await process.ask(named("stances-of", nobody="x"))
            with pytest.raises(InputError, match="IRI"):
                await process.ask(asked(ASK, default_graphs=("no iri",)))
            count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
            published = "https://w3id.org/eurostance/graph/published"
            whole = (await process.ask(asked(count))).body
            assert (await process.ask(asked(count, default_graphs=(published,)))).body == whole
            assert (await process.ask(asked(count, default_graphs=("x:no",)))).body != whole
            assert process.is_fit
        finally:
            process.kill()
            await process.ended()

    asyncio.run(whole())


def test_damage_met_where_a_name_is_looked_up_is_told_of_the_store(
    world: Project, world_store: Path
) -> None:
    def reply() -> Reply:
        return answer(source, named("stances-of", actor="Examplova"), rows=10, size=2**20)

    class Damaged(Names):
        def of(self, spaces: tuple[str, ...]) -> Never:
            raise RuntimeError("Corruption: block checksum mismatch")

    opened_ = Source.open(world, database(world_store))
    source = replace(opened_, names=Damaged(opened_.store))
    told, body = _guarded(reply)
    assert told["error"]["class"] == "StoreUnusable"
    assert body == b""


def test_xml_is_well_formed_or_not_written(world: Project, world_store: Path) -> None:
    source = Source.open(world, database(world_store))
    words = r"a\u0000\u0008\u001b\uFFFEb"
    table = Question("xml", None, f'SELECT ("{words}" AS ?x) {{}}')
    body = answer(source, table, rows=9, size=2**20).body
    (literal,) = ET.fromstring(body).iter(f"{RESULTS}literal")
    assert literal.text == "a\ufffd\ufffd\ufffd\ufffdb"
    graph = f'CONSTRUCT {{ <x:a> <x:b> "{words}" }} {{}}'
    with pytest.raises(NotAcceptable, match="no place for U\\+0000") as caught:
        answer(source, Question(None, "rdfxml", graph), rows=9, size=2**20)
    assert caught.value.hint == "every other format of RDF has"
    kept = answer(source, Question(None, "ntriples", graph), rows=9, size=2**20)
    assert b"<x:b>" in kept.body


def test_xml_keeps_the_ends_of_lines(world: Project, world_store: Path) -> None:
    source = Source.open(world, database(world_store))
    table = Question("xml", None, r'SELECT ("a\r\nb" AS ?x) {}')
    body = answer(source, table, rows=9, size=2**20).body
    (literal,) = ET.fromstring(body).iter(f"{RESULTS}literal")
    assert literal.text == "a\r\nb"
    graph = Question(None, "rdfxml", r'CONSTRUCT { <x:a> <x:b> "a\r\nb" } {}')
    body = answer(source, graph, rows=9, size=2**20).body
    assert "".join(ET.fromstring(body).itertext()).strip() == "a\r\nb"


@pytest.mark.parametrize("told", ["<x:a> <http://a/1> 1", "<x:a> a <http://a/1>", "<x:a> rdf:li 1"])
def test_a_graph_that_xml_has_no_element_for_is_refused(
    told: str, world: Project, world_store: Path
) -> None:
    source = Source.open(world, database(world_store))
    graph = f"CONSTRUCT {{ {told} }} {{}}"
    with pytest.raises(NotAcceptable, match="no element for <http") as caught:
        answer(source, Question(None, "rdfxml", graph), rows=9, size=2**20)
    assert caught.value.hint == "every other format of RDF has"
