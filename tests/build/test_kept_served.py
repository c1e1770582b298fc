"""A served store is brought up to date by what has changed alone, and never left half changed."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Set
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.build import build as building
from kg.build import kept_served
from kg.build.build import build, fingerprint
from kg.build.revise import INVENTORY
from kg.errors import KgError, StoreLocked, StoreUnusable
from kg.model.stances import Polarity, Stance
from kg.project import Address, Project
from kg.rdf.terms import BASE, RDFS, ST, graph
from kg.store.embedded import open_reader
from kg.store.locks import locked_to_write
from kg.store.remote.claim import Loading
from kg.store.remote.loader import Fate as LoaderFate
from kg.store.remote.remote import Remote
from tests.build.test_revise import change, random_edit
from tests.invented import copy_world
from tests.store.remote.scripted import Fate, Handler, SmallEngine, scripted

WHOLE, IN_PARTS = "", "/sparql"
"""By its path a server is known: as Oxigraph, whose updates are whole, or as any other."""
ALIEN = Quad(
    NamedNode(f"{BASE}stance/alien"), NamedNode(RDFS.label.value), Literal("x"), DefaultGraph()
)
GIVEN: dict[str, Set[Quad]] = {}
"""What the seeds of an input give, by its hash."""


@pytest.fixture(params=[WHOLE, IN_PARTS], ids=["whole", "in parts"])
def path(request: pytest.FixtureRequest) -> str:
    """What the URL of the server ends with."""
    return str(request.param)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has loaded before is gone, and the environment of the tests names no other server."""
    monkeypatch.setattr("kg.store.remote.claim.fate", lambda _: LoaderFate.GONE)
    for name in [name for name in os.environ if name.startswith("KG_STORE")]:
        monkeypatch.delenv(name)


@contextlib.contextmanager
def served(folder: Path, path: str) -> Iterator[tuple[Project, SmallEngine]]:
    """The invented world, free to be changed and built on a server, and the engine there."""
    made, engine = copy_world(folder), SmallEngine()
    with scripted(engine) as url:
        there = Project(made.root, Address(url.removesuffix("/sparql") + path))
        build(there)
        yield there, engine


def exact(project: Project, folder: Path) -> Set[Quad]:
    """What the seeds of a project give."""
    version = fingerprint(project)
    if version not in GIVEN:
        build(Project(project.root, folder), anew=True)
        GIVEN[version] = frozenset(open_reader(folder))
    return GIVEN[version]


def turned(project: Project) -> None:
    """Change one stance."""
    change(project, Stance, lambda one: replace(one, polarity=_other(one.polarity)))


def _other(polarity: Polarity) -> Polarity:
    return Polarity.OPPOSES if polarity is Polarity.FAVOURS else Polarity.FAVOURS


def test_only_what_has_changed_is_read_and_sent(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path, path) as (there, engine):
        before = set(engine.store)
        turned(there)
        monkeypatch.setattr(building, "_build_whole", None)
        given = list[int]()
        give = SmallEngine._give
        monkeypatch.setattr(SmallEngine, "_give", lambda *told: (given.append(1), give(*told)))

        built = build(there)

        after = set(engine.store)
        monkeypatch.undo()
        assert after == exact(there, tmp_path / "other")
        assert (len(after - before), len(before - after)) == (built.added, built.removed)
        assert sum(built.graphs.values()) == len(after)
        assert not given


def test_many_edits_one_after_another(path: str, tmp_path: Path) -> None:
    chance = random.Random(7)
    with served(tmp_path, path) as (there, engine):
        for step in range(8):
            random_edit(there, chance)
            with contextlib.suppress(KgError):
                build(there)
                assert set(engine.store) == exact(there, tmp_path / f"other{step}")
        assert step == 7


def test_nothing_to_do_reads_no_file(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path, path) as (there, _):
        monkeypatch.setattr(building, "fingerprint", None)

        assert not build(there).changed


@pytest.mark.parametrize("fate", [Fate.LOST, Fate.DONE_AND_LOST])
def test_what_is_cut_off_anywhere_is_gone_on_with(
    path: str, fate: Fate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However far a change has come when it is cut off, the next build sends the rest."""
    with served(tmp_path, path) as (there, engine):
        cut = 0
        while True:
            turned(there)
            engine.fates = [Fate.DONE] * cut + [fate]
            try:
                build(there)
            except KgError:
                cut += 1
            else:
                break
            finally:
                engine.fates = []
            with monkeypatch.context() as without:
                without.setattr(building, "_build_whole", None)
                assert build(there).changed
                assert not build(there).changed
            assert set(engine.store) == exact(there, tmp_path / f"other{cut}")
        assert cut == (1 if path == WHOLE else 5)


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize(
    ("path", "number"), [(WHOLE, 1), *((IN_PARTS, number) for number in range(1, 6))]
)
def test_a_build_that_is_killed_is_gone_on_with(
    path: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, done: bool
) -> None:
    with served(tmp_path, path) as (there, engine):
        turned(there)
        command = [sys.executable, "-m", "kg", "--root", str(there.root), "--store"]
        seen = 0

        def killing(request: Handler) -> None:
            nonlocal seen
            seen += request.command != "GET" and "query" not in request.fields
            if seen == number:
                process.kill()
                process.wait()
                if done:
                    engine._write(request)
            else:
                engine(request)

        with scripted(killing) as url:
            # Another URL is another store to this machine, but for what is known of it.
            beside = replace(there, store=Address(url.removesuffix("/sparql") + path)).beside
            shutil.copytree(there.beside, beside)
            store = url.removesuffix("/sparql") + path
            with subprocess.Popen([*command, store, "build"]) as process:
                process.wait()
        assert seen == number
        (there.beside / INVENTORY).unlink()
        shutil.copytree(beside, there.beside, dirs_exist_ok=True)
        monkeypatch.setattr(building, "_build_whole", None)

        assert build(there).changed

        monkeypatch.undo()
        assert set(engine.store) == exact(there, tmp_path / "other")
        assert not build(there).changed


def test_a_file_that_changes_again_after_a_cut_arrives_too(path: str, tmp_path: Path) -> None:
    with served(tmp_path, path) as (there, engine):
        turned(there)
        engine.fates = [Fate.LOST]
        with pytest.raises(KgError):
            build(there)
        engine.fates = []
        random_edit(there, random.Random(3))

        assert build(there).changed

        assert set(engine.store) == exact(there, tmp_path / "other")


def test_who_writes_meanwhile_is_not_written_over(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program makes the store that of another input while this one looks what differs."""
    with served(tmp_path, path) as (there, engine):
        turned(there)
        become = kept_served.Served.become

        def overtaken(*told: object) -> None:
            engine.store.update(
                f"DELETE {{ GRAPH ?g {{ ?s {ST.inputHash} ?o }} }} "
                f'INSERT {{ GRAPH ?g {{ ?s {ST.inputHash} "{"0" * 64}" }} }} '
                f"WHERE {{ GRAPH ?g {{ ?s {ST.inputHash} ?o }} }}"
            )
            held.update(engine.store)
            become(*told)  # type: ignore[arg-type]

        held = set[Quad]()
        monkeypatch.setattr(kept_served.Served, "become", overtaken)
        with pytest.raises(StoreLocked, match="another program writes to it"):
            build(there)
        assert {quad for quad in engine.store if "loading" not in str(quad)} == held
        monkeypatch.undo()
        monkeypatch.setattr("kg.store.remote.claim.fate", lambda _: LoaderFate.GONE)

        build(there)

        assert set(engine.store) == exact(there, tmp_path / "other")


def test_a_store_changed_behind_our_back_is_made_anew(
    path: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with served(tmp_path, path) as (there, engine):
        engine.store.add(ALIEN)
        turned(there)

        build(there)

        assert set(engine.store) == exact(there, tmp_path / "other")
    assert "somebody else has changed it" in caplog.text


def test_what_no_number_tells_is_found_when_all_is_verified(path: str, tmp_path: Path) -> None:
    with served(tmp_path, path) as (there, engine):
        lost = next(engine.store.quads_for_pattern(None, ST.quote, None, DefaultGraph()))
        engine.store.remove(lost)
        engine.store.add(ALIEN)
        assert not build(there).changed
        assert ALIEN in engine.store

        build(there, verify=True)

        assert set(engine.store) == exact(there, tmp_path / "other")


def test_a_lost_or_torn_inventory_costs_a_whole_build(path: str, tmp_path: Path) -> None:
    with served(tmp_path, path) as (there, engine):
        for content in (None, b"nothing of ours"):
            turned(there)
            (there.beside / INVENTORY).unlink()
            if content:
                (there.beside / INVENTORY).write_bytes(content)

            assert build(there).changed

            assert set(engine.store) == exact(there, tmp_path / f"other{content!r}")


def test_a_server_that_takes_a_change_and_does_nothing_is_told_of(tmp_path: Path) -> None:
    """Before an endpoint stands what answers every form with a page, or it reads alone."""
    with served(tmp_path, WHOLE) as (there, engine):
        turned(there)
        before, take = set(engine.store), engine._write
        engine._write = lambda request: None  # type: ignore[method-assign]
        with pytest.raises(StoreUnusable, match="took a change and made none") as told:
            build(there)
        assert "KG_STORE_UPDATE" in str(told.value.hint)
        assert set(engine.store) == before
        engine._write = take  # type: ignore[method-assign]

        assert build(there).changed

        assert set(engine.store) == exact(there, tmp_path / "other")


_SENT = (
    "substr(value, 1, length(value) / 2)",
    "replace(value, 'opposes', 'favours')",
    "CAST(x'22ff22' AS TEXT)",
    *("'{'", "'1'", "'[]'", "'{}'", "7"),
    '\'{"before": "", "after": "", "removed": {}, "added": {}}\'',
)


@pytest.mark.parametrize("torn", _SENT)
def test_a_torn_change_is_not_sent(path: str, torn: str, tmp_path: Path) -> None:
    """What was cut off and is not as it was noted costs a whole build, and reaches no store."""
    with served(tmp_path, path) as (there, engine):
        turned(there)
        engine.fates = [Fate.LOST]
        with pytest.raises(KgError):
            build(there)
        engine.fates = []
        with contextlib.closing(sqlite3.connect(there.beside / INVENTORY)) as base, base:
            told = f"UPDATE told SET value = {torn} WHERE key = 'sending' AND value <> {torn}"
            assert base.execute(told).rowcount == 1

        assert build(there).changed

        assert set(engine.store) == exact(there, tmp_path / "other")


def test_torn_sizes_cost_a_whole_build(path: str, tmp_path: Path) -> None:
    with served(tmp_path, path) as (there, engine):
        turned(there)
        engine.fates = [Fate.LOST]
        with pytest.raises(KgError):
            build(there)
        with contextlib.closing(sqlite3.connect(there.beside / INVENTORY)) as base, base:
            base.execute("UPDATE told SET value = 'null' WHERE key = 'sizes'")

        assert build(there).changed

        assert set(engine.store) == exact(there, tmp_path / "other")


def test_another_store_at_the_same_url_is_filled(path: str, tmp_path: Path) -> None:
    with served(tmp_path, path) as (there, engine):
        wanted = set(engine.store)
        engine.store.update("DROP ALL")

        assert build(there).changed

        assert set(engine.store) == wanted


def test_two_builds_of_one_machine_keep_apart(path: str, tmp_path: Path) -> None:
    with (
        served(tmp_path, path) as (there, _),
        locked_to_write(there.beside),
        pytest.raises(StoreLocked),
    ):
        build(there)


def test_who_may_keep_nothing_builds_all_the_same(tmp_path: Path) -> None:
    made, engine = copy_world(tmp_path), SmallEngine()
    with scripted(engine) as url:
        there = Project(made.root, Address(url))
        there.beside.parent.parent.mkdir(exist_ok=True)
        there.beside.parent.write_text("a file stands where the folder would be")

        assert build(there).changed

        turned(there)
        assert build(there).changed
        assert set(engine.store) == exact(there, tmp_path / "other")


def test_a_full_disk_on_this_machine_is_told_by_its_file(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has to be noted before it is sent finds no room: nothing is sent."""
    opened = kept_served.Inventory

    def full(place: Path) -> kept_served.Inventory:
        inventory = opened(place)
        (pages,) = inventory._base.execute("PRAGMA page_count").fetchone()
        inventory._base.execute(f"PRAGMA max_page_count = {pages}")
        return inventory

    with served(tmp_path, path) as (there, engine):
        turned(there)
        before = set(engine.store)
        monkeypatch.setattr(kept_served, "Inventory", full)
        with pytest.raises(StoreUnusable, match="full") as told:
            build(there)
        assert str(told.value).startswith(f"{there.beside / INVENTORY}: ")
        assert "free some space" in str(told.value.hint)
        assert set(engine.store) == before
        monkeypatch.undo()
        monkeypatch.setattr("kg.store.remote.claim.fate", lambda _: LoaderFate.GONE)

        assert build(there).changed

        assert set(engine.store) == exact(there, tmp_path / "other")


def test_nothing_is_left_of_a_claim(tmp_path: Path) -> None:
    with served(tmp_path, IN_PARTS) as (there, _):
        turned(there)
        build(there)
        with Remote(Address(str(there.store))) as remote:
            assert not Loading.read(remote)


def test_graphs_of_others_stay(path: str, tmp_path: Path) -> None:
    stranger = Quad(NamedNode("x:s"), NamedNode("x:p"), NamedNode("x:o"), graph("of-others"))
    with served(tmp_path, path) as (there, engine):
        engine.store.add(stranger)
        turned(there)

        build(there)

        assert set(engine.store) == exact(there, tmp_path / "other") | {stranger}
