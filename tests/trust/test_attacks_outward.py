"""Attacks on who connects, and on who reads: requests in disguise, terminals, sheets, folders."""

from __future__ import annotations

import csv
import io
import re
import socket
from contextlib import suppress
from pathlib import Path

import pytest

from kg.project import Project
from tests.serve.running import Served
from tests.trust.attacking import SECRET, holds
from tests.trust.attacks_http import HOSTS, INJECTED, METHODS, SECOND, SMUGGLED, TRAVERSAL
from tests.trust.attacks_world import FORMULAS, STEERING, hostile_names, hostile_words
from tests.trust.commands import Commands, commands

pytestmark = pytest.mark.usefixtures("as_before")

STEERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")
QUERY = f"""#+ title: {STEERING[0]}
#+ question: {STEERING[1]}{STEERING[5]}
#+ parameter x (text): {STEERING[2]}
SELECT * {{ VALUES ?x {{ "{STEERING[3]}" }} }}
"""


def said_to(target: Served, request: bytes) -> bytes:
    """All that a server says to some bytes until it hangs up."""
    with socket.create_connection(("127.0.0.1", target.port)) as raw:
        raw.settimeout(60)
        said = b""
        # It may hang up before it has read all.
        with suppress(ConnectionError):
            raw.sendall(request)
            while part := raw.recv(65_536):
                said += part
    return said


def test_no_request_hides_in_another(target: Served) -> None:
    """At most the first is answered, and what could be read in two ways not at all."""
    good = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert re.findall(rb"HTTP/1\.1 (\d{3})", said_to(target, good + SECOND)) == [b"200", b"404"]
    outcomes = {}
    for name, request in SMUGGLED.items():
        said = said_to(target, request)
        answers = re.findall(rb"HTTP/1\.1 (\d{3})", said)
        outcomes[f"{name}: {answers}"] = len(answers) <= 1 and all(
            one[:1] == b"4" for one in answers
        )
    holds("HTTP, framing", outcomes)


def ask(target: Served, method: str, path: str, host: str = "localhost") -> tuple[int, bytes]:
    head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    said = said_to(target, head.encode())
    return int(said.split(b" ")[1] if said else 0), said


def test_no_path_leads_out(target: Served, hideout: Path) -> None:
    secret = f"/..{hideout}/secret.ttl"
    outcomes = {}
    for path in (*TRAVERSAL, secret, secret.replace("/", "%2f"), f"/assets{secret}", f"/{secret}"):
        status, said = ask(target, "GET", path)
        told = SECRET.encode() in said or b"root:" in said or b"[core]" in said
        outcomes[f"{path}: {status}"] = status in (303, 400, 404) and not told
    holds("HTTP, paths", outcomes)


def test_no_other_method_and_no_other_name_is_served(target: Served) -> None:
    outcomes = {}
    for method in METHODS:
        status, _ = ask(target, method, "/sparql?query=ASK%7B%7D")
        outcomes[f"{method}: {status}"] = 400 <= status < 500
    for host in HOSTS:
        status, _ = ask(target, "GET", "/", host)
        outcomes[f"{host}: {status}"] = status in (400, 421)
    status, _ = ask(target, "GET", "http://evil.example/")
    outcomes[f"an address of another: {status}"] = status in (200, 303, 400, 404, 421)
    holds("HTTP, methods and names", outcomes)


def test_no_value_becomes_a_header(target: Served) -> None:
    outcomes = {}
    with target.client(follow_redirects=False) as client:
        for value in INJECTED:
            replies = [
                client.get("sparql", params={"query": "ASK {}", "download": value}),
                client.get("sparql", params={"query": "ASK {}", "format": value}),
                client.get("search", params={"q": value}),
                client.get("queries/summary", params={"x": value}),
                client.get("graph", params={"name": value}),
                client.get("query", params={"name": value, "query": f"# {value}"}),
                client.get("sparql?query=ASK%7B%7D", headers={"Origin": "null"}),
            ]
            fields = [name for reply in replies for name in reply.headers]
            told = [field for field in fields if field in ("x-injected", "set-cookie")]
            shared = [field for field in fields if field.startswith("access-control")]
            outcomes[repr(value)] = not told and not shared
    holds("HTTP, headers", outcomes)


def test_nothing_that_is_told_steers_the_terminal(
    world: Project, world_store: Path, tmp_path: Path
) -> None:
    project = hostile_words(world, tmp_path, STEERING)
    (tmp_path / "asked.rq").write_text(QUERY, encoding="utf-8")
    (tmp_path / "old.ttl").write_text("", encoding="utf-8")
    lines = [f'<urn:a\u202eb{number}> <urn:b> "\\u001b{number}" .' for number in range(9)]
    (tmp_path / "new.ttl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "bad.ttl").write_text("".join(STEERING[1:-1]), encoding="utf-8")
    words = f"Anna Examplova said {STEERING[1]}on Monday: “We must {STEERING[5]}talk to Moscow.”\n"
    (tmp_path / "article.txt").write_text(words * 5, encoding="utf-8")
    asked: list[tuple[str, ...]] = [
        ("queries", "asked.rq"), ("queries",), ("query", "asked.rq"), ("query", "summary"),
        ("query", "positions-on", "-f", "md"), ("query", "-e", "SELECT ?s ?l { ?s rdfs:label ?l }"),
        ("show", "actor:anna-examplova"), ("show", "proposition:eu-special-envoy"),
        ("show", "stance:samplia-aid"), ("show", STEERING[0]), ("query", STEERING[1]),
        ("query", "stances-of", "-p", f"actor={STEERING[2]}"), ("query", "-e", STEERING[3]),
        ("query", "nowhere\x1b[2J.rq"), ("check", "bad.ttl"), ("diff", "old.ttl", "new.ttl"),
        ("compare", "old.ttl", "new.ttl"), ("compare", "anna-examplova", "bert-samplovic"),
        ("shifts",), ("contradictions",), ("coverage",), ("communities",), ("centrality",),
        ("backbone",), ("polarisation",), ("network",), ("network", "-f", "table"), ("stats",),
        ("doctor",), ("extract", "article.txt", "-f", "text", "--engine", "rules"),
        ("extract", "article.txt", "-f", "table", "--engine", "rules"), ("review",),
        (STEERING[0],), ("query", "-p", STEERING[4]), ("export", STEERING[1]),
    ]  # fmt: skip
    outcomes = {}
    with commands(project, tmp_path) as kg:
        for arguments in asked:
            plain = tuple(one.replace("\0", "") for one in arguments)
            runs = [kg(*plain)]
            runs += [kg(*plain, before=("--debug",))] * (runs[0].code > 1)
            told = [found for run in runs if (found := STEERS.search(run.out + run.err))]
            outcomes[f"{arguments}: {told}"] = not told
    holds("terminal escapes", outcomes)


def test_no_sheet_runs_a_cell(world: Project, world_store: Path, tmp_path: Path) -> None:
    project = hostile_words(world, tmp_path, FORMULAS)
    label = "SELECT ?l { ?s rdfs:label ?l }"
    with commands(project, tmp_path) as kg:
        texts = {
            "query": kg("query", "-e", label, "-f", "csv", "--excel").out,
            "named": kg(
                "query", "stances-of", "-p", "actor=anna-examplova", "-f", "csv", "--excel"
            ).out,
            "shifts": kg("shifts", "-f", "csv", "--excel").out,
            "compare": kg("compare", "2020-01-01", "2027-01-01", "-f", "csv", "--excel").out,
            "report": kg("report", "--list", "-f", "csv", "--excel").out,
            "contradictions": kg("contradictions", "-f", "csv", "--excel").out,
        }
        exact = kg("query", "-e", label, "-f", "csv").out
        assert kg("export", "csv", "--excel", "-o", "tables").code == 0
    for path in (tmp_path / "tables").glob("*.csv"):
        texts[path.name] = path.read_text(encoding="utf-8")
    assert len(texts) > 10
    outcomes = {}
    for name, text in texts.items():
        assert text.startswith("\ufeff"), name
        cells = [cell for row in csv.reader(io.StringIO(text[1:], newline="")) for cell in row]
        run = [cell for cell in cells if re.match(r"\s*[=+@]|\s*-[^\d]|[\t\r]", cell)]
        outcomes[f"{name}: {run[:1]}"] = not run
    # The exact CSV holds them as they are, for programs.
    assert FORMULAS[0][:11] in exact
    holds("cells of spreadsheets", outcomes)


def test_no_name_of_a_thing_leads_out_of_a_folder(
    world: Project, world_store: Path, tmp_path: Path
) -> None:
    inner = tmp_path / "a" / "b" / "c"
    inner.mkdir(parents=True)
    project = hostile_names(world, tmp_path)
    outcomes = {}
    with commands(project, inner) as kg:
        for arguments in (
            ("site", "-o", "site"), ("export", "csv", "-o", "tables"), ("view", "-o", "graph.html"),
            ("export", "nanopub", "-o", "pubs"), ("export", "dna", "-o", "debate.dna"),
            ("network", "-f", "gexf", "-o", "n.gexf"), ("export", "gexf", "-o", "g.gexf"),
        ):  # fmt: skip
            ended = kg(*arguments)
            outside = [
                p for p in tmp_path.rglob("*") if "outside" in p.name and inner not in p.parents
            ]
            beside = [p.name for p in tmp_path.iterdir() if p.name not in ("a", "store")]
            outcomes[f"{arguments} {ended.err[-200:]}"] = (
                ended.is_told and not outside and not beside
            )
    holds("names of files", outcomes)


def test_what_a_page_finds_is_bounded(target: Served) -> None:
    """Bounded, not measured: each of these took long in the server's own process once."""
    header = "".join(f"#+ parameter x{n} (text): a\n" for n in range(1_000))
    many = (
        "SELECT ?actor ?proposition { VALUES ?actor { actor:anna-examplova } ?proposition a "
        "st:Proposition . ?a ?b ?c } LIMIT 100000"
    )
    outcomes = {}
    with target.client() as client:
        for name, ask_it in {
            "a long header": lambda: client.post("query", data={"query": f"{header}ASK {{}}"}),
            "a long search": lambda: client.get("search.html", params={"q": "ab " * 3_000}),
            "a long word": lambda: client.get("search.html", params={"q": "a" * 10_000}),
            "many pairs": lambda: client.get("graph", params={"query": many}),
            "a long name": lambda: client.get(
                "queries/stances-of.html", params={"actor": "x" * 9_000}
            ),
            "no such page": lambda: client.get(f"actor/{'-'.join(['anna'] * 80)}"),
        }.items():
            reply = ask_it()
            outcomes[f"{name}: {reply.status_code}"] = reply.status_code in (
                200,
                400,
                404,
                422,
                503,
            )
            assert client.get("health").text == "ok\n"
    holds("work of the server itself", outcomes)


def test_commands_are_tried_at_all(kg: Commands) -> None:
    assert kg("query", "-e", "ASK {}").out == "yes\n"
