"""How many requests came, by route and status, and how long they took."""

from __future__ import annotations

import time
from collections import Counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NO_ROUTE = "none"


class Counts:
    """Requests and seconds by route and status, since the server was started."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        self.seconds: dict[tuple[str, int], float] = {}

    def add(self, route: str, status: int, seconds: float) -> None:
        """Note a request that has been answered."""
        key = route, status
        self.requests[key] += 1
        self.seconds[key] = self.seconds.get(key, 0.0) + seconds


class Counting:
    """Notes every request with the pattern of its route: what clients write is no label."""

    def __init__(self, app: ASGIApp, counts: Counts) -> None:
        self._app = app
        self._counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer, noted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, began = 500, time.monotonic()

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        finally:
            route = getattr(scope.get("route"), "path", _NO_ROUTE)
            self._counts.add(route, status, time.monotonic() - began)
