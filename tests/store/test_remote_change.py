"""A change of a served store by what differs: whole, on the store that was meant, nothing read."""

from __future__ import annotations

from collections.abc import Iterable, Set

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from kg.errors import StoreError, StoreLocked
from kg.project import Address
from kg.rdf.terms import BASE, ST
from kg.store import remote_change, remote_claim, remote_patience
from kg.store.blocks import Block
from kg.store.embedded import open_reader
from kg.store.remote import Remote
from kg.store.remote_claim import Loading
from kg.store.remote_load import load
from kg.store.remote_words import UNFINISHED
from kg.store.remote_writer import RemoteWriter
from tests.store.arriving import blocks, quads
from tests.store.engines import Served
from tests.store.scripted import Fate, Handler, SmallEngine, scripted

OLD = [*blocks(3, "one", word="to go")]
NEW = [*blocks(3, "two", word="to come")]


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_patience, "_PAUSES", (0.001,) * 8)
    monkeypatch.setattr(remote_claim, "_BETWEEN", 0.0)
    monkeypatch.setattr(remote_change, "_AT_ONCE", 30)
    monkeypatch.setattr(remote_change, "_BATCH", 50)


def lines(given_: Iterable[Block]) -> list[str]:
    """Blocks as N-Quads."""
    return [f"{quad} .\n" for quad in sorted(quads(given_), key=str)]


def changed(url: str | Address, *, before: str = "one", after: str = "two") -> None:
    """The store of OLD made that of NEW."""
    with Remote(Address(str(url)), seconds=10) as remote:
        RemoteWriter(remote).change(lines(NEW), lines(OLD), before=before, after=after)


def filled(url: str | Address) -> None:
    with Remote(Address(str(url))) as remote:
        load(remote, OLD, "one", lines=2, anew=True)


def held(url: str | Address) -> Set[Quad]:
    return set(open_reader(Address(str(url))))


def test_a_change_is_exact(engine: Served) -> None:
    filled(engine.address)

    changed(engine.address)

    assert held(engine.address) == quads(NEW)
    with Remote(engine.address) as remote:
        assert remote.input_hash() == "two"
        assert not Loading.read(remote)


def test_what_does_not_change_stays(engine: Served) -> None:
    filled(engine.address)
    gone, new = lines(OLD)[7:9], lines(NEW)[50:54]
    hashes = [line for line in lines([*OLD, *NEW]) if str(ST.inputHash) in line]

    with Remote(engine.address) as remote:
        RemoteWriter(remote).change([*new, *hashes], [*gone, *hashes], before="one", after="two")

    kept = {*lines(OLD), *new} - set(gone)
    assert {f"{quad} .\n" for quad in held(engine.address)} == {
        line.replace('"one"', '"two"') if str(ST.inputHash) + " " in line else line for line in kept
    }


@pytest.mark.parametrize("found", ["other", UNFINISHED])
def test_another_store_is_left_as_it_is(engine: Served, found: str) -> None:
    filled(engine.address)
    with Remote(engine.address) as remote:
        meta = f'<{BASE}dataset> {ST.inputHash} "{found}" .\n'
        remote.put("meta", meta.encode())
        sizes = RemoteWriter(remote).sizes()

        with pytest.raises(StoreLocked, match="not the store"):
            changed(engine.address)

        assert remote.input_hash() == found
        assert RemoteWriter(remote).sizes() == sizes


def test_of_two_at_once_one_is_done(oxigraph: Served) -> None:
    filled(oxigraph.address)
    with Remote(oxigraph.address) as remote:
        writer = RemoteWriter(remote)
        writer.change(lines(NEW), lines(OLD), before="one", after="two")
        with pytest.raises(StoreLocked):
            writer.change(lines(NEW), lines(OLD), before="one", after="two")

    assert held(oxigraph.address) == quads(NEW)


@pytest.mark.parametrize("whole", [True, False])
def test_a_change_larger_than_one_request(
    engine: Served, monkeypatch: pytest.MonkeyPatch, *, whole: bool
) -> None:
    monkeypatch.setattr(remote_change, "_WHOLE", 2**30 if whole else 100)
    filled(engine.address)

    changed(engine.address)

    assert held(engine.address) == quads(NEW)


def test_nothing_is_read_back_but_what_is_told_of_it() -> None:
    engine = SmallEngine()
    with scripted(engine) as url:
        filled(url)
        heard: list[str] = []

        def listening(request: Handler) -> None:
            heard.extend(request.fields.get("query", []))
            engine(request)

        with scripted(listening) as beside:
            changed(beside)

    assert heard
    assert not [text for text in heard if "?s ?p ?o" in text]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(Fate), max_size=30))
def test_whatever_becomes_of_the_requests_the_change_is_exact(fates: list[Fate]) -> None:
    engine = SmallEngine()
    with scripted(engine) as url:
        filled(url)
        engine.fates = [fate for one in fates for fate in (one, Fate.DONE)]

        changed(url)

        assert held(url) == quads(NEW)


@pytest.mark.parametrize("number", range(1, 14, 2))
def test_a_change_that_is_cut_off_goes_on(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = SmallEngine()
    with scripted(engine) as url:
        filled(url)
        with monkeypatch.context() as impatient:
            impatient.setattr(remote_patience, "_PAUSES", ())
            engine.fates = [Fate.DONE] * number + [Fate.LOST]
            with pytest.raises(StoreError):
                changed(url)
        with Remote(Address(url)) as remote:
            found = remote.input_hash()

        if found != "two":
            changed(url)

        assert held(url) == quads(NEW)
    assert found in {"one", "two", UNFINISHED}


def test_another_change_does_not_go_on_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = SmallEngine()
    with scripted(engine) as url:
        filled(url)
        monkeypatch.setattr(remote_patience, "_PAUSES", ())
        engine.fates = [Fate.DONE] * 4 + [Fate.LOST]
        with pytest.raises(StoreError):
            changed(url)

        with pytest.raises(StoreLocked, match="not the store"):
            changed(url, after="three")
