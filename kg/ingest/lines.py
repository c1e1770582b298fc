"""Articles as JSON lines: an object with ``text`` a line, and what is known of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from kg.ingest.articles import LONGEST_TEXT, Article, Refused, Unreadable, to_article
from kg.ingest.dates import is_null_date, read_date
from kg.model.dates import PartialDate

KEYS = ("text", "published", "url", "outlet", "id")
"""What is read of a row; all but the text may be missing, and other keys are passed over."""
LONGEST_LINE = 2 * LONGEST_TEXT
"""The longest line, in bytes; a text may be twice as long once it is escaped."""


def read_json_lines(origin: str, stream: IO[bytes]) -> Iterator[Article | Unreadable]:
    """The article of each line; a bad line is told, and the next one read."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        here = f"{origin}:{number}"
        if len(line) > LONGEST_LINE:
            _skip_line(stream)
            yield Unreadable(here, f"the line is longer than {LONGEST_LINE} bytes")
        elif line.strip():
            try:
                yield _article(here, origin, line)
            except Refused as refusal:
                yield Unreadable(here, str(refusal))


def _skip_line(stream: IO[bytes]) -> None:
    while (part := stream.readline(1 << 16)) and not part.endswith(b"\n"):
        pass


def _article(here: str, origin: str, line: bytes) -> Article | Unreadable:
    try:
        row = json.loads(line)
    except RecursionError:
        raise Refused("nested too deep") from None
    except ValueError as error:
        raise Refused(f"no JSON: {error}") from None
    if not isinstance(row, dict):
        raise Refused("no JSON object")
    name = _words(row, "id")
    text, url = _words(row, "text"), _words(row, "url")
    if text is None:
        raise Refused(f"it has no text; the keys are {', '.join(KEYS)}")
    return to_article(
        f"{origin}:{name}" if name else here, text, _published(row), url, _words(row, "outlet")
    )


def _words(row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise Refused(f"{key} is no string")
    try:
        (value or "").encode()
    except UnicodeEncodeError:
        raise Refused(f"{key} has half characters (lone surrogates)") from None
    return value or None


def _published(row: dict[str, Any]) -> PartialDate | None:
    told = _words(row, "published")
    if told is None:
        return None
    day = read_date(told)
    if day is None and not is_null_date(told):
        raise Refused(f"published: {told[:40]!r} is no date")
    return day
