"""How values stand in network files: text that XML can carry, plain numbers, names used once."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_DECIMALS = 6


def line(text: str) -> str:
    """A text on one line; what XML 1.0 cannot or should not carry is shown as U+FFFD.

    Source: XML 1.0 (W3C, 5th edition), section 2.2.
    """
    return " ".join(_FORBIDDEN.sub("�", text).split())


def rounded(value: float) -> float:
    """A weight with 6 decimals, as DNA writes it: sums in another order give the same bytes."""
    # Adding 0 takes the sign from a zero.
    return round(float(value), _DECIMALS) + 0.0


def number(value: float) -> str:
    """A number without an exponent, and without decimals where it has none."""
    return f"{rounded(value):.{_DECIMALS}f}".rstrip("0").rstrip(".")


def used_once(
    names: Iterable[str],
    *,
    any_case: bool = False,
    mark: str = "~{}",
    longest: int | None = None,
) -> list[str]:
    """The names in their order; one that has come before gets a number: ``name~2``.

    ``any_case`` True takes names for the same that differ in capitals alone. ``mark`` is how the
    number is written; a name is cut so that with it no more than ``longest`` characters are used.
    """
    known: set[str] = set()
    found = []
    for name in names:
        times, tried = 1, name
        while (key := tried.casefold() if any_case else tried) in known:
            times += 1
            numbered = mark.format(times)
            tried = name[: longest and longest - len(numbered)] + numbered
        known.add(key)
        found.append(tried)
    return found
