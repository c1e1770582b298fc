"""Answers compressed with gzip where the client takes it (RFC 9110, section 12.5.3)."""

from __future__ import annotations

import asyncio
import gzip

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.endpoint.media import quality_of
from kg.serve.guarding import is_review

_LEAST = 1_000
"""Bytes below which nothing is gained."""
_AT_ONCE = 64 * 2**10
"""Bytes up to which it takes no longer than to hand the work to a thread."""
_LEVEL = 5
_PLAIN = ("text/", "application/", "image/svg")
_PACKED = ("application/zip", "application/gzip", "application/octet-stream")


class Compressing:
    """Compresses answers that come in one piece; those of the review hold secrets and stay."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer, compressed where that is wanted."""
        if scope["type"] != "http" or is_review(scope["path"]):
            await self._app(scope, receive, send)
            return
        accepted = quality_of(Headers(scope=scope).get("accept-encoding", ""), "gzip") > 0
        start: Message | None = None

        async def send_compressed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start is not None:
                opening, start = start, None
                headers = MutableHeaders(scope=opening)
                if _is_plain(headers):
                    headers.add_vary_header("Accept-Encoding")
                    if accepted and not message.get("more_body"):
                        message = await _compressed(headers, message)
                await send(opening)
            await send(message)

        await self._app(scope, receive, send_compressed)


def _is_plain(headers: MutableHeaders) -> bool:
    kind = headers.get("content-type", "")
    return "content-encoding" not in headers and (
        kind.startswith(_PLAIN) and not kind.startswith(_PACKED)
    )


async def _compressed(headers: MutableHeaders, message: Message) -> Message:
    body = message.get("body", b"")
    if len(body) < _LEAST:
        return message
    if len(body) <= _AT_ONCE:
        packed = _gzip(body)
    else:
        packed = await asyncio.to_thread(_gzip, body)
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(packed))
    if (tag := headers.get("etag", "")).startswith('"'):
        # Another sequence of bytes, the same answer.
        headers["ETag"] = f"W/{tag}"
    return {**message, "body": packed}


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, _LEVEL, mtime=0)
