"""The day of publication, in the forms in which pages, feeds and tables write it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from kg.model.dates import PartialDate

_ISO = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?=$|[T\s])", re.ASCII)
_SLASHED = re.compile(r"(\d{4})/(\d{2})/(\d{2})(?=$|[T\s])", re.ASCII)
_ZONED = re.compile(r"(\d{4}-\d{2}-\d{2})(?=(?:Z|[+-]\d{2}:?\d{2})$)", re.ASCII)
_COMPACT = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?=$|T|(?:[01]\d|2[0-4])[0-5]\d[0-6]\d(?:$|Z|[+-]\d))", re.ASCII
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day|\.)?,? )?"
_DAY_FIRST = re.compile(
    _WEEKDAY + r"(?P<day>\d{1,2}) (?P<month>[a-z]{3,9})\.? (?P<year>\d{4})",
    re.ASCII | re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    _WEEKDAY + r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2}), (?P<year>\d{4})",
    re.ASCII | re.IGNORECASE,
)
_FIRST_PAPER = 1605
"""The year of the first newspaper: nothing that is read here was published before."""
_NO_DAYS = frozenset({"1753-01-01", "1899-12-30", "9999-12-31"})
"""The first and last days of databases and spreadsheets, which stand for no day."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNREAD = (ValueError, TypeError, IndexError, OverflowError)


def read_date(text: str) -> PartialDate | None:
    """The day, month or year that a text tells, or None.

    ISO 8601 with or without a time, RFC 2822, ``2025/03/04``, and ``3 March 2025`` or ``Tuesday,
    Mar. 4, 2025``; the day is the one that is written, of whatever place, and 24:00 belongs to it.
    None also for a null date.
    """
    text = _on_one_line(text)
    day = _told(text)
    return None if day is None or _is_null(day, text) else day


def is_null_date(text: str) -> bool:
    """Whether a text is what machines write where they know no date, such as 0001-01-01."""
    text = _on_one_line(text)
    day = _told(text)
    return text.startswith("0000") if day is None else _is_null(day, text)


def _on_one_line(text: str) -> str:
    return " ".join(text[:80].split())


def _told(text: str) -> PartialDate | None:
    if match := _ISO.match(text) or _ZONED.match(text):
        return _parsed(match[1])
    if match := _COMPACT.match(text) or _SLASHED.match(text):
        return _parsed("-".join(match.groups()))
    if match := _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text):
        return _written(**match.groupdict())
    try:
        return _parsed(parsedate_to_datetime(text).date().isoformat())
    except _UNREAD:
        return None


def _written(day: str, month: str, year: str) -> PartialDate | None:
    """A date in words, by English names whatever the locale."""
    name = month.lower()
    name = "sep" if name == "sept" else name
    numbers = (n for n, full in enumerate(_MONTHS, 1) if name in (full, full[:3]))
    return _parsed(f"{year}-{next(numbers, 0):02d}-{int(day):02d}")


def _parsed(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def _is_null(day: PartialDate, text: str) -> bool:
    if day.earliest.year < _FIRST_PAPER or str(day) in _NO_DAYS:
        return True
    return ":" in text and abs(day.earliest.toordinal() - _EPOCH.toordinal()) < 2 and _epoch(text)


def _epoch(text: str) -> bool:
    """Whether a time is the first second of 1970, at which clocks begin to count."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
        except _UNREAD:
            continue
        return moment.replace(tzinfo=moment.tzinfo or UTC) == _EPOCH
    return False
