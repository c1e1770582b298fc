"""The command that reads articles: extract."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app, put, say, settings, terminal_width
from kg.errors import UsageError


@app.command()
def extract(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Articles as plain text; - is stdin.")
    ],
    published: Annotated[
        str, typer.Option(help="When they were published: YYYY-MM-DD or YYYY-MM.")
    ],
    url: Annotated[str | None, typer.Option(help="Where the article is found.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="jsonl, table or turtle.")] = "jsonl",
    whole: Annotated[
        bool, typer.Option("--all", help="The whole pool, unlikely candidates too.")
    ] = False,
    into: Annotated[
        bool, typer.Option("--into", help="Write the candidates to seeds/candidates/.")
    ] = False,
) -> None:
    """Find stances in articles, with their exact words.

    Prints candidates; those of --into wait in the seeds for a person or the publication bar.
    """
    from kg.build.articles import Roster, jsonl, read_article, turtle
    from kg.model.stances import WORKING
    from kg.views.candidates import draw_candidates

    if form not in ("jsonl", "table", "turtle"):
        raise UsageError(f"{form!r} is none of: jsonl, table, turtle")
    if len(files) > 1 and url:
        raise UsageError("--url belongs to one article", hint="call it once for each")
    project = settings.project
    articles = [read_article(path, published, url, outlet) for path in files]
    roster = Roster(project)
    found = [(article, roster.find_stances(article)) for article in articles]
    shown = [c for _, e in found for c in e.candidates if whole or c.confidence >= WORKING]
    if form == "jsonl":
        put(jsonl(shown))
    elif form == "table":
        put(draw_candidates(shown, terminal_width()) if shown else "")
    else:
        put(turtle([e.run for _, e in found], shown))
    if not shown:
        say("kg: no stance found; the rules are for English reports, and for actors of the seeds")
    if into:
        for article, extraction in found:
            say(f"{project.shown(roster.keep(article, extraction))}: written")
