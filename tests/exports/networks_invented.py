"""Networks of invented people, as they are given to be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.statements import count_statements
from kg.analysis.counting.windows import Window
from kg.analysis.network.method import Method
from kg.analysis.network.networks import make_network
from kg.analysis.network.series import Slice, slices
from tests.analysis.invented_corpus import corpus

ROWS = (
    ("anna", "talks", "+", "2025-01-10"),
    ("bela", "talks", "+", "2025-02-20"),
    ("anna", "tanks", "-", "2025-03-05"),
    ("bela", "tanks", "+", "2025-03-15"),
    ("cora", "talks", "~", "2025-04-01"),
    ("dora", "trade", "+", "2025-05-05"),
    ("bela", "talks", "+", "2025-06-01"),
)
WHOLE = corpus(
    ROWS,
    actors={
        "anna": ("person", "XA"),
        "blues": ("party", "XA"),
        "union": ("organisation", "XU"),
        "exampleland": ("state", "XA"),
    },
    tenures=[("anna", "member", "blues", "2020"), ("blues", "member", "union", "2019")],
    themes={"talks": "diplomacy"},
)
YEAR = Window(date(2025, 1, 1), date(2025, 6, 30))
HALVES = (
    Window(date(2025, 1, 1), date(2025, 3, 31)),
    Window(date(2025, 4, 1), date(2025, 6, 30)),
)


def whole(
    method: Method | None = None, of: Corpus = WHOLE, level: Level = Level.ACTOR
) -> list[Slice]:
    """The network of the whole time."""
    statements = count_statements(of, level)
    return [Slice(YEAR, make_network(statements, method or Method()), statements)]


def over_time(
    windows: Sequence[Window], method: Method | None = None, of: Corpus = WHOLE
) -> list[Slice]:
    """The networks of some windows."""
    return list(slices(of, method or Method(), windows))


def named(of: Corpus, **names: str) -> Corpus:
    """The corpus with some actors called otherwise."""
    actors = dict(of.actors)
    for actor, name in names.items():
        actors[actor] = replace(actors[actor], name=name)
    return replace(of, actors=actors)


def of_roles(*roles: str) -> Corpus:
    """A corpus in which each of some offices has a holder, and all say the same."""
    people = [f"person-{number}" for number in range(len(roles))]
    rows: list[Sequence[Any]] = [(one, "talks", "+", "2025-02-01") for one in people]
    return corpus(
        rows,
        actors={"exampleland": ("state", "XA")},
        tenures=[(one, role, "exampleland") for one, role in zip(people, roles, strict=True)],
    )
