"""One page or feed from the web, under limits on everything that a server could stretch.

It is meant to be called in a worker, whose time limit covers the whole of it: name, connection,
redirects and body.
"""

from __future__ import annotations

import http.client
import socket
import urllib.error
import urllib.request
from email.message import Message
from ipaddress import ip_address
from typing import IO, Any
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from kg.ingest.articles import LONGEST_PAGE, Link, Page, Refused, Unreadable
from kg.ingest.unpack import unpack

REDIRECTS = 5
"""How often a server may send us elsewhere."""
_HEADERS = {
    "User-Agent": "eurostance (article reader)",
    "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, text/*",
    "Accept-Language": "en",
    "Accept-Encoding": "gzip, deflate",
}


def fetch(link: Link) -> Page | Unreadable:
    """The page of a link, unpacked, with the URL at which it was found in the end.

    Only http and https, no credentials and no cookies, ``REDIRECTS`` redirects at most. From a
    public address nothing leads to a private one, whatever its name.
    """
    try:
        require_plain(link.url)
        guard = _Guard(_private_hosts(link))
        asked = urllib.request.Request(_quoted(link.url), headers=_HEADERS)  # noqa: S310
        with _opener(guard).open(asked) as reply:
            packed = reply.read(LONGEST_PAGE + 1)
            if len(packed) > LONGEST_PAGE:
                raise Refused(f"larger than {LONGEST_PAGE} bytes")
            if reply.length:
                raise Refused("the server sent less than it said")
            return Page(
                link.origin,
                unpack(packed, reply.headers.get("Content-Encoding", ""), LONGEST_PAGE),
                reply.headers.get_content_charset(),
                reply.url,
                link.outlet,
                link.published,
                reply.headers.get("Content-Type", ""),
                private=not guard.was_public,
            )
    except Refused as refusal:
        return link.missed(str(refusal))
    except urllib.error.HTTPError as error:
        told = (
            "it redirects too often" if 300 <= error.code < 400 else f"the server says {error.code}"
        )
        return link.missed(told)
    except urllib.error.URLError as error:
        return link.missed(str(getattr(error.reason, "strerror", None) or error.reason))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return link.missed(f"{type(error).__name__}: {error}")


def require_plain(url: str) -> None:
    """Raise Refused where a URL is no http or https URL, or would send a name or password."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise Refused("it is no URL") from None
    if parts.scheme not in ("http", "https") or not host:
        raise Refused("only http and https are read")
    if "@" in parts.netloc:
        raise Refused("no names and passwords are sent")


def _quoted(url: str) -> str:
    """A URL whose host, path and query are in the letters that a request may have."""
    parts = urlsplit(url)
    path, query = (quote(part, safe="/%:@!$&'()*+,;=?~[]") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, _host_and_port(parts), path, query, ""))


def _host_and_port(parts: SplitResult) -> str:
    """Where a URL leads, with the host as it is asked for: small letters, and those of ASCII."""
    host = parts.hostname or ""
    try:
        host = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        raise Refused("its host cannot be the name of one") from None
    host = f"[{host}]" if ":" in host else host
    return host if parts.port is None else f"{host}:{parts.port}"


def _private_hosts(link: Link) -> frozenset[str]:
    """The hosts that a person named, who may well mean one of their own network."""
    named = link.within if link.foreign else link.url
    return frozenset({urlsplit(_quoted(named)).hostname or ""} if named else ())


class _Guard:
    """Which addresses may be spoken to."""

    def __init__(self, private: frozenset[str]) -> None:
        self._private = private
        self.was_public = False

    def check(self, host: str, connected: socket.socket) -> None:
        """Raise Refused where a connection leads into a network that nobody asked for.

        Whose name was at a public address may move it to a private one meanwhile.
        """
        address = ip_address(connected.getpeername()[0].partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None)
        if (mapped or address).is_global:
            self.was_public = True
        elif self.was_public or host.strip("[]").lower() not in self._private:
            connected.close()
            raise Refused("it leads to an address of a private network")


def _opener(guard: _Guard) -> urllib.request.OpenerDirector:
    """An opener that knows http and https and nothing else: no files, no FTP, no proxies."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        _Http(guard),
        _Https(guard),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    opener.addheaders = []
    return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = REDIRECTS
    max_repeats = 2

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Any,
        newurl: str,
    ) -> urllib.request.Request | None:
        require_plain(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def http_error_302(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message
    ) -> Any:
        location = headers.get("location") or headers.get("uri") or ""
        if ":" in location.split("/")[0]:
            require_plain(location)
        return super().http_error_302(req, fp, code, msg, headers)  # type: ignore[arg-type]

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class _Http(urllib.request.HTTPHandler):
    def __init__(self, guard: _Guard) -> None:
        super().__init__()
        self._guard = guard

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_guarded(http.client.HTTPConnection, self._guard), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, guard: _Guard) -> None:
        super().__init__()
        self._guard = guard

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_guarded(http.client.HTTPSConnection, self._guard), req)


def _guarded(kind: type[http.client.HTTPConnection], guard: _Guard) -> Any:
    """A kind of connection that asks the guard before it sends anything."""

    class Guarded(kind):  # type: ignore[misc, valid-type]
        def __init__(self, host: str, **options: Any) -> None:
            super().__init__(host, **options)
            self._create_connection = self._connect

        def _connect(self, address: tuple[str, int], *rest: Any) -> socket.socket:
            connected = socket.create_connection(address, *rest)
            guard.check(address[0], connected)
            return connected

    return Guarded
