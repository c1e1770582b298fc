"""Exchange with Discourse Network Analyzer: the command convert, and what export does for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app, put, say, settings
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.exports.select import Selection

_LISTED = 20


@app.command()
def convert(
    file: Annotated[Path, typer.Argument(help="A DNA file, or an event list from DNA (CSV).")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder for the tables.")],
    language: Annotated[
        str, typer.Option(help="Of passages whose document's section is no language.")
    ] = "en",
) -> None:
    """Turn a coded debate into tables that kg import reads.

    Actors and concepts are looked up by their whole names among actors and propositions. What
    cannot be placed goes to unplaced.csv, with what is missing: complete such a row there, move it
    to stances.csv (and its address to sources.csv), and run kg import.
    """
    from kg.files import is_file, is_folder, write_all
    from kg.ingest.dna import read_debate
    from kg.seeds.debates import tabulate
    from kg.seeds.read import read_seeds

    if is_file(output) or str(output) == "-":
        raise UsageError(f"{output} is no folder", hint="name one with -o")
    if is_folder(output) and any(path.name[0] != "." for path in output.iterdir()):
        # A row that was completed by hand is lost if the tables are written again; what another
        # run has not finished is none.
        raise UsageError(f"{output} is not empty", hint="name a new folder with -o")
    debate = read_debate(file)
    seeds = read_seeds(settings.project)
    with seeds.whole():
        tables = tabulate(debate, seeds.triples(), language)
    files = {output / name: content for name, content in tables.files.items()}
    write_all(files, sweeping=True)
    for what, number in debate.left_out.items():
        say(f"{file}: left out: {what}: {number:,}")
    for what, number in tables.lacking.most_common(_LISTED):
        say(f"{file}: {what}: {number:,}")
    if len(tables.lacking) > _LISTED:
        say(f"{file}: and {len(tables.lacking) - _LISTED:,} things more: see unplaced.csv")
    if tables.found:
        say(f"{file}: left out: stances that a machine found, for kg review: {tables.found:,}")
    say(
        f"{output}: {len(tables.stances):,} stances to import, {len(tables.unplaced):,} that lack "
        f"something, {tables.known:,} known already"
    )


def write_debate(form: str, output: Path | None, graph: str | None, selection: Selection) -> None:
    """Export the stances of a selection for DNA, and tell what of them goes where."""
    from kg.exports.formats import export_debate
    from kg.store.graphs import PUBLISHED

    if graph not in {None, PUBLISHED}:
        raise UsageError(f"{form} shows published stances", hint="leave out --graph")
    is_text = form == "dna-events"
    if not is_text and (output is None or str(output) == "-"):
        raise UsageError("dna is a database", hint="name a file with -o, such as kg.dna")
    content, told = export_debate(settings.project, form, selection)
    put(content, output)
    for line in told:
        say(f"{output or 'kg'}: {line}")
