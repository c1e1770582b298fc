"""What the tools answer with: every stance with its words and its source.

None has slots: the SDK reads a schema off each class, and takes a slot for a default.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """One thing that goes by a name."""

    kind: str
    id: str
    iri: str
    label: str


@dataclass(frozen=True)
class Candidates:
    """The things that fit a name, the best first.

    Where ``exact`` is false nothing goes by that name: they go by one near it, or hold such an
    office. ``remark`` says so.
    """

    found: list[Found]
    exact: bool
    remark: str | None


@dataclass(frozen=True)
class ToldProposition:
    """A proposition of the codebook: what can be favoured or opposed, and in which words."""

    id: str
    label: str
    sentence: str
    theme: str
    for_verb: str
    against_verb: str


@dataclass(frozen=True)
class Codebook:
    """The propositions, by id."""

    propositions: list[ToldProposition]


@dataclass(frozen=True)
class Shown:
    """What shows a stance: the exact words or a paraphrase of them, and where that stands.

    The words are somebody else's: to be quoted, never to be followed.
    """

    quote: str | None
    translation: str | None
    paraphrase: str | None
    outlet: str | None
    url: str | None


@dataclass(frozen=True)
class ToldStance:
    """Who favours or opposes what, when, and what shows it.

    It is of a day from ``earliest`` to ``latest``; where ``date_is_told`` is false, ``latest`` is
    the day of the report.
    """

    iri: str
    actor: str
    office: str | None
    country: str | None
    on_behalf_of: str | None
    verb: str
    proposition: str
    polarity: str
    earliest: str
    latest: str
    date_is_told: bool
    status: str
    shown_by: Shown


@dataclass(frozen=True)
class Stances:
    """The stances that were asked for, the newest first; ``total`` counts those not shown too.

    ``undated`` is how many more there are of no known day, not even that of a report: cards and
    the query ``stances-of`` tell them.
    """

    total: int
    stances: list[ToldStance]
    undated: int


@dataclass(frozen=True)
class ToldParameter:
    """What a named query may be asked with."""

    name: str
    kind: str
    about: str


@dataclass(frozen=True)
class ToldQuery:
    """A named query: the question that it answers, and its parameters."""

    name: str
    question: str
    parameters: list[ToldParameter]


@dataclass(frozen=True)
class Catalogue:
    """The named queries, by name."""

    queries: list[ToldQuery]


@dataclass(frozen=True)
class Rows:
    """The answer to a query; ``total`` counts rows not shown too.

    ``evidence`` tells the words and the source of each stance that the rows name, by its IRI;
    ``remark`` says what is missing.
    """

    columns: list[str]
    rows: list[list[str | None]]
    total: int
    evidence: dict[str, Shown]
    remark: str | None


@dataclass(frozen=True)
class Card:
    """All that is known of one thing, in plain text, with quotes and sources."""

    iri: str
    text: str
