"""A question to a model, and its reply as a JSON object: modes, one repair, cache, budget."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.errors import InputError, KgError, StoreUnusable, UsageError
from kg.llm.budget import Budget, rough_tokens
from kg.llm.cache import Cache
from kg.llm.settings import Endpoint, Limits
from kg.llm.transport import Answer, post
from kg.llm.wire import (
    BrokenReply,
    Message,
    Mode,
    check_status,
    parse_reply,
    read_content,
    refused_parameter,
    tokens_used,
    write_body,
)

PATIENCE = 3
"""After so many questions in a row without an answer no more are asked."""
LONGEST_REPAIRED = 20_000
"""How many characters of a broken reply are shown to the model again."""
_MODES = tuple(Mode)
_REFUSED_MODE = (400, 404, 415, 422, 501)


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked, the shape of its reply, and how to ask again for that shape."""

    messages: tuple[Message, ...]
    schema: dict[str, Any]
    repair: str


class Client:
    """The way to one model at one endpoint, for all articles of a command.

    The mode and the parameters that the server takes are found out once and remembered.
    """

    def __init__(self, endpoint: Endpoint, cache: Cache | None, limits: Limits) -> None:
        self.endpoint = endpoint
        self.mode = Mode.SCHEMA
        self._cache = cache
        self._limits = limits
        self._refused: list[str] = []
        self._failures = 0
        self._stopped: KgError | None = None

    def __repr__(self) -> str:
        return f"Client({self.endpoint!r})"

    def ask(self, question: Question, budget: Budget) -> dict[str, Any]:
        """The reply, from the cache where the same was asked before; its rows are unchecked.

        Raises LimitReached on time-outs and used up budgets, InputError where the server or its
        reply is broken, UsageError where the server refuses: that, or PATIENCE failures in a row,
        ends all later questions at once. StoreUnusable where the cache takes nothing, before
        anything is asked: a reply that cannot be kept is given all the same, and is the last.
        """
        name = self._name(question)
        kept = self._cache.find(name) if self._cache else None
        if kept is not None:
            try:
                return parse_reply(kept)
            except BrokenReply:
                pass  # An entry that is no reply is asked for anew.
        if self._stopped is not None:
            raise self._stopped
        try:
            if self._cache:
                self._cache.require()
            content, reply = self._asked(question, budget)
        except KgError as error:
            self._failures += 1
            lasting = isinstance(error, UsageError | StoreUnusable)
            if lasting or self._failures >= PATIENCE:
                self._stopped = error
            raise
        self._failures = 0
        if self._cache:
            self._keep(self._cache, name, content)
        return reply

    def _keep(self, cache: Cache, name: str, content: str) -> None:
        """Keep what was paid for; where that fails no more is paid for, and the reply counts."""
        try:
            cache.keep(name, content)
        except StoreUnusable as error:
            self._stopped = error

    def _name(self, question: Question) -> str:
        messages = [[message.role, message.content] for message in question.messages]
        asked = [self.endpoint.url, self.endpoint.model, messages, question.schema]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

    def _asked(self, question: Question, budget: Budget) -> tuple[str, dict[str, Any]]:
        broken = ""
        for mode in _MODES[_MODES.index(self.mode) :]:
            answer = self._post(question.messages, mode, question, budget)
            if answer.status in _REFUSED_MODE and mode is not Mode.PLAIN:
                continue
            check_status(answer, self.endpoint)
            try:
                broken = read_content(answer)
                reply = parse_reply(broken)
            except BrokenReply:
                continue
            self.mode = mode
            return broken, reply
        return self._repaired(question, broken, budget)

    def _repaired(
        self, question: Question, broken: str, budget: Budget
    ) -> tuple[str, dict[str, Any]]:
        again = (Message("assistant", broken[:LONGEST_REPAIRED]), Message("user", question.repair))
        messages = (*question.messages, *again) if broken else question.messages
        answer = self._post(messages, Mode.PLAIN, question, budget)
        check_status(answer, self.endpoint)
        try:
            content = read_content(answer)
            reply = parse_reply(content)
        except BrokenReply:
            raise InputError(
                f"{self.endpoint.host}: the model's reply is no JSON, even when asked again",
                hint="try another model",
            ) from None
        self.mode = Mode.PLAIN
        return content, reply

    def _post(
        self, messages: Sequence[Message], mode: Mode, question: Question, budget: Budget
    ) -> Answer:
        """The answer, asked again without a parameter for each that the server refuses."""
        while True:
            body = write_body(
                self.endpoint, messages, mode, question.schema, self._limits, self._refused
            )
            prompt = rough_tokens(body.decode())

            def leave(prompt: int = prompt) -> None:
                budget.require(prompt + self._limits.reply_tokens)
                budget.charge(prompt)

            answer = post(self.endpoint, body, self._limits, leave)
            used = tokens_used(answer) - prompt
            budget.charge(max(used, rough_tokens(_plain(answer)) if answer.status == 200 else 0))
            refused = refused_parameter(answer) if answer.status in (400, 422) else None
            if refused is None or refused in self._refused:
                return answer
            self._refused.append(refused)


def _plain(answer: Answer) -> str:
    return answer.content.decode("utf-8", "replace")
