"""The report on weak spots as tables: a row a check, a period, a finding, or a comparison."""

from __future__ import annotations

from collections.abc import Iterable

from kg.analysis.report.report import Moved
from kg.analysis.report.weaknesses import Report, Tally
from kg.queries.table import Table, Value, make_table

_SUMMARY = (
    "check", "weight", "findings", "found", "of", "share", "recent", "recentOf", "group", "title",
)  # fmt: skip
_PERIODS = ("check", "period", "first", "last", "found", "of", "share")
_FINDINGS = (
    "check", "weight", "thing", "label", "note", "other", "otherLabel", "saidOn", "published",
    "outlet", "actor", "proposition", "url",
)  # fmt: skip
_AGAINST = (
    "check", "weight", "before", "beforeOf", "beforeShare", "after", "afterOf", "afterShare",
    "change", "gone", "new", "title",
)  # fmt: skip


def summary_table(report: Report) -> Table:
    """A row a check: how many findings, how many things of how many they touch, and lately.

    ``recent`` are those of the last twelve months of the record; ``of`` is empty where this graph
    cannot tell.
    """
    return make_table(
        _SUMMARY,
        (
            (
                one.check.id,
                one.check.weight,
                one.findings if one.whole else None,
                *_numbers(one.whole),
                *_numbers(one.recent)[:2],
                one.check.group,
                one.check.title,
            )
            for one in report.found
        ),
    )


def period_table(report: Report) -> Table:
    """A row a check and period in which there is anything that it looks at."""
    return make_table(
        _PERIODS,
        (
            (one.check.id, period.label, period.first, period.last, *_numbers(tally))
            for one in report.found
            for period, tally in zip(report.periods, one.by_period, strict=False)
            if tally.of
        ),
    )


def finding_table(report: Report) -> Table:
    """A row a finding that is listed, the checks in the order of the report."""
    rows: Iterable[tuple[Value, ...]] = (
        (
            one.check.id,
            one.check.weight,
            line.finding.thing,
            line.label,
            line.finding.note or None,
            line.finding.other or None,
            line.other or None,
            line.said_on,
            line.published,
            line.outlet,
            line.actor,
            line.proposition,
            line.url,
        )
        for one in report.found
        for line in one.lines
    )
    return make_table(_FINDINGS, rows)


def against_table(moved: Iterable[Moved]) -> Table:
    """A row a check: things that are weak in the older and the newer state, what went and came."""
    return make_table(
        _AGAINST,
        (
            (
                one.check.id,
                one.check.weight,
                *_numbers(one.before),
                *_numbers(one.after),
                one.change,
                len(one.gone) if one.told else None,
                len(one.new) if one.told else None,
                one.check.title,
            )
            for one in moved
        ),
    )


def _numbers(tally: Tally | None) -> tuple[Value, Value, Value]:
    return (tally.found, tally.of, tally.share) if tally else (None, None, None)
