"""What a request brings: its parameters and its body, within limits of size and time."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import unquote_to_bytes

from starlette.requests import ClientDisconnect, Request

from kg.serve.refusals import Refused

FORM = "application/x-www-form-urlencoded"
_PATIENCE = 20.0
"""Seconds in which a body must be there."""
_MOST = 1_000
"""Parameters that a request may have."""
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_CHARSET = re.compile(r';\s*charset\s*=\s*"?([^";\s]*)', re.IGNORECASE)


def content_type(request: Request) -> str:
    """The media type of the body, without parameters, in small letters; '' where it has none.

    Raises Refused on a charset other than UTF-8 and on a compressed body.
    """
    header = request.headers.get("content-type", "")
    charset = _CHARSET.search(header)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Refused(415, "the charset of a request is UTF-8")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused(415, "the body of a request is not compressed")
    return header.partition(";")[0].strip().lower()


def lines_of(request: Request, name: str) -> str | None:
    """All lines of a header as one list (RFC 9110, section 5.3); None where there is none."""
    return ", ".join(request.headers.getlist(name)) or None


async def read_body(request: Request, most: int) -> bytes:
    """The body, of so many bytes at most; raises Refused where it is longer, late or cut off."""
    told = request.headers.get("content-length", "0")
    if told.isdecimal() and int(told[:20]) > most:
        raise Refused(413, f"a body has {most} bytes at most")
    body = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise Refused(413, f"a body has {most} bytes at most")
    except TimeoutError:
        raise Refused(408, f"the body did not come within {_PATIENCE:g} s") from None
    except ClientDisconnect:
        raise Refused(400, "the body was cut off") from None
    return bytes(body)


def parameters(form: bytes) -> list[tuple[str, str]]:
    """The names and values of a URL's query or of a form, in order; raises Refused.

    Source: URL Standard (WHATWG), section 5.1; a wrong escape is refused, not passed on.
    """
    if _BAD_ESCAPE.search(form):
        raise Refused(400, "a % must be followed by two hexadecimal digits")
    if form.count(b"&") >= _MOST:
        raise Refused(400, f"a request has {_MOST} parameters at most")
    pairs = (pair.partition(b"=") for pair in form.split(b"&") if pair)
    return [(_text(name), _text(value)) for name, _, value in pairs]


def _text(escaped: bytes) -> str:
    return utf8(unquote_to_bytes(escaped.replace(b"+", b" ")))


def utf8(raw: bytes) -> str:
    """The text of bytes in UTF-8; raises Refused where they are none."""
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Refused(400, f"not UTF-8 at byte {error.start + 1}") from None
