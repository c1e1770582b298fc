"""A connection, with limits for those who are slow or do not come to an end."""

from __future__ import annotations

import asyncio
import socket

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_URL = 65_000
"""Bytes of a URL; from 2^16 on the parser miscounts. A longer query comes by POST."""
_HEAD = 128 * 2**10
"""Bytes that the head of a request may take."""
_PATIENCE = 10.0
"""Seconds that the head of a request may take."""
_UNREAD = 30_000
"""Milliseconds for which an answer may lie without one byte of it being taken."""


class Connection(HttpToolsProtocol):
    """A connection that is ended where the head of a request is too long or too slow."""

    _deadline: asyncio.TimerHandle | None = None
    _size = _last = 0
    _in_body = False
    url = b""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Expect the head of a request."""
        super().connection_made(transport)
        if (sock := transport.get_extra_info("socket")) is not None:
            # One who does not fetch the answer must not keep it in memory for ever.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNREAD)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless it is a head without end."""
        self._last = len(data)
        self._size += self._last
        super().data_received(data)
        if self._deadline is None:
            # The rest of a body that was refused has its time too.
            if self.cycle is None or self.cycle.response_complete:
                self._wait()
        elif self._size > _HEAD and not self._in_body:
            self._refuse("431 Request Header Fields Too Large")

    def on_message_begin(self) -> None:
        """Count the bytes and the seconds of a head."""
        self._size = self._last
        self._wait()
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Read on, unless it is too long; the parser takes any exception for a refusal."""
        super().on_url(url)
        if len(self.url) > _URL:
            raise ValueError("the URL is too long")

    def send_400_response(self, msg: str) -> None:
        """Say what was wrong, and hang up."""
        if len(self.url) > _URL:
            self._refuse("414 URI Too Long", "send a long query by POST\n")
        else:
            super().send_400_response(msg)

    def on_headers_complete(self) -> None:
        """Let the request be answered; its body has limits of its own."""
        self._wait_no_more()
        self._in_body = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Expect the next request; what is left to say is not of this one."""
        self._in_body = False
        self._size = 0
        super().on_message_complete()

    def _wait(self) -> None:
        self._wait_no_more()
        self._deadline = self.loop.call_later(_PATIENCE, self._refuse, "408 Request Timeout")

    def _wait_no_more(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self, status: str, reason: str = "") -> None:
        self._wait_no_more()
        if not self.transport.is_closing():
            if self._size and not self._in_body:
                fields = "content-type: text/plain; charset=utf-8\r\nconnection: close"
                head = f"HTTP/1.1 {status}\r\n{fields}\r\ncontent-length: {len(reason)}"
                self.transport.write(f"{head}\r\n\r\n{reason}".encode())
            self.transport.close()
