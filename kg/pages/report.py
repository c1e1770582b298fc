"""The weak spots of the graph itself: a page over all, and one for each kind of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from markupsafe import Markup

from kg.analysis.corpus.corpus import corpus_of_store
from kg.analysis.corpus.reading import read_stances
from kg.analysis.counting.periods import periods
from kg.analysis.counting.windows import Window
from kg.analysis.report.material import Material, material_of
from kg.analysis.report.report import CHECKS, NOT_TOLD, find_weaknesses, span_of
from kg.analysis.report.weaknesses import Check, Found, Report, Weight
from kg.model.documents import web_address
from kg.pages.gathered import Gathered
from kg.pages.register import rows_csv, rows_json
from kg.pages.rendering import asset, draw, link
from kg.pages.report_rows import facts, finding_record, period_records
from kg.pages.report_words import GROUPS, bars_of, by_year, count_words, share_words
from kg.pages.sheets import to_json
from kg.rdf.terms import BASE
from kg.views.offline import policy

MOST = 500
"""How many findings the page of a check lists."""
_FIRST = 6
"""How many checks stand above all others."""
_BARS = 40
"""From so many quarters on, charts go by years, and tell of that many at most."""
_QUARTER, _YEAR = 3, 12
_KEY_FIGURES = ("one-document", "no-quote", "partial-date", "unreviewed")


class Reports:
    """The pages of the report, all from one look at the graph, when the first is asked for."""

    def __init__(self, gathered: Gathered) -> None:
        self._published = gathered.published

    @cached_property
    def report(self) -> Report:
        """The weak spots of the store that the pages are drawn from, and of no newer one."""
        store = self._published.store
        material = material_of(store, corpus_of_store(store, read_stances(store)))
        return find_weaknesses(material, time=time_of(material), keep=MOST)

    def find(self, path: str) -> ReportPage | CheckPage | None:
        """The page of a path, or None."""
        if path == "report":
            return ReportPage(self)
        check = _BY_PATH.get(path)
        return CheckPage(self, check) if check else None

    def paths(self) -> Iterator[str]:
        """The path of every page; nothing is read for them."""
        yield "report"
        yield from _BY_PATH


_BY_PATH = {f"report/{check.id}": check for check in CHECKS}


def time_of(material: Material) -> tuple[Window, ...]:
    """The quarters of the record, or the last of its years where these are too many."""
    span = span_of(material)
    if span is None:
        return ()
    first, last = span
    quarters = (last.year - first.year + 1) * 4 <= _BARS
    begin = max(first.year, last.year - _BARS + 1)
    since = max(first, date(begin, 1, 1))
    return periods(since, last, _QUARTER if quarters else _YEAR)


class ReportPage:
    """How much of the graph is weak in which way, what weighs most first."""

    path = "report"
    title = "Weak spots"
    forms: tuple[str, ...] = ("html", "json", "csv")

    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    def render(self, form: str, *, live: bool) -> bytes:
        """The page in one of its forms; raises KeyError for another."""
        if form not in self.forms:
            raise KeyError(form)
        report = self._reports.report
        if form == "json":
            return to_json({"title": self.title, "path": self.path, **facts(report)})
        if form == "csv":
            return rows_csv(list(period_records(report)))
        return draw(
            "report.html",
            self.path,
            live=live,
            page=self,
            links=_jumps(report),
            at_check=lambda check: link(self.path, f"report/{check}.html"),
            at_thing=lambda thing: link(self.path, f"{thing}.html"),
            **_told(report),
        )


class CheckPage:
    """What one check finds, the newest first, each with its source."""

    forms: tuple[str, ...] = ("html", "json", "csv")

    def __init__(self, reports: Reports, check: Check) -> None:
        self._reports = reports
        self.check = check
        self.path = f"report/{check.id}"
        self.title = check.title

    def render(self, form: str, *, live: bool) -> bytes:
        """The page in one of its forms; raises KeyError for another."""
        if form not in self.forms:
            raise KeyError(form)
        report = self._reports.report
        found = report.one(self.check.id)
        records = [finding_record(line) for line in found.lines]
        if form == "json":
            return rows_json(self.title, self.path, records)
        if form == "csv":
            return rows_csv(records)
        return draw(
            "report_check.html",
            self.path,
            live=live,
            page=self,
            check=self.check,
            found=found,
            words=GROUPS[self.check.group],
            chart=bars_of(found, report.periods),
            periods=list(zip(report.periods, found.by_period, strict=False)),
            at_thing=lambda thing: link(self.path, f"{thing}.html"),
            **_WORDING,
        )


def draw_file(report: Report, part: Sequence[str]) -> bytes:
    """A report as one HTML file that needs nothing else; ``part`` says of what it is, in words.

    A check without lines may have found something all the same: they are as many as were kept.
    """
    style = asset("site.css").decode()
    return draw(
        "report_file.html",
        "report",
        live=False,
        style=Markup(style),  # noqa: S704 (our own file)
        policy=policy((), (style,)),
        part=part,
        at_check="#{}".format,
        at_thing=lambda thing: f"{BASE}{thing}",
        **_told(report),
    )


_WORDING = {"count_words": count_words, "share_words": share_words, "address": web_address}


def _told(report: Report) -> dict[str, object]:
    """What the page over all and the file show alike."""
    return {
        "report": report,
        "figures": [report.one(name) for name in _KEY_FIGURES],
        "some": sum(1 for one in report.found if one.findings),
        "first": _first(report),
        "groups_of": [(str(name), words, _split(report, name)) for name, words in GROUPS.items()],
        "years": by_year(report),
        "bars_of": bars_of,
        "not_told": NOT_TOLD,
        **_WORDING,
    }


def _first(report: Report) -> list[Found]:
    """What to look at first: what weighs most, and of that what is rarest."""
    weighty = [one for one in report.found if one.findings and one.check.weight != Weight.NOTE]
    return weighty[:_FIRST]


def _jumps(report: Report) -> list[tuple[str, str, int]]:
    """The way to each group, with how many of its checks find something."""
    some = Counter(one.check.group for one in report.found if one.findings)
    return [(f"#{group}", words, some[group]) for group, words in GROUPS.items()]


Split = tuple[list[Found], list[Found], list[Found]]


def _split(report: Report, group: str) -> Split:
    """The checks of a group: those that weigh and find something, notes that do, the rest."""
    those = [one for one in report.found if one.check.group == group]
    some = [one for one in those if one.findings]
    return (
        [one for one in some if one.check.weight != Weight.NOTE],
        [one for one in some if one.check.weight == Weight.NOTE],
        [one for one in those if not one.findings],
    )
