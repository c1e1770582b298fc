"""The engines that read a text: rules alone, or rules beside a parser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.extract.parser import NoModelError, Parser, load_parser
from kg.extract.segment import Segments
from kg.extract.syntax import Tree, parse

NAMES = ("auto", "rules", "nlp")
"""What may be asked for: auto is nlp where its model can be had, else rules."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A way to read: its name, its version, and the parser it looks at, if any.

    The version changes whenever a text may give other candidates.
    """

    name: str
    version: str
    parser: Parser | None = field(default=None, repr=False)

    @property
    def model(self) -> str | None:
        """The name, version and hash of its language model."""
        return self.parser.identity if self.parser else None

    def parse(self, segments: Segments, wanted: Sequence[bool]) -> tuple[Tree | None, ...]:
        """The tree of every sentence that is wanted, None for the others and without a parser."""
        if self.parser is None:
            return (None,) * len(wanted)
        chosen = [one for one, want in zip(segments.sentences, wanted, strict=True) if want]
        trees = iter(parse(segments, chosen, self.parser))
        return tuple(next(trees) if want else None for want in wanted)


RULES = Engine("rules", "7")
"""No model; always there."""


@cache
def why_no_parser() -> str:
    """Why there is no language model, and what to install; nothing where there is one."""
    try:
        load_parser()
    except NoModelError as error:
        return str(error)
    return ""


@cache
def choose(name: str = "auto") -> Engine:
    """The engine of a name, ``rules`` for ``auto`` where there is no model.

    Raises NoModelError for ``nlp`` where there is none, ValueError for another name.
    """
    if name not in NAMES:
        raise ValueError(f"{name!r} is none of: {', '.join(NAMES)}")
    if name == "rules":
        return RULES
    try:
        return Engine("nlp", RULES.version, load_parser())
    except NoModelError:
        if name == "nlp":
            raise
        return RULES
