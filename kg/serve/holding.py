"""How much of answers is held for clients who are slow to read them.

An answer goes out in small pieces, each when the one before has been taken, so that a connection
holds no copy of it; and all large answers that are being sent share a room.
"""

from __future__ import annotations

from collections import Counter

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.server import client_of

_PIECE = 64 * 2**10
_LARGE = 2**20
"""Bytes below which an answer takes no room: there are only so many connections."""
_LARGEST_ANSWERS = 8
"""How many answers of the largest size find room."""
_EACH = 2
"""How many of them one client may have."""


class Sending:
    """Sends answers in pieces; the web server waits between them until the client has read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def send_pieces(message: Message) -> None:
            body = message.get("body", b"")
            if message["type"] != "http.response.body" or len(body) <= _PIECE:
                await send(message)
                return
            whole = memoryview(body)
            for start in range(0, len(body), _PIECE):
                piece = bytes(whole[start : start + _PIECE])
                more = message.get("more_body", False) or start + _PIECE < len(body)
                await send({"type": "http.response.body", "body": piece, "more_body": more})

        await self._app(scope, receive, send_pieces)


class Holding:
    """Turns a large answer away where those that are being sent leave no room for it.

    ``size`` is that of the largest answer, in bytes. It stands next to the routes, where answers
    come in one piece, and tells the room that they take before they are compressed.
    """

    def __init__(self, app: ASGIApp, size: int) -> None:
        self._app = app
        self._size = size
        self._held: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say that there is no room for the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = client_of(Request(scope))
        start: Message | None = None

        async def send_held(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            opening, start = start, None
            length = len(message.get("body", b""))
            if length <= _LARGE:
                await _send_both(opening, message)
            elif opening is not None and not self._has_room(client, length):
                reason = "too many large answers are being sent; try again in a while\n"
                headers = {"Retry-After": "10"}
                await PlainTextResponse(reason, 503, headers)(scope, receive, send)
            else:
                self._held[client] += length
                try:
                    await _send_both(opening, message)
                finally:
                    self._held[client] -= length
                    self._held += Counter()

        async def _send_both(opening: Message | None, message: Message) -> None:
            if opening is not None:
                await send(opening)
            await send(message)

        await self._app(scope, receive, send_held)

    def _has_room(self, client: str, length: int) -> bool:
        whole, own = self._held.total() + length, self._held[client] + length
        return whole <= _LARGEST_ANSWERS * self._size and own <= _EACH * self._size
