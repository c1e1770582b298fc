"""The day of publication, in the forms in which pages, feeds and tables write it."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from kg.model.dates import PartialDate

_ISO = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?=$|[T\s])", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|T)", re.ASCII)
_WRITTEN = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y")


def read_date(text: str) -> PartialDate | None:
    """The day, month or year that a text tells, or None.

    ISO 8601 with or without a time, RFC 2822, and ``3 March 2025``; the day is the one of the
    place where it was written.
    """
    text = " ".join(text[:80].split())
    if match := _ISO.match(text):
        return _parsed(match[1])
    if match := _COMPACT.match(text):
        return _parsed("-".join(match.groups()))
    try:
        return _parsed(parsedate_to_datetime(text).date().isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    for form in _WRITTEN:
        try:
            return _parsed(datetime.strptime(text, form).date().isoformat())
        except ValueError:
            continue
    return None


def _parsed(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None
