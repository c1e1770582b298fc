"""What steers the text around it made visible, before it stands on a page."""

from __future__ import annotations

import re

from markupsafe import Markup

from kg.model.unseen import SMUGGLED

_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u2064\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
"""What HTML forbids in a text (section 13.2.3.5), what turns the order of letters around, and what
has no width."""


def visible(text: str) -> str:
    """The text with U+FFFD in the place of what is not seen and steers the text around it."""
    seen = _STEERING.sub("\ufffd", text)
    return seen if seen.isascii() else SMUGGLED.sub("\ufffd", seen)


def finalize(value: object) -> object:
    """A value as a template writes it: a text that is no markup of our own is visible."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
