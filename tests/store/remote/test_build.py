"""Building a served store: exact, once, by differences, and whole again after it was cut off."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.build import build as building
from kg.build.build import build, fingerprint
from kg.errors import StoreError, StoreLocked, StoreMissing, StoreUnusable
from kg.project import Address, Project
from kg.rdf.terms import ST, graph
from kg.store.embedded import open_reader
from kg.store.remote.claim import Claim
from kg.store.remote.loader import Fate
from kg.store.remote.remote import Remote
from kg.store.remote.writer import RemoteWriter
from tests.store.engines import Served
from tests.store.remote.arriving import blocks, quads
from tests.store.remote.scripted import Handler, SmallEngine, scripted

HASH = Quad(graph("meta"), ST.inputHash, Literal("some"), graph("meta"))
STRANGER = NamedNode("http://example.org/graph")


@pytest.fixture
def own(world: Project, tmp_path: Path) -> Project:
    """The invented world in a folder of its own, whose seeds may be changed."""
    for name in ("ontology", "queries"):
        (tmp_path / name).symlink_to(world.root / name, target_is_directory=True)
    shutil.copytree(world.root / "seeds", tmp_path / "seeds")
    return Project(tmp_path, tmp_path / "store")


def served_at(project: Project, address: Address) -> Project:
    return Project(project.root, address)


def forget(project: Project) -> None:
    """Have the next build be one of a machine that has never built the store."""
    shutil.rmtree(project.beside)


def relabel(project: Project, old: str, new: str) -> None:
    changed = 0
    for path in (project.seeds).rglob("*.ttl"):
        text = path.read_text()
        if old in text:
            path.write_text(text.replace(old, new))
            changed += 1
    assert changed


def test_a_build_is_exact_and_done_once(
    engine: Served, world: Project, world_reader: Store
) -> None:
    there = served_at(world, engine.address)
    built = build(there, anew=True)

    again = build(there)

    assert set(open_reader(engine.address)) == set(world_reader)
    assert built.changed
    assert not again.changed
    assert again.graphs == built.graphs


@pytest.mark.parametrize("known", [True, False])
def test_a_change_of_the_seeds_arrives(
    engine: Served, own: Project, monkeypatch: pytest.MonkeyPatch, *, known: bool
) -> None:
    there = served_at(own, engine.address)
    build(there, anew=True)
    relabel(own, "Anna Examplova", "Ánna “Q” Exämplova")
    if not known:
        forget(there)

    with monkeypatch.context() as without:
        if known:
            without.setattr(building, "_build_whole", None)
        changed = build(there)

    build(own)
    assert changed.changed
    assert changed.added < sum(changed.graphs.values()) / 2
    assert set(open_reader(engine.address)) == set(open_reader(own.store))


def test_graphs_of_others_stay(
    oxigraph: Served, world: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Remote(oxigraph.address) as remote:
        remote.update(f"INSERT DATA {{ GRAPH {STRANGER} {{ <x:s> <x:p> <x:o> }} }}")

    build(served_at(world, oxigraph.address), anew=True)

    with Remote(oxigraph.address) as remote:
        assert remote._counted(f"GRAPH {STRANGER} {{ ?s ?p ?o }}") == 1


def test_what_is_not_ours_is_written_over_only_when_told(world: Project) -> None:
    engine = SmallEngine()
    engine.store.add(Quad(NamedNode("x:s"), NamedNode("x:p"), NamedNode("x:o"), DefaultGraph()))
    with scripted(engine) as url:
        there = served_at(world, Address(url))
        with pytest.raises(StoreUnusable, match="not ours"):
            build(there)
        assert len(engine.store) == 1

        build(there, anew=True)

        assert NamedNode("x:s") not in {quad.subject for quad in open_reader(there.store)}


@pytest.mark.parametrize("broken_at", [1, 2, 3, 4])
def test_a_build_that_is_cut_off_is_seen_and_repaired(
    broken_at: int, own: Project, tmp_path: Path
) -> None:
    engine = SmallEngine()
    with scripted(engine) as url:
        there = served_at(own, Address(url))
        build(there)
        forget(there)
        relabel(own, "Anna Examplova", "Anna Otherova")
        engine.puts, engine.broken_at = 0, broken_at
        with pytest.raises(StoreError):
            build(there)
        engine.broken_at = 0
        if broken_at > 2:
            with pytest.raises(StoreUnusable, match="cut off"):
                open_reader(there.store)

        assert build(there).changed

        build(own)
        assert set(open_reader(there.store)) == set(open_reader(own.store))
        assert not build(there).changed


def test_only_graphs_that_changed_are_sent(own: Project) -> None:
    engine = SmallEngine()
    with scripted(engine) as url:
        there = served_at(own, Address(url))
        build(there)
        forget(there)
        engine.requests.clear()
        relabel(own, "Anna Examplova", "Anna Otherova")

        build(there)

    written = [path.partition("?")[2] for method, path in engine.requests if method != "GET"]
    assert not any("rejected" in path for path in written if path)
    assert [path.rpartition("%2F")[2] for path in written if path][:2] == ["loading", "meta"]


def test_a_writer_beside_is_noticed(world: Project, world_reader: Store) -> None:
    engine = SmallEngine()
    with scripted(engine) as url:
        build(served_at(world, Address(url)))
        with Remote(Address(url)) as remote:
            writer = RemoteWriter(remote)
            writer.fingerprint()
            engine.store.update(
                f"DELETE WHERE {{ GRAPH {graph('meta')} {{ ?s {ST.inputHash} ?o }} }} ; "
                f'INSERT DATA {{ GRAPH {graph("meta")} {{ <x:s> {ST.inputHash} "other" }} }}'
            )
            with pytest.raises(StoreLocked):
                writer.replace_all({HASH}, anew=False)
    assert len(engine.store) == len(world_reader)


def test_a_server_that_loses_triples_is_found_out(world: Project, world_reader: Store) -> None:
    engine = SmallEngine()

    def forgetful(request: Handler) -> None:
        if request.command == "PUT" and "default" in request.fields:
            request.body = b"\n".join(request.body.split(b"\n")[:-5]) + b"\n"
        engine(request)

    with scripted(forgetful) as url, pytest.raises(StoreUnusable, match="instead of"):
        build(served_at(world, Address(url)))

    with scripted(engine) as url:
        with pytest.raises(StoreUnusable, match="cut off"):
            open_reader(Address(url))
        assert build(served_at(world, Address(url))).changed
        assert set(open_reader(Address(url))) == set(world_reader)


def test_of_two_that_write_graph_by_graph_one_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second believes that the first has died, and the first notices."""
    monkeypatch.setattr("kg.store.remote.claim.fate", lambda _: Fate.GONE)
    engine = SmallEngine()
    first, second = (set(quads(blocks(6, word, word=word))) for word in ("one", "two"))
    begun: list[str] = []

    def overtaken(request: Handler) -> None:
        engine(request)
        if request.command == "PUT" and "candidates" in request.path and not begun:
            begun.append(request.path)
            replaced(beside, second)

    with scripted(engine) as beside, scripted(overtaken) as url:
        with pytest.raises(StoreLocked, match="another program"):
            replaced(url, first)

        assert begun
        assert set(open_reader(Address(url))) == second


def test_who_writes_graph_by_graph_keeps_others_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.remote.claim.fate", lambda _: Fate.WORKS)
    with scripted(SmallEngine()) as url:
        with Remote(Address(url)) as remote:
            Claim(remote).begin("one")

        with pytest.raises(StoreLocked, match="another program loads it"):
            replaced(url, {HASH})


def replaced(url: str, wanted: set[Quad]) -> None:
    with Remote(Address(url)) as remote:
        writer = RemoteWriter(remote)
        writer.fingerprint()
        writer.replace_all(wanted, anew=False)


def test_what_is_registered_among_the_documents_is_loaded_block_by_block_too(
    own: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first plan sends documents whose outlets it does not know, and the second all anew."""
    monkeypatch.setattr("kg.build.build._SMALL", 0)
    monkeypatch.setattr("kg.build.sources._PORTION", 1)
    (own.seeds / "outlets.ttl").rename(own.seeds / "documents" / "zz-outlets.ttl")
    build(own, workers=1)
    with scripted(SmallEngine()) as url:
        there = served_at(own, Address(url))

        assert build(there, workers=1).changed

        assert set(open_reader(there.store)) == set(open_reader(own.store))
        assert not build(there, workers=1).changed


def test_a_second_plan_does_not_write_over_what_is_not_ours(
    own: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.build.build._SMALL", 0)
    (own.seeds / "outlets.ttl").rename(own.seeds / "documents" / "zz-outlets.ttl")
    engine = SmallEngine()
    engine.store.add(Quad(NamedNode("x:s"), NamedNode("x:p"), NamedNode("x:o"), DefaultGraph()))
    with scripted(engine) as url, pytest.raises(StoreUnusable, match="not ours"):
        build(served_at(own, Address(url)), workers=1)

    assert len(engine.store) == 1


def test_large_graphs_go_in_batches(monkeypatch: pytest.MonkeyPatch, world: Project) -> None:
    monkeypatch.setattr("kg.store.remote.writer._BATCH", 20_000)
    engine = SmallEngine()
    with scripted(engine) as url:
        build(served_at(world, Address(url)))
        assert set(open_reader(Address(url))) == set(open_reader_of(world))
    assert sum(method == "POST" and "?" in path for method, path in engine.requests) > 5


def open_reader_of(world: Project) -> Store:
    build(world)
    return open_reader(world.store)


def test_an_empty_server_has_no_store() -> None:
    with scripted(SmallEngine()) as url, pytest.raises(StoreMissing, match="nothing of ours"):
        open_reader(Address(url))


def test_the_hash_is_that_of_the_seeds(oxigraph: Served, world: Project) -> None:
    build(served_at(world, oxigraph.address), anew=True)

    with Remote(oxigraph.address) as remote:
        assert remote.input_hash() == fingerprint(world)
