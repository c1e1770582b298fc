"""How a network is computed: the options of a command, and the method that they name."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kg.choice import choice
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.analysis.network.method import Method

KindName = Annotated[
    str,
    typer.Option(
        "--kind",
        help="What ties: congruence (the same polarity), conflict (opposite ones), subtract "
        "(congruence less conflict), cooccurrence (both speak), or affiliation: units with "
        "propositions.",
    ),
]
EndsName = Annotated[
    str,
    typer.Option(
        "--between", help="What is tied: units, or propositions by the units that speak on both."
    ),
]
QualifierName = Annotated[
    str | None,
    typer.Option(
        "--qualifier",
        help="Of affiliation: subtract (for less against; else this), ignore (count all) or "
        "combine (which polarities there are).",
    ),
]
NormalisationName = Annotated[
    str,
    typer.Option(
        "--normalisation",
        help="none, average, jaccard or cosine; of affiliation none, activity or prominence.",
    ),
]
MixedName = Annotated[
    str | None,
    typer.Option(
        "--mixed",
        help="Where a mixed stance stands: halfway between for and against (else this), apart, or "
        "left-out.",
    ),
]


class Ends(StrEnum):
    """What a network ties."""

    UNITS = "units"
    PROPOSITIONS = "propositions"


def method_of(
    kind: str, between: str, qualifier: str | None, normalisation: str, mixed: str | None
) -> Method:
    """The method that the options name; raises UsageError where they do not go together."""
    from kg.analysis.network.method import Kind, Method, Mixed, Normalisation, Qualifier

    tying = choice(Kind, kind, "--kind")
    if qualifier and tying is not Kind.AFFILIATION:
        raise UsageError(
            f"--qualifier does not go with --kind {tying}",
            hint="it is for --kind affiliation; between units, the kind itself tells it",
        )
    standing = choice(Mixed, mixed, "--mixed") if mixed else Mixed.HALFWAY
    if mixed and standing is not Mixed.LEFT_OUT and tying in {Kind.AFFILIATION, Kind.COOCCURRENCE}:
        raise UsageError(
            f"--mixed {standing} does not go with --kind {tying}: polarities are not compared",
            hint="only --mixed left-out does",
        )
    return Method(
        tying,
        choice(Qualifier, qualifier, "--qualifier") if qualifier else Qualifier.SUBTRACT,
        choice(Normalisation, normalisation, "--normalisation"),
        standing,
        across=choice(Ends, between, "--between") is Ends.PROPOSITIONS,
    )
