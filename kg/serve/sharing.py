"""Pages of other sites may read all that is public, and nothing of the review.

Source: Fetch Standard (WHATWG), section 3.3, the CORS protocol.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.endpoint.limits import Allowance
from kg.serve.guarding import is_review

_SHOWN = ", ".join(
    ("ETag", "Retry-After", "Link", "Content-Disposition", *Allowance().headers()),
)
_PREFLIGHT = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class Sharing:
    """Every public answer says that any site may read it; none asks for credentials."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer, or what a browser asks before it asks."""
        if scope["type"] != "http" or is_review(scope["path"]):
            await self._app(scope, receive, send)
            return
        asked = "access-control-request-method" in Headers(scope=scope)
        if scope["method"] == "OPTIONS" and asked:
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, send)
            return

        async def send_shared(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = "*"
                headers["Access-Control-Expose-Headers"] = _SHOWN
            await send(message)

        await self._app(scope, receive, send_shared)
