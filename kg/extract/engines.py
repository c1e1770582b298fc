"""The engines that read a text: rules alone, or rules beside a parser."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Engine:
    """A way to read: its name, its version, and the language model it looks at, if any."""

    name: str
    version: str
    model: str | None = None


RULES = Engine("rules", "2")
"""No model; always there. The version changes whenever a text may give other candidates."""


def choose(name: str = "auto") -> Engine:
    """The engine of a name: ``rules``, ``nlp``, or ``auto`` for nlp where it can be had."""
    if name in ("auto", "rules"):
        return RULES
    raise ValueError(f"{name!r} is none of: auto, rules, nlp")
