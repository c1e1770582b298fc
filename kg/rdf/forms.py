"""How single values become terms, and terms values again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.model import actors, documents, stances
from kg.model.dates import PartialDate
from kg.model.documents import Text
from kg.rdf.ntriples import node
from kg.rdf.terms import PREFIXES, ST, WIKIDATA, XSD, compact, local, mint, safe

Term = NamedNode | Literal
_SHARE = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_COUNT = re.compile(r"\+?\d{1,15}", re.ASCII)
_SHOWN = 40


class Form:
    """How one value becomes a term or its text, and how a term becomes that value again."""

    __slots__ = ("decode", "encode", "text")

    def __init__(
        self,
        encode: Callable[[Any], Term],
        decode: Callable[[Any], Any],
        text: Callable[[Any], str] | None = None,
    ) -> None:
        """A form; the text of a value is that of its term, where no quicker way is given."""
        self.encode, self.decode = encode, decode
        self.text: Callable[[Any], str] = text or (lambda value: str(encode(value)))


def ref(space: str) -> Form:
    """A thing of a space, by its id."""
    return Form(
        lambda name: mint(space, name),
        lambda term: local(term, space),
        lambda name: node(space, name),
    )


def tagged(language: str) -> Form:
    """Words in one fixed language."""
    return Form(lambda words: Literal(words, language=language), lambda term: term.value)


def coded(values: dict[Any, NamedNode]) -> Form:
    """A value of a closed list, as the individual that stands for it."""
    back: dict[Term, Any] = {node: value for value, node in values.items()}

    def decode(node: Term) -> Any:
        if node not in back:
            raise ValueError(f"{compact(node)} is none of: {', '.join(map(compact, back))}")
        return back[node]

    return Form(
        values.__getitem__, decode, {one: str(term) for one, term in values.items()}.__getitem__
    )


def typed(datatype: NamedNode, decode: Callable[[str], Any]) -> Form:
    """A literal of one datatype, in canonical form."""
    return Form(
        lambda value: Literal(_lexical(value), datatype=datatype),
        lambda term: decode(term.value),
    )


def _text(term: Term) -> Text:
    if isinstance(term, NamedNode) or not term.language:
        raise ValueError(f"{compact(term)!r} is no text in a named language")
    return Text(term.value, term.language)


def _share(word: str) -> Decimal:
    # Decimal also reads exponents, which make thousands of digits of a few, and NaN.
    share = Decimal(word) if _SHARE.fullmatch(word) else None
    if share is None or not 0 <= share <= 1:
        raise ValueError(f"{word[:_SHOWN]!r} is no number from 0 to 1")
    return share


def _count(word: str) -> int:
    if not _COUNT.fullmatch(word):
        raise ValueError(f"{word[:_SHOWN]!r} is no number that counts")
    return int(word)


@lru_cache(maxsize=1 << 14)
def read_date(text: str) -> PartialDate:
    """The date that is written so: the same few come again and again; raises ValueError."""
    return PartialDate.parse(text)


def _lexical(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


DATE_TYPES = {"day": XSD.date, "month": XSD.gYearMonth, "year": XSD.gYear}
PLAIN = Form(Literal, lambda term: term.value)
ENGLISH = tagged("en")
WORDS = Form(
    lambda text: Literal(text.value, language=text.language),
    _text,
)


@lru_cache(maxsize=1 << 14)
def _when(told: PartialDate) -> Literal:
    return Literal(str(told), datatype=DATE_TYPES[told.precision])


@lru_cache(maxsize=1 << 14)
def _when_text(told: PartialDate) -> str:
    return str(_when(told))


WHEN = Form(_when, lambda term: read_date(term.value), _when_text)
DAY = typed(XSD.date, date.fromisoformat)
COUNT = typed(XSD.integer, _count)
SHARE = typed(XSD.decimal, _share)
FLAG = typed(XSD.boolean, lambda word: word in ("true", "1"))
UNLINKED_ID = Form(lambda name: Literal(safe(name)), lambda term: safe(term.value))
LINK = Form(NamedNode, lambda node: node.value)
WIKIDATA_ITEM = Form(
    lambda item: NamedNode(WIKIDATA + item), lambda node: node.value.removeprefix(WIKIDATA)
)
_PATHS = ("stance", "event", "candidate")


def _path(node: NamedNode) -> str:
    for space in _PATHS:
        if node.value.startswith(PREFIXES[space]):
            return f"{space}/{local(node, space)}"
    raise ValueError(f"<{node.value}> is neither a stance, an event nor a candidate")


PATH = Form(lambda path: mint(*path.split("/", 1)), _path)

POLARITY: dict[stances.Polarity, NamedNode] = {
    polarity: mint("polarity", polarity) for polarity in stances.Polarity
}
STATUS: dict[stances.Status, NamedNode] = {
    stances.Status.REJECTED: ST.Rejected,
    stances.Status.CURATED: ST.Curated,
    stances.Status.ACCEPTED: ST.Accepted,
    stances.Status.EXTRACTED: ST.Extracted,
}
STATUS_OF: dict[object, stances.Status] = {node: status for status, node in STATUS.items()}
"""The status for which a node stands."""
ATTRIBUTION: dict[documents.Attribution, NamedNode] = {
    documents.Attribution.DIRECT: ST.Direct,
    documents.Attribution.REPORTED: ST.Reported,
    documents.Attribution.INFERRED: ST.Inferred,
    documents.Attribution.NOT_KNOWN: ST.AttributionNotKnown,
}
ORIGIN: dict[documents.Origin, NamedNode] = {
    documents.Origin.CURATED: ST.Curated,
    documents.Origin.EXTRACTED: ST.Extracted,
}
WORDING = {documents.Wording.EXACT: ST.ExactWords, documents.Wording.PARAPHRASE: ST.Paraphrase}
KIND = {
    actors.ActorKind.PERSON: ST.Person,
    actors.ActorKind.STATE: ST.State,
    actors.ActorKind.ORGANISATION: ST.Organisation,
    actors.ActorKind.PARTY: ST.Party,
}
START = {
    actors.StartPrecision.START: ST.FromStart,
    actors.StartPrecision.FIRST_SEEN: ST.FromFirstSeen,
    actors.StartPrecision.UNKNOWN: ST.FromNotKnown,
}
EVENT = {
    actors.EventKind.ATTACK: ST.Attack,
    actors.EventKind.CALL: ST.Call,
    actors.EventKind.DECISION: ST.Decision,
    actors.EventKind.INVASION: ST.Invasion,
    actors.EventKind.MEETING: ST.Meeting,
    actors.EventKind.SANCTIONS_PACKAGE: ST.SanctionsPackage,
    actors.EventKind.STATEMENT: ST.Statement,
    actors.EventKind.SUMMIT: ST.Summit,
}
VERDICT = {
    stances.Verdict.ACCEPT: ST.Accept,
    stances.Verdict.REFUSE: ST.Refuse,
    stances.Verdict.WITHDRAW: ST.Withdraw,
}
