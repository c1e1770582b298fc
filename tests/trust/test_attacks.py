"""The attack list: by whatever entry, nothing goes out, no file is told, nothing is written."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

import pytest
from pyoxigraph import Store
from rdflib.plugins import sparql

from kg.endpoint.offline import can_confine
from kg.project import Project
from kg.queries.catalogue import read_catalogue
from kg.reader import Reader
from kg.store import guard
from kg.store.guard import Limits, run_guarded
from kg.store.libc import unshare
from kg.store.seccomp import refuse_sockets
from tests.queries.test_run import HOSTILE
from tests.serve.running import Served
from tests.serve.test_attacks import BOMBS, SERVICE, UPDATES
from tests.serve.trap import Trap
from tests.trust.attacking import SECRET, SEED, holds, some_of
from tests.trust.commands import Commands
from tests.trust.entries import Entry, entries
from tests.trust.tally import FULL, amount

pytestmark = pytest.mark.usefixtures("as_before")

NAMES = (
    "kg query -e", "kg query FILE", "kg query -", "kg view --query", "Reader.sparql",
    "a store elsewhere", "GET /sparql", "POST /sparql, form", "POST /sparql, body", "GET /query",
    "POST /query", "GET /graph", "mcp",
)  # fmt: skip

UNSHARE = ("namespace", "unshare", unshare)
FILTER = ("filter", "refuse_sockets", refuse_sockets)


@pytest.fixture(scope="module")
def ways(
    world: Project, target: Served, kg: Commands, hideout: Path, trap: Trap
) -> dict[str, Entry]:
    found = entries(world, target, kg, hideout, trap)
    assert tuple(sorted(found)) == tuple(sorted(NAMES))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_no_entry_calls_another_server(ways: dict[str, Entry], trap: Trap, name: str) -> None:
    texts = [text.replace("TRAP", trap.url) for text in SERVICE.values()]
    said = dict(zip(SERVICE, ways[name](texts), strict=True))
    holds("SERVICE", {way: one.is_refused and not trap.hits for way, one in said.items()})


@pytest.mark.parametrize("means", [UNSHARE, FILTER])
def test_each_means_holds_alone_and_the_trap_is_one(
    trap: Trap, monkeypatch: pytest.MonkeyPatch, means: tuple[str, str, Callable[..., bool]]
) -> None:
    """A query whose text nobody has looked at comes to the trap, but for the system."""
    told, name, true = means

    def call(_: IO[bytes]) -> None:
        list(Store().query(f"SELECT * {{ SERVICE SILENT <{trap.url}> {{ ?s ?p ?o }} }}"))

    list(run_guarded(call, Limits(20)))
    assert trap.hits
    trap.hits.clear()
    monkeypatch.setattr(guard, name, true)
    if not can_confine() and not FULL:
        pytest.skip(f"this system forbids it: the {told}")
    list(run_guarded(call, Limits(20)))
    holds(f"SERVICE, by the {told} alone", {"guarded": trap.hits == []})


def places(trap: Trap, hideout: Path) -> tuple[str, ...]:
    secret = hideout / "secret.ttl"
    return (trap.url, f"file://{secret}", f"file:{secret}", str(secret))


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_sparql_reads(
    ways: dict[str, Entry], trap: Trap, hideout: Path, name: str
) -> None:
    if name == "a store elsewhere":
        pytest.skip("it reads its own graphs")
    texts = [
        text.replace("PLACE", place)
        for place in places(trap, hideout)
        for text in (
            "SELECT * FROM <PLACE> { ?s ?p ?o }",
            "SELECT * FROM NAMED <PLACE> { GRAPH ?g { ?s ?p ?o } }",
            "SELECT * { GRAPH <PLACE> { ?s ?p ?o } }",
            "CONSTRUCT { ?s ?p ?o } FROM <PLACE> WHERE { ?s ?p ?o }",
            "DESCRIBE <PLACE>",
        )
    ]
    said = dict(zip(texts, ways[name](texts), strict=True))
    holds("FROM", {text: SECRET not in one.words and not trap.hits for text, one in said.items()})


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_sparql_writes(
    ways: dict[str, Entry], trap: Trap, hideout: Path, name: str
) -> None:
    loads = [f"LOAD {way}<{place}>" for place in places(trap, hideout) for way in ("", "SILENT ")]
    texts = [*(text.replace("TRAP", trap.url) for text in UPDATES), *loads]
    said = dict(zip(texts, ways[name](texts), strict=True))
    holds(
        "LOAD and updates", {text: one.is_refused and not trap.hits for text, one in said.items()}
    )


def test_a_dataset_of_rdflib_fetches_nothing(world: Project, trap: Trap, hideout: Path) -> None:
    outcomes = {}
    for place in places(trap, hideout)[:3]:
        for text in ("SELECT * FROM <PLACE> {?s ?p ?o}", "ASK FROM NAMED <PLACE> {GRAPH ?g {}}"):
            for query in (text, sparql.prepareQuery(text.replace("PLACE", place))):
                with suppress(Exception):
                    told = str(list(Reader(world).dataset().query(query)))
                    outcomes[f"{place} {query}"] = SECRET not in told and not trap.hits
    assert not trap.hits
    holds("FROM, by rdflib", outcomes)


def test_bombs_are_ended_on_the_command_line(kg: Commands, hideout: Path) -> None:
    outcomes = {}
    for name, text in some_of(BOMBS, 3).items():
        ended = kg("query", "--timeout", "0.5", "-e", text)
        outcomes[name] = ended.code == 5 and ended.is_told
    holds("SPARQL bombs", outcomes)


@pytest.mark.parametrize("name", ["GET /query", "GET /graph", *["mcp"] * FULL])
def test_bombs_are_ended_elsewhere(ways: dict[str, Entry], name: str) -> None:
    texts = some_of(BOMBS, 1)
    said = dict(zip(texts, ways[name](list(texts.values())), strict=True))
    known = ("not done within", "memory", "larger than", "rows", "not drawn")
    holds(
        "SPARQL bombs",
        {bomb: any(map(one.words.__contains__, known)) for bomb, one in said.items()},
    )


def test_a_value_stays_a_value(world: Project, kg: Commands) -> None:
    """Whatever stands after -p, a row comes for what goes by that name alone."""
    asked = [
        (name, one.name, value)
        for name, query in read_catalogue(world).items()
        for one in query.parameters
        for value in (
            *HOSTILE,
            "a> <b",
            "javascript:alert(1)",
            "\ud83d",
            "../../etc/passwd",
            "9" * 99,
        )
        if "\0" not in value
    ]
    outcomes = {}
    for name, parameter, value in random.Random(SEED).sample(asked, amount(60, len(asked))):
        ended = kg(
            "query", name, "-p", f"{parameter}={value}", "-f", "ntriples" if "/" in name else "csv"
        )
        rows = ended.out.strip().count("\n")
        outcomes[f"{name} {parameter}={value}"] = ended.is_refused or (ended.code == 0 and not rows)
    holds("values of parameters", outcomes)
