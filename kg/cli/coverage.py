"""The command that tells where was looked: kg coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.choice import choice
from kg.cli.app import app, put, say, settings, terminal_width
from kg.cli.ask import Output, form_of, show_result
from kg.cli.parts import (
    TABLE_FORMS,
    Actors,
    Countries,
    Part,
    Propositions,
    Since,
    Themes,
    Until,
)
from kg.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from kg.analysis.corpus.corpus import Corpus
    from kg.analysis.counting.pooling import Level
    from kg.analysis.coverage.coverage import Coverage
    from kg.analysis.coverage.searches import Reading
    from kg.queries.narrowing import Narrowing

_GRID = "grid"
_ROWS = 40
_SHARES = 10
_WORDS = {"empty": "searched and empty", "read": "read around", "never": "never searched"}


@app.command()
def coverage(
    level: Annotated[
        str | None, typer.Option(help="country (if none is named), actor, party or government.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="month (if none is named), quarter or year.")
    ] = None,
    balance: Annotated[
        bool,
        typer.Option("--balance", help="Shares of countries, outlets and languages instead."),
    ] = False,
    never: Annotated[
        bool, typer.Option("--never", help="In a table list also what was never searched.")
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option(min=0, help="The most units of a grid, or shares of each kind; 0 for all."),
    ] = None,
    proposition: Propositions = None,
    theme: Themes = None,
    actor: Actors = None,
    country: Countries = None,
    since: Since = None,
    until: Until = None,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", help="grid table csv tsv json xml md; else as -o ends."),
    ] = None,
    output: Output = None,
) -> None:
    """Tell found, searched and empty, read around, thin, never searched: silence is not neutral.

    The grid takes all propositions asked for together; a table has a row for each of them.
    """
    from kg.analysis.corpus.corpus import read_corpus
    from kg.analysis.counting.periods import Calendar
    from kg.analysis.counting.pooling import Level
    from kg.analysis.coverage.searches import read_reading

    named = form_of(form, output, (_GRID, *TABLE_FORMS))
    wanted = _GRID if form is None and named == "table" else named
    _refuse_unfit(wanted, level=level, by=by, never=never, balance=balance)
    levels = Level.ACTOR, Level.COUNTRY, Level.PARTY, Level.GOVERNMENT
    pooled = choice(levels, level or Level.COUNTRY, "--level")
    months = choice(Calendar, by or Calendar.MONTH, "--by").months
    narrowing, _ = Part(proposition, theme, actor, country, None, since, until).narrowing()
    corpus = read_corpus(settings.project.store)
    reading = read_reading(settings.project.store)
    if balance:
        _show_balance(corpus.narrow(narrowing), reading, limit, wanted, output)
        return
    told = _cover(corpus, reading, narrowing, pooled, months, together=wanted == _GRID)
    if wanted == _GRID:
        _show_grid(told, _ROWS if limit is None else limit, output)
    else:
        _show_table(told, wanted, output, never=never)


def _refuse_unfit(
    form: str, *, level: str | None, by: str | None, never: bool, balance: bool
) -> None:
    given = {"--level": level, "--by": by, "--never": never}
    unfit = next((name for name, value in given.items() if balance and value), None)
    if unfit:
        raise UsageError(f"{unfit} and --balance do not go together", hint="leave out one of them")
    if never and form == _GRID:
        raise UsageError("a grid shows blanks for never searched", hint="--never with -f csv")


def _cover(
    corpus: Corpus,
    reading: Reading,
    narrowing: Narrowing,
    level: Level,
    months: int,
    *,
    together: bool,
) -> Coverage:
    from kg.analysis.counting.periods import periods
    from kg.analysis.coverage.coverage import cover
    from kg.analysis.coverage.looks import days_read, topics_of

    known = days_read(corpus, reading)
    first = narrowing.since or min(known, default=None)
    last = narrowing.until or max(known, default=None)
    told = periods(first, last, months) if first and last else ()
    return cover(
        corpus, reading, level, topics_of(corpus, narrowing, together=together), told, narrowing
    )


def _show_grid(told: Coverage, limit: int, output: Path | None) -> None:
    from kg.views.coverage import draw_grid

    grid = draw_grid(told, limit)
    put(grid, output)
    width = None if output else terminal_width()
    if width and max(map(len, grid.splitlines())) > width:
        say("kg: the lines are longer than the screen: --by quarter or --since makes them shorter")


def _show_table(told: Coverage, form: str, output: Path | None, *, never: bool) -> None:
    from kg.analysis.coverage.coverage import coverage_table

    show_result(coverage_table(told, never=never), form, output)
    totals = told.totals()
    counts = ", ".join(f"{count:,} {_WORDS.get(state, state)}" for state, count in totals.items())
    left_out = "" if never else "; the last are not listed (--never lists them)"
    say(f"kg: {sum(totals.values()):,} cells: {counts}{left_out}")


def _show_balance(
    corpus: Corpus, reading: Reading, limit: int | None, form: str, output: Path | None
) -> None:
    from kg.analysis.coverage.balance import balance_table, largest, weigh

    found = weigh(corpus, reading)
    whole = form not in (_GRID, "table")
    every = limit == 0 or (whole and limit is None)
    kept = found.shares if every else largest(found.shares, limit or _SHARES)
    show_result(balance_table(found, kept), "table" if form == _GRID else form, output)
    hidden = len(found.shares) - len(kept)
    more = f" (not listed: {hidden:,} smaller shares; --limit 0 shows all)" if hidden else ""
    say(f"kg: {found.documents:,} documents show {found.stances:,} stances{more}")
    if found.cited_only:
        say(f"kg: {found.cited_only:,} more are cited for offices and events only")
