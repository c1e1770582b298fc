"""The networks of several windows as one graph on a timeline.

A unit is there in the windows in which it said something, a tie in those that have it; weights and
what they rest on change from window to window. Beside it each tie has a weight for programs that
know no time: the mean of the windows that have it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import TypeVar

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.network.method import Method
from kg.analysis.network.series import Slice
from kg.exports.drawn_graph import Attributed, Edge, Node, Spell, Value, known, runs
from kg.exports.network_graph import describe, polarities
from kg.exports.node_attributes import about_subject
from kg.exports.plain_values import line, rounded
from kg.exports.slice_ties import (
    Shown,
    Subject,
    amount,
    colour,
    node_ids,
    said,
    subjects,
    ties,
)
from kg.exports.timeline import own_days

T = TypeVar("T")
_Spells = Sequence[Spell]
_Changing = dict[str, Sequence[tuple[Value, Spell]]]


def windows_graph(slices: Sequence[Slice], corpus: Corpus) -> Attributed:
    """Networks of one method in windows that follow each other; at least one is given.

    One that has no day of its own on the timeline is left out, see own_days.
    """
    placed = zip(slices, own_days([part.window for part in slices]), strict=True)
    shown = [(part, spell) for part, spell in placed if spell]
    parts, spells = [part for part, _ in shown], [spell for _, spell in shown]
    ids, method = node_ids(parts), slices[0].network.method
    found: dict[tuple[Subject, Subject], dict[int, Shown]] = defaultdict(dict)
    for number, part in enumerate(parts):
        for pair, tie in ties(part).items():
            found[pair][number] = tie
    words = f"{describe(slices[0], slices[-1].window.last)} {len(slices)} windows."
    if left_out := len(slices) - len(parts):
        words += f" {left_out} of them have no day of their own and are left out."
    return Attributed(
        description=words,
        directed=False,
        nodes=_nodes(parts, corpus, ids, spells),
        edges=[
            _edge(str(number), (ids[pair[0]], ids[pair[1]]), found[pair], method, spells)
            for number, pair in enumerate(sorted(found))
        ],
    )


def _nodes(
    slices: Sequence[Slice], corpus: Corpus, ids: Mapping[Subject, str], spells: _Spells
) -> list[Node]:
    listed, told = [subjects(part) for part in slices], [said(part) for part in slices]
    units = {subject: unit for some in listed for subject, unit in some.items()}
    day, level = slices[-1].window.last, slices[0].statements.level
    found = []
    for subject, name in ids.items():
        counts = {
            number: some[subject][0]
            for number, some in enumerate(told)
            if subject in some and subject in listed[number]
        }
        about = about_subject(corpus, level, subject[1], day, is_proposition=subject[0])
        label = line(units[subject].label) or name
        most = max(counts.values(), default=0)
        changing: _Changing = {"said": _timed(counts, spells)} if counts else {}
        found.append(Node(name, label, about, most, _lived(counts, spells), changing))
    return found


def _edge(
    name: str,
    ends: tuple[str, str],
    shown: Mapping[int, Shown],
    method: Method,
    spells: _Spells,
) -> Edge:
    weights = {number: amount(one, method) for number, one in shown.items()}
    changing: _Changing = {
        "weight": _timed(weights, spells),
        "shared": _timed({number: one.shared for number, one in shown.items()}, spells),
    }
    if method.is_signed:
        signs = {number: 1 if one.weight > 0 else -1 for number, one in shown.items()}
        changing["sign"] = _timed(signs, spells)
    by_window = {number: polarities(one) for number, one in shown.items()}
    for attribute in next(iter(by_window.values())):
        values = {number: told[attribute] for number, told in by_window.items()}
        changing[attribute] = _timed(values, spells)
    sides = sum(one.side for one in shown.values())
    return Edge(
        id=name,
        source=ends[0],
        target=ends[1],
        weight=rounded(fmean(weights.values())),
        colour=colour((sides > 0) - (sides < 0), method),
        about=known(
            first=min(one.first for one in shown.values()).isoformat(),
            last=max(one.last for one in shown.values()).isoformat(),
        ),
        spells=_lived(shown, spells),
        changing=changing,
    )


def _timed(values: Mapping[int, T], spells: _Spells) -> list[tuple[T, Spell]]:
    """The values of some windows as values of times."""
    return runs((values.get(number), spell) for number, spell in enumerate(spells))


def _lived(there: Iterable[int], spells: _Spells) -> list[Spell]:
    """The times of some windows."""
    return [spell for _, spell in _timed(dict.fromkeys(there, True), spells)]
