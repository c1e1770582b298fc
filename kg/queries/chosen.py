"""The stances that the answer to a query means: those it names, or those of the pairs it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from pyoxigraph import DefaultGraph, NamedNode, Store

from kg.errors import UsageError
from kg.model.stances import Stance
from kg.queries.catalogue import ANY, Query
from kg.queries.table import Graph, Result, Table
from kg.queries.terms import Term
from kg.rdf.terms import PREFIXES, RDF, ST, compact, local
from kg.store.records import load, pointing

_NEEDED = (
    "it needs a column of stances (?stance), or ?actor (or ?holder) and ?proposition, "
    "perhaps with ?polarity; or a graph with stances as subjects"
)
_HOLDER = ("actor", "holder")
_TERMS = re.compile(r'"[^"]*"\S*|<[^>]*>|\S+')
_TERM = re.compile(r'"(?P<words>[^"]*)".*|<?(?:.*[/:#])?(?P<name>[^>]*)>?')


@dataclass(frozen=True, slots=True)
class Chosen:
    """Published stances by id, in words for the page's head what they answer.

    ``absent`` are the stances that the answer names and the graph does not publish.
    """

    stances: frozenset[str]
    words: str
    absent: tuple[str, ...] = ()


def choose(store: Store, query: Query, values: Mapping[str, str], result: Result) -> Chosen:
    """The stances that a query's answer means.

    Raises UsageError, naming the columns, where the answer means none.
    """
    named = _named(result)
    published = {node for node in named if _is_published(store, node)}
    stances = {local(node, "stance") for node in published}
    if not named and isinstance(result, Table) and result.rows:
        stances = set(_of_pairs(store, result))
    elif not named and not isinstance(result, Table):
        found = "a graph without stances" if isinstance(result, Graph) else "a yes or no"
        raise UsageError(f"{query.name} answers with {found}", hint=_NEEDED)
    return Chosen(
        frozenset(stances),
        f"the stances that {_words(query, values)} names (positions follow from these)",
        tuple(sorted(compact(node) for node in named - published)),
    )


def _words(query: Query, values: Mapping[str, str]) -> str:
    """What a query is called, with what it was asked with; a default is told as it stands."""
    if str(query.path) == "-":
        return "a query from stdin"
    given = ", ".join(
        f"{one.name} {values.get(one.name) or plain(one.default)}" for one in query.parameters
    )
    has_title = query.title != query.path.stem
    title = f"the query {f'“{query.title}”' if has_title else query.path.name}"
    return f"{title} ({given})" if given else title


def plain(terms: str) -> str:
    """Terms of SPARQL as a person reads them: names without prefix, words without quotes."""
    if terms in ANY:
        return "any"
    parts = (_TERM.fullmatch(term) for term in _TERMS.findall(terms))
    return " ".join(found["words"] or found["name"] for found in parts if found)


def _named(result: Result) -> set[NamedNode]:
    if isinstance(result, Graph):
        subjects = {triple.subject for triple in result.triples}
        typed = {
            triple.subject
            for triple in result.triples
            if triple.predicate == RDF.type and triple.object == ST.Stance
        }
        return {node for node in subjects if _is_stance(node)} | {
            node for node in typed if isinstance(node, NamedNode)
        }
    if isinstance(result, Table):
        return {term for row in result.rows for term in row if _is_stance(term)}
    return set()


def _is_stance(term: object) -> TypeGuard[NamedNode]:
    return isinstance(term, NamedNode) and term.value.startswith(PREFIXES["stance"])


def _is_published(store: Store, node: NamedNode) -> bool:
    found = store.quads_for_pattern(node, RDF.type, ST.Stance, DefaultGraph())
    return _is_stance(node) and next(found, None) is not None


def _of_pairs(store: Store, table: Table) -> Iterator[str]:
    holder = next((name for name in _HOLDER if name in table.columns), None)
    if holder is None or "proposition" not in table.columns:
        columns = " ".join(f"?{name}" for name in table.columns)
        raise UsageError(f"the query's columns name no stances: {columns}", hint=_NEEDED)
    held: dict[NamedNode, dict[str, list[Stance]]] = {}
    seen: set[tuple[NamedNode, NamedNode, NamedNode | None]] = set()
    for number, row in enumerate(table.rows, 1):
        cells = dict(zip(table.columns, row, strict=True))
        actor = _thing(cells[holder], holder, "actor", number)
        proposition = _thing(cells["proposition"], "proposition", "proposition", number)
        told = cells.get("polarity")
        side = _thing(told, "polarity", "polarity", number) if told else None
        if (actor, proposition, side) in seen:
            continue
        seen.add((actor, proposition, side))
        if actor not in held:
            held[actor] = _by_proposition(store, actor)
        for stance in held[actor].get(local(proposition, "proposition"), ()):
            if side is None or stance.polarity == local(side, "polarity"):
                yield stance.id


def _by_proposition(store: Store, actor: NamedNode) -> dict[str, list[Stance]]:
    found: dict[str, list[Stance]] = {}
    for stance in load(store, Stance, pointing(store, ST.holder, actor)):
        found.setdefault(stance.proposition, []).append(stance)
    return found


def _thing(term: Term | None, column: str, space: str, number: int) -> NamedNode:
    if isinstance(term, NamedNode) and term.value.startswith(PREFIXES[space]):
        return term
    told = "nothing" if term is None else str(term)
    raise UsageError(
        f"row {number} of the query's answer: ?{column} is {told}, and no {space}",
        hint=f"bind it to an IRI such as {PREFIXES[space]}...",
    )
