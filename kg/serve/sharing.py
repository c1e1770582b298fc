"""Pages of other sites may read all that a public server answers, and nothing of the review.

A server for this machine alone is read by pages from this machine alone: any site that its owner
visits might read the store through the browser otherwise.

Source: Fetch Standard (WHATWG), section 3.3, the CORS protocol.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.endpoint.limits import Allowance
from kg.serve.guarding import is_loopback, is_review
from kg.serve.settings import Settings

_SHOWN = ", ".join(
    ("ETag", "Retry-After", "Link", "Content-Disposition", *Allowance().headers()),
)
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_UNSHARED = "/metrics"
_HERE = re.compile(r"https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?", re.ASCII)


def is_public(settings: Settings) -> bool:
    """Whether others than this machine are served, by the address or by the one before it."""
    names = settings.host, urlsplit(settings.base).hostname or ""
    return not all(map(is_loopback, names))


class Sharing:
    """Every answer says which sites may read it; none asks for credentials."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._public = is_public(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer, or what a browser asks before it asks."""
        if scope["type"] != "http" or is_review(scope["path"]) or scope["path"] == _UNSHARED:
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        readers = self._readers(asked)

        async def send_shared(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if not self._public:
                    headers.add_vary_header("Origin")
                if readers:
                    headers["Access-Control-Allow-Origin"] = readers
                    headers["Access-Control-Expose-Headers"] = _SHOWN
            await send(message)

        app: ASGIApp = self._app
        if scope["method"] == "OPTIONS" and "access-control-request-method" in asked:
            app = Response(status_code=204, headers=_PREFLIGHT if readers else None)
        await app(scope, receive, send_shared)

    def _readers(self, asked: Headers) -> str:
        """Who may read the answer: anyone, the one page that asks, or nobody."""
        if self._public:
            return "*"
        origin = asked.get("origin", "")
        return origin if _HERE.fullmatch(origin) else ""
