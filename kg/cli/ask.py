"""Commands of the reader: queries, query, show, stats, describe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app, put, say, settings, terminal_width
from kg.cli.asked import asked_of, by_option, find_asked, seconds, values
from kg.errors import UsageError
from kg.printing import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.queries.table import Result

_PLAIN = ("", ".txt")
"""Endings of files that hold a table as it is shown."""

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="A file instead of stdout; - is stdout.")
]
Parameters = Annotated[
    list[str] | None, typer.Option("-p", metavar="NAME=VALUE", help="A parameter, by any name.")
]
Timeout = Annotated[float, typer.Option(min=0.001, help="Seconds it may take.")]
Excel = Annotated[
    bool, typer.Option("--excel", help="Of csv: for spreadsheets, none of which runs a cell of it.")
]


@app.command()
def queries(
    name: Annotated[str | None, typer.Argument(help="One of them: its parameters.")] = None,
) -> None:
    """List the named queries, or tell what one takes."""
    from kg.queries.catalogue import find_query, read_catalogue

    if name:
        query = find_query(settings.project, name)
        lines = [f"{query.name}: {query.title}", query.question, ""]
        lines.extend(
            f"  -p {p.name}=...  {p.kind}: {p.about}; default: {p.default}"
            for p in query.parameters
        )
        lines += ["", f"columns: {' '.join(query.columns)}"] if query.columns else []
        _put_lines(lines)
        return
    catalogue = read_catalogue(settings.project)
    wide = max((len(key) for key in catalogue), default=0)
    _put_lines(f"{key:<{wide}}  {query.question}" for key, query in catalogue.items())


def _put_lines(lines: Iterable[str]) -> None:
    # What is told of a query stands in a file, which may be anybody's.
    put("".join(f"{printable(line)}\n" for line in lines))


@app.command(context_settings={"allow_extra_args": True})
def query(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME|FILE|-", help="A named query, a file or stdin.")
    ] = None,
    text: Annotated[str | None, typer.Option("-e", help="SPARQL on the command line.")] = None,
    parameter: Parameters = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="table csv tsv json xml md, of graphs turtle ntriples jsonld; else as -o ends.",
        ),
    ] = None,
    output: Output = None,
    timeout: Timeout = 30.0,
    limit: Annotated[int | None, typer.Option(min=0, help="The most rows to show.")] = None,
    excel: Excel = False,
) -> None:
    """Ask the graph, by a named query or in SPARQL.

    A query by NAME (see kg queries), from a FILE, from stdin (-) or as TEXT after -e. Prefixes
    are declared beforehand. It runs in a process of its own, without network.
    """
    from kg.queries.catalogue import parse_query
    from kg.queries.formats import FORMATS
    from kg.queries.run import run_query
    from kg.store.guard import Limits

    if (name is None) == (text is None):
        raise UsageError(
            "give a query by name, file or -, or its text with -e",
            hint="those with a name are listed by: kg queries",
        )
    form = form_of(form, output, FORMATS)
    project = settings.project
    asked = find_asked(str(name)) if text is None else parse_query(text, Path("-e"), "-e")
    if context.args:
        raise by_option(asked, str(name), context.args[0])
    given = values(parameter or [], asked)
    result = run_query(project.store, asked, given, limits=Limits(seconds(timeout)), rows=limit)
    show_result(result, form, output, excel=excel)
    if told := ", ".join(asked_of(asked, given)):
        say(f"kg: asked of {told}; -p asks of others")
    if getattr(result, "cut", False):
        say(f"kg: only the first {limit} {'is' if limit == 1 else 'are'} shown")


def form_of(named: str | None, output: Path | None, known: Sequence[str], besides: str = "") -> str:
    """The format that is named, or that the name of the file ends in, else a table.

    Raises UsageError where it is none of those known; ``besides`` tells what else there is.
    """
    from kg.queries.formats import ENDINGS

    return fitting_form(named, output, known, ENDINGS, dict.fromkeys(_PLAIN, "table"), besides)


def fitting_form(
    named: str | None,
    output: Path | None,
    known: Sequence[str],
    endings: Mapping[str, str],
    plain: Mapping[str, str],
    besides: str = "",
) -> str:
    """The format that is named, by its name or as files end, or that the name of the file ends in.

    ``plain`` endings tell the format that is meant where none is named. Raises UsageError where it
    is none of those known.
    """
    suffix = output.suffix.lower() if output else ""
    guessed = plain.get(suffix) or endings.get(suffix, suffix[1:])
    form = guessed if named is None else endings.get(f".{named}", named)
    if form in known:
        return form
    listed = f"one of: {', '.join(known)}{besides}"
    if named is None:
        # A table in a file that is called a picture would be found out too late.
        raise UsageError(f"{output} ends in no format that fits", hint=f"name the format, {listed}")
    raise UsageError(f"{form!r} is no format", hint=listed)


def show_result(result: Result, form: str, output: Path | None, *, excel: bool = False) -> None:
    """A result in a format, on stdout or in a file; raises UsageError as render does."""
    from kg.queries.formats import render

    width = None if output else terminal_width()
    put(render(result, form, width=width, excel=excel), output)


@app.command()
def show(
    thing: Annotated[list[str], typer.Argument(help="An actor, proposition, stance, document...")],
    form: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help="text, turtle, jsonld, ntriples or rdfxml; of a stance nanopub.",
        ),
    ] = "text",
) -> None:
    """Show one thing on a card: kg show meloni.

    An actor, proposition, event, outlet, document or stance, by id or by any name. Words that fit
    several things list those, with exit 2.
    """
    from kg.exports.nanopub import nanopub
    from kg.exports.syntaxes import SYNTAXES, write_syntax
    from kg.store.embedded import open_reader
    from kg.store.records import about
    from kg.views.card import draw_card
    from kg.views.subject import find_subject

    store = open_reader(settings.project.store)
    meant = find_subject(store, " ".join(thing))
    subject = meant.node
    if meant.note:
        say(f"kg: {meant.note}")
    if form in SYNTAXES:
        put(write_syntax(about(store, [subject]), form, settings.project.ontology))
    elif form == "text":
        put(draw_card(store, subject, width=terminal_width() or 100))
    elif form == "nanopub":
        put(nanopub(store, subject))
    else:
        raise UsageError(f"{form!r} is none of: text, {', '.join(SYNTAXES)}, nanopub")


@app.command()
def stats(
    form: Annotated[str, typer.Option("--format", "-f", help="table or json.")] = "table",
) -> None:
    """Count what the store holds."""
    from kg.queries.statistics import count

    counts = count(settings.project)
    if form == "json":
        import json

        put(json.dumps(counts, indent=1) + "\n")
    elif form == "table":
        put("".join(f"{name:<14}{number:>9,}\n" for name, number in counts.items()))
    else:
        raise UsageError(f"{form!r} is none of: table, json")


@app.command()
def describe(output: Output = None) -> None:
    """Describe the data set in VoID and DCAT."""
    from kg.exports.formats import ENDINGS
    from kg.exports.select import graph_quads
    from kg.exports.syntaxes import SYNTAXES, write_syntax
    from kg.store.embedded import open_reader
    from kg.store.graphs import META

    store = open_reader(settings.project.store)
    form = fitting_form(None, output, tuple(SYNTAXES), ENDINGS, {"": "turtle"})
    described = [quad.triple for quad in graph_quads(store, META)]
    put(write_syntax(described, form, settings.project.ontology), output)
