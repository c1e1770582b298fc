"""Who is served, and what a browser may do with an answer.

A page of another site can make a browser ask a server on the same machine, under a name of its
own that leads there (DNS rebinding); a server that listens on loopback alone therefore answers to
its own names only.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.pages.rendering import POLICY
from kg.serve.refusals import LATER
from kg.serve.settings import Settings

REVIEW = "/review"
"""The folder of all that writes, and of all that is not public."""

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]*)(?::[0-9]*)?")
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "[::1]"))
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "via", "x-real-ip")
_PAGE_POLICY = f"{POLICY}; frame-ancestors 'self'"
_FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""What is no page is never to act as one: XML in an answer may come with a script in it."""
_PARTS = ("text/css", "text/javascript", "application/javascript")


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reached from this machine alone."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_from_own_page(request: Request) -> bool | None:
    """Whether a browser says that a request comes from our own page, or from nobody's.

    None where it says nothing, as a program does. Source: Fetch Metadata (W3C), section 2.3.
    """
    site = request.headers.get("sec-fetch-site")
    return None if site is None else site in ("same-origin", "none")


def is_local(request: Request) -> bool:
    """Whether a request comes from this machine: through no proxy, from no other site's page."""
    client = request.client.host if request.client else ""
    return (
        is_from_own_page(request) is not False
        and is_loopback(client)
        and _name(request.headers.get("host", "")) in _LOOPBACK
        and not any(name in request.headers for name in _FORWARDED)
    )


def is_review(path: str) -> bool:
    """Whether a path belongs to the review."""
    return path == REVIEW or path.startswith(f"{REVIEW}/")


class Guarding:
    """Serves its own names alone, and tells browsers what an answer may do."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        own = {_name(urlsplit(settings.base).netloc), _name(settings.host)}
        self._names = _LOOPBACK | own if is_loopback(settings.host) else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer, or 421 where the request names another server."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                _protect(headers)
                if message["status"] == 503:
                    headers.setdefault("Retry-After", str(LATER))
            await send(message)

        headers = Headers(scope=scope)
        app: ASGIApp = self._app
        if self._names is not None and not self._is_named(headers):
            reason = "this server is not reached under that name; see kg serve --base\n"
            app = PlainTextResponse(reason, 421)
        await app(scope, receive, send_guarded)

    def _is_named(self, headers: Headers) -> bool:
        hosts = headers.getlist("host")
        return len(hosts) == 1 and _name(hosts[0]) in (self._names or ())


def _name(host: str) -> str:
    """The name in a Host header, without its port; the whole of what has another form."""
    host = host.lower()
    found = _HOST.fullmatch(host)
    return found[1].removesuffix(".") if found else host


def _protect(headers: MutableHeaders) -> None:
    kind = headers.get("content-type", "").partition(";")[0]
    headers.setdefault("X-Content-Type-Options", "nosniff")
    # With "no-referrer" a form would come without the origin that the review asks for.
    headers.setdefault("Referrer-Policy", "same-origin")
    if kind not in _PARTS:
        policy = _PAGE_POLICY if kind == "text/html" else _FILE_POLICY
        headers.setdefault("Content-Security-Policy", policy)
