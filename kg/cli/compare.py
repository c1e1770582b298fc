"""The command that compares two units, two days or two releases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.choice import choice
from kg.cli.app import app, settings
from kg.cli.ask import Excel, Output
from kg.cli.changes import Form, form_for, show
from kg.cli.given import day
from kg.cli.parts import (
    Actors,
    Countries,
    DrawCount,
    Part,
    Propositions,
    Seed,
    Since,
    Statuses,
    Themes,
    Until,
    drawing,
)
from kg.errors import UsageError

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kg.analysis.comparison.comparison_rows import Row
    from kg.analysis.comparison.releases import Release
    from kg.analysis.corpus.quotes import Words
    from kg.analysis.counting.pooling import Level
    from kg.analysis.counting.resampling import Draws

LevelWanted = Annotated[
    str | None,
    typer.Option(
        "--level",
        help="actor, office, party, family, government or country; else actor, and of names what "
        "they are.",
    ),
]
First = Annotated[
    str, typer.Argument(metavar="A", help="A name, a day (2025-01-01), or a file or folder.")
]
Second = Annotated[str, typer.Argument(metavar="B", help="Likewise, of the same sort.")]


@app.command()
def compare(
    first: First,
    second: Second,
    level: LevelWanted = None,
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
    excel: Excel = False,
) -> None:
    """Compare two actors, parties or countries, two days, or two releases.

    kg compare macron merz: where they agree and differ, in their words. Persons, parties,
    governments (of states and public bodies) by any name; --level country pools all of a country.

    kg compare 2025-01-01 2026-01-01: what turned and what is new from the one day to the other.

    kg compare old.ttl new.ttl: what was added, removed and recoded, and what moved because of it.
    A release is a store, a folder of seeds, or a file of RDF that kg export made.
    """
    from kg.analysis.comparison.comparands import Sort, sort_of
    from kg.analysis.counting.pooling import Level

    form = form_for(form, output)
    wanted = choice(Level, level, "--level") if level is not None else None
    part = Part(proposition, theme, actor, country, status, since, until)
    drawn, shown = drawing(draws, seed), partial(show, form, output, excel=excel)
    match sort_of(first, second, settings.project.store):
        case Sort.DAY:
            _compare_days((first, second), wanted or Level.ACTOR, part, drawn, shown)
        case Sort.RELEASE:
            paths = Path(first), Path(second)
            _compare_releases(paths, wanted or Level.ACTOR, part, drawn, shown)
        case Sort.NAME:
            _compare_units((first, second), wanted, part, drawn, shown)


_Show = Callable[..., None]
"""Shows what was found in the format and the place asked for, see kg.cli.changes.show."""


def _compare_units(
    names: tuple[str, str], level: Level | None, part: Part, draws: Draws, shown: _Show
) -> None:
    from kg.analysis.comparison.comparands import find_units
    from kg.analysis.comparison.comparison import compare_units
    from kg.analysis.comparison.comparison_rows import row_table, short_row_table, unit_rows
    from kg.analysis.corpus.corpus import read_corpus
    from kg.store.embedded import open_reader
    from kg.views.comparisons import draw_units

    reader, whole = open_reader(settings.project.store), read_corpus(settings.project.store)
    units = find_units(reader, whole, names, level)
    narrowing, words = part.narrowing()
    found = compare_units(whole.narrow(narrowing), units.level, units.first, units.second, draws)
    rows = list(unit_rows(found))
    quoted = _quoted(reader, rows)
    sides = "first", "second"
    shown(
        text=lambda width: draw_units(found, quoted, words, width=width),
        whole=lambda: row_table(rows, sides, quoted, quoted),
        short=lambda: short_row_table(rows, sides, units.level),
    )


def _compare_days(
    days: tuple[str, str], level: Level, part: Part, draws: Draws, shown: _Show
) -> None:
    from kg.analysis.comparison.comparison_rows import day_rows, row_table, short_row_table
    from kg.analysis.comparison.days import compare_days
    from kg.analysis.corpus.corpus import read_corpus
    from kg.store.embedded import open_reader
    from kg.views.comparisons import draw_days

    if part.since or part.until:
        raise UsageError(
            "two days say already of when", hint="leave out --since and --until, or move a day"
        )
    # Of a month or year its last day.
    first, second = (told for text in days if (told := day(text)))
    if first >= second:
        raise UsageError(f"{first} is not before {second}", hint="the earlier day comes first")
    reader = open_reader(settings.project.store)
    narrowing, words = part.narrowing()
    corpus = read_corpus(settings.project.store).narrow(narrowing)
    found = compare_days(corpus, first, second, level, draws)
    rows = list(day_rows(found))
    quoted = _quoted(reader, rows)
    sides = "before", "after"
    shown(
        text=lambda width: draw_days(found, quoted, words, width=width),
        whole=lambda: row_table(rows, sides, quoted, quoted),
        short=lambda: short_row_table(rows, sides, level),
    )


def _compare_releases(
    paths: tuple[Path, Path], level: Level, part: Part, draws: Draws, shown: _Show
) -> None:
    from kg.analysis.comparison.comparison_rows import release_rows, row_table, short_row_table
    from kg.analysis.comparison.releases import read_release
    from kg.analysis.comparison.revisions import compare_corpora
    from kg.queries.narrowed import narrow
    from kg.views.releases import draw_releases

    old, new = (read_release(path, settings.project) for path in paths)
    narrowing, words = narrow(new.reader, part.asked)
    found = compare_corpora(
        (old.name, new.name),
        old.corpus.narrow(narrowing),
        new.corpus.narrow(narrowing),
        level,
        draws,
        (old.reader, new.reader),
    )
    rows = list(release_rows(found))
    quoted = _both(old, new, rows)
    sides = "before", "after"
    shown(
        text=lambda width: draw_releases(found, quoted, words, width=width),
        whole=lambda: row_table(rows, sides, *quoted),
        short=lambda: short_row_table(rows, sides, level),
    )


def _both(
    old: Release, new: Release, rows: Sequence[Row]
) -> tuple[dict[str, Words], dict[str, Words]]:
    """The words of both sides, each as its release has them."""
    from kg.analysis.corpus.quotes import read_words

    before = read_words(old.reader, (row.before.stance for row in rows if row.before))
    after = read_words(new.reader, (row.after.stance for row in rows if row.after))
    return before, after


def _quoted(reader: Store, rows: Sequence[Row]) -> dict[str, Words]:
    from kg.analysis.corpus.quotes import read_words

    sides = (side for row in rows for side in (row.before, row.after) if side)
    return read_words(reader, (side.stance for side in sides))
