"""A connection, with limits for those who are slow or do not come to an end."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv6Address, ip_address

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.serve.guarding import is_loopback

_URL = 65_000
"""Bytes of a URL; from 2^16 on the parser miscounts. A longer query comes by POST."""
_HEAD = 128 * 2**10
"""Bytes that the head of a request may take, and all that is about its body but not of it."""
_PATIENCE = 5.0
"""Seconds that the head of a request may take."""
_UNREAD = 30_000
"""Milliseconds for which an answer may lie without one byte of it being taken."""
_EACH = 64
"""Connections that one client may have; a proxy on this machine has those of all its clients."""


class Connection(HttpToolsProtocol):
    """A connection that is ended where the head of a request is too long or too slow.

    The trailers after a chunked body (RFC 9112, section 7.1.2) are passed over, and so are the
    extensions of a chunk; neither may be longer than a head.
    """

    _deadline: asyncio.TimerHandle | None = None
    _size = _last = 0
    _in_body = False
    _peer = ""
    url = b""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Expect the head of a request, unless its sender has many connections already."""
        super().connection_made(transport)
        self._peer = peer_of(self.client[0] if self.client else "")
        if self._peer and self._is_one_too_many():
            transport.close()
            return
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
        if self._size > _HEAD:
            self._refuse("431 Request Header Fields Too Large")
        elif self._deadline is None and (self.cycle is None or self.cycle.response_complete):
            # The rest of a body that was refused has its time too.
            self._wait()

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

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field of the head; what comes after the body is no part of it."""
        if not self._in_body:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Let the request be answered; its body has limits of its own."""
        self._wait_no_more()
        self._in_body = True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Count anew: the body is read elsewhere, up to a limit of its own."""
        self._size = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Expect the next request; what is left to say is not of this one."""
        self._in_body = False
        self._size = 0
        super().on_message_complete()

    def _is_one_too_many(self) -> bool:
        peers = [getattr(one, "_peer", "") for one in self.connections]
        return peers.count(self._peer) > _EACH

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


def peer_of(host: str) -> str:
    """By what the connections of one client are known; empty for this machine and for no address.

    Of IPv6 it is the network of 64 bits, all of whose addresses one client may have.
    """
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return ""
    if is_loopback(host):
        return ""
    return address.exploded[:19] if isinstance(address, IPv6Address) else host
