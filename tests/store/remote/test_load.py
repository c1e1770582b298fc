"""Loading a served store block by block: exact, each block once, and on from where it ended."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.errors import KgError, LimitReached, StoreLocked, StoreUnusable, UsageError
from kg.project import Address
from kg.store.blocks import Block
from kg.store.embedded import open_reader
from kg.store.remote.access import read_lines
from kg.store.remote.claim import Claim, Loading
from kg.store.remote.conventions import UNFINISHED
from kg.store.remote.load import load
from kg.store.remote.remote import Remote
from kg.store.remote.writer import RemoteWriter
from tests.store import engines
from tests.store.engines import Served
from tests.store.remote.arriving import TRIPLES, blocks, quads
from tests.store.remote.scripted import Fate, Handler, SmallEngine, scripted

COUNT = 12


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.remote.patience._PAUSES", (0.001,) * 8)
    monkeypatch.setattr("kg.store.remote.claim._BETWEEN", 0.0)


def bring(
    url: str,
    given_: Iterable[Block],
    input_hash: str = "one",
    *,
    lines: int = 4,
    anew: bool = False,
) -> None:
    with Remote(Address(url), seconds=10) as remote:
        load(remote, given_, input_hash, lines=lines, anew=anew)


def held(url: str) -> Set[Quad]:
    return set(open_reader(Address(url)))


def sent(engine: SmallEngine) -> int:
    """How many blocks were sent to a server."""
    posted = [path for method, path in engine.requests if method == "POST" and "?" in path]
    return sum("meta" not in path for path in posted)


def failing_after(given_: Iterable[Block], count: int) -> Iterator[Block]:
    for number, block in enumerate(given_):
        if number == count:
            raise RuntimeError("the source has failed")
        yield block


def test_the_store_holds_the_blocks_and_nothing_else(engine: Served) -> None:
    with Remote(engine.address) as remote:
        writer = RemoteWriter(remote)
        writer.load(blocks(COUNT, "one"), "one", anew=True)
        first = set(open_reader(engine.address))
        writer.load(blocks(3, "two", word="told"), "two")

        assert first == quads(blocks(COUNT, "one"))
        assert set(open_reader(engine.address)) == quads(blocks(3, "two", word="told"))
        assert writer.fingerprint() == "two"
        assert not Loading.read(remote)


def test_a_killed_load_goes_on_elsewhere(engine: Served) -> None:
    with Remote(engine.address) as remote:
        command = [sys.executable, "-m", "tests.store.remote.arriving"]
        told = [str(engine.address), str(COUNT), "7", "killed"]
        with subprocess.Popen([*command, *told], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            assert process.stdout.readline() == "now\n"
            process.kill()
        seen, found = Loading.read(remote), remote.input_hash()
        with pytest.raises(StoreUnusable, match="cut off"):
            open_reader(engine.address)

        RemoteWriter(remote).load(blocks(COUNT, "killed"), "killed")

    assert found == UNFINISHED
    assert seen.input_hash == "killed"
    assert seen.emptied
    assert seen.loaders
    assert {block.key for block in blocks(7, "killed")} > seen.blocks
    assert set(open_reader(engine.address)) == quads(blocks(COUNT, "killed"))


def test_what_has_arrived_is_not_sent_again() -> None:
    engine = SmallEngine()
    with scripted(engine) as url:
        with pytest.raises(RuntimeError, match="source has failed"):
            bring(url, failing_after(blocks(COUNT, "one"), 8), lines=2)
        with Remote(Address(url)) as remote:
            seen = Loading.read(remote)
        engine.requests.clear()

        bring(url, blocks(COUNT, "one"))

        assert held(url) == quads(blocks(COUNT, "one"))
    assert seen.blocks
    assert not seen.loaders
    assert sent(engine) == COUNT - len(seen.blocks)


@pytest.mark.parametrize(
    ("word", "input_hash", "anew"), [("told", "two", False), ("s", "one", True)]
)
def test_another_load_begins_anew(word: str, input_hash: str, *, anew: bool) -> None:
    with scripted(SmallEngine()) as url:
        with pytest.raises(RuntimeError):
            bring(url, failing_after(blocks(COUNT, "one"), 8))

        bring(url, blocks(5, input_hash, word=word), input_hash, anew=anew)

        assert held(url) == quads(blocks(5, input_hash, word=word))


def test_an_update_of_all_begins_anew_too() -> None:
    with scripted(SmallEngine()) as url:
        with pytest.raises(RuntimeError):
            bring(url, failing_after(blocks(COUNT, "one"), 8))
        wanted = quads(blocks(5, "two"))

        with Remote(Address(url)) as remote:
            writer = RemoteWriter(remote)
            writer.fingerprint()
            writer.replace_all(set(wanted), anew=False)

            assert not Loading.read(remote)
        assert held(url) == wanted


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(Fate), max_size=30))
def test_whatever_becomes_of_the_requests_each_block_is_there_once(fates: list[Fate]) -> None:
    engine = SmallEngine()
    engine.fates = [fate for one in fates for fate in (one, Fate.DONE)]
    with scripted(engine) as url:
        bring(url, blocks(5, "one"), lines=3)

        assert held(url) == quads(blocks(5, "one"))


def test_what_timed_out_may_be_done_later() -> None:
    engine, again = SmallEngine(), threading.Event()
    late: list[str] = []

    def slow(request: Handler) -> None:
        if "said" in request.body.decode() and not late:
            late.append(request.path)
            again.wait(20)
            engine(request)
            return
        engine(request)
        if request.path in late and "said" in request.body.decode():
            again.set()

    with scripted(slow) as url:
        with Remote(Address(url), seconds=0.5) as remote:
            load(remote, blocks(COUNT, "one"), "one", lines=1)

        assert late
        assert held(url) == quads(blocks(COUNT, "one"))


def test_a_server_that_stays_away_ends_it_and_another_day_goes_on() -> None:
    engine = SmallEngine()
    down, fell = threading.Event(), list[str]()

    def script(request: Handler) -> None:
        if down.is_set():
            request.reset()
            return
        engine(request)
        if sent(engine) == 6 and not fell:
            fell.append(request.path)
            down.set()

    with scripted(script) as url:
        with pytest.raises(KgError) as told:
            bring(url, blocks(COUNT, "one"))
        down.clear()
        bring(url, blocks(COUNT, "one"))

        assert held(url) == quads(blocks(COUNT, "one"))
    assert told.value.exit_code in {4, LimitReached.exit_code}


@pytest.mark.parametrize(("start", "ports"), [(engines.oxigraph, 1), (engines.virtuoso, 2)])
def test_a_server_that_is_killed_and_started_again_holds_all(
    start: Callable[[Path, list[int]], AbstractContextManager[Served]],
    ports: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kg.store.remote.patience._PAUSES", (0.2,) * 100)
    same = engines.free_ports(ports)
    with ExitStack() as running:
        served = running.enter_context(start(tmp_path, same))
        for name, value in served.environ.items():
            monkeypatch.setenv(name, value)

        def killing() -> Iterator[Block]:
            for number, block in enumerate(blocks(COUNT, "one")):
                if number == 7:
                    running.close()
                    running.enter_context(start(tmp_path, same))
                yield block

        bring(str(served.address), killing())

        assert held(str(served.address)) == quads(blocks(COUNT, "one"))


@pytest.mark.parametrize("lines", [1, 3])
def test_no_more_is_read_than_is_under_way(lines: int) -> None:
    engine = SmallEngine()
    ahead = list[int]()

    def watched() -> Iterator[Block]:
        for number, block in enumerate(blocks(30, "one")):
            ahead.append(number - sent(engine))
            yield block

    with scripted(engine) as url:
        bring(url, watched(), lines=lines)

    assert max(ahead) <= lines + 1


def test_a_block_that_is_too_large_goes_in_parts() -> None:
    engine = SmallEngine()

    def narrow(request: Handler) -> None:
        if len(request.body) > 2000:
            request.send(status=413)
        else:
            engine(request)

    with scripted(narrow) as url:
        bring(url, blocks(3, "one"))

        assert held(url) == quads(blocks(3, "one"))


def test_a_line_that_is_too_large_is_told() -> None:
    engine = SmallEngine()

    def narrow(request: Handler) -> None:
        if b"said" in request.body:
            request.send(status=413)
        else:
            engine(request)

    with scripted(narrow) as url, pytest.raises(StoreUnusable, match="too large"):
        bring(url, blocks(3, "one"))


def test_a_loader_that_works_keeps_others_out() -> None:
    engine = SmallEngine()
    with scripted(engine) as url, Remote(Address(url)) as first:
        claim = Claim(first)
        claim.begin("one")
        arrived = 0

        def working(request: Handler) -> None:
            nonlocal arrived
            if request.command == "POST" and b"loading" in request.body:
                claim.arrived(first, str(arrived := arrived + 1))
            engine(request)

        with scripted(working) as beside, pytest.raises(StoreLocked, match="another program"):
            bring(beside, blocks(COUNT, "two"), "two")

    assert arrived
    assert not sent(engine)


def test_a_loader_whose_claim_was_taken_stops() -> None:
    """The second believes that the first has died, and the first notices."""
    with scripted(SmallEngine()) as url:

        def overtaken() -> Iterator[Block]:
            for number, block in enumerate(blocks(COUNT, "one")):
                if number == 6:
                    # A block that is still on its way tells the second that the first gets on.
                    with Remote(Address(url)) as remote:
                        while len(Loading.read(remote).blocks) < number:
                            time.sleep(0.01)
                    bring(url, blocks(5, "two", word="told"), "two")
                yield block

        with pytest.raises(StoreLocked, match="another program has begun"):
            bring(url, overtaken(), lines=1)

        with Remote(Address(url)) as remote:
            assert remote.input_hash() == "two"


def test_a_process_that_is_gone_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.remote.claim._BETWEEN", 3600.0)
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    with scripted(SmallEngine()) as url:
        with Remote(Address(url)) as remote, monkeypatch.context() as elsewhere:
            elsewhere.setattr(os, "getpid", lambda: gone.pid)
            Claim(remote).begin("one")

        bring(url, blocks(3, "one"))

        assert held(url) == quads(blocks(3, "one"))


@pytest.mark.parametrize("lose", [5, TRIPLES])
def test_a_server_that_loses_triples_is_found_out_and_filled_again(lose: int) -> None:
    engine = SmallEngine()
    forgets = True

    def forgetful(request: Handler) -> None:
        if forgets and b"/4-" in request.body:
            request.body = b"".join(request.body.splitlines(keepends=True)[lose:])
        engine(request)

    with scripted(forgetful) as url:
        with pytest.raises(StoreUnusable, match="instead of"):
            bring(url, blocks(COUNT, "one"))
        with pytest.raises(StoreUnusable, match="cut off"):
            held(url)
        forgets = False
        bring(url, blocks(COUNT, "one"))

        assert held(url) == quads(blocks(COUNT, "one"))


def test_what_is_not_ours_is_written_over_only_when_told() -> None:
    engine = SmallEngine()
    stranger = Quad(NamedNode("x:s"), NamedNode("x:p"), NamedNode("x:o"), DefaultGraph())
    elsewhere = Quad(NamedNode("x:s"), NamedNode("x:p"), NamedNode("x:o"), NamedNode("x:g"))
    engine.store.extend([stranger, elsewhere])
    with scripted(engine) as url:
        with pytest.raises(StoreUnusable, match="not ours"):
            bring(url, blocks(3, "one"))
        assert set(engine.store) == {stranger, elsewhere}

        bring(url, blocks(3, "one"), anew=True)

    assert set(engine.store) == quads(blocks(3, "one")) | {elsewhere}


def test_large_graphs_are_emptied_in_pages(engine: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.remote.emptied._AT_ONCE", 50)
    monkeypatch.setattr("kg.store.remote.emptied._PAGE", 60)
    with Remote(engine.address) as remote:
        load(remote, blocks(COUNT, "one"), "one", lines=2, anew=True)
        load(remote, blocks(3, "two"), "two", lines=2)

    assert set(open_reader(engine.address)) == quads(blocks(3, "two"))


@pytest.mark.parametrize("given_", [[], [Block("meta", b"<x:s> <x:p> <x:o> .\n")]])
def test_blocks_without_the_hash_are_no_store(given_: list[Block]) -> None:
    with scripted(SmallEngine()) as url, pytest.raises(StoreUnusable, match="hash of its input"):
        bring(url, given_)


def test_how_many_lines() -> None:
    assert read_lines({}) == 4
    assert read_lines({"KG_STORE_LINES": "9"}) == 9
    for told in ("0", "65", "-1", "x", "٣", "1e3"):
        with pytest.raises(UsageError):
            read_lines({"KG_STORE_LINES": told})
