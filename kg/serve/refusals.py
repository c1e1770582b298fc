"""What is answered where there is no answer: a status, and in plain words why."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import PlainTextResponse, Response

from kg.errors import (
    Busy,
    InputError,
    KgError,
    LimitReached,
    NotAcceptable,
    StoreError,
    TooLarge,
    UsageError,
)

LATER = 60
"""Seconds after which a query that took too long may fare better, when less is asked."""


class Refused(Exception):
    """A request that is not served: the status of the answer, and why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def refuse(refused: Refused, headers: Mapping[str, str]) -> Response:
    """A refusal as an answer."""
    return PlainTextResponse(f"{refused}\n", refused.status, headers)


def tell(error: KgError, headers: Mapping[str, str]) -> Response:
    """An error as an answer: its status, its place where it has one, and its hint."""
    status = _status(error)
    text = str(error)
    if isinstance(error, StoreError):
        # Where the store lies is nobody's business.
        text = "the graph cannot be read at the moment"
    elif isinstance(error, InputError):
        text = "\n".join(map(str, error.problems)) or text
    hint = f"\nhint: {error.hint}" if error.hint and not isinstance(error, StoreError) else ""
    after = {}
    if status == 503:
        after["Retry-After"] = str(error.after if isinstance(error, Busy) else LATER)
    return PlainTextResponse(f"{text}{hint}\n", status, {**headers, **after})


def _status(error: KgError) -> int:
    match error:
        case TooLarge():
            return 422
        case LimitReached() | StoreError():
            return 503
        case NotAcceptable():
            return 406
        case InputError() | UsageError():
            return 400
        case _:
            return 500
