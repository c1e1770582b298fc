"""Every way by which a query's text comes in, and what is said to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from kg.errors import InputError, KgError
from kg.project import Address, Project
from kg.queries.catalogue import parse_query
from kg.queries.run import run_query
from kg.reader import Reader
from kg.store.guard import Limits
from tests.mcp.test_server import asked
from tests.serve.running import Served
from tests.serve.trap import Trap
from tests.trust.commands import Commands

BODY = {"Content-Type": "application/sparql-query"}


@dataclass(frozen=True, slots=True)
class Said:
    """What was said to a text, and whether it was refused as one's own fault."""

    is_refused: bool
    words: str


Entry = Callable[[Sequence[str]], list[Said]]


def entries(
    project: Project, served: Served, commands: Commands, folder: Path, trap: Trap
) -> dict[str, Entry]:
    """The ways in by name; ``a store elsewhere`` is one that asks the trap."""

    def run(*arguments: str | Path, stdin: str = "") -> Said:
        ended = commands(*arguments, stdin=stdin)
        return Said(ended.code in (2, 3) and ended.is_told, ended.out + ended.err)

    def of_file(*arguments: str) -> Callable[[str], Said]:
        def one(text: str) -> Said:
            (folder / "asked.rq").write_text(text, encoding="utf-8")
            return run(*arguments)

        return one

    def http(ask: Callable[[httpx.Client, str], httpx.Response]) -> Entry:
        def all_of(texts: Sequence[str]) -> list[Said]:
            with served.client() as client:
                replies = [ask(client, text) for text in texts]
            return [Said(400 <= one.status_code < 500, one.text) for one in replies]

        return all_of

    def here(ask: Callable[[str], object]) -> Callable[[str], Said]:
        def one(text: str) -> Said:
            try:
                return Said(False, str(ask(text)))
            except KgError as error:
                problems = error.problems if isinstance(error, InputError) else []
                return Said(error.exit_code in (2, 3), f"{error} {problems}")

        return one

    singles: dict[str, Callable[[str], Said]] = {
        "kg query -e": lambda text: run("query", "--timeout", "5", "-e", text),
        "kg query FILE": of_file("query", "--timeout", "5", "asked.rq"),
        "kg query -": lambda text: run("query", "--timeout", "5", "-", stdin=text),
        "kg view --query": of_file("view", "--query", "asked.rq", "--timeout", "5", "-o", "-"),
        "Reader.sparql": here(lambda text: Reader(project).sparql(text, timeout=5)),
        "a store elsewhere": here(partial(_elsewhere, trap)),
    }
    return {
        **{name: _each(one) for name, one in singles.items()},
        "GET /sparql": http(lambda c, text: c.get("sparql", params={"query": text})),
        "POST /sparql, form": http(lambda c, text: c.post("sparql", data={"query": text})),
        "POST /sparql, body": http(lambda c, text: c.post("sparql", content=text, headers=BODY)),
        "GET /query": http(lambda c, text: c.get("query", params={"query": text})),
        "POST /query": http(lambda c, text: c.post("query", data={"query": text})),
        "GET /graph": http(lambda c, text: c.get("graph", params={"query": text})),
        "mcp": partial(_mcp, project),
    }


def _mcp(project: Project, texts: Sequence[str]) -> list[Said]:
    told = asked(project, *(("sparql", {"query": text}) for text in texts))
    return [Said(bool(one.is_error), str(one.content)) for one in told]


def _elsewhere(trap: Trap, text: str) -> object:
    query = parse_query(text, Path("elsewhere"), "elsewhere")
    return run_query(Address(trap.url), query, limits=Limits(10))


def _each(one: Callable[[str], Said]) -> Entry:
    return lambda texts: [one(text) for text in texts]
