"""What a reviewer sends: forms and JSON as plain words, and which candidates are wanted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from starlette.requests import Request

from kg.errors import UsageError
from kg.review.desk import Desk
from kg.review.queue import Novelty, Wanted, want
from kg.serve.receiving import FORM, content_type, parameters, read_body
from kg.serve.refusals import Refused

FILTERS = ("band", "novelty", "document", "holder", "proposition", "second")
BANDS = ("review", "accept", "discard")
_JSON = "application/json"
_LONGEST = 64 * 2**10
_LONGEST_NAME = 300
_NOT_NAMES = ("document", "note", "seen", "then", "token")


def wants_json(request: Request) -> bool:
    """Whether a program asks, and not a person."""
    bearer = request.headers.get("authorization", "").lower().startswith("bearer ")
    return bearer or _is_json(request) or request.url.path.endswith(".json")


def _is_json(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == _JSON


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form or a JSON object, without spaces around them; what is empty is left out.

    Raises Refused with 413 for more than 64 KiB, 415 for another media type, 400 for what is none;
    UsageError as require_names does.
    """
    kind = content_type(request)
    if kind not in (FORM, _JSON, ""):
        raise Refused(415, f"send a form, or {_JSON}")
    body = await read_body(request, _LONGEST)
    fields = _object(body) if kind == _JSON else parameters(body)
    if len({name for name, _ in fields}) < len(fields):
        raise Refused(400, "a field stands twice")
    form = {name: text.strip() for name, text in fields if text.strip()}
    require_names(form)
    return form


def _object(body: bytes) -> list[tuple[str, str]]:
    try:
        found = json.loads(body)
        # Half a character can be told in JSON, and kept nowhere.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Refused(400, "what was sent is no JSON") from None
    if not isinstance(found, dict):
        raise Refused(400, "what was sent is no object")
    fields = [(name, value) for name, value in found.items() if value is not None]
    if not all(isinstance(value, str) for _, value in fields):
        raise Refused(400, "every value must be a text")
    return fields


def require_names(fields: Mapping[str, str]) -> None:
    """Raise UsageError where what is to name something is too long for that."""
    for field, text in fields.items():
        if len(text) > _LONGEST_NAME and field not in _NOT_NAMES:
            raise UsageError(f"{field[:100]} has more than {_LONGEST_NAME} letters")


def wanted_of(desk: Desk, query: Mapping[str, str]) -> Wanted:
    """The candidates that a page's address asks for; raises UsageError for what is none."""
    require_names(query)
    band, novelty = query.get("band") or None, query.get("novelty") or None
    if band not in (None, *BANDS):
        raise UsageError(f"{band!r} is none of: {', '.join(BANDS)}")
    if novelty not in (None, *Novelty):
        raise UsageError(f"{novelty!r} is none of: {', '.join(Novelty)}")
    wanted = want(
        desk,
        query.get("document") or None,
        query.get("holder") or None,
        query.get("proposition") or None,
        second=bool(query.get("second")),
    )
    return replace(wanted, band=band, novelty=novelty)


def within(query: Mapping[str, str]) -> str:
    """The end of an address that keeps to the same candidates; empty where all are wanted."""
    chosen = {name: query[name] for name in FILTERS if query.get(name)}
    return f"?{urlencode(chosen)}" if chosen else ""
