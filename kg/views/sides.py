"""Two stances side by side as plain text: what was said, by whom, and where it stands."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from kg.analysis.corpus.quotes import Words
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.resampling import Draws, Interval
from kg.analysis.counting.sides import Side
from kg.model.propositions import Proposition
from kg.printing import counted, printable
from kg.views.card import MARKS

NARROWEST = 72
"""On fewer columns the two stand below each other."""
_INDENT, _GAP = "  ", " │ "
_SURE = f"{Draws().level:.0%}"


@dataclass(frozen=True, slots=True)
class Column:
    """A side with its title, and the words by stance from which it is quoted."""

    title: str
    side: Side
    words: Mapping[str, Words]


def draw_pair(
    columns: tuple[Column, Column], proposition: Proposition, level: Level, width: int
) -> Iterator[str]:
    """Two sides beside each other, their addresses below; on a narrow sheet one below the other."""
    told = [list(_told(column, proposition, level)) for column in columns]
    if width < NARROWEST:
        for lines in told:
            yield from wrap(lines, width, _INDENT, breaking=True)
    else:
        wide = (width - len(_INDENT) - len(_GAP)) // 2
        left, right = (list(wrap(lines, wide, breaking=True)) for lines in told)
        for one, other in zip_longest(left, right, fillvalue=""):
            yield f"{_INDENT}{one}{' ' * (wide - len(one))}{_GAP}{other}".rstrip()
    for column in columns:
        said = column.words.get(column.side.stance)
        if said and said.url:
            yield f"{_INDENT}{printable(f'{column.title}: {said.url}')}"


def draw_side(column: Column, proposition: Proposition, level: Level, width: int) -> Iterator[str]:
    """One side over the whole width."""
    yield from wrap(_told(column, proposition, level), width, _INDENT)
    said = column.words.get(column.side.stance)
    if said and said.url:
        yield f"{_INDENT}{printable(said.url)}"


def wrap(
    lines: Iterable[str], width: int, indent: str = "", *, breaking: bool = False
) -> Iterator[str]:
    """Lines cut to a width, with ``breaking`` in long words too; nothing steers the terminal."""
    for line in lines:
        # An accent that is a character of its own would take a column when counted.
        yield from textwrap.wrap(
            printable(unicodedata.normalize("NFC", line)),
            max(width, 20),
            initial_indent=indent,
            subsequent_indent=f"{indent}  ",
            break_long_words=breaking,
            break_on_hyphens=False,
        )


def _told(column: Column, proposition: Proposition, level: Level) -> Iterator[str]:
    side = column.side
    title = f"{column.title}: " if column.title else ""
    yield f"{title}{MARKS[side.polarity]} {proposition.verb(side.polarity)}, {side.when}"
    if side.several:
        yield "(on both sides by then; the last words:)"
    if level is not Level.ACTOR:
        yield side.speaker.label + (f", {side.office}" if side.office else "")
    elif side.office:
        yield f"as {side.office}"
    said = column.words.get(side.stance)
    if said is None:
        yield "no words are kept"
    else:
        yield from _words(said)
    yield counted(side.documents, "document") + (
        f", {side.stances} stances in a row" if side.stances > 1 else ""
    )


def _words(said: Words) -> Iterator[str]:
    if said.quote:
        yield f"“{said.quote.value}”"
        if said.translation:
            yield f"({said.quote.language}: {said.translation.value})"
        elif said.quote.language != "en":
            yield f"(in {said.quote.language}, not translated)"
    elif said.paraphrase:
        yield f"paraphrase: {said.paraphrase.value}"
    found = f", extracted, score {said.score}" if said.extracted and said.score else ""
    origin = found or (", extracted" if said.extracted else "")
    yield f"{said.outlet}, {said.published or 'undated'}{origin}"


def between(interval: Interval | None, form: str = ".0f") -> str:
    """From where to where a figure lies, in brackets; nothing where that was not computed."""
    if interval is None:
        return ""
    return f" ({_SURE}: {format(interval.low, form)} to {format(interval.high, form)})"
