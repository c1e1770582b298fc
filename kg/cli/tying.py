"""What the commands on structure share: how units are tied, what is counted, how it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.choice import choice
from kg.cli.app import say
from kg.cli.method import method_of
from kg.cli.parts import Part, drawing
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.analysis.corpus.corpus import Corpus
    from kg.analysis.counting.pooling import Level
    from kg.analysis.counting.resampling import Draws
    from kg.analysis.counting.statements import Statements
    from kg.analysis.network.method import Method
    from kg.analysis.structure.centrality import Grouping
    from kg.analysis.structure.communities import Search

_COMMUNITY = "community"
KindName = Annotated[
    str,
    typer.Option(
        "--kind",
        help="What ties: subtract (agreement less conflict; what is below 0 does not tie), "
        "congruence or cooccurrence.",
    ),
]
NormalisationName = Annotated[
    str, typer.Option("--normalisation", help="none, average, jaccard or cosine.")
]
Least = Annotated[float, typer.Option("--threshold", min=0, help="Only ties of at least so much.")]
Shared = Annotated[
    int, typer.Option("--shared", min=1, help="Only ties on so many shared propositions.")
]


def tying(kind: str, normalisation: str, mixed: str | None) -> Method:
    """How units are tied; raises UsageError for what ties no units to each other."""
    from kg.analysis.network.method import Kind

    told = {
        Kind.AFFILIATION: "an affiliation ties units to propositions, not to each other",
        Kind.CONFLICT: "conflict does not bring units together",
    }.get(choice(Kind, kind, "--kind"))
    if told:
        raise UsageError(told, hint="take --kind subtract, congruence or cooccurrence")
    return method_of(kind, "units", None, normalisation, mixed)


def counted(part: Part, level: str, duplicates: str) -> tuple[Corpus, Statements]:
    """The part of the graph that is asked for, and its statements pooled at a level."""
    from kg.analysis.counting.pooling import Level
    from kg.analysis.counting.statements import Duplicates, count_statements

    pooled = choice(Level, level, "--level")
    once = choice(Duplicates, duplicates, "--duplicates")
    corpus = part.corpus()
    return corpus, count_statements(corpus, pooled, once)


def drawn(statements: Statements, count: int, seed: int) -> Draws:
    """How documents are drawn; of too few there is nothing to draw."""
    from kg.analysis.counting.resampling import FEW, documents_behind

    documents = documents_behind(statements)
    if 0 < documents < FEW and count:
        say(f"kg: no intervals: all of it stands in fewer than {FEW} documents")
    return drawing(count if documents >= FEW else 0, seed)


def grouping_of(corpus: Corpus, level: Level, groups: str, search: Search) -> Grouping:
    """The groups between which brokers stand: communities, or bodies of another level."""
    from kg.analysis.counting.pooling import Level
    from kg.analysis.structure.brokerage import groups_by
    from kg.analysis.structure.centrality import Grouping

    if groups.lower() == _COMMUNITY:
        return Grouping(search=search)
    by = choice(Level, groups, "--groups", besides=_COMMUNITY)
    return Grouping(*groups_by(corpus, level, by))
