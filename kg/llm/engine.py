"""The second opinion: a language model judges what the other engines propose, and no more."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError
from kg.extract.extractor import Extraction
from kg.extract.segment import segment
from kg.llm.budget import Budget
from kg.llm.cache import Cache
from kg.llm.client import Client
from kg.llm.effect import apply
from kg.llm.faults import Fault
from kg.llm.lists import Lists, close_lists
from kg.llm.prompting import ask_about, prompt_hash
from kg.llm.settings import Limits, read_endpoint
from kg.llm.verify import Addition, Judgement, verify
from kg.model.documents import text_hash
from kg.model.propositions import Proposition
from kg.model.stances import Candidate

MOST_ASKED = 60
"""How many candidates one question may have; more are asked in several."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """An extraction after the second opinion, and what became of the reply's rows.

    ``warning`` says in a line why the opinion is missing or not whole; the candidates without
    one are then as they were.
    """

    extraction: Extraction
    judged: int = 0
    added: int = 0
    dropped: tuple[tuple[Fault, int], ...] = ()
    warning: str | None = None


def open_client(
    url: str | None = None,
    model: str | None = None,
    key: str | None = None,
    cache: Path | None = None,
    limits: Limits | None = None,
) -> Client:
    """The way to the user's endpoint; settings that are None come from KG_LLM_URL, _MODEL, _KEY.

    ``cache`` is a folder for answers, which quote the articles; nothing is sent yet. Raises
    UsageError where a setting is missing or cannot be used.
    """
    endpoint = read_endpoint(url, model, key, os.environ)
    return Client(endpoint, Cache(cache) if cache else None, limits or Limits())


def second_opinion(
    extraction: Extraction,
    text: str,
    *,
    names: Mapping[str, Sequence[str]],
    propositions: Iterable[Proposition],
    client: Client,
    budget: Budget,
) -> Opinion:
    """The opinion on all candidates of an extraction of ``text``.

    ``names`` are the names of the holders by id. Without candidates nothing is asked. A question
    that fails leaves its candidates as they were and is told in the warning, not raised.
    """
    if text_hash(text) != extraction.run.text_hash:
        raise ValueError("the extraction is of another text")
    segments = segment(text)
    lists = close_lists(segments, extraction.candidates, names, propositions)
    judged: list[tuple[Candidate, Judgement]] = []
    additions: list[Addition] = []
    dropped: Counter[Fault] = Counter()
    answers, warning = 0, None
    for first in range(0, len(lists.candidates), MOST_ASKED):
        asked = lists.candidates[first : first + MOST_ASKED]
        part = Lists(lists.holders, lists.propositions, asked)
        try:
            reply = client.ask(ask_about(segments, part), budget)
        except KgError as error:
            warning = f"no second opinion on {_share(lists, first)}: {error}"
            break
        verified = verify(reply, segments, part)
        answers += 1
        judged += [(asked[one.number - 1], one) for one in verified.judgements]
        additions += verified.additions
        dropped.update(verified.dropped)
    if not answers:
        return Opinion(extraction, warning=warning)
    if not judged and warning is None:
        warning = "no second opinion on this article: no row of the model's reply holds"
    model = f"{client.endpoint.model}, prompt sha256:{prompt_hash()}"
    changed = apply(extraction, text, judged, additions, model)
    dropped.update(changed.dropped)
    return Opinion(
        changed.extraction,
        len(judged),
        changed.added,
        tuple(sorted(dropped.items())),
        warning,
    )


def _share(lists: Lists, first: int) -> str:
    left, whole = len(lists.candidates) - first, len(lists.candidates)
    return f"{left} of {whole} candidates" if first else "this article"
