"""Who asks a server: what the environment holds to show it, and to whom that may be shown."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from kg.errors import UsageError

VARIABLES = "KG_STORE_USER and KG_STORE_PASSWORD, KG_STORE_TOKEN or KG_STORE_HEADER"
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([ -~]*[!-~])[ \t]*")
_TEXT = re.compile(r"[!-~]+")
_LINES = 4
_MOST_LINES = 64


@dataclass(frozen=True, slots=True, repr=False)
class Access:
    """A header to send with every request, or a name and password for a server that asks."""

    header: tuple[str, str] | None = None
    user: tuple[str, str] | None = None

    @property
    def is_named(self) -> bool:
        """Whether there is anything to keep secret."""
        return bool(self.header or self.user)


def read_access(environ: Mapping[str, str]) -> Access:
    """What the environment says; raises UsageError, without telling it, where it makes no sense."""
    token, header = environ.get("KG_STORE_TOKEN"), environ.get("KG_STORE_HEADER")
    user, password = environ.get("KG_STORE_USER"), environ.get("KG_STORE_PASSWORD")
    if sum(map(bool, (token, header, user or password))) > 1:
        raise UsageError("there are several ways to log in", hint=f"set one: {VARIABLES}")
    if token:
        if not _TEXT.fullmatch(token):
            raise UsageError("KG_STORE_TOKEN is no token: it has blanks, or is not ASCII")
        return Access(header=("Authorization", f"Bearer {token}"))
    if header:
        match = _HEADER.fullmatch(header)
        if match is None:
            raise UsageError("KG_STORE_HEADER is no header", hint="write it as Name: value")
        return Access(header=(match[1], match[2]))
    if bool(user) != bool(password):
        raise UsageError("KG_STORE_USER and KG_STORE_PASSWORD go together")
    return Access(user=(user, password)) if user and password else Access()


def read_lines(environ: Mapping[str, str]) -> int:
    """Over how many lines at once to load a server; raises UsageError where that is no number."""
    told = environ.get("KG_STORE_LINES") or str(_LINES)
    if not re.fullmatch(r"[0-9]{1,3}", told) or not 1 <= int(told) <= _MOST_LINES:
        raise UsageError(f"KG_STORE_LINES is no number from 1 to {_MOST_LINES}")
    return int(told)


def is_loopback(url: str) -> bool:
    """Whether a URL names this machine itself."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_open_road(url: str, access: Access, environ: Mapping[str, str]) -> None:
    """Raise UsageError where a secret was to travel unencrypted to another machine."""
    told = access.is_named and urlsplit(url).scheme != "https" and not is_loopback(url)
    if told and environ.get("KG_STORE_PLAIN") != "1":
        raise UsageError(
            f"{urlsplit(url).hostname}: name and password are not sent over plain http",
            hint="use https, or set KG_STORE_PLAIN=1 where the way there is safe",
        )
