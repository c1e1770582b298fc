"""The command that measures the extractor: evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app, put, settings, show_problems, terminal_width
from kg.errors import UsageError


@app.command()
def evaluate(
    gold: Annotated[
        Path | None,
        typer.Argument(metavar="GOLD", help="Annotated stances, as JSON lines, or their folder."),
    ] = None,
    docs: Annotated[
        Path | None, typer.Option(help="The list of texts; else docs.jsonl beside GOLD.")
    ] = None,
    texts: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the texts lie; else beside the list.")
    ] = None,
    engine: Annotated[
        str, typer.Option(help="rules, nlp, or auto for the best there is.")
    ] = "auto",
    found: Annotated[
        Path | None,
        typer.Option(
            "--pred", metavar="FILE", help="Measure these findings, as kg extract prints them."
        ),
    ] = None,
    least: Annotated[
        float | None,
        typer.Option(
            "--min-confidence", min=0, max=1, help="What counts as found; else what is shown."
        ),
    ] = None,
    curated: Annotated[
        bool, typer.Option("--curated", help="Read the quotes of the curated stances instead.")
    ] = False,
    faults: Annotated[
        bool, typer.Option("--misses", help="List what is missed and wrong, with its cause.")
    ] = False,
    form: Annotated[str, typer.Option("--format", "-f", help="table, md or json.")] = "table",
) -> None:
    """Measure the extractor on annotated texts.

    Prints how well findings agree with GOLD, and why they do not. With --curated it reads the
    quotes of the curated stances, one by one, and tells which propositions it recognises.
    """
    from kg.evaluation.session import Request, evaluate_curated, evaluate_gold
    from kg.views.evaluation import draw_figures
    from kg.views.faults import draw_curated, draw_faults

    if form not in ("table", "md", "json"):
        raise UsageError(f"{form!r} is none of: table, md, json")
    if (gold is None) is not curated:
        raise UsageError("name a file of annotations, or --curated, one of the two")
    width = terminal_width()
    if gold is None:
        put(draw_curated(evaluate_curated(settings.project, engine), form, width, listed=faults))
        return
    result = evaluate_gold(settings.project, Request(gold, docs, texts, engine, found, least))
    show_problems(result.notes)
    if faults:
        put(draw_faults(result.misses, result.errors, form, width))
    else:
        put(draw_figures(result.figures, form, width))
