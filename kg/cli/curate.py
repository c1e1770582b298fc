"""Commands of the curator: build, check, format, new, import, diff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import MOST, app, put, say, settings, show_problems
from kg.cli.given import named_turtle, refuse_empty
from kg.errors import InputError, Severity, UsageError
from kg.files import is_there
from kg.printing import counted

_QUICKLY_READ = 1_000_000
_NOT_KNOWN = "not-known"
"""The attribution of words of which nobody told one."""
Paths = Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", show_default=False)]


@app.command()
def build(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...",
            help="Look at these files of the seeds only: no other has changed.",
            show_default=False,
        ),
    ] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Write the store afresh.")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare all, whatever is known of the store.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=64, help="Processes that read; default: one for each core."),
    ] = None,
) -> None:
    """Make the store from the seeds, all or nothing.

    What has changed since the last build is found, and nothing else is read. A large build that
    was cut off goes on where it was.
    """
    from kg.build.build import build as make
    from kg.cli.progress import Progress

    project = settings.project
    if (anew or verify) and files:
        raise UsageError(f"{'--anew' if anew else '--verify'} reads all files")
    progress = Progress()
    built = make(
        project, anew=anew, verify=verify, files=files, workers=workers, watch=progress.show
    )
    progress.clear()
    for path in files or ():
        if not is_there(path):
            say(f"kg: {path}: there is no such file: what it told, if anything, is taken out")
    total = sum(built.graphs.values())
    if isinstance(project.store, Path) and total <= _QUICKLY_READ:
        from kg.analysis.corpus.reading import stances_of

        # Whoever analyses the store next does not wait for the columns.
        stances_of(project.store)
    if built.changed:
        say(f"{project.shown(project.store)}: {built.added} quads added, {built.removed} removed")
    else:
        say(f"{project.shown(project.store)}: nothing has changed")
    parts = ", ".join(f"{count} {name}" for name, count in built.graphs.items())
    say(f"{total} quads: {parts}")


@app.command()
def check(
    files: Paths = None,
    warnings: Annotated[
        bool, typer.Option("--warnings", help="Show warnings too, not only their number.")
    ] = False,
    engine: Annotated[
        str, typer.Option(help="What judges the shapes: fast, or pyshacl, the reference, slow.")
    ] = "fast",
) -> None:
    """Check the seeds: syntax, shapes, references, dates, names.

    With FILEs, check those as if they were seeds; a folder means all Turtle in it. Exit 3 where
    there is an error.
    """
    from kg.cli.progress import Progress
    from kg.rdf.shapes import Engine
    from kg.seeds.check import check as find

    if engine not in set(Engine):
        raise UsageError(f"--engine: {engine!r} is neither {' nor '.join(Engine)}")
    progress = Progress(things="files")
    problems = find(
        settings.project, named_turtle(files or ()), engine=Engine(engine), watch=progress.step
    )
    progress.clear()
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    show_problems(problems if warnings else errors)
    listed = "" if warnings or len(errors) == len(problems) else " (--warnings lists them)"
    warned = counted(len(problems) - len(errors), "warning")
    say(f"{counted(len(errors), 'error')}, {warned}{listed}")
    if errors:
        raise typer.Exit(InputError.exit_code)


@app.command("format")
def format_(
    files: Paths = None,
    only_check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 if a file is not canonical.")
    ] = False,
) -> None:
    """Rewrite Turtle in canonical form.

    FILEs, and all Turtle in folders; or all seeds and the ontology.
    """
    from kg.seeds.read import read_files, seed_paths
    from kg.seeds.write import format_file

    project = settings.project
    if not (files or only_check):
        project.require_own_seeds()
    ontology = [project.ontology / "stance.ttl", project.ontology / "alignments.ttl"]
    paths = named_turtle(files or ()) or [*ontology, *seed_paths(project)]
    read_files(paths)
    became = "not canonical" if only_check else "rewritten"
    changed = [path for path in paths if not format_file(path, write=not only_check)]
    for path in changed:
        say(f"{project.shown(path)}: {became}")
    say(f"{counted(len(paths), 'file')}, {len(changed)} {became}")
    if only_check and changed:
        raise typer.Exit(1)


@app.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(help="A folder with tables (CSV or TSV).")],
    partial: Annotated[
        bool, typer.Option("--partial", help="Import the good rows though others are bad.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing.")] = False,
) -> None:
    """Turn a folder of tables into seeds.

    The tables: actors.csv, roles.csv, events.csv, sources.csv, stances.csv; themes.tsv and
    propositions.tsv for the codebook. See docs/curation.md for the columns.

    Of a row that cannot be imported every fault is listed with file, line, column and reason;
    without --partial nothing is then written.
    """
    from kg.seeds.imports import import_tables

    imported = import_tables(settings.project, folder, partial=partial, write=not dry_run)
    show_problems(imported.problems, most=MOST)
    say(
        f"{counted(imported.rows, 'row')}: {counted(imported.new, 'new thing')} in "
        f"{counted(imported.files, 'file')}, {imported.known:,} known already, "
        f"{imported.refused:,} not imported"
    )


@app.command()
def new(
    url: Annotated[str, typer.Option(help="Where the document is found (http or https).")],
    outlet: Annotated[str, typer.Option(help="Its publisher, as it writes its name.")],
    published: Annotated[str | None, typer.Option(help="YYYY-MM-DD, YYYY-MM or YYYY.")] = None,
    headline: Annotated[str | None, typer.Option(help="Its headline.")] = None,
    language: Annotated[str, typer.Option(help="Its language: en, de, ...")] = "en",
    holder: Annotated[
        str | None, typer.Option(help="Who holds a stance in it, by any name.")
    ] = None,
    proposition: Annotated[str | None, typer.Option(help="On what, by id or label.")] = None,
    polarity: Annotated[str | None, typer.Option(help="favours, opposes or mixed.")] = None,
    said_on: Annotated[str | None, typer.Option(help="When, as told.")] = None,
    quote: Annotated[str | None, typer.Option(help="The exact words, 30 at most.")] = None,
    quote_language: Annotated[
        str | None, typer.Option(help="Its language, if it is another than the document's.")
    ] = None,
    translation: Annotated[str | None, typer.Option(help="The quote in English.")] = None,
    paraphrase: Annotated[str | None, typer.Option(help="What it shows, in your words.")] = None,
    attribution: Annotated[
        str, typer.Option(help="direct, reported, inferred or not-known.")
    ] = _NOT_KNOWN,
) -> None:
    """Enter a document, and a stance in it.

    Ids are minted; prints the file that it wrote, and says where a new outlet went.
    """
    from kg.seeds.alike import told_alike
    from kg.seeds.frames import DocumentFrame, StanceFrame, enter

    of_stance = {
        "holder": holder,
        "proposition": proposition,
        "polarity": polarity,
        "said_on": said_on,
        "quote": quote,
        "quote_language": quote_language,
        "translation": translation,
        "paraphrase": paraphrase,
    }
    refuse_empty(published=published, headline=headline, **of_stance)
    document = DocumentFrame(url, outlet, published, headline, language)
    stance = None
    # Words without their speaker are told of, never left out.
    if attribution != _NOT_KNOWN or any(of_stance.values()):
        stance = StanceFrame(**of_stance, attribution=attribution)
    entered = enter(settings.project, document, stance)
    put(f"{settings.project.shown(entered.home)}\n")
    for path in entered.others:
        say(f"kg: {settings.project.shown(path)}: written to, too")
    if entered.ignored:
        listed = ", ".join(entered.ignored)
        say(f"kg: it is {entered.home.stem} in the seeds: ignored: {listed}")
        say("hint: to correct what is known of a document, change its file")
    for fresh, known in entered.alike:
        say(f"kg: warning: {told_alike(fresh, known)}")
        say(f"hint: if so, take out what was written, and say --outlet {known.name!r}")


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A folder of seeds or an RDF file.")],
    new_: Annotated[
        Path | None, typer.Argument(metavar="[NEW]", help="Likewise; default: the seeds.")
    ] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="text, md or json.")] = "text",
) -> None:
    """Show in what two states of the data differ.

    Thing by thing. Exit 1 where they differ.
    """
    from kg.seeds.differences import compare, render

    found = compare(old, new_ or settings.project.seeds)
    put(render(found, form))
    if found:
        raise typer.Exit(1)
