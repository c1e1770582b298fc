"""Commands that make something to hand on: view and export."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app, put, say, settings
from kg.cli.ask import Output
from kg.cli.curate import day
from kg.errors import UsageError


@app.command()
def view(
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")] = Path(
        "graph.html"
    ),
    proposition: Annotated[
        list[str] | None, typer.Option(help="Only these propositions, by id or label.")
    ] = None,
    actor: Annotated[list[str] | None, typer.Option(help="Only these actors, by any name.")] = None,
    as_of: Annotated[str | None, typer.Option(help="As it stood on a day.")] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Draw the graph: one HTML file, no network.

    The evidence is on every edge.
    """
    from kg.store.embedded import open_reader
    from kg.views.assemble import assemble_page
    from kg.views.network import draw_network

    store = open_reader(settings.project.store)
    page = assemble_page(
        store, propositions=proposition or (), actors=actor or (), as_of=day(as_of)
    )
    put(draw_network(page), output)
    if str(output) != "-":
        holders = {stance.actor for stance in page.stances}
        say(f"{output}: {len(page.stances)} stances of {len(holders)} actors")
    if open_it:
        typer.launch(output.resolve().as_uri())


@app.command()
def export(
    form: Annotated[
        str,
        typer.Argument(
            metavar="[FORMAT]", help="turtle trig nquads ntriples jsonld rdfxml, or csv (a folder)."
        ),
    ] = "turtle",
    output: Output = None,
    graph: Annotated[
        str | None, typer.Option(help="published, candidates, rejected, reviews or meta.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Stances and positions as of a day; the rest stays.")
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option(help="Only curated, accepted or extracted stances.")
    ] = None,
) -> None:
    """Export the published graph, as Turtle by default.

    The same content gives the same bytes. trig and nquads carry the unpublished graphs too,
    unless --graph names one.
    """
    from kg.exports.formats import FORMATS, export_blocks, export_tables
    from kg.exports.select import Selection, parse_status
    from kg.files import write_all

    if form not in FORMATS:
        raise UsageError(f"{form!r} is no format", hint=f"one of: {', '.join(FORMATS)}")
    selection = Selection(day(as_of), parse_status(status or ()))
    if form == "csv":
        if graph is not None:
            raise UsageError("csv shows the published graph", hint="leave out --graph")
        if output is None or str(output) == "-":
            raise UsageError("csv is one table a kind of thing", hint="name a folder with -o")
        if output.is_file():
            raise UsageError(f"{output} is a file", hint="name a folder with -o")
        tables = export_tables(settings.project, selection)
        write_all({output / f"{name}.csv": content for name, content in tables.items()})
        say(f"{output}: {len(tables)} tables")
        return
    blocks: Iterable[bytes] = export_blocks(settings.project, form, selection, graph)
    put(blocks, output)
