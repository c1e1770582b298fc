"""Commands on the structure of networks: communities, centrality, backbone."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.choice import choice
from kg.cli.app import app
from kg.cli.ask import Output, form_of, show_result
from kg.cli.method import MixedName
from kg.cli.parts import (
    TABLE_FORMS,
    Actors,
    Countries,
    DrawCount,
    DuplicatesName,
    Form,
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
from kg.cli.structure_words import tell_backbone, tell_brokers, tell_communities
from kg.cli.tying import (
    KindName,
    Least,
    NormalisationName,
    Shared,
    counted,
    drawn,
    grouping_of,
    tying,
)


@app.command()
def communities(
    kind: KindName = "subtract",
    level: LevelName = "country",
    normalisation: NormalisationName = "jaccard",
    mixed: MixedName = None,
    duplicates: DuplicatesName = "stance",
    threshold: Least = 0.0,
    shared: Shared = 1,
    method: Annotated[str, typer.Option(help="leiden or louvain.")] = "leiden",
    resolution: Annotated[
        float, typer.Option(help="Above 1 more communities, below 1 fewer.")
    ] = 1.0,
    show: Annotated[
        str, typer.Option(help="A row for each of: communities, units, positions, or a summary.")
    ] = "communities",
    proposition: Propositions = None,
    theme: Themes = None,
    actor: Actors = None,
    country: Countries = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    draws: DrawCount = 200,
    seed: Seed = 1,
    source: Source = None,
    form: Form = None,
    output: Output = None,
) -> None:
    """Find who stands together, how stable that is, and for what.

    Stability is how much of a community is found again in draws of the documents (Jaccard, mean):
    from .75 on stable, below .5 dissolved. A draw misses a third of the documents, so that real
    communities stay below 1 too: compare with what the same speakers have whose positions are
    dealt out by chance. Who is silent on a proposition is neither for nor against it.
    """
    from kg.analysis.network.ties import Threshold
    from kg.analysis.structure.communities import Finder, Search
    from kg.analysis.structure.community_tables import CommunityView, community_table
    from kg.analysis.structure.partitions import partition

    form = form_of(form, output, TABLE_FORMS)
    view = choice(CommunityView, show, "--show")
    search = Search(
        tying(kind, normalisation, mixed),
        Threshold(threshold, shared),
        choice(Finder, method, "--method"),
        resolution,
        seed,
    )
    part = Part(proposition, theme, actor, country, status, since, until, source=source)
    _, statements = counted(part, level, duplicates)
    found = partition(statements, search, drawn(statements, draws, seed))
    show_result(community_table(found, view), form, output)
    tell_communities(found)


@app.command()
def centrality(
    by: Annotated[
        str,
        typer.Option(
            help="The measure in whose order: constraint, betweenness, participation, brokerage, "
            "degree, strength, pagerank, or a role: coordinator, itinerant, gatekeeper, liaison."
        ),
    ] = "constraint",
    groups: Annotated[
        str,
        typer.Option(
            help="Between which groups brokers stand: community, or country, family, party, "
            "government."
        ),
    ] = "community",
    kind: KindName = "subtract",
    level: LevelName = "country",
    normalisation: NormalisationName = "jaccard",
    mixed: MixedName = None,
    duplicates: DuplicatesName = "stance",
    threshold: Least = 0.0,
    shared: Shared = 2,
    show: Annotated[
        str, typer.Option(help="A row for each of: units; or measures, each with its interval.")
    ] = "units",
    proposition: Propositions = None,
    theme: Themes = None,
    actor: Actors = None,
    country: Countries = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    draws: DrawCount = 100,
    seed: Seed = 1,
    source: Source = None,
    form: Form = None,
    output: Output = None,
) -> None:
    """Find who stands in the middle of a network, and who are the brokers between its groups.

    Brokers have a low constraint: those to whom they are tied are not tied to each other. They
    spread their ties over groups (participation) and tie pairs that nobody else ties (brokerage).
    """
    from kg.analysis.network.ties import Threshold
    from kg.analysis.structure.central_measures import Measure
    from kg.analysis.structure.central_tables import CentralView, central_table
    from kg.analysis.structure.centrality import measure_units
    from kg.analysis.structure.communities import Search

    form = form_of(form, output, TABLE_FORMS)
    view, measure = choice(CentralView, show, "--show"), choice(Measure, by, "--by")
    tied = tying(kind, normalisation, mixed)
    search = Search(tied, Threshold(threshold, shared), seed=seed)
    part = Part(proposition, theme, actor, country, status, since, until, source=source)
    corpus, statements = counted(part, level, duplicates)
    grouping = grouping_of(corpus, statements.level, groups, Search(tied, seed=seed))
    found = measure_units(statements, search, grouping, drawn(statements, draws, seed))
    show_result(central_table(found, view, measure), form, output)
    tell_brokers(found, measure)


@app.command()
def backbone(
    kind: KindName = "subtract",
    level: LevelName = "country",
    normalisation: NormalisationName = "jaccard",
    mixed: MixedName = None,
    duplicates: DuplicatesName = "stance",
    size: Annotated[
        int | None, typer.Option(min=1, help="Only the so many propositions that carry most.")
    ] = None,
    proposition: Propositions = None,
    theme: Themes = None,
    actor: Actors = None,
    country: Countries = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    draws: DrawCount = 50,
    seed: Seed = 1,
    source: Source = None,
    form: Form = None,
    output: Output = None,
) -> None:
    """Tell which propositions carry the structure of the network, and which are redundant.

    One after another is left out, each time that whose loss changes the network's shape least:
    the last one carries most. A loss is from 0, the same shape, to 1, nothing left, or beyond;
    alone is the loss if that one proposition is left out and all others stay. Ties that stand out
    are another backbone: kg network --backbone 0.05.
    """
    from kg.analysis.structure.nested_backbone import carrier_table, nested_backbone

    form = form_of(form, output, TABLE_FORMS)
    tied = tying(kind, normalisation, mixed)
    part = Part(proposition, theme, actor, country, status, since, until, source=source)
    _, statements = counted(part, level, duplicates)
    carriers = nested_backbone(statements, tied, drawn(statements, draws, seed))
    show_result(carrier_table(carriers[:size]), form, output)
    tell_backbone(carriers, size, statements, tied)
