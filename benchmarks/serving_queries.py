"""What is asked of the servers: the named queries with values of all kinds, and bombs."""

from __future__ import annotations

from random import Random

from pyoxigraph import Store

from kg.project import Project
from kg.queries.catalogue import Parameter, fill, read_catalogue
from kg.rdf.terms import PREFIXES
from kg.store.embedded import open_reader

VARIANTS = 4
"""How many values each parameter of a named query is asked with."""
_KINDS = ("actor", "document", "event", "outlet", "proposition", "stance")
_CHAIN = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
_PATH = "(!<x:a>|!<x:b>|^!<x:c>)*"
_DOUBLED = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))


def bombs(trap: str) -> tuple[str, ...]:
    """Queries that take all that they are given, crash a parser, or call another server."""
    return (
        f"SELECT (COUNT(*) AS ?n) {{ {_CHAIN} }}",
        f"SELECT * {{ {_CHAIN} }} ORDER BY ?c ?f ?i",
        f"SELECT DISTINCT ?a ?e ?i ?j {{ {_CHAIN} }}",
        f"SELECT (COUNT(*) AS ?n) {{ ?a {_PATH}/{_PATH} ?b . ?b {_PATH}/{_PATH} ?c }}",
        f'SELECT (STRLEN(?x40) AS ?n) {{ BIND("x" AS ?x0) {_DOUBLED} }}',
        f"ASK {{ {'{' * 20_000}{'}' * 20_000} }}",
        f"SELECT * {{ SERVICE <{trap}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p ?o.SERVICE SILENT<{trap}>{{ ?s ?p ?o }} }}",
    )


def texts(project: Project) -> tuple[str, ...]:
    """The named queries that give tables, with values that the store holds."""
    chance = Random(8)
    reader = open_reader(project.folder)
    known = {kind: _things(reader, kind) for kind in _KINDS}
    found = []
    for query in read_catalogue(project).values():
        if query.columns:
            for _ in range(VARIANTS if query.parameters else 1):
                terms = {
                    one.name: value
                    for one in query.parameters
                    if (value := _value(one, known, chance))
                }
                found.append(fill(query.text, terms))
    return tuple(dict.fromkeys(found))


def _things(reader: Store, kind: str) -> list[str]:
    found = reader.query(
        f'SELECT DISTINCT ?s {{ ?s a ?t FILTER(STRSTARTS(STR(?s), "{PREFIXES[kind]}")) }}'
    )
    return sorted(str(row[0]) for row in found)  # type: ignore[union-attr]


def _value(parameter: Parameter, known: dict[str, list[str]], chance: Random) -> str | None:
    kind = "actor" if parameter.kind == "thing" else parameter.kind
    things = known.get(kind)
    return chance.choice(things) if things else None
