"""``kg serve`` as a person starts and ends it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from kg.cli.main import main
from kg.project import Project
from tests.invented import new_project
from tests.serve.unconfined import path_of

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c < ?f && ?f < ?i) }"


@dataclass
class Started:
    """A process of ``kg serve`` that answers at ``address``."""

    process: subprocess.Popen[str]
    address: str

    def end(self, sign: signal.Signals) -> tuple[int, str]:
        """Its exit code, and what it said from the moment that it answered."""
        self.process.send_signal(sign)
        assert self.process.stderr is not None
        said = self.process.stderr.read()
        return self.process.wait(60), said


def command(project: Project, *arguments: str) -> list[str]:
    places = ("--root", str(project.root), "--store", str(project.store))
    return [sys.executable, "-m", "kg", *places, "serve", *arguments]


@contextmanager
def start(project: Project, *arguments: str) -> Iterator[Started]:
    process = subprocess.Popen(
        command(project, "--port", "0", *arguments),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        first = process.stderr.readline()
        address = re.search(r" at (http://\S+)", first)
        assert address, first + process.stderr.read()
        yield Started(process, address[1])
    finally:
        process.kill()
        process.wait(60)
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def run(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(project, *arguments), capture_output=True, text=True, timeout=120)


def get(address: str, path: str) -> httpx.Response:
    return httpx.get(f"{address}{path}", trust_env=False, timeout=60)


def workers_of(store: Path) -> list[str]:
    """The processes that have a database of this store open, by their command lines."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes()
        except OSError:
            continue
        if str(store).encode() in line and b"kg.endpoint.worker" in line:
            found.append(entry.parent.name)
    return found


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_answers_and_ends_quietly(
    world: Project, world_store: Path, sign: signal.Signals, code: int
) -> None:
    with start(world) as server:
        assert server.address.startswith("http://127.0.0.1:")
        assert get(server.address, "health").text == "ok\n"
        endpoint = get(server.address, "sparql").text
        assert f"<{server.address}sparql>" in endpoint
        assert workers_of(world_store)
        snapshots = set(world_store.glob("snapshot-*"))
        ended, said = server.end(sign)
        assert ended == code
        assert said == ""
    # The shared server of the other tests may have one of its own.
    assert len(snapshots - set(world_store.glob("snapshot-*"))) == 1


def test_it_ends_while_a_query_runs(world: Project, world_store: Path) -> None:
    with start(world, "--timeout", "600") as server:
        outcome: list[object] = []

        def ask() -> None:
            try:
                query = {"query": SLOW}
                url = f"{server.address}sparql"
                outcome.append(httpx.get(url, params=query, trust_env=False, timeout=120))
            except httpx.HTTPError as error:
                outcome.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        wait_for(lambda: "kg_queries_long 1" in get(server.address, "metrics").text)
        pid = server.process.pid
        children = children_of(pid)
        ended, said = server.end(signal.SIGINT)
        thread.join(60)
        assert ended == 130
        assert "Traceback" not in said
        assert outcome
        assert not [child for child in children if Path(f"/proc/{child}").exists()]


def wait_for(found: Callable[[], bool]) -> None:
    for _ in range(3_000):
        if found():
            return
    raise AssertionError("it did not come to pass")


def children_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_the_port_is_taken(world: Project, world_store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run(world, "--port", str(port))
    assert ended.returncode == 4
    assert ended.stderr.splitlines()[0] == (
        f"kg: cannot listen on 127.0.0.1, port {port}: Address already in use"
    )
    assert len(ended.stderr.splitlines()) == 2
    assert ended.stdout == ""


@pytest.fixture
def told(
    world: Project,
    world_store: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., tuple[int, str]]:
    """Runs the command in this process, where it must not come to serve; its code and words."""

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr("kg.serve.listening.run", lambda *_: pytest.fail("it serves"))
        monkeypatch.setattr(sys, "argv", ["kg", *command(world, *arguments)[3:]])
        code = main()
        return code, capsys.readouterr().err

    return run


@pytest.mark.parametrize("host", ["192.0.2.1", "256.1.1.1", "a" * 300])
def test_an_address_of_no_one_here(told: Callable[..., tuple[int, str]], host: str) -> None:
    code, words = told("--host", host, "--port", "0")
    assert code == 4
    assert len(words.splitlines()) == 2


def test_there_is_no_store(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        # It is told before it listens anywhere.
        ended = run(project, "--port", str(taken.getsockname()[1]))
    assert ended.returncode == 4
    assert "there is no store" in ended.stderr
    assert ended.stderr.endswith(" build\n")
    assert not project.store.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--base", "example.org"),
        ("--base", "ftp://example.org/"),
        ("--base", "https://example.org/?a=b"),
        ("--base", "https://user:word@example.org/"),
        ("--base", "https://example.org/\r\nX: y"),
        ("--port", "70000"),
        ("--timeout", "nan"),
        ("--workers", "0"),
        ("--rows", "0"),
    ],
)
def test_options_that_make_no_sense(
    told: Callable[..., tuple[int, str]], arguments: tuple[str, str]
) -> None:
    code, words = told(*arguments)
    assert code == 2
    assert words


def test_the_extra_is_not_installed(world: Project, world_store: Path) -> None:
    without = (
        "import sys; sys.modules['uvicorn'] = None; from kg.cli.main import main; sys.exit(main())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", without, *command(world)[3:]], capture_output=True, text=True
    )
    assert ended.returncode == 2
    assert ended.stderr == ("kg: serving needs uvicorn\nhint: pip install 'eurostance[serve]'\n")


def test_what_becomes_public_is_told(world: Project, world_store: Path) -> None:
    with start(world, "--host", "0.0.0.0") as server:
        assert server.address.startswith("http://localhost:")
        _, said = server.end(signal.SIGINT)
    assert "whoever reaches this address" in said
    assert "--base" in said


def test_a_system_that_lets_none_off_the_network_is_told(
    world: Project, world_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", path_of(tmp_path))
    with start(world) as server:
        refused = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
        assert get(server.address, f"sparql?query={quote(refused)}").status_code == 400
        _, said = server.end(signal.SIGINT)
    assert said.startswith("kg: this system does not let a process give the network up")
    assert "by their text alone\nhint: " in said


def test_the_public_address_is_told(world: Project, world_store: Path) -> None:
    with start(
        world, "--base", "https://example.org/kg", "--timeout", "2", "--rows", "5"
    ) as server:
        answer = get(server.address, "sparql")
        assert "<https://example.org/kg/sparql>" in answer.text
        headers = get(server.address, "sparql?query=ASK{}").headers
        assert headers["x-limit-seconds"] == "2"
        assert headers["x-limit-rows"] == "5"
        many = get(server.address, "sparql?query=SELECT*{?s ?p ?o}")
        assert many.status_code == 422
        assert "LIMIT" in many.text
        _, said = server.end(signal.SIGINT)
    assert said == "kg: as https://example.org/kg/\n"


def test_workers_do_not_outlive_a_server_that_is_killed(world: Project, world_store: Path) -> None:
    with start(world) as server:
        children = children_of(server.process.pid)
        assert children
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait(60)
        wait_for(lambda: not any(_runs(child) for child in children))


def _runs(pid: str) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_a_missing_folder_of_texts_is_told_before_anything_is_served(
    world: Project, tmp_path: Path
) -> None:
    asked = command(world, "--port", "0", "--texts", str(tmp_path / "none"))
    ended = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert ended.returncode == 3
    assert "there is no such folder" in ended.stderr
