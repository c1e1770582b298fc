"""Requests that no client of good will sends, as bytes; SECOND is a request that hides in one."""

from __future__ import annotations

SECOND = b"GET /hidden HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
"""It is answered with 404 where it is taken for a request; then the server hangs up."""
_HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
_CHUNK = b"5\r\nASK{}\r\n0\r\n\r\n"


def _length(value: bytes) -> bytes:
    return b"Content-Length: " + value + b"\r\n"


def _coded(value: bytes) -> bytes:
    return b"Transfer-Encoding: " + value + b"\r\n"


SMUGGLED = {
    "length and chunks": _HEAD + _length(b"5") + _coded(b"chunked") + b"\r\n" + _CHUNK + SECOND,
    "chunks and length": _HEAD + _coded(b"chunked") + _length(b"5") + b"\r\n" + _CHUNK + SECOND,
    "two lengths": _HEAD + _length(b"5") + _length(b"50") + b"\r\nASK{}" + SECOND,
    "two lengths in one": _HEAD + _length(b"5, 50") + b"\r\nASK{}" + SECOND,
    "a length with a sign": _HEAD + _length(b"+5") + b"\r\nASK{}" + SECOND,
    "a length below nothing": _HEAD + _length(b"-5") + b"\r\nASK{}" + SECOND,
    "a length in base 16": _HEAD + _length(b"0x5") + b"\r\nASK{}" + SECOND,
    "a length without end": _HEAD + _length(b"9" * 40) + b"\r\nASK{}" + SECOND,
    "a length in other digits": _HEAD + _length("٥".encode()) + b"\r\nASK{}" + SECOND,
    "another coding": _HEAD + _coded(b"x") + b"\r\n" + _CHUNK + SECOND,
    "chunks, then as it is": _HEAD + _coded(b"chunked, identity") + b"\r\n" + _CHUNK + SECOND,
    "chunks behind a tab": _HEAD + _coded(b"\x0bchunked") + _length(b"5") + b"\r\nASK{}" + SECOND,
    "chunks twice": _HEAD + _coded(b"chunked") + _coded(b"x") + b"\r\n" + _CHUNK + SECOND,
    "a space before the colon": _HEAD + b"Content-Length : 5\r\n\r\nASK{}" + SECOND,
    "a folded field": _HEAD + b"Content-Length:\r\n 5\r\n\r\nASK{}" + SECOND,
    "a field without a name": _HEAD + b": 5\r\n\r\n" + SECOND,
    "no colon": _HEAD + b"Content-Length 5\r\n\r\n" + SECOND,
    "a zero in a field": _HEAD + b"X: a\0b\r\n\r\n" + SECOND,
    "a return in a field": _HEAD + b"X: a\rContent-Length: 5\r\n\r\nASK{}" + SECOND,
    "a chunk with a sign": _HEAD + _coded(b"chunked") + b"\r\n+5\r\nASK{}\r\n0\r\n\r\n" + SECOND,
    "a chunk in base 8": _HEAD + _coded(b"chunked") + b"\r\n0o5\r\nASK{}\r\n0\r\n\r\n" + SECOND,
    "a chunk without end": _HEAD + _coded(b"chunked") + b"\r\n" + b"f" * 20 + b"\r\nASK{}" + SECOND,
    "a chunk that is too short": _HEAD
    + _coded(b"chunked")
    + b"\r\n3\r\nASK{}\r\n0\r\n\r\n"
    + SECOND,
    "a version that is none": b"GET /health HTTP/9.9\r\nHost: localhost\r\n\r\n" + SECOND,
    "an address with a return": b"GET /health\rX HTTP/1.1\r\nHost: localhost\r\n\r\n" + SECOND,
    "an address with a space": b"GET /he alth HTTP/1.1\r\nHost: localhost\r\n\r\n" + SECOND,
    "no request": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + SECOND,
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + SECOND,
}
"""Each could be read as one request or as two, or is none."""

TRAVERSAL = (
    "/../../../../etc/passwd",
    "/..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/actor/../../../../etc/passwd",
    "/actor/%2e%2e%2f%2e%2e%2fetc/passwd.ttl",
    "//etc/passwd",
    "/..\\..\\..\\etc\\passwd",
    "/dump/../../seeds/reviews.ttl",
    "/dump/..%2f..%2fseeds%2freviews.ttl",
    "/queries/../../../etc/passwd.rq",
    "/queries/%2fetc%2fpasswd.rq",
    "/editor/..%2f..%2f..%2fetc%2fpasswd",
    "/editor/../server.py",
    "/assets/..%2f..%2fpage.py",
    "/%00/etc/passwd",
    "/etc/passwd%00.html",
    "/actor/anna-examplova.html/../../../../etc/passwd",
    "/file:///etc/passwd",
    "/~root/.ssh/id_rsa",
    "/.git/config",
)
METHODS = ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "LINK", "get", "QUERY")
HOSTS = (
    "evil.example",
    "127.0.0.1@evil.example",
    "127.0.0.1.evil.example",
    "evil.example:80",
    "localhost.evil.example",
    "127.0.0.1 evil.example",
    "127.0.0.1,evil.example",
    "[::1].evil.example",
    "[::ffff:127.0.0.1",
    "0x7f.1",
    "2130706433",
    "127.1",
    "０.0.0.0",
    "",
)
"""Names under which a server on this machine alone is not reached."""
INJECTED = (
    "a\r\nX-Injected: 1",
    "a\r\n\r\n<script>",
    "a%0d%0aX-Injected:%201",
    "a\nSet-Cookie: x=1",
    'a"; filename="b.html',
    "a\u2028X-Injected: 1",
    "\u560a\u560dX-Injected: 1",
)
"""Values that would end a header, if they came into one as they are."""
