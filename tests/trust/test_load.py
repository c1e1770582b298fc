"""A server that is asked much and long, and one whose store is built again and again under it.

Every answer is right, or tells when to come again; and in the end the server holds what it held
before: as many descriptors, workers and snapshots, and about as much memory.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import QueryResultsFormat

from benchmarks.serving_queries import bombs, texts
from benchmarks.serving_servers import Trap, ours
from kg.build.build import build
from kg.project import Project
from kg.rdf.terms import BASE, PREFIXES
from kg.store.embedded import open_reader
from tests.invented import REGISTRY, ROOT, new_project
from tests.trust.crowd import RIGHT, Asked, Client, crowd
from tests.trust.footprint import at_rest, comes_to_pass, left_over
from tests.trust.tally import amount, count
from tests.trust.writing import ASKED, OF_A_STATE, write_state

CLIENTS = 8
SECONDS = 1
"""How long a query may take here."""
WARM = amount(2, 45)
LOADED = amount(5, 600)
SWAPS = amount(2, 20)
FIRST_SWAPS = amount(1, 8)
"""Swaps in which a server comes to the size of memory that it keeps."""
GROWTH = 0.05 if amount(0, 1) else 0.3
PAGES = (
    "/index.html", "/actor/index.html", "/codebook.html", "/changes.html", "/report.html",
    "/search.html?q=exampl", "/queries/index.html", "/graph.html", "/sparql",
    "/queries/summary.html", "/queries/stances-of.html?actor=anna-examplova", "/void.ttl",
    "/actor/anna-examplova.html", "/actor/anna-examplova.json", "/changes.atom",
)  # fmt: skip
REFUSED = (
    Asked("/sparql", "SELECT * { ?s", 400),
    Asked("/sparql", "SELECT * { SERVICE <https://outside.example/> { ?s ?p ?o } }", 400),
    Asked("/actor/nobody.html", status=404),
    Asked("/queries/no-such-query.html", status=404),
)
Noted = Callable[[str, object], None]
_LARGE = 'SELECT ?x {{ VALUES ?n {{ {rows} }} BIND("{text}" AS ?x) }} # {number}'
_STATE = re.compile(rb"state \d+")


@pytest.fixture
def trap() -> Iterator[Trap]:
    found = Trap()
    yield found
    found.close()


def table(content: bytes) -> list[str]:
    """What a table tells, in whatever order its rows come."""
    told: dict[str, Any] = json.loads(content)
    rows = told.get("results", {}).get("bindings", ())
    return sorted(json.dumps(row, sort_keys=True) for row in rows) or [str(told.get("boolean"))]


def is_table(right: list[str], body: bytes) -> bool:
    return table(body) == right


def named_queries(project: Project) -> Iterator[Asked]:
    """The named queries with values, and what the engine alone answers to each."""
    store = open_reader(project.store)
    for text in texts(project):
        found = store.query(text, base_iri=BASE, prefixes=PREFIXES)
        content = found.serialize(format=QueryResultsFormat.JSON)  # type: ignore[union-attr]
        right = partial(is_table, table(content or b""))
        yield Asked("/sparql", text, is_right=right)
        yield Asked("/sparql", text, is_right=right, unique=True)


def fill_the_room_for_answers(client: Client) -> None:
    """Let the server keep as many answers as it ever does."""
    rows, text = "1 " * 50, "x" * 20_000
    for number in range(40):
        query = _LARGE.format(rows=rows, text=text, number=number)
        assert client.ask(Asked("/sparql", query)) == RIGHT


def as_at_first(client: Client, path: str) -> Asked:
    """A page, and that it is to be what it is to one who asks alone."""
    reply, body = client.fetch(Asked(path))
    assert reply.status == 200, path
    return Asked(path, is_right=lambda later: later == body)


def test_under_load_every_answer_is_right_and_nothing_piles_up(
    world: Project, world_store: Path, trap: Trap, record_property: Noted
) -> None:
    with ours(world.root, world.store, SECONDS) as server:
        first = Client(server.port, "127.0.3.1")
        pages = [as_at_first(first, path) for path in PAGES]
        requests = [*named_queries(world), *pages * 4, *REFUSED]
        harmful = [Asked("/sparql", text, 400, unique=True) for text in bombs(trap.url)]
        fill_the_room_for_answers(first)
        first.close()
        ask = partial(crowd, server.port)
        with ask(requests, CLIENTS, "127.0.1", 1), ask(harmful, 1, "127.0.2", 1):
            time.sleep(WARM)
        before = at_rest(server, world.store)
        with ask(requests, CLIENTS, "127.0.1", 2) as seen, ask(harmful, 1, "127.0.2", 2) as bombed:
            time.sleep(LOADED)
        after = at_rest(server, world.store)
    held_too_much = after.beyond(before, GROWTH)
    record_property("footprints", (str(before), str(after)))
    count("load", "answers to eight clients beside bombs", seen.asked, seen.held)
    count("load", "bombs ended or refused", bombed.asked, bombed.held)
    count("load", "descriptors, memory, workers and snapshots as before", 4, 4 - len(held_too_much))
    assert seen.wrong == []
    assert bombed.wrong == []
    assert seen.outcomes[RIGHT] > seen.asked // 2
    assert trap.hits == 0
    assert held_too_much == []
    assert left_over(after, world.store) == []


def is_of_one_state(body: bytes) -> bool:
    """Whether a table tells of one state, and of all of it."""
    rows = json.loads(body)["results"]["bindings"]
    return len(rows) == 1 and rows[0]["n"]["value"] == str(OF_A_STATE)


def tells_one_state(body: bytes) -> bool:
    return len(set(_STATE.findall(body))) == 1


@pytest.fixture
def project(tmp_path: Path) -> Project:
    found = new_project(tmp_path, REGISTRY)
    shutil.copytree(ROOT / "queries", found.queries)
    write_state(found, 0)
    build(found, workers=1)
    return found


def swaps(project: Project, port: int, turns: range) -> Iterator[bool]:
    """Build one state after the other; whether each is served in the end."""
    for turn in turns:
        write_state(project, turn)
        # Every third is another database; the others change the one that was copied.
        build(project, workers=1, anew=turn % 3 == 0)
        yield comes_to_pass(serves(port, f"state {turn}".encode()))


def serves(port: int, state: bytes) -> Callable[[], bool]:
    """Whether a server answers with a state; each time it is asked on a connection of its own."""

    def found() -> bool:
        client = Client(port, "127.0.3.2")
        try:
            return state in client.fetch(Asked("/sparql", ASKED, unique=True))[1]
        finally:
            client.close()

    return found


def test_what_is_built_again_and_again_is_served_and_nothing_piles_up(
    project: Project, record_property: Noted
) -> None:
    requests = [
        *[Asked("/sparql", ASKED, is_right=is_of_one_state, unique=one) for one in (True, False)],
        *[Asked(f"/stance/told-{n}.html", is_right=tells_one_state) for n in range(OF_A_STATE)],
        *[Asked(path) for path in PAGES],
    ]
    with ours(project.root, project.store, SECONDS) as server:
        ask = partial(crowd, server.port, requests, 4, "127.0.1")
        with ask(1):
            time.sleep(WARM)
        unbuilt = at_rest(server, project.store)
        with ask(2):
            first = list(swaps(project, server.port, range(1, 1 + FIRST_SWAPS)))
        before = replace(at_rest(server, project.store), descriptors=unbuilt.descriptors)
        with ask(3) as seen:
            turns = range(1 + FIRST_SWAPS, 1 + FIRST_SWAPS + SWAPS)
            served = list(swaps(project, server.port, turns))
        after = at_rest(server, project.store)
    held_too_much = after.beyond(before, GROWTH)
    record_property("footprints", (str(before), str(after)))
    count("soak", "answers beside swaps of the store", seen.asked, seen.held)
    count("soak", "swaps of the store", len(served), sum(served))
    count("soak", "descriptors, memory, workers and snapshots as before", 4, 4 - len(held_too_much))
    assert all(first)
    assert all(served)
    assert seen.wrong == []
    assert seen.outcomes[RIGHT] > seen.asked // 2
    assert held_too_much == []
    assert left_over(after, project.store) == []
