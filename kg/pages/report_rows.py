"""The report on weak spots for programs: as facts, a row a period, a row a finding."""

from __future__ import annotations

from collections.abc import Iterator

from kg.analysis.report.report import NOT_TOLD
from kg.analysis.report.weaknesses import Found, Line, Report
from kg.pages.register import Record

_DIGITS = 4


def facts(report: Report) -> dict[str, object]:
    """All that is counted, check by check."""
    return {
        "lastDay": str(report.last_day) if report.last_day else None,
        "stances": report.stances,
        "evidence": report.evidence,
        "documents": report.documents,
        "periods": [str(one) for one in report.periods],
        "checks": [_fact(one) for one in report.found],
        "notTold": list(NOT_TOLD),
    }


def _fact(found: Found) -> dict[str, object]:
    check, whole = found.check, found.whole
    return {
        "id": check.id,
        "group": str(check.group),
        "weight": str(check.weight),
        "title": check.title,
        "why": check.why,
        "mend": check.mend,
        "population": str(check.of),
        "findings": found.findings if whole else None,
        "found": whole.found if whole else None,
        "of": whole.of if whole else None,
        "share": None if found.share is None else round(found.share, _DIGITS),
        "byPeriod": [[one.found, one.of] for one in found.by_period],
    }


def period_records(report: Report) -> Iterator[Record]:
    """A row a check for the whole record, and one for each period in which there is anything."""
    for one in report.found:
        counted = [("", one.whole), *zip(map(str, report.periods), one.by_period, strict=False)]
        for period, tally in counted:
            if tally and (tally.of or not period):
                yield {
                    "check": one.check.id,
                    "weight": str(one.check.weight),
                    "period": period,
                    "found": tally.found,
                    "of": tally.of,
                    "share": None if tally.share is None else round(tally.share, _DIGITS),
                }


def finding_record(line: Line) -> Record:
    """What programs are told of one finding."""
    return {
        "thing": line.finding.thing,
        "label": line.label,
        "note": line.finding.note or None,
        "other": line.finding.other or None,
        "other_label": line.other or None,
        "said_on": line.said_on,
        "published": line.published,
        "outlet": line.outlet,
        "actor": line.actor,
        "proposition": line.proposition,
        "url": line.url,
    }
