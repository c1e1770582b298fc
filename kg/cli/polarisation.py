"""The command that tells how polarised a debate is over time, as a table or a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.choice import choice
from kg.cli.app import app, put, say, settings
from kg.cli.ask import Output, form_of, show_result
from kg.cli.given import refuse_empty
from kg.cli.parts import (
    TABLE_FORMS,
    Actors,
    Countries,
    DrawCount,
    Form,
    LevelName,
    Part,
    Propositions,
    Seed,
    Since,
    Source,
    Statuses,
    Themes,
    Until,
    drawing,
)
from kg.cli.windows import Cutting, Expanding, Step
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.analysis.corpus.corpus import Corpus
    from kg.analysis.counting.resampling import Draws
    from kg.analysis.counting.statements import Statements
    from kg.analysis.counting.windows import Window
    from kg.analysis.polarisation.polarisation import Gauge
    from kg.analysis.polarisation.polarised import Polarisation
    from kg.queries.narrowed import Asked
    from kg.views.contract import PageMeta

MeasureName = Annotated[
    str,
    typer.Option(
        "--measure",
        help="esteban-ray, van-der-eijk, or blocs: the best split of who agrees with whom.",
    ),
]
Alpha = Annotated[
    float, typer.Option(help="Of Esteban and Ray: above 0, at most 1.6; more weighs large camps.")
]
PositionsName = Annotated[
    str | None,
    typer.Option(
        "--positions",
        help="Each one's last position uttered within the window (else this), or standing: the "
        "last known by its end (with --expanding else this).",
    ),
]
Width = Annotated[
    str | None,
    typer.Option(
        "--window",
        metavar="WIDTH",
        help="Windows of 90d, 12w, 6m or 1y, or of 50s: 50 statements; from --since or the first "
        "statement on. Else half-years of the calendar.",
    ),
]
Cuts = Annotated[
    list[str] | None,
    typer.Option(
        "--cut",
        metavar="EVENT|DAY",
        help="Before and from an event on, by any name, or a day; or several.",
    ),
]
Title = Annotated[
    str | None, typer.Option(help="The heading of a picture, else what the debate is on.")
]


@app.command()
def polarisation(
    measure: MeasureName = "esteban-ray",
    alpha: Alpha = 1.0,
    positions: PositionsName = None,
    level: LevelName = "actor",
    window: Width = None,
    step: Step = None,
    expanding: Expanding = False,
    cut: Cuts = None,
    proposition: Propositions = None,
    theme: Themes = None,
    actor: Actors = None,
    country: Countries = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    draws: DrawCount = 200,
    seed: Seed = 1,
    source: Source = None,
    title: Title = None,
    form: Form = None,
    output: Output = None,
) -> None:
    """Tell how polarised a debate is over time; -o x.png or .svg draws it.

    0: all of one mind; 1: half for, half against. Of several propositions it is the mean, weighted
    by how many took a position. Who is silent does not count, and is not neutral. There is no
    figure of fewer than two, and no interval where no draw of documents gives another figure.
    """
    from kg.analysis.counting.periods import growing
    from kg.analysis.counting.pooling import Level
    from kg.analysis.counting.positions import Basis
    from kg.analysis.counting.statements import count_statements
    from kg.analysis.polarisation.polarisation import Gauge, Measure
    from kg.analysis.polarisation.polarisation_table import polarisation_table
    from kg.analysis.polarisation.polarised import polarisations
    from kg.views.static.picture import picture_form

    refuse_empty(title=title)
    picture = picture_form(output)
    if picture and form and form.lower() != picture:
        raise UsageError(f"{output} is a picture, and no {form}", hint="name another file with -o")
    if title is not None and not picture:
        raise UsageError("--title heads a picture", hint="add -o, such as -o polarisation.svg")
    form = picture or form_of(form, output, TABLE_FORMS, "; .png and .svg are pictures")
    pooled = choice(Level, level, "--level")
    basis = positions or (Basis.STANDING if expanding else Basis.UTTERED)
    if alpha != 1 and choice(Measure, measure, "--measure") is not Measure.ESTEBAN_RAY:
        raise UsageError("--alpha is of esteban-ray only", hint="leave it out")
    gauge = Gauge(choice(Measure, measure, "--measure"), alpha, choice(Basis, basis, "--positions"))
    # Alone, --expanding makes the half-years grow.
    cutting = Cutting(window, step, expanding and bool(window or step or cut), cut, source=source)
    part = Part(proposition, theme, actor, country, status, since, until, source=source)
    drawn = drawing(draws, seed)
    corpus = part.corpus()
    statements = count_statements(corpus, pooled)
    windows = _windows(cutting, part.asked, statements)
    if expanding and not cutting.is_wanted:
        windows = growing(windows)
    found = polarisations(corpus, statements, windows, gauge, drawn)
    if picture:
        from kg.views.static.polarisation import course_of, draw_polarisation

        course = course_of(corpus, statements, found, gauge, cut=bool(cut))
        put(draw_polarisation(course, _meta(part, title or _heading(corpus)), picture), output)
        say(f"{output}: drawn from {course.amount}")
    else:
        show_result(polarisation_table(found), form, output)
    _tell(found, gauge, statements, drawn)


def _windows(cutting: Cutting, asked: Asked, statements: Statements) -> Sequence[Window]:
    """As asked for, else half-years."""
    from kg.analysis.counting.periods import half_years

    if not cutting.is_wanted or not len(statements):
        return half_years(statements.day, asked.since, asked.until)
    return cutting.windows(statements.day, asked.since, asked.until)


def _heading(corpus: Corpus) -> str:
    """What a picture is of, in a few words: the one proposition, or how many there are."""
    about = {corpus.stances.propositions[at] for at in corpus.stances.proposition.tolist()}
    if len(about) == 1:
        return f"Polarisation: {corpus.propositions[about.pop()].label}"
    return f"Polarisation on {len(about)} propositions"


def _meta(part: Part, title: str) -> PageMeta:
    """What stands in the head and at the foot of a picture, as of kg view."""
    from kg.analysis.corpus.corpus import read_corpus
    from kg.views.assemble import page_meta
    from kg.views.contract import PageMeta

    if part.source:
        return PageMeta(title=title, description="", base=part.source.name)
    narrowing, words = part.narrowing()
    whole = read_corpus(settings.project.store)
    return page_meta(whole, narrowing, title=title, narrowed=words)


def _tell(
    found: Sequence[Polarisation], gauge: Gauge, statements: Statements, draws: Draws
) -> None:
    """On stderr: how it was measured, and what is missing."""
    from kg.analysis.counting.resampling import FEW
    from kg.analysis.polarisation.polarised import LEAST_UNITS

    units = statements.level.plural
    told = f"kg: {gauge}; {units} by positions {gauge.basis} in each window"
    if gauge.basis == "standing":
        told = f"kg: {gauge}; {units} by the last positions known at the end of each window"
    if draws.count:
        told += f"; low and high: {draws.level:.0%} interval of {draws.count:,} draws of documents"
    say(told)
    if gauge.measure == "blocs" and any(one.dealt for one in found):
        say(
            "kg: chance: what the same speakers have when dealt each other's positions, and p how "
            "often that is as high; the less was read, the higher: windows do not compare"
        )
    if any(one.figure is None for one in found):
        say(f"kg: no figure where fewer than {LEAST_UNITS} {units} have a position on one thing")
    if any(one.few for one in found):
        say(f"kg: few: fewer than {FEW} {units} or documents, which says little")
    if statements.left_out:
        say(f"kg: {statements.left_out:,} stances are of none of the {units}, and do not count")
