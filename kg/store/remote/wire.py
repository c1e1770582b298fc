"""Requests to the server of a store and to nobody else, in bounded time and size."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from kg.errors import KgError, StoreUnusable, UsageError
from kg.store.remote.access import Access, is_loopback
from kg.store.remote.body import Reply, receive
from kg.store.remote.faults import AGAIN, Interrupted, Overdue, Unreached, fault

if TYPE_CHECKING:
    import httpx

_OF_A_FAULT = 4096
_LONGEST = 86_400.0
"""No single wait is longer, in seconds; each request has its own end before that."""
_MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Sent:
    """One request; ``fields`` are sent as a form, ``seconds`` and ``most`` bound the answer."""

    method: str
    url: str
    params: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    fields: Mapping[str, str | tuple[str, ...]] | None = None
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 300.0
    most: int = 2**31

    @property
    def writes(self) -> bool:
        """Whether the server is asked to change what it holds."""
        return self.method != "GET" and "query" not in (self.fields or {})


class Wire:
    """An open line to one server; proxies and certificates come from the environment."""

    def __init__(self, url: str, access: Access) -> None:
        """Nothing is asked yet; raises UsageError where httpx is not installed."""
        try:
            import httpx
        except ImportError:
            raise UsageError(
                "a store behind a URL needs httpx", hint="pip install 'eurostance[remote]'"
            ) from None
        self._host = urlsplit(url).netloc
        self._access = access
        self._auth: httpx.Auth | None = None
        # A thread of its own: the caller may sit in an event loop, as a notebook does.
        self._thread = ThreadPoolExecutor(1)
        self._runner = asyncio.Runner()
        # Certificates take long to read, and nobody on the way to this machine itself has any.
        local = is_loopback(url)
        encrypted = not local or urlsplit(url).scheme.lower() == "https"
        try:
            self._client = httpx.AsyncClient(
                trust_env=not local, verify=encrypted, follow_redirects=False, timeout=_LONGEST
            )
        except (ImportError, OSError, ValueError, httpx.InvalidURL):
            self._thread.shutdown()
            raise UsageError(
                f"{self._host}: cannot be asked through this proxy or with these certificates",
                hint="look at HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY and SSL_CERT_FILE",
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *told: object) -> None:
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _close(self) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()

    def ask(self, sent: Sent, *, accepted: Iterable[int] = ()) -> Reply:
        """The answer to a request, of a status from 200 to 299 or one of those accepted.

        Raises StoreMissing where nothing answers, LimitReached after so many seconds or bytes,
        InputError where the server cannot read the request, StoreUnusable where it fails.
        """
        return self.judged(self.heard(sent), accepted)

    def judged(self, reply: Reply, accepted: Iterable[int] = ()) -> Reply:
        """The answer where it is of a status that is wanted; raises what ask does."""
        if reply.status // 100 == 2 or reply.status in accepted:
            return reply
        raise fault(self._host, reply.status, reply.body.read(_OF_A_FAULT))

    def heard(self, sent: Sent) -> Reply:
        """The answer to a request, of any status; raises what ask does where there is none."""
        return self._thread.submit(lambda: self._runner.run(self._within(sent))).result()

    async def _within(self, sent: Sent) -> Reply:
        import httpx

        try:
            # A loop can be stopped wherever it waits; a time-out on reads never ends a slow drip.
            async with asyncio.timeout(sent.seconds):
                return await self._answered(sent)
        except KgError:
            raise
        except TimeoutError:
            raise Overdue(
                f"{self._host}: not done within {sent.seconds:g} s",
                hint="allow more with --timeout; the server may go on with it for a while",
            ) from None
        except (httpx.ConnectError, httpx.UnsupportedProtocol, httpx.ProxyError) as error:
            raise Unreached(
                f"{self._host}: nothing answers there ({_reason(error)})",
                hint="is the server running, and the URL right?",
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL, zlib.error) as error:
            raise Interrupted(
                f"{self._host}: the answer broke off ({type(error).__name__})",
                hint=AGAIN,
            ) from None

    async def _answered(self, sent: Sent) -> Reply:
        url, method = sent.url, sent.method
        for _ in range(_MOST_REDIRECTS + 1):
            reply = await self._tried(sent, method, url)
            if reply.status not in _REDIRECTS:
                return reply
            url = self._elsewhere(url, method, reply)
        raise StoreUnusable(f"{self._host}: it sends from one place to the next")

    def _elsewhere(self, url: str, method: str, reply: Reply) -> str:
        """Where a redirect leads; raises StoreUnusable where that is another server."""
        import httpx

        try:
            target = httpx.URL(url).join(reply.headers.get("location", ""))
        except httpx.InvalidURL:
            raise StoreUnusable(f"{self._host}: it sends to no place") from None
        there = httpx.URL(url)
        same = (target.scheme, target.host, target.port) == (there.scheme, there.host, there.port)
        if not same or (method != "GET" and reply.status not in {307, 308}):
            raise StoreUnusable(
                f"{self._host}: it sends to {target.scheme}://{target.host[:100]}: not obeyed",
                hint="name the server itself with --store",
            )
        return str(target)

    async def _tried(self, sent: Sent, method: str, url: str) -> Reply:
        """The answer, with name and password in the way the server asks for on 401."""
        import httpx

        reply = await self._once(sent, method, url)
        if reply.status != 401 or self._auth or not self._access.user:
            return reply
        asked = reply.headers.get("www-authenticate", "").lower()
        digest = "digest" in asked
        self._auth = (httpx.DigestAuth if digest else httpx.BasicAuth)(*self._access.user)
        return await self._once(sent, method, url)

    async def _once(self, sent: Sent, method: str, url: str) -> Reply:
        import httpx

        headers = {"Accept-Encoding": "gzip", "User-Agent": "kg", **sent.headers}
        if self._access.header:
            headers[self._access.header[0]] = self._access.header[1]
        request = self._client.build_request(
            method,
            url,
            params=_many(sent.params) if url == sent.url and sent.params else None,
            data=None if sent.fields is None else _many(sent.fields),
            content=sent.content,
            headers=headers,
        )
        auth: Any = self._auth or httpx.Auth()
        try:
            response = await self._client.send(request, auth=auth, stream=True)
        except (LookupError, NotImplementedError, ValueError):
            # What httpx cannot make of a challenge is no error of its own kinds.
            raise StoreUnusable(
                f"{self._host}: it asks for a login in a way that is not known",
                hint="digest without auth-int, basic, or a token: see docs/remote.md",
            ) from None
        try:
            body = await receive(response, self._host, sent.most)
        finally:
            await response.aclose()
        return Reply(response.status_code, dict(response.headers), body)


def _many(fields: Mapping[str, str | tuple[str, ...]]) -> dict[str, Any]:
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in fields.items()
    }


def _reason(error: Exception) -> str:
    text = str(error).lower()
    if "certificate" in text:
        return "its certificate cannot be verified"
    return "the name is not known" if "name" in text else "no connection"
