"""How polarised a debate was over time: the figure with its interval, below it who stood where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.periods import half_years
from kg.analysis.counting.positions import Basis
from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.statements import Statements, count_statements
from kg.analysis.counting.windows import Window
from kg.analysis.polarisation.polarisation import Gauge
from kg.analysis.polarisation.polarised import Polarisation, polarisations
from kg.model.actors import EventKind
from kg.printing import counted
from kg.views.columns import page_corpus
from kg.views.contract import GraphPage, PageEvent, PageMeta
from kg.views.opening import Opening
from kg.views.positions import Position
from kg.views.static.course import WIDTH, Course, draw_course
from kg.views.static.frame import (
    Plan,
    draw_head,
    draw_legend,
    draw_nothing,
    draw_source,
)
from kg.views.static.sheet import Sheet, drawing, one_line
from kg.views.static.timeline import events_of

_MOST_EVENTS = 8
_BASES = {
    Basis.UTTERED: "last positions uttered in each window",
    Basis.STANDING: "last positions known at the end of each window",
}


def plan_polarisation(page: GraphPage, found: Sequence[Position], opening: Opening) -> Plan:
    """The picture of a page's part, or of one proposition of it: actors, by half-years."""
    shown = [one for one in found if opening.proposition in {None, one.proposition}]
    kept = (one for one in page.stances if opening.proposition in {None, one.proposition})
    corpus = page_corpus(replace(page, stances=tuple(kept)))
    statements = count_statements(corpus)
    windows = half_years(statements.day)
    told = polarisations(corpus, statements, windows, Gauge(), Draws())
    course = replace(course_of(corpus, statements, told, Gauge()), events=_weightiest(page, shown))
    return Plan(
        WIDTH,
        one_line(course.about, 400),
        lambda sheet, top: draw_course(sheet, top, course),
        shown,
        more=course.legend,
    )


def course_of(
    corpus: Corpus,
    statements: Statements,
    found: Sequence[Polarisation],
    gauge: Gauge,
    *,
    cut: bool = False,
) -> Course:
    """What a picture of some windows shows; ``cut`` says that events cut them, and marks these."""
    about = sorted({corpus.stances.propositions[at] for at in statements.proposition.tolist()})
    several = f"The debate on {counted(len(about), 'proposition')}"
    units = statements.level.plural
    spoke = f"{len(np.unique(statements.unit)):,} {units}"
    return Course(
        subject=corpus.propositions[about[0]].label if len(about) == 1 else several,
        units=units,
        method=f"{gauge}; {_BASES[gauge.basis]}",
        amount=f"{counted(len(statements), 'stance')} of {spoke}",
        found=found,
        events=[_as_event(one.window) for one in found[1:]] if cut else (),
    )


def _as_event(window: Window) -> PageEvent:
    """What begins a window that events have cut."""
    day = window.first.isoformat()
    label = window.label.removeprefix("from ")
    return PageEvent(label, label, EventKind.DECISION, day, day)


def _weightiest(page: GraphPage, shown: Sequence[Position]) -> list[PageEvent]:
    """Those events to which most stances react."""
    named = Counter(stance.reacts_to for one in shown for stance in one.stances)
    events = events_of(page, shown)
    return sorted(events, key=lambda one: -named[f"event/{one.id}"])[:_MOST_EVENTS]


def draw_polarisation(course: Course, meta: PageMeta, form: str) -> bytes:
    """The picture with its head and foot, as the bytes of a ``png`` or ``svg``.

    Raises UsageError where matplotlib is not installed.
    """
    with drawing():
        sheet = Sheet(WIDTH)
        y = draw_head(sheet, meta, one_line(course.about, 400))
        if any(one.units for one in course.found):
            legend = Plan(WIDTH, "", lambda _, top: top, (), more=course.legend)
            y = draw_course(sheet, draw_legend(sheet, y, legend), course)
        else:
            y = draw_nothing(sheet, y, "No stance to show.")
        return sheet.save(draw_source(sheet, y, meta, course.amount), form)
