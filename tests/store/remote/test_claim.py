"""The right to load a served store: who has it, whether he lives, and what he may repeat."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import StoreLocked
from kg.project import Address
from kg.store.embedded import open_reader
from kg.store.remote.claim import _BETWEEN, _LOOKS, Claim, Loading
from kg.store.remote.emptied import empty
from kg.store.remote.load import load
from kg.store.remote.loader import Fate, fate, own_name
from kg.store.remote.patience import LONGEST
from kg.store.remote.remote import Remote
from tests.store.remote.arriving import blocks, quads
from tests.store.remote.scripted import Handler, SmallEngine, scripted

COUNT = 6
WATCHED = _LOOKS * _BETWEEN


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.remote.patience._PAUSES", (0.001,) * 8)
    monkeypatch.setattr("kg.store.remote.claim._BETWEEN", 0.0)


@contextlib.contextmanager
def living() -> Iterator[int]:
    """The number of another process, which lives until the block ends."""
    command = [sys.executable, "-c", "input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        try:
            yield process.pid
        finally:
            process.kill()


def named(monkeypatch: pytest.MonkeyPatch, process: int) -> str:
    """What a process would call itself."""
    with monkeypatch.context() as there:
        there.setattr(os, "getpid", lambda: process)
        return own_name()


def test_a_loader_that_lives_is_never_taken_for_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.remote.claim._BETWEEN", 3600.0)
    engine = SmallEngine()
    with living() as other, scripted(engine) as url, Remote(Address(url)) as remote:
        with monkeypatch.context() as there:
            there.setattr(os, "getpid", lambda: other)
            Claim(remote).begin("one")
        before = set(engine.store)

        with pytest.raises(StoreLocked, match="another program loads it"):
            load(remote, blocks(COUNT, "two"), "two", lines=2)

        assert set(engine.store) == before


def test_what_becomes_of_a_loader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with living() as other:
        name = named(monkeypatch, other)
        machine, process, start, token = name.split()
        assert fate(name) is Fate.WORKS
        assert fate(f"{machine} {process} {int(start) + 1} {token}") is Fate.GONE
        assert fate(f"{machine} {process} 0 {token}") is Fate.UNKNOWN
        assert fate(f"{'0' * 16} {process} {start} {token}") is Fate.UNKNOWN
        assert fate(f"{machine} {process} {token}") is Fate.UNKNOWN
        for place in ("_BOOT", "_PROCESSES"):
            with monkeypatch.context() as elsewhere:
                (tmp_path / place).write_text("another")
                elsewhere.setattr(f"kg.store.remote.loader.{place}", tmp_path / place)
                assert fate(name) is Fate.UNKNOWN
    assert fate(name) is Fate.GONE
    assert fate(own_name()) is Fate.UNKNOWN


def test_a_system_that_tells_little_of_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("kg.store.remote.loader._BOOT", tmp_path / "none")

    assert fate(own_name()) is Fate.UNKNOWN


def test_a_silent_loader_is_watched_for_longer_than_it_may_be_silent() -> None:
    with scripted(SmallEngine()) as url, Remote(Address(url)) as remote:
        assert LONGEST + remote._seconds < WATCHED


@pytest.mark.parametrize(("command", "word"), [("POST", b"said"), ("DELETE", b"")])
def test_what_is_sent_again_asks_first_whose_the_store_is(
    command: str, word: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second loader takes the first for dead, and ends, while the first is told to wait."""
    monkeypatch.setattr("kg.store.remote.claim.fate", lambda _: Fate.GONE)
    engine = SmallEngine()
    begun: list[str] = []

    def overtaken(request: Handler) -> None:
        if request.command == command and word in request.body and not begun:
            begun.append(request.path)
            with Remote(Address(beside)) as remote:
                load(remote, blocks(COUNT, "two", word="told"), "two", lines=1, anew=True)
            request.send(status=503)
        else:
            engine(request)

    with scripted(engine) as beside, scripted(overtaken) as url:
        with Remote(Address(url)) as remote, pytest.raises(StoreLocked, match="another program"):
            load(remote, blocks(COUNT, "one"), "one", lines=1, anew=True)

        assert begun
        assert set(open_reader(Address(url))) == quads(blocks(COUNT, "two", word="told"))


def test_what_was_obeyed_and_not_answered_ends_well(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = SmallEngine()
    lost: list[str] = []

    def script(request: Handler) -> None:
        last = request.command == "DELETE" and "loading" in request.path
        if last and not lost:
            lost.append(request.path)
            engine.store.update("DROP GRAPH <https://w3id.org/eurostance/graph/loading>")
            request.reset()
        else:
            engine(request)

    with scripted(script) as url:
        with Remote(Address(url)) as remote:
            load(remote, blocks(COUNT, "one"), "one", lines=1)

        assert lost
        assert set(open_reader(Address(url))) == quads(blocks(COUNT, "one"))


def test_a_large_graph_is_counted_before_and_after_it_is_emptied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kg.store.remote.emptied._AT_ONCE", 10)
    monkeypatch.setattr("kg.store.remote.emptied._PAGE", 10)
    engine = SmallEngine()
    counted: list[str] = []
    told: list[frozenset[str]] = []

    def listening(request: Handler) -> None:
        if "LIMIT 10" in "".join(request.fields.get("update", [])):
            told.append(Loading.read(beside).blocks)
        counted.extend(text for text in request.fields.get("query", []) if "COUNT" in text)
        engine(request)

    with (
        scripted(engine) as other,
        Remote(Address(other)) as beside,
        scripted(listening) as url,
        Remote(Address(url)) as remote,
    ):
        load(remote, blocks(COUNT, "one"), "one", lines=1)
        counted.clear()
        claim = Claim(remote)
        claim.begin("two")

        empty(remote, "published", claim)

        assert remote.size("published") == 0
        assert len(counted) == 3
        # Who watches whether it gets on sees another state at each page.
        assert len(told) > 1
        assert len(set(told)) == len(told)
