"""The command that makes networks of statements, of the whole time or one a window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Annotated

import typer

from kg.choice import choice
from kg.cli.app import app
from kg.cli.ask import Output, form_of
from kg.cli.method import (
    EndsName,
    KindName,
    MixedName,
    NormalisationName,
    QualifierName,
    method_of,
)
from kg.cli.parts import (
    TABLE_FORMS,
    Actors,
    Countries,
    DuplicatesName,
    LevelName,
    Part,
    Propositions,
    Seed,
    Since,
    Source,
    Statuses,
    Themes,
    Until,
)
from kg.cli.ties import DRAWS, MANY, Networks, show_ties, tell, write_networks
from kg.cli.windows import Cuts, Cutting, Expanding, KernelName, Step, Width
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.analysis.counting.pooling import Level
    from kg.analysis.counting.statements import Duplicates
    from kg.analysis.network.method import Method
    from kg.analysis.network.networks import Network
    from kg.analysis.network.ties import Threshold

Least = Annotated[
    float,
    typer.Option(
        "--threshold", min=0, help="Only ties of at least so much; of a negative one its amount."
    ),
]
Shared = Annotated[
    int,
    typer.Option(
        "--shared",
        min=1,
        help="Only ties on so many shared propositions; between propositions, so many shared "
        "units; of affiliation, so many statements.",
    ),
]
Backbone = Annotated[
    float | None,
    typer.Option(
        "--backbone", min=0, max=1, metavar="ALPHA", help="Only ties that stand out, as at .05."
    ),
]
Isolates = Annotated[
    bool, typer.Option("--isolates", help="Keep units without ties: in matrix and graph formats.")
]
DrawsWanted = Annotated[
    int | None,
    typer.Option(
        "--draws",
        min=0,
        max=10_000,
        help=f"Draws of documents behind each interval, 0 for none; else {DRAWS}, of more than "
        f"{MANY:,} ties none.",
    ),
]
Limit = Annotated[int | None, typer.Option("--limit", min=0, help="The most rows to show.")]
NetworkForm = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help="table csv tsv json xml md: a row a tie; matrix dl graphml gexf: whole networks; "
        "else as -o ends.",
    ),
]


@app.command()
def network(
    kind: KindName = "congruence",
    between: EndsName = "units",
    level: LevelName = "actor",
    qualifier: QualifierName = None,
    normalisation: NormalisationName = "none",
    mixed: MixedName = None,
    duplicates: DuplicatesName = "stance",
    threshold: Least = 0.0,
    shared: Shared = 1,
    backbone: Backbone = None,
    isolates: Isolates = False,
    window: Width = None,
    step: Step = None,
    expanding: Expanding = False,
    cut: Cuts = None,
    kernel: KernelName = None,
    proposition: Propositions = None,
    theme: Themes = None,
    actor: Actors = None,
    country: Countries = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    draws: DrawsWanted = None,
    seed: Seed = 1,
    limit: Limit = None,
    source: Source = None,
    form: NetworkForm = None,
    output: Output = None,
) -> None:
    """Tie those who speak alike, or against each other; over time with --window or --cut.

    Each row is a tie, with the interval of its weight and on how much it rests. No tie is no
    disagreement: two may never have spoken on the same thing.
    """
    from kg.analysis.counting.pooling import Level
    from kg.analysis.counting.statements import Duplicates
    from kg.analysis.network.ties import Threshold
    from kg.exports.networks import NETWORK_FORMS

    form = form_of(form, output, (*TABLE_FORMS, *NETWORK_FORMS))
    method = method_of(kind, between, qualifier, normalisation, mixed)
    cutting = Cutting(window, step, expanding, cut, kernel, source)
    _refuse_unfit(method, threshold, backbone, draws)
    if form in NETWORK_FORMS:
        _refuse_rows(form, draws, limit)
    elif isolates:
        raise UsageError(
            "--isolates: a table has a row for each tie, and none for units without",
            hint=f"it goes with --format {', '.join(NETWORK_FORMS)}",
        )
    counting = choice(Level, level, "--level"), choice(Duplicates, duplicates, "--duplicates")
    part = Part(proposition, theme, actor, country, status, since, until, source=source)
    found = _networks(part, method, counting, cutting)
    kept = Threshold(threshold, shared, isolates)
    thinned = [replace(one, network=_thin(one.network, backbone, kept)) for one in found.slices]
    found = replace(found, slices=thinned)
    if form in NETWORK_FORMS:
        write_networks(found, form, output)
        tell(found)
        return
    drawn = found.draws(draws, seed, limit)
    show_ties(found, drawn, limit, form, output)
    tell(found, drawn)


def _refuse_unfit(
    method: Method, threshold: float, backbone: float | None, draws: int | None
) -> None:
    if not isfinite(threshold):
        raise UsageError("--threshold is a number", hint="such as 0.5")
    options = {"--draws": draws, "--threshold": threshold, "--backbone": backbone is not None}
    given = [name for name, value in options.items() if value]
    if method.is_combined and given:
        raise UsageError(
            f"{given[0]} does not go with --qualifier combine: polarities are no amounts",
            hint="take --qualifier subtract",
        )


def _refuse_rows(form: str, draws: int | None, limit: int | None) -> None:
    if draws or limit is not None:
        raise UsageError(
            f"{form} holds whole networks without intervals",
            hint=f"leave out {'--draws' if draws else '--limit'}, or take --format csv",
        )


def _networks(
    part: Part, method: Method, counting: tuple[Level, Duplicates], cutting: Cutting
) -> Networks:
    from kg.analysis.counting.statements import count_statements
    from kg.analysis.counting.windows import Window
    from kg.analysis.network.networks import make_network
    from kg.analysis.network.series import Slice, days_said, slices
    from kg.analysis.network.ties import balanced

    kernel = cutting.kernel_wanted
    corpus = part.corpus()
    statements = count_statements(corpus, *counting)
    days = days_said(corpus, *counting)
    if cutting.is_wanted and len(days):
        windows = cutting.windows(days, part.asked.since, part.asked.until)
        found = list(slices(corpus, method, windows, *counting, kernel))
    else:
        # Where nobody speaks there is no time to be cut, and yet a network: one without units.
        ends = (days.min().item(), days.max().item()) if len(days) else (date.min, date.max)
        found = [Slice(Window(*ends), make_network(statements, method), statements)]
    return Networks(
        corpus,
        found,
        statements,
        method,
        over_time=cutting.is_wanted,
        balanced=sum(balanced(one.network) for one in found),
    )


def _thin(network: Network, alpha: float | None, kept: Threshold) -> Network:
    """What the options keep of a network; a backbone is of all its ties."""
    from kg.analysis.network.ties import thin

    if alpha is not None:
        from kg.analysis.network.disparity import disparity

        network = disparity(network, alpha)
    return thin(network, kept)
