"""Answers of the review: never kept by anyone, never framed, errors told in full."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from kg.errors import Busy, InputError, KgError, LimitReached, StoreError, UnknownName
from kg.pages.rendering import POLICY, draw, link
from kg.review.seen import Changed

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Vary": "Cookie, Authorization",
}
_WAIT = "5"
_LONGEST_LINE = 500


def page(
    template: str, path: str, status: int = 200, headers: dict[str, str] | None = None, **told: Any
) -> Response:
    """A template of the review, filled, for the page of a path."""
    body = draw(f"review_{template}.html", path, live=True, **told)
    return Response(body, status, _HEADERS | (headers or {}), media_type="text/html")


def told(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A value as JSON."""
    body = json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    return Response(body, status, _HEADERS | (headers or {}), media_type="application/json")


def onward(path: str, target: str) -> Response:
    """Go on to another page, by GET; ``target`` is a path from the base with its query."""
    place, mark, query = target.partition("?")
    return Response(
        status_code=303, headers=_HEADERS | {"Location": link(path, place) + mark + query}
    )


def status_of(error: KgError) -> tuple[int, dict[str, str]]:
    """The status that tells a failure, and its headers."""
    match error:
        case Changed():
            return 409, {}
        case UnknownName():
            return 404, {}
        case StoreError() | LimitReached() | Busy() | InputError():
            return 503, {"Retry-After": _WAIT}
        case _:
            return 422, {}


def lines_of(error: KgError) -> list[str]:
    """What went wrong, the places in files, and what to do about it; each within 500 letters."""
    places = [str(problem) for problem in error.problems] if isinstance(error, InputError) else []
    lines = [str(error), *places, *([error.hint] if error.hint else [])]
    return [line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…" for line in lines]
