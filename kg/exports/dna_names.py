"""Words as Discourse Network Analyzer (DNA) can hold them: short, plain and, for names, unique."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from kg.exports.plain_values import used_once
from kg.model.debates import LONGEST_NAME

_LAST = "\uffff"
"""The last character that DNA's database and its text window count alike."""

_JOINERS = "\u200c\u200d"
"""Of the characters that nobody sees, those that a word may need."""


def plain(text: str) -> str:
    """A text without what steers a machine, cuts a text short or is counted in two ways.

    DNA's database counts characters, its text window UTF-16 units: a character that is two of
    them would move all passages after it, so it becomes a replacement character.
    """
    return "".join(map(_plain, text.replace("\r\n", "\n")))


def _plain(character: str) -> str:
    if character == "\n":
        return character
    kind = unicodedata.category(character)
    if kind in {"Cc", "Zl", "Zp"}:
        return " "
    if kind == "Cf" and character not in _JOINERS:
        return ""
    if character > _LAST or kind == "Cs":
        return "�"
    return character


def short(text: str) -> str:
    """A text on one line, cut to what DNA lets a name have."""
    words = " ".join(plain(text).split())
    return words if len(words) <= LONGEST_NAME else words[: LONGEST_NAME - 1].rstrip() + "…"


def unique_names(wanted: Mapping[str, str]) -> dict[str, str]:
    """A name for each id: the one wanted, or with a number where another id has it already.

    The first id of several keeps the name. Names that differ only in case count as one: some of
    DNA's databases cannot tell them apart. Without a name, the id is the name.
    """
    order = sorted(wanted)
    names = used_once(
        (short(wanted[one]) or short(one) for one in order),
        any_case=True,
        mark=" ({})",
        longest=LONGEST_NAME,
    )
    return dict(zip(order, names, strict=True))
