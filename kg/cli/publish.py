"""Commands that make something to hand on: view and export."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app, put, say, settings
from kg.cli.ask import (
    Excel,
    Output,
    Parameters,
    Timeout,
    fitting_form,
)
from kg.cli.asked import find_asked, seconds, values
from kg.cli.given import day, refuse_empty
from kg.cli.parts import (
    Actors,
    Countries,
    Part,
    Propositions,
    Since,
    Statuses,
    Themes,
    Until,
)
from kg.errors import UsageError
from kg.project import TITLE

if TYPE_CHECKING:
    from kg.queries.chosen import Chosen

_LISTED = 5
_MANY = 20_000
"""A page of more stances than these is larger than 10 MB or so."""
_PAGES = ("", ".html", ".htm")
"""Endings of files that hold the page."""


@app.command()
def view(
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="The file, else graph.html; - is stdout, .png or .svg a picture."
        ),
    ] = None,
    proposition: Propositions = None,
    theme: Themes = None,
    actor: Actors = None,
    country: Countries = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    as_of: Annotated[str | None, typer.Option(help="As it stood on a day.")] = None,
    asked: Annotated[
        str | None,
        typer.Option(
            "--query", metavar="NAME|FILE|-", help="Only the stances that a query answers with."
        ),
    ] = None,
    parameter: Parameters = None,
    timeout: Timeout = 30.0,
    tab: Annotated[
        str | None,
        typer.Option(
            help="network, matrix, timeline, agreement, map or table; of pictures polarisation too."
        ),
    ] = None,
    arrange: Annotated[
        str | None, typer.Option(help="The network by agreement, country or for-against.")
    ] = None,
    title: Annotated[str, typer.Option(help="The heading.")] = TITLE,
    static: Annotated[
        str | None,
        typer.Option(metavar="PNG|SVG", help="A picture for a paper instead of the page."),
    ] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Draw the graph: one HTML file, no network.

    The evidence is on every edge. --tab and --arrange say how the page opens, and what --static
    draws. An option given several times adds up, and so do --theme and --proposition; different
    ones narrow each other.

    A query means the stances that its answer names; where it names none, those of each row's
    ?actor (or ?holder) and ?proposition, with its ?polarity if it has one. Positions follow from
    the stances that are kept.
    """
    from kg.analysis.corpus.corpus import read_corpus
    from kg.files import is_folder
    from kg.printing import counted
    from kg.store.embedded import open_reader
    from kg.views.assemble import assemble_page
    from kg.views.opening import parse_opening
    from kg.views.page import draw_page
    from kg.views.static.picture import draw_picture, picked, picture_form

    refuse_empty(query=asked, tab=tab, arrange=arrange, title=title, static=static)
    part = Part(proposition, theme, actor, country, status, since, until, as_of)
    opening, form = parse_opening(tab, arrange), picture_form(output, static)
    output = output or Path(f"graph.{form or 'html'}")
    if is_folder(output):
        raise UsageError(f"{output} is a folder", hint="name a file with -o")
    if not form and output.suffix.lower() not in _PAGES:
        raise UsageError(
            f"{output} is no name for a page",
            hint="end it in .html, or for a picture in .png or .svg",
        )
    if open_it and str(output) == "-":
        raise UsageError("--open needs a file", hint="name one with -o")
    chosen = _chosen(asked, parameter or [], timeout)
    store = open_reader(settings.project.store)
    narrowing, words = part.narrowing(chosen)
    if chosen and narrowing.last_day:
        say("kg: the query answered as of now; days only leave out stances that it names")
        say("hint: kg query positions-as-of -p date=... asks as of a day")
    opening = opening.on(narrowing)
    whole = read_corpus(settings.project.store, store)
    page = assemble_page(
        store, narrowing, whole=whole, title=title, narrowed=words, opens=opening.address
    )
    content = draw_picture(page, form, opening) if form else draw_page(page)
    if not form:
        _tell_size(len(page.stances), len(content))
    put(content, output)
    if form and (subject := picked(page, opening)):
        say(f"kg: drawn is the most contested proposition, {subject.label}")
        say("hint: --proposition names another")
    if str(output) != "-":
        holders = {stance.actor for stance in page.stances}
        amount = f"{counted(len(page.stances), 'stance')} of {counted(len(holders), 'actor')}"
        say(f"{output}: {'drawn from ' if form else ''}{amount}")
    if not page.stances:
        say("kg: no stance is of all that was asked for: there is nothing to see")
    if open_it:
        typer.launch(output.resolve().as_uri())


def _tell_size(stances: int, size: int) -> None:
    if stances > _MANY:
        say(f"kg: a page of {stances:,} stances ({size // 10**6} MB) is slow to open in a browser")
        say("hint: --proposition, --country or --since make it smaller; kg serve shows everything")


def _chosen(name: str | None, parameter: list[str], timeout: float) -> Chosen | None:
    """The stances that a query means; what it names in vain is told."""
    if name is None:
        if parameter:
            raise UsageError("-p is for a query", hint="name it with --query")
        return None
    from kg.queries.chosen import choose
    from kg.queries.run import run_query
    from kg.store.embedded import open_reader
    from kg.store.guard import Limits

    query = find_asked(name)
    given = values(parameter, query)
    place = settings.project.store
    answer = run_query(place, query, given, limits=Limits(seconds(timeout)))
    chosen = choose(open_reader(place), query, given, answer)
    if chosen.absent:
        listed = ", ".join(chosen.absent[:_LISTED])
        more = f" and {len(chosen.absent) - _LISTED} more" if len(chosen.absent) > _LISTED else ""
        say(f"kg: named by the query, and not published: {listed}{more}")
    return chosen


@app.command()
def export(
    form: Annotated[
        str | None,
        typer.Argument(
            metavar="[FORMAT]",
            help="turtle trig nquads ntriples jsonld rdfxml nanopub gexf graphml dna "
            "dna-events, or csv (a folder); else as -o ends.",
        ),
    ] = None,
    output: Output = None,
    graph: Annotated[
        str | None, typer.Option(help="published, candidates, rejected, reviews, counts or meta.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Stances and positions as of a day; the rest stays.")
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option(help="Only curated, accepted or extracted stances.")
    ] = None,
    excel: Excel = False,
) -> None:
    """Export the published graph, as Turtle by default.

    The same content gives the same bytes. trig and nquads carry the unpublished graphs too,
    unless --graph names one. gexf and graphml are a network of actors and propositions: an edge
    a stance, with its words and source. dna is a file of Discourse Network Analyzer, and
    dna-events its event list: a statement a stance and document, with the passage that shows it.
    """
    from kg.cli.exchange import write_debate
    from kg.exports.formats import DEBATES, ENDINGS, FORMATS, export_blocks, export_tables
    from kg.exports.select import Selection
    from kg.exports.tables import TABLES
    from kg.files import is_file, is_folder, write_all
    from kg.queries.narrowed import parse_status

    form = fitting_form(form, output, (*FORMATS, *DEBATES), ENDINGS, {"": "turtle"})
    if excel and form != "csv":
        raise UsageError("--excel is for csv", hint="kg export csv --excel -o FOLDER")
    selection = Selection(day(as_of), parse_status(status or ()))
    if form in DEBATES:
        write_debate(form, output, graph, selection)
        return
    if form == "csv":
        if graph is not None:
            raise UsageError("csv shows the published graph", hint="leave out --graph")
        if output is None or str(output) == "-":
            raise UsageError("csv is one table a kind of thing", hint="name a folder with -o")
        if is_file(output) or (output.suffix and not is_folder(output)):
            raise UsageError(f"{output} is to be a folder", hint="csv is one table a kind of thing")
        settings.project.require_outside(output)
        tables = export_tables(settings.project, selection, excel=excel)
        files = ((output / f"{name}.csv", content) for name, content in tables)
        write_all(files, sweeping=True)
        say(f"{output}: {len(TABLES)} tables")
        return
    blocks: Iterable[bytes] = export_blocks(settings.project, form, selection, graph)
    put(blocks, output)
