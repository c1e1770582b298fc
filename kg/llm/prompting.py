"""The question about one article: closed lists, the article as data, the shape of the reply."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from kg.extract.segment import Segments
from kg.llm.client import Question
from kg.llm.lists import Lists
from kg.llm.quotes import sentence_number
from kg.llm.wire import Message
from kg.model.propositions import Proposition
from kg.model.stances import Polarity
from kg.model.unseen import SMUGGLED

PROMPTS = Path(__file__).parent / "prompts"
"""The wordings; a change of any of them changes the prompt's hash."""
VERDICTS = ("agree", "disagree", "unsure")
NO_POLARITY = "none"
_SHOWN_NAMES = 3


def ask_about(segments: Segments, lists: Lists) -> Question:
    """The question on all candidates of the lists."""
    holders = [f"{one}: {_names(names)}" for one, names in lists.holders.items()]
    candidates = [
        f"{number}. {one.holder} {one.polarity} {one.proposition},"
        f" sentence {sentence_number(segments, one.span.start)}: {_quoted(one.quote.value)}"
        for number, one in enumerate(lists.candidates, 1)
    ]
    sentences = [
        f"[{number}] {flatten(segments.text[one.start : one.end]).rstrip()}"
        for number, one in enumerate(segments.sentences, 1)
    ]
    article = Template(_prompt("article")).substitute(
        holders="\n".join(holders),
        propositions="\n".join(map(_explained, lists.propositions.values())),
        candidates="\n".join(candidates),
        sentences="\n".join(sentences),
        mark=delimiter((*holders, *candidates, *sentences)),
        first=1,
        last=len(candidates),
    )
    messages = (Message("system", _prompt("judge")), Message("user", article))
    return Question(messages, reply_schema(lists.holders, lists.propositions), _prompt("repair"))


def delimiter(lines: Iterable[str]) -> str:
    """A mark made of the SHA-256 of the lines that stands nowhere in them."""
    whole = "\n".join(lines)
    digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
    while f"={digest}=" in whole:
        digest = hashlib.sha256(digest.encode()).hexdigest()
    return f"={digest}="


def flatten(text: str) -> str:
    """The text in one line of the same length, blank where a letter steers, or nobody sees it."""
    line = "".join(
        " " if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") else one for one in text
    )
    return SMUGGLED.sub(lambda unseen: " " * len(unseen[0]), line)


def reply_schema(holders: Iterable[str], propositions: Iterable[str]) -> dict[str, Any]:
    """The JSON schema of a reply; every field is required, as strict servers want it."""
    polarities = [polarity.value for polarity in Polarity]
    shown = {
        "quote": {"type": "string"},
        "sentences": {"type": "array", "items": {"type": "integer"}},
    }
    judged = {
        "number": {"type": "integer"},
        "verdict": {"type": "string", "enum": list(VERDICTS)},
        "polarity": {"type": "string", "enum": [*polarities, NO_POLARITY]},
    }
    added = {
        "holder": {"type": "string", "enum": list(holders)},
        "proposition": {"type": "string", "enum": list(propositions)},
        "polarity": {"type": "string", "enum": polarities},
    }
    lists = {"candidates": _rows({**judged, **shown}), "additional": _rows({**added, **shown})}
    return _object(lists)


def prompt_hash() -> str:
    """SHA-256 over the wordings and the reply's schema, in hexadecimal digits."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(PROMPTS.glob("*.md"))]
    whole = json.dumps([*texts, reply_schema((), ())], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


@cache
def _prompt(name: str) -> str:
    return (PROMPTS / f"{name}.md").read_text(encoding="utf-8")


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _rows(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _object(properties)}


def _names(names: Sequence[str]) -> str:
    return ", ".join(map(_quoted, names[:_SHOWN_NAMES]))


def _quoted(text: str) -> str:
    return json.dumps(flatten(text), ensure_ascii=False)


def _explained(one: Proposition) -> str:
    return (
        f"{one.id}: {one.sentence}\n  favours: {one.favours_means}\n  opposes: {one.opposes_means}"
    )
