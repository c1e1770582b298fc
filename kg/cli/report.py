"""The command that lists the weak spots of the graph itself: kg report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.choice import choice
from kg.cli.app import app, put, say, settings
from kg.cli.ask import Excel, Output, form_of, show_result
from kg.cli.parts import (
    TABLE_FORMS,
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

if TYPE_CHECKING:
    from kg.analysis.report.material import Material
    from kg.analysis.report.report import Moved, When
    from kg.analysis.report.weaknesses import Check, Report
    from kg.queries.narrowing import Narrowing
    from kg.queries.table import Table

_ROWS, _LINES = 40, 100
_PAGE = "html"
_WORSE = 1

CheckNames = Annotated[
    list[str] | None,
    typer.Option("--check", help="Only these checks, and each of their findings."),
]
Weights = Annotated[
    list[str] | None, typer.Option("--weight", help="Only checks of weight serious, weak or note.")
]
Listing = Annotated[bool, typer.Option("--list", help="List every finding, the newest first.")]
Against = Annotated[
    Path | None,
    typer.Option(
        metavar="OLD", help="Compare with an older state: a store, seeds or a file of RDF."
    ),
]
FailIfWorse = Annotated[
    bool,
    typer.Option(
        "--fail-if-worse",
        help="With --against: exit 1 where something serious is new, or a larger share is weak.",
    ),
]


@app.command()
def report(
    check: CheckNames = None,
    weight: Weights = None,
    listing: Listing = False,
    by: Annotated[str | None, typer.Option(help="Count by month, quarter or year.")] = None,
    when: Annotated[
        str | None,
        typer.Option(help="With --by: said (if none is named) or published, at first."),
    ] = None,
    against: Against = None,
    fail_if_worse: FailIfWorse = False,
    limit: Annotated[
        int | None,
        typer.Option(min=0, help="The most rows of a table, or of each list of a page; 0 for all."),
    ] = None,
    proposition: Propositions = None,
    theme: Themes = None,
    actor: Actors = None,
    country: Countries = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", help="table csv tsv json xml md, or html: one file; else as -o ends."
        ),
    ] = None,
    output: Output = None,
    excel: Excel = False,
) -> None:
    """List the weak spots of the graph itself: one source, no words, no day, doubles, open offices.

    A row a check, with counts and shares; --list or --check: a row a finding; --by: a row a period.
    What is wrong, kg check tells; here stands what is right and thin. Old is what is old on the
    last day of the record. --against an older state tells what got better or worse.
    """
    from kg.analysis.corpus.corpus import read_corpus
    from kg.analysis.report.material import material_of
    from kg.store.embedded import open_reader

    _refuse_unfit(by, when, against, listing=listing, fail_if_worse=fail_if_worse)
    shown_as = form_of(form, output, (*TABLE_FORMS, _PAGE))
    if excel and shown_as == _PAGE:
        raise UsageError("--excel is for a table in csv", hint="ask for it with -f csv")
    if shown_as == _PAGE and (check or weight or by or listing or against):
        raise UsageError(
            "a page is of all checks, with their lists",
            hint="leave out --check, --weight, --list, --by and --against, or ask for a table",
        )
    checks, counted = _wanted(check, weight), _when(when)
    narrowing, words = Part(proposition, theme, actor, country, status, since, until).narrowing()
    reader = open_reader(settings.project.store)
    material = material_of(reader, read_corpus(settings.project.store, reader), narrowing)
    if shown_as == _PAGE:
        _show_page(material, words, _LINES if limit is None else limit or None, output)
        return
    listed = listing or bool(check and not by)
    long = (listed or by) and shown_as == "table"
    most = _ROWS if limit is None and long else limit
    names = [one.id for one in checks]
    show = partial(_show, most, shown_as, output, excel)
    if against is not None:
        moved = _compare(material, against, narrowing, names)
        _show_moved(moved, show)
        _fail_if_worse(moved, asked=fail_if_worse)
        return
    table, told = _told(material, names, by, counted, listed=listed)
    show(table)
    _sum_up(told)


def _refuse_unfit(
    by: str | None, when: str | None, against: Path | None, *, listing: bool, fail_if_worse: bool
) -> None:
    given = [("--list", listing), ("--by", by), ("--against", against)]
    modes = [name for name, value in given if value]
    if len(modes) > 1:
        raise UsageError(f"{' and '.join(modes)} do not go together", hint="leave out one of them")
    if when and not by:
        raise UsageError("--when says by which day --by counts", hint="add --by year")
    if fail_if_worse and against is None:
        raise UsageError("--fail-if-worse compares with another state", hint="add --against OLD")


def _wanted(names: list[str] | None, weights: list[str] | None) -> list[Check]:
    """The checks of those names and weights; raises UsageError where there are none such."""
    from kg.analysis.report.report import CHECKS, find_check
    from kg.analysis.report.weaknesses import Weight

    named = [find_check(name) for name in names or ()] or CHECKS
    kinds = {choice(Weight, one, "--weight") for one in weights or ()} or set(Weight)
    found = [one for one in named if one.weight in kinds]
    if not found:
        raise UsageError(f"none of these checks is of weight {', '.join(sorted(kinds))}")
    return found


def _when(name: str | None) -> When:
    from kg.analysis.report.report import When

    return choice(When, name or When.SAID, "--when")


def _told(
    material: Material, names: Sequence[str], by: str | None, when: When, *, listed: bool
) -> tuple[Table, Report]:
    from kg.analysis.counting.periods import Calendar
    from kg.analysis.report.report import find_weaknesses, windows_of
    from kg.analysis.report.report_tables import finding_table, period_table, summary_table

    time = windows_of(material, choice(Calendar, by, "--by").months, when) if by else ()
    found = find_weaknesses(material, only=names, time=time, when=when, keep=None if listed else 0)
    make = finding_table if listed else period_table if by else summary_table
    return make(found), found


def _compare(
    material: Material, path: Path, narrowing: Narrowing, names: Sequence[str]
) -> tuple[Moved, ...]:
    """What became of the weak spots of an older state; both are narrowed by the newer one's ids."""
    from kg.analysis.comparison.releases import read_release
    from kg.analysis.report.material import material_of
    from kg.analysis.report.report import compare_reports, find_weaknesses

    release = read_release(path, settings.project)
    old = material_of(release.reader, release.corpus, narrowing)
    return compare_reports(find_weaknesses(old, only=names), find_weaknesses(material, only=names))


def _show_moved(moved: tuple[Moved, ...], show: Callable[[Table], None]) -> None:
    from kg.analysis.report.report_tables import against_table

    show(against_table(moved))
    better = sum(1 for one in moved if (one.change or 0.0) < 0)
    worse = sum(1 for one in moved if (one.change or 0.0) > 0)
    say(f"kg: a smaller share is weak by {better} checks, a larger one by {worse}")
    if untold := [one.check.id for one in moved if not one.told]:
        say(f"kg: one of the two does not tell: {', '.join(untold)}")


def _fail_if_worse(moved: tuple[Moved, ...], *, asked: bool) -> None:
    worse = [one for one in moved if one.worse] if asked else []
    for one in worse:
        say(f"kg: worse: {one.check.id}: {one.before}, now {one.after}; {len(one.new)} new")
    if worse:
        raise typer.Exit(_WORSE)


def _show_page(
    material: Material, words: Sequence[str], most: int | None, output: Path | None
) -> None:
    from kg.analysis.report.report import find_weaknesses
    from kg.pages.report import draw_file, time_of

    found = find_weaknesses(material, time=time_of(material), keep=most)
    put(draw_file(found, words), output)
    _sum_up(found)


def _show(most: int | None, form: str, output: Path | None, excel: bool, table: Table) -> None:
    from kg.queries.table import Table

    shown = table.rows[:most] if most else table.rows
    show_result(Table(table.columns, shown), form, output, excel=excel)
    if hidden := len(table.rows) - len(shown):
        say(f"kg: {hidden:,} more rows are not shown; --limit 0 shows all")


def _sum_up(report: Report) -> None:
    from kg.analysis.report.report import NOT_TOLD
    from kg.printing import counted

    until = f", to {report.last_day}" if report.last_day else ""
    some = sum(1 for one in report.found if one.findings)
    say(
        f"kg: {counted(report.stances, 'stance')}, "
        f"{counted(report.evidence, 'piece', 'pieces')} of evidence, "
        f"{counted(report.documents, 'document')}{until}; "
        f"{some} of {counted(len(report.found), 'check')} found something"
    )
    untold = [*NOT_TOLD, *(one.check.title.lower() for one in report.found if one.whole is None)]
    say(f"kg: this graph does not tell: {'; '.join(untold)}")
