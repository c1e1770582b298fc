"""Attacks over HTTP: each is refused or ended, and the next one is served as if nothing was.

A trap listens on a port of its own: no query may reach it. No answer may hold what lies in a file.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from kg.endpoint.limits import Allowance
from kg.project import Project
from tests.endpoint.asking import children, until
from tests.serve.running import Served, serving
from tests.serve.trap import Trap, trapping
from tests.trust.tally import count

ASK = "ASK { ?s ?p ?o }"
SECONDS = 1.0
WORKERS = 2


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    with trapping() as set_up:
        yield set_up


@pytest.fixture(scope="module")
def target(world: Project, world_store: Path) -> Iterator[Served]:
    """A server that has little patience."""
    allowance = Allowance(seconds=SECONDS, size=4 * 2**20, memory=2**30)
    with serving(world, allowance=allowance, workers=WORKERS) as running:
        yield running


@pytest.fixture
def client(target: Served, trap: Trap) -> Iterator[httpx.Client]:
    """A client of the target; when its test has ended, all is as before."""
    with target.client(verify=False) as one:
        yield one
        assert b"true" in ask(one, ASK).content
        assert trap.hits == []
        until(lambda: len(target.server.edition.pool.pids) == WORKERS + 1)
        until(lambda: len(children()) == WORKERS + 1)


def ask(client: httpx.Client, query: str, **more: str) -> httpx.Response:
    return client.post("sparql", data={"query": query, **more})


def holds(what: str, held: bool, said: object = "") -> None:
    """It is counted whether an attack was held, and then it has to be."""
    count("attacks", what, 1, int(held))
    assert held, said


def told(reply: httpx.Response) -> None:
    """One plain line or two on what was wrong; no traceback, nothing of any file."""
    assert reply.headers["content-type"].startswith("text/plain")
    assert len(reply.content) < 2000
    for word in ("Traceback", "root:", "/site-packages/", 'File "'):
        assert word not in reply.text


CHAIN = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(4))
DOUBLING = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
PATH = "(!<x:a>|!<x:b>|^!<x:c>)*"
BOMBS = {
    "cross product": f"SELECT (COUNT(*) AS ?n) {{ {CHAIN} }}",
    "cross product, distinct": f"SELECT DISTINCT ?a0 ?b1 ?c2 ?c3 {{ {CHAIN} }}",
    "cross product in order": f"SELECT * {{ {CHAIN} }} ORDER BY ?c0 ?c1 ?c2",
    "cross product in groups": f"SELECT ?a0 (COUNT(*) AS ?n) {{ {CHAIN} }} GROUP BY ?a0 ?a1 ?a2",
    "graph of a cross product": f"CONSTRUCT {{ ?a0 ?b1 ?c2 }} {{ {CHAIN} }}",
    "paths": f"SELECT (COUNT(*) AS ?n) {{ ?a {PATH}/{PATH} ?b . ?b {PATH}/{PATH} ?c }}",
    "optional of optional": "SELECT * {" + " OPTIONAL { ?a ?b ?c ." * 6 + " ?d ?e ?f " + "}" * 7,
    "doubled text": f'SELECT (STRLEN(?x40) AS ?n) {{ BIND("x" AS ?x0) {DOUBLING} }}',
    "generated text": f'SELECT ?x40 {{ BIND("x" AS ?x0) {DOUBLING} }}',
    "text of all": f"SELECT (GROUP_CONCAT(?c0) AS ?n) {{ {CHAIN} }}",
    "rows of text": 'SELECT ?s ?x { ?s ?p ?o . ?t ?q ?u BIND("' + "x" * 5000 + '" AS ?x) }',
    "all bound twice": f'ASK {{ {CHAIN} FILTER(CONCAT(STR(?c0), STR(?c3)) = "-") }}',
    "minus": f"SELECT (COUNT(*) AS ?n) {{ ?a0 ?b0 ?c0 MINUS {{ {CHAIN} FILTER(?a1 != ?a2) }} }}",
    "exists": f"ASK {{ ?s ?p ?o FILTER EXISTS {{ {CHAIN} FILTER(?c3 = ?s && ?c0 = 7) }} }}",
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_ended(client: httpx.Client, bomb: str) -> None:
    began = time.monotonic()
    with ThreadPoolExecutor(1) as other:
        exploding = other.submit(ask, client, BOMBS[bomb])
        for number in range(5):
            assert ask(client, f"{ASK} # {number}").status_code == 200
        reply = exploding.result()
    holds("SPARQL bombs", reply.status_code in (422, 503), reply.text)
    told(reply)
    assert time.monotonic() - began < 30 * SECONDS


DEEP = 20_000
NESTED = {
    "hidden in an address": f"ASK {{ FILTER(1<{'(' * DEEP}1{')' * DEEP}>0) }}",
    "groups": f"ASK {{ {'{' * DEEP}{'}' * DEEP} }}",
    "parentheses": f"SELECT ({'(' * DEEP}1{')' * DEEP} AS ?x) {{}}",
    "property lists": f"ASK {{ {'[ <x:p> ' * DEEP}{']' * DEEP} <x:p> 1 }}",
    "collections": f"ASK {{ {'(' * DEEP}{')' * DEEP} <x:p> 1 }}",
    "paths": f"ASK {{ ?s {'(' * DEEP}<x:p>{')' * DEEP} ?o }}",
    "quoted triples": f"ASK {{ {'<< ' * DEEP} ?s ?p ?o {'>> ?p ?o ' * DEEP} }}",
    "never closed": "ASK {" + "{" * DEEP,
    "not": f"ASK {{ FILTER({'!' * (3 * DEEP)}true) }}",
    "minus": f"SELECT ({'-' * (3 * DEEP)}1 AS ?x) {{}}",
    "inverse paths": f"ASK {{ ?s {'^' * (3 * DEEP)}<x:p> ?o }}",
    "repeated paths": f"ASK {{ ?s <x:p>{'*' * (3 * DEEP)} ?o }}",
    "sums": f"SELECT ({'1+' * 29_000}1 AS ?x) {{}}",
    "alternatives": f"ASK {{ ?s {'<x:p>|' * 9_000}<x:p> ?o }}",
    "steps": f"ASK {{ ?s {'<x:p>/' * 9_000}<x:p> ?o }}",
    "or": f"ASK {{ FILTER({'?x||' * 14_000}?x) }}",
    "groups side by side": f"ASK {{ {'{} ' * 20_000} }}",
    "unions": f"ASK {{ {'{} UNION ' * 6_500}{{}} }}",
    "optionals": f"ASK {{ {'OPTIONAL{} ' * 5_500} }}",
    "minuses": f"ASK {{ {'MINUS{} ' * 7_500} }}",
    "filters": f"ASK {{ {'FILTER(1) ' * 6_000} }}",
    "binds": "ASK {" + " ".join(f"BIND(1 AS ?x{n})" for n in range(3_500)) + "}",
    "sub-selects": "SELECT * {" + " {SELECT * {" * 40 + "}}" * 40 + "}",
    "if": f"SELECT ({'IF(true,' * 5_000}1{',2)' * 5_000} AS ?x) {{}}",
    "prefixes": "\n".join(f"PREFIX p{n}: <x:>" for n in range(3_000)) + ASK,
    "ordered by many": f"SELECT * {{ ?s ?p ?o }} ORDER BY {'?s ' * 20_000}",
    "columns": "SELECT " + " ".join(f"(1 AS ?x{n})" for n in range(4_500)) + "{}",
}


@pytest.mark.parametrize("kind", NESTED)
def test_what_is_nested_or_long_is_answered_or_refused(client: httpx.Client, kind: str) -> None:
    reply = ask(client, NESTED[kind])
    holds("nesting and length", reply.status_code in (200, 400, 413, 503), reply.text)
    if reply.status_code != 200:
        told(reply)


def test_the_length_of_a_query_is_bounded(client: httpx.Client) -> None:
    for query in (
        ASK + "#" * 100_000,
        f'ASK {{ ?s ?p "{"x" * 2**20}" }}',
        f"ASK {{ ?s ?p <x:{'y' * 2**20}> }}",
        f"SELECT ?x {{ VALUES ?x {{ {'1 ' * 100_000} }} }}",
        f"ASK {{ {'{} ' * 30_000} }}",
    ):
        for reply in (
            ask(client, query),
            client.post(
                "sparql", content=query, headers={"Content-Type": "application/sparql-query"}
            ),
        ):
            holds("nesting and length", reply.status_code in (400, 413), reply.text)
            told(reply)


def test_long_terms_within_bounds_are_answered(client: httpx.Client) -> None:
    for query in (
        f'ASK {{ ?s ?p "{"x" * 60_000}" }}',
        f"ASK {{ ?s ?p <x:{'y' * 60_000}> }}",
        f"SELECT ?x {{ VALUES ?x {{ {'1 ' * 30_000} }} }}",
    ):
        assert ask(client, query).status_code == 200


TRUTH = (
    "PREFIX : <TRAP> PREFIX {0}Service: <x:> PREFIX {0}ServiceSilent: <x:>"
    " SELECT * {{ ?d <x:p>* {0}SERVICE:x {{ ?a ?b ?c }} }}"
)
"""No such name is declared, so that it is a word for yes or no, and then a call."""
SERVICE = {
    "plain": "SELECT * { SERVICE <TRAP> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <TRAP> { ?s ?p ?o } }",
    "small letters": "SELECT * { service <TRAP> { ?s ?p ?o } }",
    "mixed letters": "SELECT * { SeRvIcE silent <TRAP> { ?s ?p ?o } }",
    "behind a comment": "SELECT * { # nothing\n SERVICE#\n<TRAP>#\n{ ?s ?p ?o } }",
    "behind a comment that ends by a return": "SELECT * { # nothing\rSERVICE <TRAP> { ?s ?p ?o } }",
    "behind what reads like a string": "SELECT * { ?s ?p '#' . SERVICE <TRAP> { ?s ?p ?o } }",
    "behind an escaped quote": "SELECT * { ?s ?p '\\'' . SERVICE <TRAP> { ?s ?p '\\'' } }",
    "behind a long string": 'SELECT * { ?s ?p """a"b""c""" . SERVICE <TRAP> { ?s ?p """d""" } }',
    "behind a comparison": "SELECT * { FILTER(1<2) SERVICE <TRAP> { ?s ?p ?o } FILTER(2>1) }",
    "escaped": "SELECT * { \\u0053ERVICE <TRAP> { ?s ?p ?o } }",
    "escaped, long": "SELECT * { \\U00000053ERVICE <TRAP> { ?s ?p ?o } }",
    "escaped braces": "SELECT * \\u007b SERVICE <TRAP> { ?s ?p ?o } }",
    "escaped address": "SELECT * { SERVICE <\\u0068TRAP> { ?s ?p ?o } }",
    "in a sub-select": "SELECT * { { SELECT * { { SERVICE <TRAP> { ?s ?p ?o } } } } }",
    "optional": "SELECT * { OPTIONAL { SERVICE <TRAP> { ?s ?p ?o } } }",
    "in a union": "SELECT * { {} UNION { SERVICE <TRAP> { ?s ?p ?o } } }",
    "in exists": "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <TRAP> { ?s ?p ?o } } }",
    "in minus": "ASK { ?s ?p ?o MINUS { SERVICE <TRAP> { ?s ?p ?o } } }",
    "in a graph": "ASK { GRAPH ?g { SERVICE <TRAP> { ?s ?p ?o } } }",
    "in a graph's making": "CONSTRUCT { ?s ?p ?o } { SERVICE <TRAP> { ?s ?p ?o } }",
    "in a description": "DESCRIBE ?s { SERVICE <TRAP> { ?s ?p ?o } }",
    "by a variable": "SELECT * { VALUES ?where { <TRAP> } SERVICE ?where { ?s ?p ?o } }",
    "by a bound variable": 'SELECT * { BIND(IRI("TRAP") AS ?where) SERVICE ?where { ?s ?p ?o } }',
    "by a prefix": "PREFIX t: <TRAP> SELECT * { SERVICE t:x { ?s ?p ?o } }",
    "by a base": "BASE <TRAP> SELECT * { SERVICE <x> { ?s ?p ?o } }",
    "without a space": "SELECT*{?a ?b ?o.SERVICE<TRAP>{?s ?p ?o}}",
    "behind a number": "SELECT * { ?a ?b 1.SERVICE <TRAP> { ?s ?p ?o } }",
    "behind a blank node": "SELECT * { ?a ?b _:x.SERVICE <TRAP> { ?s ?p ?o } }",
    "behind a name": "SELECT * { ?a ?b st:x.SERVICE <TRAP> { ?s ?p ?o } }",
    "behind a language": 'SELECT * { ?a ?b "x"@en.SERVICE <TRAP> { ?s ?p ?o } }',
    "a second time": "SELECT * { ?service ?p 'SERVICE' . SERVICE <TRAP> { ?s ?p ?o } }",
    "as a name": "PREFIX service: <TRAP> SELECT * { SERVICE service: { ?s ?p ?o } }",
    "behind a yes": TRUTH.format("true"),
    "behind a no": TRUTH.format("false"),
    "behind a yes, silent": TRUTH.format("true").replace("SERVICE:", "SERVICESILENT:"),
    "a file": "SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }",
}


@pytest.mark.parametrize("disguise", SERVICE)
def test_no_query_calls_another_server(client: httpx.Client, trap: Trap, disguise: str) -> None:
    reply = ask(client, SERVICE[disguise].replace("TRAP", trap.url))
    holds("SERVICE", reply.status_code == 400 and trap.hits == [], reply.text)
    told(reply)


def test_the_word_alone_is_no_call(client: httpx.Client) -> None:
    for query in (
        "ASK { ?service ?p 'SERVICE <http://example.org/>' } # SERVICE",
        "PREFIX SERVICE: <x:> SELECT * { ?s SERVICE:service ?o }",
        "SELECT ?o { <x:SERVICE> ?SERVICE ?o }",
    ):
        assert ask(client, query).status_code == 200


GRAPHS = ("TRAP", "file:///etc/passwd", "file:/etc/passwd", "data:text/turtle,<x:a><x:b><x:c>.")


@pytest.mark.parametrize("graph", GRAPHS)
def test_the_graphs_of_a_dataset_are_names_and_no_addresses(
    client: httpx.Client, trap: Trap, graph: str
) -> None:
    graph = graph.replace("TRAP", trap.url)
    for query in (
        f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED <{graph}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"SELECT * {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}",
        f"DESCRIBE <{graph}>",
    ):
        reply = ask(client, query)
        assert reply.status_code in (200, 400), reply.text
        assert "root:" not in reply.text
        if reply.status_code == 200 and not query.startswith("DESCRIBE"):
            assert reply.json()["results"]["bindings"] == []
    for name in ("default-graph-uri", "named-graph-uri"):
        query = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        reply = ask(client, query, **{name: graph})
        assert reply.status_code in (200, 400), reply.text
        if reply.status_code == 200:
            assert reply.json()["results"]["bindings"] == []
    holds("FROM", trap.hits == [])


UPDATES = (
    "INSERT DATA { <x:a> <x:b> <x:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP SILENT ALL",
    "LOAD <TRAP>",
    "LOAD SILENT <TRAP> INTO GRAPH <x:g>",
    "LOAD <file:///etc/passwd>",
    "ASK {} ; LOAD <TRAP>",
    "ADD DEFAULT TO <x:g>",
)


@pytest.mark.parametrize("update", UPDATES)
def test_nothing_is_written(client: httpx.Client, trap: Trap, update: str) -> None:
    update = update.replace("TRAP", trap.url)
    count = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    before = ask(client, count).content
    reply = ask(client, update)
    holds("LOAD and updates", reply.status_code == 400, reply.text)
    told(reply)
    content = {"Content-Type": "application/sparql-update"}
    for refused in (
        client.post("sparql", data={"update": update}),
        client.post("sparql", content=update, headers=content),
        client.post("update", data={"update": update}),
        client.get("sparql", params={"update": update}),
        client.put("sparql?default", content=update),
        client.request("DELETE", "sparql?default"),
    ):
        assert 400 <= refused.status_code < 500, refused.status_code
    assert ask(client, count + " # anew").content == before


@pytest.mark.parametrize(
    "pattern",
    [
        "^(a+)+$",
        "(a|a)*$",
        "(.*)(.*)(.*)(.*)(.*)x",
        "a{1000}{1000}{1000}",
        "(" * 200,
        "\\p{L}{900}",
    ],
)
def test_no_pattern_takes_for_ever(client: httpx.Client, pattern: str) -> None:
    told_as = pattern.replace("\\", "\\\\")
    text = "a" * 30_000 + "!"
    for query in (
        f'ASK {{ FILTER(REGEX("{text}", "{told_as}")) }}',
        f'SELECT (REPLACE("{text}", "{told_as}", "$1$1") AS ?x) {{}}',
    ):
        reply = ask(client, query)
        holds("patterns", reply.status_code in (200, 503), reply.text)


def head(target: Served, length: int) -> bytes:
    return (
        f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{target.port}\r\nContent-Length: {length}\r\n"
        "Content-Type: application/sparql-query\r\n\r\n"
    ).encode()


def test_who_leaves_midway_leaves_nothing_behind(target: Served, client: httpx.Client) -> None:
    pool = target.server.edition.pool
    for number in range(12):
        query = f"{BOMBS['cross product']} # left {number}".encode()
        with socket.create_connection(("127.0.0.1", target.port)) as connection:
            connection.sendall(head(target, len(query)) + query)
            if number % 2:
                until(lambda: pool._asked > 0)
    until(lambda: pool._asked == 0)


def test_half_sent_requests_hold_nobody_up(target: Served, client: httpx.Client) -> None:
    with ExitStack() as open_ones:
        for number in range(60):
            connection = socket.create_connection(("127.0.0.1", target.port))
            open_ones.enter_context(connection)
            whole = head(target, 1000) + b"ASK {"
            connection.sendall(whole[: number * len(whole) // 60])
        for number in range(20):
            assert ask(client, f"{ASK} # {number}").status_code == 200


def test_who_reads_slowly_holds_nobody_up(target: Served, client: httpx.Client) -> None:
    text = 'SELECT ?x { VALUES ?n { 1 2 3 4 5 6 7 8 9 } ?s a ?t BIND("' + "x" * 1000 + '" AS ?x) }'
    assert len(ask(client, text).content) > 10**5
    with ExitStack() as open_ones:
        for number in range(40):
            connection = socket.socket()
            open_ones.enter_context(connection)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.bind(("127.0.0.2", 0))
            connection.connect(("127.0.0.1", target.port))
            query = f"{text} # {number % 4}".encode()
            connection.sendall(head(target, len(query)) + query)
        for number in range(20):
            assert ask(client, f"{ASK} # {number} of the others").status_code == 200


def test_two_hundred_at_once_are_all_answered(target: Served, client: httpx.Client) -> None:
    def one(number: int) -> int:
        with target.client(verify=False) as own:
            return ask(own, f"{ASK} # {number} of many").status_code

    with ThreadPoolExecutor(200) as crowd:
        found = list(crowd.map(one, range(200)))
    holds("crowds", set(found) <= {200, 503}, found)
    assert found.count(200) >= 64


def test_a_crowd_of_bombs_leaves_others_alone(target: Served, client: httpx.Client) -> None:
    def bomb(number: int) -> int:
        with target.client(verify=False) as own:
            return ask(own, f"{BOMBS['cross product']} # {number} of a crowd").status_code

    with ThreadPoolExecutor(30) as crowd:
        bombs = [crowd.submit(bomb, number) for number in range(30)]
        while not all(one.done() for one in bombs):
            # Of the same address, and behind all of its bombs.
            assert ask(client, ASK).status_code == 200
            assert client.get("metrics").status_code == 200
        holds("crowds", {one.result() for one in bombs} == {503})
