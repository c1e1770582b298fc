"""What a server's refusal means to the user."""

from __future__ import annotations

from kg.errors import InputError, KgError, LimitReached, StoreMissing, StoreUnusable
from kg.printing import printable
from kg.store.remote.access import VARIABLES

_LONGEST = 200
AGAIN = "if this was a build, run it again: it repairs what it left"
"""What to do where it is not known how far a request has come."""


class Interrupted(StoreUnusable):
    """The connection broke off: whether the request was obeyed is not known."""


class Unreached(StoreMissing):
    """Nothing answers: the request was not obeyed."""


class Overdue(LimitReached):
    """No answer in time: the server may go on with the request."""


class Oversized(StoreUnusable):
    """The request is larger than the server, or one on the way to it, takes."""


def fault(host: str, status: int, body: bytes) -> KgError:
    """The error that a status of 300 or more stands for, with the first line of what it says."""
    said = _first_line(body)
    match status:
        case 400:
            return InputError(f"{host}: the server cannot read the request{said}")
        case 401 | 403:
            return StoreUnusable(
                f"{host}: the server does not let you (status {status})",
                hint=f"set what it asks for in {VARIABLES}",
            )
        case 404 | 410:
            return StoreMissing(
                f"{host}: there is no store at this URL (status {status})",
                hint="is it the right one? see docs/remote.md",
            )
        case 408 | 429 | 503 | 504:
            return LimitReached(
                f"{host}: the server is busy (status {status}){said}", hint=f"try later; {AGAIN}"
            )
        case 413:
            return Oversized(
                f"{host}: the request is too large for it{said}",
                hint="have it, and what stands before it, take larger ones: see docs/remote.md",
            )
        case _:
            return StoreUnusable(
                f"{host}: the server fails (status {status}){said}",
                hint=f"its log may tell why; {AGAIN}",
            )


def _first_line(body: bytes) -> str:
    text = body.decode("utf-8", "replace").lstrip()
    # A page for a browser says nothing in its first line.
    if not text or text.startswith("<"):
        return ""
    return f": {printable(text.splitlines()[0].strip())[:_LONGEST]}"
