"""One question over HTTP: to the endpoint and nowhere else, in bounded time and memory."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from kg.errors import InputError, LimitReached, UsageError
from kg.llm.settings import Endpoint, Limits

if TYPE_CHECKING:
    import httpx

_BUSY = (429, 503)
_BROKEN = (500, 502, 504)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sent back: its status, its headers in lower case, its body."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def post(endpoint: Endpoint, body: bytes, limits: Limits, sent: Callable[[], None]) -> Answer:
    """The server's answer to a question, of any status that asking again would not change.

    ``sent`` is called before each attempt that may cost tokens, and may raise. Proxies and
    certificates come from the environment, as httpx reads it; redirects are not followed.

    Raises LimitReached on time-outs, a server that stays busy and an answer that is too large,
    InputError on a server that fails, UsageError where none can be reached as asked.
    """
    try:
        import httpx
    except ImportError:
        raise UsageError(
            "the second opinion needs httpx", hint="pip install 'eurostance[llm]'"
        ) from None
    try:
        return _wait_for(_within_deadline(endpoint, body, limits, sent))
    except TimeoutError:
        raise LimitReached(
            f"{endpoint.host}: no whole answer in {limits.deadline:g} seconds"
        ) from None
    except httpx.TimeoutException:
        raise LimitReached(f"{endpoint.host}: the server went silent") from None
    except httpx.TransportError as error:
        raise InputError(
            f"{endpoint.host}: no answer ({type(error).__name__})",
            hint="is the server running, and the URL right?",
        ) from None
    except (ImportError, OSError, ValueError, httpx.InvalidURL):
        raise UsageError(
            f"{endpoint.host}: cannot be asked through this proxy or with these certificates",
            hint="look at HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY and SSL_CERT_FILE",
        ) from None


def _wait_for(work: Coroutine[None, None, Answer]) -> Answer:
    """Run to the end, also where the caller sits in an event loop, as a notebook does."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def _within_deadline(
    endpoint: Endpoint, body: bytes, limits: Limits, sent: Callable[[], None]
) -> Answer:
    # A loop can be stopped wherever it waits; a time-out on reads alone never ends a slow drip.
    async with asyncio.timeout(limits.deadline):
        return await _with_patience(endpoint, body, limits, sent)


async def _with_patience(
    endpoint: Endpoint, body: bytes, limits: Limits, sent: Callable[[], None]
) -> Answer:
    import httpx

    timeout = httpx.Timeout(limits.silence, connect=limits.connect)
    async with httpx.AsyncClient(timeout=timeout, follow_redirects=False) as client:
        for attempt in range(limits.attempts):
            last = attempt + 1 == limits.attempts
            sent()
            try:
                answer = await _attempt(client, endpoint, body, limits)
            except (httpx.NetworkError, httpx.RemoteProtocolError):
                if last:
                    raise
                await asyncio.sleep(_pause(limits, attempt))
                continue
            if answer.status not in _BUSY + _BROKEN:
                return answer
            if last:
                break
            await asyncio.sleep(_asked_for(answer, endpoint, limits, attempt))
    if answer.status in _BUSY:
        raise LimitReached(f"{endpoint.host}: still busy after {limits.attempts} attempts")
    raise InputError(f"{endpoint.host}: the server fails (status {answer.status})")


async def _attempt(
    client: httpx.AsyncClient, endpoint: Endpoint, body: bytes, limits: Limits
) -> Answer:
    # Raw and uncompressed: a small body must not unfold into a large one.
    headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    request = client.stream("POST", endpoint.url, content=body, headers=headers)
    async with request as response:
        content = bytearray()
        async for piece in response.aiter_raw():
            content += piece
            if len(content) > limits.reply_bytes:
                raise LimitReached(
                    f"{endpoint.host}: the answer is larger than {limits.reply_bytes} bytes"
                )
        return Answer(response.status_code, dict(response.headers), bytes(content))


def _pause(limits: Limits, attempt: int) -> float:
    return float(min(limits.pause * 2**attempt, limits.wait))


def _asked_for(answer: Answer, endpoint: Endpoint, limits: Limits, attempt: int) -> float:
    """The pause that a busy server names in seconds or as a date, else one that doubles."""
    named = answer.headers.get("retry-after", "").strip()
    seconds = float(named) if named.isascii() and named.isdigit() and len(named) < 10 else math.nan
    if math.isnan(seconds) and named:
        try:
            until = parsedate_to_datetime(named)
            seconds = (until - parsedate_to_datetime(answer.headers["date"])).total_seconds()
        except (KeyError, ValueError, TypeError, OverflowError):
            seconds = math.nan
    if math.isnan(seconds) or seconds < 0:
        return _pause(limits, attempt)
    if seconds > limits.wait:
        raise LimitReached(f"{endpoint.host}: busy, and asks to come back in {seconds:.0f} seconds")
    return seconds
