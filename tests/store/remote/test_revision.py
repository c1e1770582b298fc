"""A served store made that of another input by what differs: once, and only from the one before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import DefaultGraph

from kg.errors import StoreLocked
from kg.project import Address
from kg.rdf.terms import BASE, ST, graph
from kg.store.embedded import open_reader
from kg.store.remote.claim import Claim, Loading
from kg.store.remote.load import load
from kg.store.remote.loader import Fate
from kg.store.remote.patterns import ServedPatterns
from kg.store.remote.remote import Remote
from kg.store.remote.revision import Revision, count_lines, revise
from kg.store.remote.writer import RemoteWriter
from tests.store.engines import Served
from tests.store.remote.arriving import TRIPLES, blocks, quads
from tests.store.remote.scripted import Handler, SmallEngine, scripted

MANY = 700
STANCE = f"{BASE}stance/"


def hash_line(input_hash: str) -> str:
    return f'<{BASE}dataset> {ST.inputHash} "{input_hash}" .\n'


def lines(count: int, word: str) -> Iterator[str]:
    for number in range(count):
        text = f"{word} \\u201c{number}\\u201d \\\\ \\\"“{number}”\\\" \\n\\t 'ж' {{}} # ?x"
        yield f'<{STANCE}{number}> {ST.reason} "{text}"@en .\n'


def revision(before: str, after: str, *, count: int = MANY) -> Revision:
    """What takes a block away, and brings some lines to each of two graphs."""
    gone = next(blocks(1, before)).content.decode().splitlines(keepends=True)
    return Revision(
        before,
        after,
        {"published": gone, "meta": [hash_line(before)]},
        {
            "published": list(lines(count, "öffentlich")),
            "reviews": list(lines(count, "made")),
            "meta": [hash_line(after)],
        },
    )


def test_a_change_is_exact_and_done_once(engine: Served) -> None:
    told = revision("one", "two")
    with Remote(engine.address) as remote:
        load(remote, blocks(6, "one"), "one", lines=2, anew=True)
        before = set(open_reader(engine.address))

        revise(remote, told)
        after = set(open_reader(engine.address))
        revise(remote, told)

        assert set(open_reader(engine.address)) == after
        assert remote.input_hash() == "two"
        assert not Loading.read(remote)
    assert len(after - before) == count_lines(told.added)
    assert len(before - after) == count_lines(told.removed)
    wanted = "öffentlich “0” \\ \"“0”\" \n\t 'ж' {} # ?x"
    assert wanted in {getattr(quad.object, "value", "") for quad in after}


def test_from_another_input_nothing_is_changed(engine: Served) -> None:
    with Remote(engine.address) as remote:
        load(remote, blocks(6, "three"), "three", lines=2, anew=True)

        with pytest.raises(StoreLocked, match="another program writes to it"):
            revise(remote, revision("one", "two", count=2))

        assert set(open_reader(engine.address)) == quads(blocks(6, "three"))


def test_graphs_that_do_not_hold_what_they_should_are_told(engine: Served) -> None:
    with Remote(engine.address) as remote:
        load(remote, blocks(6, "one"), "one", lines=2, anew=True)
        writer = RemoteWriter(remote)
        before = writer.sizes()
        sizes = before | {"published": before["published"] - TRIPLES + 2, "reviews": 2}
        missing = sizes | {"published": sizes["published"] + 1}

        assert not writer.revise(revision("one", "two", count=2), missing)
        assert remote.input_hash() == "unfinished"

        load(remote, blocks(6, "one"), "one", lines=2, anew=True)
        assert writer.revise(revision("one", "two", count=2), sizes)
        assert remote.input_hash() == "two"


def test_single_things_are_asked_for(engine: Served) -> None:
    given = list(blocks(6, "one"))
    with Remote(engine.address) as remote:
        load(remote, given, "one", lines=2, anew=True)
        patterns, all_ = ServedPatterns(remote), quads(given)
        thing = next(quad for quad in all_ if quad.graph_name == DefaultGraph())
        other = next(quad for quad in all_ if quad.graph_name == graph("candidates"))

        for subject, predicate, value, place in (
            (thing.subject, None, None, DefaultGraph()),
            (thing.subject, thing.predicate, None, DefaultGraph()),
            (None, thing.predicate, thing.object, DefaultGraph()),
            (None, None, other.object, None),
            (other.subject, None, None, graph("candidates")),
            (other.subject, None, None, DefaultGraph()),
            (None, ST.note, None, graph("candidates")),
        ):
            wanted = {
                quad
                for quad in all_
                if subject in (None, quad.subject)
                and predicate in (None, quad.predicate)
                and value in (None, quad.object)
                and place in (None, quad.graph_name)
            }
            found = patterns.quads_for_pattern(subject, predicate, value, place)
            assert set(found) == wanted


def test_what_arrives_late_does_nothing() -> None:
    """A server takes its time for a request that nobody waits for any more."""
    engine = SmallEngine()
    late: list[str] = []

    def listening(request: Handler) -> None:
        late.extend(request.fields.get("update", []))
        engine(request)

    with scripted(listening) as url, Remote(Address(url)) as remote:
        load(remote, blocks(6, "one"), "one", lines=2)
        late.clear()
        revise(remote, revision("one", "two", count=2))
        texts = tuple(late)
        back = revision("one", "two", count=2)
        revise(remote, Revision("two", "one", back.added, back.removed))
        held = set(engine.store)

        for text in texts:
            engine.store.update(text)

    assert len(texts) == 3
    assert set(engine.store) == held == quads(blocks(6, "one"))


def test_who_loads_is_not_disturbed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.remote.claim.fate", lambda _: Fate.WORKS)
    engine = SmallEngine()
    with scripted(engine) as url, Remote(Address(url)) as remote:
        load(remote, blocks(6, "one"), "one", lines=2)
        Claim(remote).begin("two")
        held = set(engine.store)

        with pytest.raises(StoreLocked, match="another program loads it"):
            revise(remote, revision("one", "two", count=2))

        assert set(engine.store) == held


def test_who_is_overtaken_at_the_last_moment_changes_nothing() -> None:
    engine = SmallEngine()

    def overtaken(request: Handler) -> None:
        engine(request)
        if request.command == "PUT" and "loading" in request.path:
            engine.store.update(
                f"DELETE {{ GRAPH ?g {{ ?s {ST.inputHash} ?o }} }} "
                f'INSERT {{ GRAPH ?g {{ ?s {ST.inputHash} "three" }} }} '
                f"WHERE {{ GRAPH ?g {{ ?s {ST.inputHash} ?o }} }}"
            )

    with scripted(engine) as url, Remote(Address(url)) as remote:
        load(remote, blocks(6, "one"), "one", lines=2)
    with scripted(overtaken) as url, Remote(Address(url)) as remote:
        with pytest.raises(StoreLocked, match="another program writes"):
            revise(remote, revision("one", "two", count=2))

        assert remote.told("meta", ST.inputHash) == ["three"]
    assert set(engine.store.quads_for_pattern(None, None, None, DefaultGraph())) == {
        quad for quad in quads(blocks(6, "one")) if quad.graph_name == DefaultGraph()
    }


def test_what_was_begun_for_another_change_is_not_gone_on_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kg.store.remote.claim.fate", lambda _: Fate.GONE)
    engine = SmallEngine()
    with scripted(engine) as url, Remote(Address(url)) as remote:
        load(remote, blocks(6, "one"), "one", lines=2)
        engine.store.update(
            f"DELETE {{ GRAPH ?g {{ ?s {ST.inputHash} ?o }} }} "
            f'INSERT {{ GRAPH ?g {{ ?s {ST.inputHash} "unfinished" }} }} '
            f"WHERE {{ GRAPH ?g {{ ?s {ST.inputHash} ?o }} }}"
        )
        Claim(remote).begin("two")
        held = set(engine.store)

        with pytest.raises(StoreLocked, match="another program writes"):
            revise(remote, revision("one", "two", count=2))

        assert set(engine.store) == held


def test_it_is_kept_as_a_text() -> None:
    told = revision("one", "two", count=3)

    assert Revision.unpacked(told.packed()) == told
    assert told.size == sum(map(len, [*told.removed["published"], *told.removed["meta"]])) + sum(
        len(line) for name in ("published", "reviews", "meta") for line in told.added[name]
    )
