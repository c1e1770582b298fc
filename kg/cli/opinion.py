"""The second opinion in a stream of readings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.cli.app import say, settings
from kg.llm.budget import Budget
from kg.llm.client import Client
from kg.llm.engine import open_client, second_opinion
from kg.llm.lists import names_of
from kg.llm.prompting import prompt_hash
from kg.model.actors import Actor
from kg.model.propositions import Proposition
from kg.seeds.read import read_seeds
from kg.stream.stream import Outcome, Reading

_CACHE = Path("build/opinions")


class Judge:
    """Asks a language model about each reading, and tells what it could not say."""

    def __init__(self, client: Client, tokens: int) -> None:
        seeds = read_seeds(settings.project)
        self._client, self._budget = client, Budget(tokens)
        self._names = names_of(seeds.records(Actor))
        self._propositions = seeds.records(Proposition)

    @property
    def identity(self) -> str:
        """The model and the hash of what it is asked, as runs name them."""
        return f"{self._client.endpoint.model}, prompt sha256:{prompt_hash()}"

    def weigh(self, outcome: Outcome) -> Outcome:
        """The outcome with the second opinion in it, where it is a reading."""
        if not isinstance(outcome, Reading):
            return outcome
        opinion = second_opinion(
            outcome.extraction,
            outcome.article.text,
            names=self._names,
            propositions=self._propositions,
            client=self._client,
            budget=self._budget,
        )
        origin = outcome.article.origin
        if opinion.warning:
            say(f"{origin}: {opinion.warning}")
        if opinion.dropped:
            told = ", ".join(f"{count} {fault}" for fault, count in opinion.dropped)
            say(f"{origin}: rows of the model's reply that do not hold: {told}")
        return replace(outcome, extraction=opinion.extraction)


def open_judge(url: str, model: str | None, tokens: int) -> Judge:
    """The judge at the user's endpoint; raises UsageError where a setting is missing."""
    client = open_client(url, model, cache=settings.project.root / _CACHE)
    return Judge(client, tokens)
