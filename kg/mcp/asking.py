"""What the tools do: find things, tell stances, run queries."""

from __future__ import annotations

import asyncio
import json

from pyoxigraph import NamedNode, Store

from kg.endpoint.question import Question, Reply
from kg.errors import NotAcceptable, UnknownName, UsageError
from kg.mcp.answers import (
    Candidates,
    Card,
    Catalogue,
    Codebook,
    Found,
    Rows,
    Stances,
    ToldParameter,
    ToldProposition,
    ToldQuery,
)
from kg.mcp.desk import Desk
from kg.mcp.stances import MOST, evidence_of, find_stances, stances_in
from kg.model.propositions import Proposition
from kg.pages.finding import Entry, find
from kg.pages.gathered import Gathered
from kg.pages.names import entries
from kg.pages.published import Published
from kg.project import Project
from kg.queries.catalogue import read_catalogue
from kg.queries.narrowed import Asked
from kg.rdf.names import LONGEST, find_thing, find_things
from kg.rdf.terms import compact, mint
from kg.store.records import load
from kg.views.card import draw_card, label_of
from kg.views.steering import visible
from kg.views.subject import find_subject

KINDS = ("actor", "proposition", "event", "outlet", "document", "stance")
_WIDTH = 100
_LONGEST = 60_000
_LONGEST_CELL = 2_000
_LONGEST_ROWS = 200_000
"""Characters of a card, of a cell, and of all rows that one answer shows."""
_NEAR = 20
"""How many things are told that go nearly by a name."""
_NEARLY = "nothing goes by exactly this name; these go by one near it, or hold such an office"
_NOTHING = "nothing goes by this name or by one near it"
_NO_GRAPH = "SELECT or ASK only: the answer to CONSTRUCT and DESCRIBE is a graph, not rows"
_UNSHOWN = "the rows name no stance: select stances (?stance a st:Stance) for quotes and sources"


class Asking:
    """The questions that the tools stand for, over the store of a project."""

    desk: Desk

    def __init__(self, project: Project) -> None:
        self._project = project
        self._kept: tuple[Store, tuple[Entry, ...]] | None = None

    def find(self, store: Store, name: str, kind: str) -> Candidates:
        """The things of a kind that go by a name, or nearly so where none does; maybe none.

        Raises UsageError on a kind that there is not, UnknownName on a name without end.
        """
        if kind not in (*KINDS, "any"):
            raise UsageError(f"{kind!r} is no kind", hint=f"one of: any, {', '.join(KINDS)}")
        spaces = KINDS if kind == "any" else (kind,)
        things = find_things(store, name, spaces)
        if things:
            return Candidates([_found(store, thing) for thing in things[:MOST]], True, None)
        if len(name) > LONGEST:
            find_thing(store, name, spaces)  # it says how long a name may be
        near = find(self._entries(store), name)
        paths = [one.path for hits in (*near.sure, *near.guessed) for one in hits.listed]
        told = [path.split("/", 1) for path in paths]
        found = [_found(store, mint(space, one)) for space, one in told if space in spaces]
        return Candidates(found[:_NEAR], False, _NEARLY if found else _NOTHING)

    def _entries(self, store: Store) -> tuple[Entry, ...]:
        """All that has a name in a store, kept until there is another store."""
        kept = self._kept
        if kept is None or kept[0] is not store:
            kept = self._kept = store, entries(Gathered(Published(self._project, store)))
        return kept[1]

    def propositions(self, store: Store) -> Codebook:
        """The propositions of the codebook."""
        return Codebook(
            [
                ToldProposition(
                    one.id, one.label, one.sentence, one.theme, one.for_verb, one.against_verb
                )
                for one in load(store, Proposition)
            ]
        )

    def show(self, store: Store, name: str) -> Card:
        """The card of the thing that goes by a name; raises UnknownName."""
        meant = find_subject(store, name)
        subject, note = meant.node, f"{meant.note}\n\n" if meant.note else ""
        text = visible(note + draw_card(store, subject, width=_WIDTH))
        cut = f"{text[:_LONGEST]}\n… (cut)\n" if len(text) > _LONGEST else text
        return Card(subject.value, cut)

    def stances(self, store: Store, asked: Asked, polarity: str | None, limit: int) -> Stances:
        """The stances of a part of the graph, the newest first."""
        return find_stances(self._project.folder, store, asked, polarity, limit)

    def catalogue(self) -> Catalogue:
        """The named queries that give tables."""
        return Catalogue(
            [
                ToldQuery(
                    name,
                    query.question,
                    [ToldParameter(one.name, one.kind, one.about) for one in query.parameters],
                )
                for name, query in read_catalogue(self._project).items()
                if query.columns
            ]
        )

    async def named(self, name: str, parameters: dict[str, str]) -> Rows:
        """The answer to a named query; raises UnknownName, UsageError, LimitReached."""
        if name not in {query.name for query in self.catalogue().queries}:
            raise UnknownName(f"there is no query {name!r}", hint="named_queries lists them")
        values = tuple(sorted(parameters.items()))
        return await self._rows(Question("json", None, name=name, values=values))

    async def sparql(self, text: str) -> Rows:
        """The answer to a query; raises InputError, UsageError for a graph, LimitReached."""
        try:
            return await self._rows(Question("json", None, text))
        except NotAcceptable:
            raise UsageError(_NO_GRAPH) from None

    async def _rows(self, question: Question) -> Rows:
        return await asyncio.to_thread(
            _read, await self.desk.store(), await self.desk.ask(question)
        )


def _found(store: Store, thing: NamedNode) -> Found:
    kind, _, name = compact(thing).partition(":")
    return Found(kind, name, thing.value, label_of(store, thing))


def _read(store: Store, reply: Reply) -> Rows:
    told = json.loads(reply.body)
    if reply.kind == "answer":
        return Rows(["answer"], [["yes" if told["boolean"] else "no"]], 1, {}, None)
    columns = told["head"]["vars"]
    bindings = told["results"]["bindings"]
    rows = [[row[name]["value"] if name in row else None for name in columns] for row in bindings]
    longest = min(_LONGEST_CELL, _LONGEST_ROWS // max(len(columns), 1))
    shown, cut = _within(rows[:MOST], longest)
    evidence = evidence_of(store, (cell for row in rows[: len(shown)] for cell in row))
    remarks = [_UNSHOWN] * bool(rows and not evidence)
    remarks += [f"only the first {len(shown)} rows are shown"] * (len(rows) > len(shown))
    remarks += [f"what is longer than {longest:,} characters is cut"] * cut
    return Rows(columns, shown, len(rows), evidence, "; ".join(remarks) or None)


def _within(rows: list[list[str | None]], longest: int) -> tuple[list[list[str | None]], bool]:
    """As many rows as one answer may show, their cells cut; and whether one was."""
    shown: list[list[str | None]] = []
    named: set[str] = set()
    left = _LONGEST_ROWS
    for row in rows:
        cells = [_cell(cell, longest) for cell in row]
        left -= sum(len(cell or "") for cell in cells)
        named |= stances_in(row)
        # Each stance comes with its words: of two in a row, fewer rows are shown.
        if shown and (left < 0 or len(named) > MOST):
            break
        shown.append(cells)
    told = rows[: len(shown)]
    return shown, any(len(cell or "") > longest for row in told for cell in row)


def _cell(cell: str | None, longest: int) -> str | None:
    if cell is None or len(cell) <= longest:
        return cell and visible(cell)
    return f"{visible(cell[:longest])}…"
