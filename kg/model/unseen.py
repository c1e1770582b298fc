"""Characters that nobody sees, and what could carry words past the eye of a reader."""

from __future__ import annotations

import re

SMUGGLED = re.compile(
    # Of a flag, as of Scotland's, tags are a part.
    "(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0000-\U000e007f]+"
    "|(?<=\U0001f3f4)[\U000e0020-\U000e007e]{7,}"
    "|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}"
)
"""What can carry words that nobody sees: tags, and selectors of variants in a row."""
UNSEEN = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u2064"
    "\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a]"
)
"""What nobody sees and no word needs; the joiners of some scripts and of signs are not among."""
STRAY = re.compile(
    r"(?<![^\x00-\u052f\u1e00-\u1fff\s])[\u200c\u200d]"
    r"|[\u200c\u200d](?![^\x00-\u052f\u1e00-\u1fff\s])"
)
"""Joiners beside a letter that joins nothing: Latin, Greek or Cyrillic, or beside no letter."""
