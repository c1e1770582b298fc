"""Whom to ask: the endpoint that the user names, and how far one question may go."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit, urlunsplit

from kg.errors import UsageError

URL, MODEL, KEY = "KG_LLM_URL", "KG_LLM_MODEL", "KG_LLM_KEY"
"""The environment variables of the settings; the key has no other way in."""
_PATH = "/chat/completions"
_HINT = f"give --llm URL --llm-model NAME, or set {URL} and {MODEL}; a key goes into {KEY}"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where questions are sent, to which model, with which key; the key is never shown."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)

    @property
    def host(self) -> str:
        """The host and port, for messages."""
        return urlsplit(self.url).netloc


@dataclass(frozen=True, slots=True)
class Limits:
    """How far one question may go; times in seconds.

    ``attempts`` counts requests for one question in one output mode, ``wait`` is the longest
    pause that a server may ask for, ``pause`` the first one where it names none, ``silence`` how
    long it may send nothing, ``deadline`` the end of the question with everything in it.
    """

    attempts: int = 4
    wait: float = 60.0
    pause: float = 1.0
    connect: float = 10.0
    silence: float = 180.0
    deadline: float = 300.0
    reply_bytes: int = 2**20
    reply_tokens: int = 6000


def read_endpoint(
    url: str | None, model: str | None, key: str | None, environment: Mapping[str, str]
) -> Endpoint:
    """The endpoint of the settings given; those that are None come from the environment.

    Raises UsageError where one is missing or cannot be used; no message holds the key.
    """
    address = url or environment.get(URL)
    name = (model or environment.get(MODEL) or "").strip()
    if not address:
        raise UsageError("no endpoint is named for the second opinion", hint=_HINT)
    if not name.isprintable() or not 0 < len(name) <= 200:
        raise UsageError("no usable model is named for the second opinion", hint=_HINT)
    secret = (key or environment.get(KEY) or "").strip() or None
    if secret is not None and not (secret.isascii() and secret.isprintable() and " " not in secret):
        raise UsageError(f"{KEY}: a key is made of plain letters, digits and signs, without blanks")
    parts = _split(address.strip())
    if secret and parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
        raise UsageError(
            "the key would cross the network in the open",
            hint=f"use an https URL, or no {KEY} for a server that wants none",
        )
    return Endpoint(_full(parts), name, secret)


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not address.isascii() or not address.isprintable() or " " in address:
        raise UsageError("the endpoint is no http or https URL", hint=_HINT)
    if parts.username is not None or parts.password is not None:
        raise UsageError("a name or password stands in the endpoint's URL", hint=f"set {KEY}")
    return parts


def _full(parts: SplitResult) -> str:
    path = parts.path.rstrip("/")
    path = path if path.endswith(_PATH) else path + _PATH
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
