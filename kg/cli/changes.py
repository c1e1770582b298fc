"""Commands about what changes: shifts and contradictions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.choice import choice
from kg.cli.app import app, put, say, settings, terminal_width
from kg.cli.ask import Excel, Output, form_of, show_result
from kg.cli.given import day
from kg.cli.parts import (
    TABLE_FORMS,
    Actors,
    Countries,
    DrawCount,
    LevelName,
    Part,
    Propositions,
    Seed,
    Statuses,
    Themes,
    drawing,
)

if TYPE_CHECKING:
    from kg.analysis.corpus.quotes import Words
    from kg.analysis.counting.sides import Side
    from kg.analysis.counting.windows import Span
    from kg.queries.table import Table

FORMS = ("text", *TABLE_FORMS)
_WIDTH = 100
_NOTHING = re.compile(r"0+ ?[a-z]*", re.ASCII | re.IGNORECASE)

Form = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help="text: cards; table csv tsv json xml md: a row each; else as -o ends.",
    ),
]
Changed = Annotated[
    str | None,
    typer.Option("--since", help="Only what came about from that day on; what was before counts."),
]
ChangedUntil = Annotated[
    str | None, typer.Option("--until", help="Only what had come about by that day.")
]
Within = Annotated[
    str, typer.Option("--within", help="How far apart at most: 30d, 12w, 6m; 0d: dates overlap.")
]


@app.command()
def shifts(
    level: LevelName = "actor",
    proposition: Propositions = None,
    theme: Themes = None,
    actor: Actors = None,
    country: Countries = None,
    status: Statuses = None,
    since: Changed = None,
    until: ChangedUntil = None,
    draws: DrawCount = 200,
    seed: Seed = 1,
    form: Form = None,
    output: Output = None,
    excel: Excel = False,
) -> None:
    """Show who changed position, from which words to which.

    A stance of another polarity than the one before it, at a later date. --since and --until keep
    to changes of these days; the stance before may be older. At a --level above actors it is the
    line of a party, government or country that changes, and who spoke is told.
    """
    from kg.analysis.change.change_tables import change_table, short_change_table
    from kg.analysis.change.shifts import find_changes
    from kg.analysis.counting.pooling import Level
    from kg.views.changes import draw_changes

    form = form_for(form, output)
    part = Part(proposition, theme, actor, country, status, since, until)
    corpus, words = part.corpus(any_day=True), part.narrowing()[1]
    found = find_changes(
        corpus,
        choice(Level, level, "--level"),
        drawing(draws, seed),
        since=day(since, first=True),
        until=day(until),
    )
    quoted = _quoted(side for one in found.found for side in (one.before, one.after))
    show(
        form,
        output,
        text=lambda width: draw_changes(found, quoted, words, draws=draws, width=width),
        whole=lambda: change_table(found, quoted),
        short=lambda: short_change_table(found),
        excel=excel,
    )
    if form != "text" and not found.found:
        say("kg: no change of position is found")


@app.command()
def contradictions(
    within: Within = "30d",
    level: LevelName = "actor",
    proposition: Propositions = None,
    theme: Themes = None,
    actor: Actors = None,
    country: Countries = None,
    status: Statuses = None,
    since: Changed = None,
    until: ChangedUntil = None,
    draws: DrawCount = 200,
    seed: Seed = 1,
    form: Form = None,
    output: Output = None,
    excel: Excel = False,
) -> None:
    """Show who was for and against the same within a short time.

    Of one actor both stances are its own. At a --level above actors, two members of one party or
    government may contradict each other. A pair that is a change of position too is marked. The
    later stance is of the days of --since and --until, the earlier one may be older.
    """
    from kg.analysis.change.change_tables import contradiction_table, short_contradiction_table
    from kg.analysis.change.contradictions import find_contradictions
    from kg.analysis.counting.pooling import Level
    from kg.views.changes import draw_contradictions

    form = form_for(form, output)
    part = Part(proposition, theme, actor, country, status, since, until)
    span = _span(within)
    corpus, words = part.corpus(any_day=True), part.narrowing()[1]
    found = find_contradictions(
        corpus,
        choice(Level, level, "--level"),
        drawing(draws, seed),
        span,
        since=day(since, first=True),
        until=day(until),
    )
    quoted = _quoted(side for one in found.found for side in (one.first, one.second))
    show(
        form,
        output,
        text=lambda width: draw_contradictions(
            found, quoted, words, within=within if span else None, draws=draws, width=width
        ),
        whole=lambda: contradiction_table(found, quoted),
        short=lambda: short_contradiction_table(found),
        excel=excel,
    )
    if form != "text" and not found.found:
        say("kg: no contradiction is found")


def form_for(named: str | None, output: Path | None) -> str:
    """The format that is named, or that the name of the file ends in, else cards of text."""
    found = form_of(named, output, FORMS)
    return "text" if named is None and found == "table" else found


def show(
    form: str,
    output: Path | None,
    *,
    text: Callable[[int], str],
    whole: Callable[[], Table],
    short: Callable[[], Table],
    excel: bool = False,
) -> None:
    """What was found, in its format: as text of a width, as a short table, or as a whole one.

    Raises UsageError where ``excel`` is wanted of another format than csv.
    """
    if form == "text" and not excel:
        put(text((None if output else terminal_width()) or _WIDTH), output)
    else:
        show_result(short() if form == "table" else whole(), form, output, excel=excel)


def _quoted(sides: Iterable[Side]) -> dict[str, Words]:
    from kg.analysis.corpus.quotes import read_words
    from kg.store.embedded import open_reader

    return read_words(open_reader(settings.project.store), (side.stance for side in sides))


def _span(text: str) -> Span | None:
    """The span that some words name; None for one of no length."""
    from kg.analysis.counting.windows import parse_span

    return None if _NOTHING.fullmatch(text.strip()) else parse_span(text)
