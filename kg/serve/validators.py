"""Tags of answers, by which a client asks only for what is new (RFC 9110, section 13)."""

from __future__ import annotations

import hashlib
import re

_TAG = re.compile(r'(?:W/)?("[^"]*")')


def tag_of(version: str, *parts: object) -> str:
    """The tag of what is made of a version of the graph and of these parts.

    It is a weak one: compressed, or with its rows in another order, it is the same answer.
    """
    return f'W/"{version}-{hashlib.sha256(repr(parts).encode()).hexdigest()[:16]}"'


def is_known(tag: str, if_none_match: str) -> bool:
    """Whether an If-None-Match header, other than ``*``, names the tag, weak or strong."""
    return tag.removeprefix("W/") in _TAG.findall(if_none_match)
