"""How a literal is read by whoever validates it: its words, and whether its datatype knows them.

As rdflib reads: pyshacl, the reference, judges what rdflib has made of a literal. What every
reader takes for the same is told here at once, the rest is asked of rdflib.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from pyoxigraph import Literal

from kg.rdf.terms import PREFIXES, XSD

STRING = XSD.string.value
_DECIMAL, _INTEGER = XSD.decimal.value, XSD.integer.value
_AS_WRITTEN = {XSD.gYearMonth.value, XSD.gYear.value}
_TRUTHS = {"true", "false"}
_XSD = PREFIXES["xsd"]
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WHOLE = re.compile(r"0|-?[1-9]\d{0,15}", re.ASCII)
_SHARE = re.compile(r"(0|[1-9]\d{0,9})(\.\d{1,5})?", re.ASCII)
_HUGE = re.compile(r"[eE][+-]?[\d_]{4,}")
"""A number of thousands of digits, in a few characters."""


class Reading(NamedTuple):
    """A literal's words, its datatype unless it is a plain or tagged text, and its language.

    ``valid`` says whether the datatype knows such words; ``number`` is what they count.
    """

    text: str
    datatype: str | None
    language: str | None
    valid: bool = True
    number: int | Decimal | None = None


def read(literal: Literal) -> Reading:
    """What a validator sees of a literal; equal for literals that are one value to it."""
    language = literal.language
    if language is not None:
        return Reading(literal.value, None, language.lower())
    datatype = literal.datatype.value
    if datatype == STRING:
        return Reading(literal.value, None, None)
    return _typed(literal.value, datatype)


@lru_cache(maxsize=1 << 14)
def _typed(text: str, datatype: str) -> Reading:
    if datatype in _AS_WRITTEN or (datatype == XSD.boolean.value and text in _TRUTHS):
        return Reading(text, datatype, None)
    if datatype == XSD.date.value and _DAY.fullmatch(text):
        return Reading(text, datatype, None, _is_day(text))
    if datatype == _INTEGER and _WHOLE.fullmatch(text):
        return Reading(text, datatype, None, True, int(text))
    if datatype == _DECIMAL and _SHARE.fullmatch(text):
        return Reading(text, datatype, None, True, Decimal(text))
    if not datatype.startswith(_XSD):
        # No shape speaks of such words, and to read them may take more than there is.
        return Reading(text, datatype, None)
    return _as_rdflib_reads(text, datatype)


def _as_rdflib_reads(text: str, datatype: str) -> Reading:
    if datatype == _DECIMAL and _HUGE.search(text):
        # No decimal has an exponent, and rdflib writes such a one out, digit by digit.
        return Reading(text, datatype, None, False)
    found = as_rdflib(text, datatype)
    valid = found.ill_typed is not True and _is_of_type(found.value, datatype)
    counts = isinstance(found.value, int | Decimal) and not isinstance(found.value, bool)
    return Reading(str(found), datatype, None, valid, found.value if counts else None)


def as_rdflib(
    text: str, datatype: str | None, language: str | None = None, *, normalize: bool = True
) -> Any:
    """The literal in rdflib; words that its datatype does not know are no cause for a warning.

    It writes the words anew as their value is written, unless ``normalize`` forbids it.
    """
    import logging
    import warnings

    from rdflib import Literal as RdflibLiteral
    from rdflib import URIRef

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        typed = URIRef(datatype) if datatype else None
        return RdflibLiteral(text, datatype=typed, lang=language, normalize=normalize)


def at_least(reading: Reading, bound: Decimal) -> bool:
    """Whether a literal is a number that is not below a bound."""
    return (order := _compared(reading, bound)) is not None and order >= 0


def at_most(reading: Reading, bound: Decimal) -> bool:
    """Whether a literal is a number that is not above a bound."""
    return (order := _compared(reading, bound)) is not None and order <= 0


def _compared(reading: Reading, bound: Decimal) -> int | None:
    """-1, 0 or 1; None where the two cannot be compared."""
    if reading.number is not None and reading.datatype in (_INTEGER, _DECIMAL):
        try:
            return (reading.number > bound) - (reading.number < bound)
        except ArithmeticError:
            return None
    if reading.datatype is None:
        return None
    one = as_rdflib(reading.text, reading.datatype, normalize=False)
    other = as_rdflib(f"{bound:f}", _DECIMAL)
    try:
        return 0 if one.eq(other) else 1 if one > other else -1
    except (TypeError, NotImplementedError, ArithmeticError):
        return None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_of_type(value: object, datatype: str) -> bool:
    """Whether rdflib made of the words what their datatype stands for, where pyshacl asks it."""
    from datetime import datetime, time

    kinds: dict[str, type] = {
        "integer": int,
        "float": float,
        "decimal": Decimal,
        "boolean": bool,
        "date": date,
        "time": time,
        "dateTime": datetime,
    }
    kind = kinds.get(datatype.removeprefix(_XSD)) if datatype.startswith(_XSD) else None
    return kind is None or isinstance(value, kind)
