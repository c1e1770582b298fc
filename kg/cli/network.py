"""The command that makes networks of statements."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.app import app, say
from kg.cli.ask import Output, form_of, show_result
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
    Statuses,
    Themes,
    Until,
    choice,
    drawing,
)


@app.command()
def network(
    kind: Annotated[
        str,
        typer.Option(help="congruence, conflict, subtract, cooccurrence or affiliation."),
    ] = "congruence",
    level: LevelName = "actor",
    normalisation: Annotated[
        str,
        typer.Option(
            help="none, average, jaccard or cosine; of affiliation none, activity, prominence."
        ),
    ] = "none",
    duplicates: DuplicatesName = "stance",
    threshold: Annotated[float, typer.Option(min=0, help="Only ties of at least so much.")] = 0.0,
    shared: Annotated[
        int, typer.Option(min=1, help="Only ties on so many shared propositions.")
    ] = 1,
    isolates: Annotated[bool, typer.Option("--isolates", help="Keep units without ties.")] = False,
    proposition: Propositions = None,
    theme: Themes = None,
    actor: Actors = None,
    country: Countries = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    draws: DrawCount = 200,
    seed: Seed = 1,
    form: Form = None,
    output: Output = None,
) -> None:
    """Tie those who speak alike, or against each other."""
    from kg.analysis.method import Kind, Method, Normalisation
    from kg.analysis.networks import make_network
    from kg.analysis.pooling import Level
    from kg.analysis.statements import Duplicates, count_statements
    from kg.analysis.ties import Threshold, list_ties, thin, tie_table

    form = form_of(form, output, TABLE_FORMS)
    method = Method(
        choice(Kind, kind, "--kind"),
        normalisation=choice(Normalisation, normalisation, "--normalisation"),
    )
    corpus = Part(proposition, theme, actor, country, status, since, until).corpus()
    statements = count_statements(
        corpus, choice(Level, level, "--level"), choice(Duplicates, duplicates, "--duplicates")
    )
    found = make_network(statements, method)
    thinned = thin(found, Threshold(threshold, shared, isolates))
    ties = list_ties(thinned, statements, drawing(draws, seed))
    show_result(tie_table(ties), form, output)
    say(f"kg: {len(ties):,} ties of {len(thinned.rows):,} from {found.statements:,} statements")
